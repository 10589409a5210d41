"""No dead link, no missing anchor."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
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
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(url.path)))
    name = page.name if not url.path else path
    if name.startswith(".."):
        return "指向网站之外"
    if name not in pages:
        return "" if (site / name).exists() else "所指文件不存在"
    anchor = unquote(url.fragment)
    if anchor and "=" not in anchor and anchor not in pages[name].ids:
        return "所指位置不存在"
    return ""
