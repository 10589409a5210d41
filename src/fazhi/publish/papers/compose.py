"""Compose a year's report from its four chapters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fazhi.facts import FactBook
from fazhi.paths import Project
from fazhi.publish.book.years import read_shelf
from fazhi.publish.papers.blocks import Block, Paragraph, Report
from fazhi.publish.papers.chapters import read_chapter
from fazhi.publish.papers.numbering import numbered

PARTS = ("measures", "shortcomings", "leadership", "plans")
"""The four parts prescribed for the report, one chapter each."""
SAMPLE_MARK = "示例数据·非官方文件"


def compose(project: Project, year: int) -> Report:
    """Return the report of *year*.

    Raises:
        FactError: The year has no facts.
        BuildError: A chapter is missing or cannot be printed.
    """
    shelf = read_shelf(project.root)
    book = shelf.year(year).book
    folder = project.book / str(year)
    blocks = [
        block
        for part in PARTS
        for block in read_chapter(
            folder / f"{part}.md", year, shelf, project.relative(folder / f"{part}.md")
        )
    ]
    blocks = list(_notices_once(blocks))
    return Report(
        year=year,
        issuer=str(shelf.bureau.get("name", "")),
        title=f"{year}年度法治政府建设情况报告",
        mark=SAMPLE_MARK if book.synthetic else "",
        notice=_notice(book),
        cutoff=book.cutoff,
        blocks=tuple(numbered(blocks)),
    )


def _notices_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* with a notice every chapter carries only where it first stands."""
    said: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.is_notice:
            if block in said:
                continue
            said.append(block)
        yield block


def _notice(book: FactBook) -> str:
    if not book.synthetic:
        return ""
    return "示例数据：文中数字由虚构的登记簿计算得出，不是真实记录；本文不是任何机关发布的文件。"
