"""Every number on every page leads to its cell, the cell to its records, these to a raw file."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fazhi.facts import FactBook
from fazhi.paths import Project
from fazhi.publish.audit.pages import Page


def broken_numbers(pages: Sequence[Page], books: Mapping[int, FactBook]) -> tuple[int, list[str]]:
    """Follow every fact link of the site to its source cell.

    Args:
        pages: All pages.
        books: Facts by year.

    Returns:
        How many numbers were followed, and one line per number that breaks the chain.
    """
    by_name = {page.name: page for page in pages}
    followed, problems = 0, []
    for page in pages:
        for attributes, text in page.facts:
            followed += 1
            trouble = _trouble(by_name, page, attributes, books)
            if trouble:
                problems.append(f"{page.name}：数字“{text}”{trouble}")
    return followed, problems


def broken_facts(project: Project, books: Mapping[int, FactBook]) -> list[str]:
    """Follow every fact from its cell to its evidence and to the files as they were received.

    Args:
        project: The project.
        books: Facts by year.

    Returns:
        One line per fact whose evidence or raw file is missing or another than recorded.
    """
    problems = []
    digests: dict[str, str] = {}
    for year, book in books.items():
        for fact in book.facts.values():
            path = project.processed(year) / fact.evidence
            rows = path.read_text("utf-8").count("\n") - 1 if path.is_file() else -1
            if rows != fact.rows:
                problems.append(
                    f"{year}/{fact.id}：证据应有{fact.rows}条记录，实有{max(rows, 0)}条"
                )
            for source in fact.inputs:
                if source.file not in digests:
                    digests[source.file] = files_digest(project.root / source.file)
                if digests[source.file] != source.sha256:
                    problems.append(f"{year}/{fact.id}：{source.file} 不是计算时的那个文件")
    return problems


def files_digest(path: Path) -> str:
    """Return the SHA-256 of *path*, empty if it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _trouble(
    pages: Mapping[str, Page],
    page: Page,
    attributes: Mapping[str, str],
    books: Mapping[int, FactBook],
) -> str:
    year, _, indicator = attributes.get("data-fact", "").partition("/")
    book = books.get(int(year)) if year.isdigit() else None
    fact = book.facts.get(indicator) if book else None
    if fact is None and book and indicator in book.missing:
        return "" if attributes.get("data-verdict") == "no_record" else "没有标明无记录"
    if fact is None:
        return f"的事实 {attributes.get('data-fact')} 不存在"
    try:
        if Decimal(attributes.get("data-value", "")) != fact.value:
            return f"的值 {attributes['data-value']} 与事实 {fact.value} 不同"
    except InvalidOperation:
        return "没有可读的 data-value"
    url = urlsplit(attributes.get("href", ""))
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(url.path)))
    target = target if url.path else page.name
    if url.fragment != fact.cell or target not in pages or fact.cell not in pages[target].ids:
        return f"没有通到源单元 {fact.cell}"
    return ""
