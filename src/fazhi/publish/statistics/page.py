"""The page of the statutory statistics, written for the site's parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fazhi.facts import FactBook, read_facts
from fazhi.paths import Project
from fazhi.publish.statistics.check import FACT_OF_LINE, TIES, cross_check
from fazhi.publish.statistics.count import statistics
from fazhi.publish.statistics.tables import Line, StatTable


def statistics_page(project: Project, year: int) -> str:
    """Return ``book/generated/<year>/statistics.md``.

    Raises:
        FactError: The year has not been computed.
    """
    book = read_facts(project.facts(year))
    tables = statistics(project, year)
    return "\n".join(_page(tables, book)) + "\n"


def _page(tables: Sequence[StatTable], book: FactBook) -> Iterator[str]:
    year = book.year
    yield f"# {year}年行政执法统计年报"
    yield ""
    yield "本页各表与正文中的数字出自同一批登记簿，由程序按表下所列的说明计数。"
    yield "带下划线的数字与正文中的事实是同一个数，可以点开追溯。"
    yield f"统计期间为{year}年1月1日至12月31日，数据截至{book.cutoff}。"
    for table in tables:
        yield from (
            "",
            f"(y{year}-statistics-{table.name})=",
            f"## {table.number}　{table.title}",
            "",
        )
        yield from _table(table, book)
        yield from ("", "计数说明：", "")
        yield from (f"- {note}" for note in table.notes)
    yield from ("", f"(y{year}-statistics-check)=", "## 与正文的核对", "")
    yield from _check(tables, book)


def _table(table: StatTable, book: FactBook) -> Iterator[str]:
    yield f":::{{table}} {book.year}年{table.title}统计表"
    yield ":class: statistics"
    yield ""
    yield "| 项目 | 数量 | 单位 |"
    yield "| :-- | --: | :-- |"
    for line in table.lines:
        yield f"| {line.label} | {_number(line, book)} | {line.unit} |"
    yield ":::"


def _number(line: Line, book: FactBook) -> str:
    """Return the number: as the traced fact where one is the same number, else as counted."""
    fact = book.facts.get(FACT_OF_LINE.get(line.key, ""))
    if fact is not None and fact.value == line.value:
        return f"{{fact-number}}`{book.year}/{fact.id}`"
    return line.shown


def _check(tables: Sequence[StatTable], book: FactBook) -> Iterator[str]:
    problems = cross_check(tables, book)
    if not problems:
        ties = "、".join(tie.label for tie in TIES)
        yield f"下列各组数字分别由两处独立计得，全部一致：{ties}。"
        return
    yield "下列数字不一致："
    yield ""
    yield from (f"- {problem}" for problem in problems)
