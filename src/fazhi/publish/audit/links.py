"""No dead link, no missing anchor."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fazhi.publish.audit.pages import Page


def dead_links(site: Path, pages: Sequence[Page]) -> list[str]:
    """Return one Chinese line per link or resource that leads nowhere.

    Args:
        site: Folder of the built site.
        pages: Its pages.
    """
    by_name = {page.name: page for page in pages}
    problems = []
    for page in pages:
        for target in page.targets:
            reason = _trouble(site, by_name, page, target)
            if reason:
                problems.append(f"{page.name}：链接“{target}”{reason}")
    return problems


def _trouble(site: Path, pages: Mapping[str, Page], page: Page, target: str) -> str:
    name, anchor = _place(posixpath.dirname(page.name), target)
    if name is None:
        return ""
    name = name or page.name
    if name.startswith(".."):
        return "指向网站之外"
    if name not in pages:
        return "" if (site / name).exists() else "所指文件不存在"
    if anchor and "=" not in anchor and anchor not in pages[name].ids:
        return "所指位置不存在"
    return ""


# Pages of one folder share most of their links.
@lru_cache(maxsize=100_000)
def _place(folder: str, target: str) -> tuple[str | None, str]:
    """Return file and anchor that *target* means: no file on another site, an empty one here."""
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return None, ""
    path = posixpath.normpath(posixpath.join(folder, unquote(url.path))) if url.path else ""
    return path, unquote(url.fragment)
