"""Directives that print many numbers at once, each of them a traced link.

::

    ```{fact-table}
    :caption: 行政执法主要数字
    :years: 2021 2022          (optional; default: the page's year beside its baseline)
    penalties.cases
    penalties.fine_total
    ```

``fact-headlines`` prints tiles, ``comparison-table`` and ``small-multiples`` compare years,
``claims-table`` every published claim with its verdict, ``facts-index`` every indicator with its
definition.  All take ``:caption:`` and ``:year:`` or ``:years:``; an empty body means all (for the
tiles: all headline indicators).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from fazhi.errors import FactError, FazhiError
from fazhi.facts import change_phrase
from fazhi.publish.book.domain import FactDomain, facts_of
from fazhi.publish.book.grid import Cell, captioned_table, ignored, sortable, verdict_mark
from fazhi.publish.book.nodes import fact_link
from fazhi.publish.book.problems import complain
from fazhi.publish.book.roles import change_link, look_up, number_nodes
from fazhi.publish.book.years import fact_exact, year_of_page


class NumbersDirective(SphinxDirective):
    """Shared by the directives below: ids from the body, years from options or page."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "caption": directives.unchanged,
        "year": directives.nonnegative_int,
        "years": directives.positive_int_list,
    }

    def run(self) -> list[nodes.Node]:
        """Return the nodes, or report the mistake with page and line."""
        try:
            return self.render()
        except FazhiError as problem:
            complain(str(problem), (self.env.docname, self.lineno))
            return []

    def render(self) -> list[nodes.Node]:
        """Return what the directive prints."""
        raise NotImplementedError

    @property
    def domain(self) -> FactDomain:
        """The book's memory."""
        return facts_of(self.env)

    @property
    def year(self) -> int:
        """The year asked for, else the page's."""
        year = self.options.get("year") or year_of_page(self.env.docname)
        if year is None:
            raise FactError("此页不属于某一年，须写明 :year:", expected=":year: 2022")
        return int(year)

    @property
    def years(self) -> list[int]:
        """The years asked for, else the one year."""
        return sorted(self.options.get("years") or [self.year])

    @property
    def caption(self) -> str:
        """The caption given as option or argument."""
        given = self.options.get("caption") or " ".join(self.arguments)
        return str(given)

    def ids(self, default: list[str]) -> list[str]:
        """Return the ids of the body, one a line, or *default*; each must be an indicator."""
        given = [line.strip() for line in self.content if line.strip()]
        unknown = [each for each in given if each not in self.domain.shelf.indicators]
        if unknown:
            raise FactError(f"没有指标 {'、'.join(unknown)}", where="data/reference/indicators.yml")
        return given or default

    def number(self, year: int, indicator_id: str, *, counted: bool = False) -> Cell:
        """Return the number of a cell, or 无记录 where that year has none.

        Args:
            year: Report year.
            indicator_id: Indicator.
            counted: Print the number as counted, for comparison, in place of a published wording.
        """
        self.domain.depend(self.env.docname, f"{year}/{indicator_id}")
        found = self.domain.shelf.years.get(year)
        known = found and (indicator_id in found.book.facts or indicator_id in found.claims)
        if not known:
            return [nodes.Text("无记录")]
        if counted and found:
            return [fact_link(found.comparable(self.domain.shelf.indicators[indicator_id]))]
        return number_nodes(look_up(self.domain, self.env.docname, f"{year}/{indicator_id}"))

    def name_of(self, indicator_id: str) -> Cell:
        """Return the Chinese name of an indicator as a cell."""
        return [nodes.Text(self.domain.shelf.label(indicator_id))]

    def change(self, year: int, indicator_id: str, short: str | None = None) -> Cell:
        """Return the change of a cell in official wording or as *short*."""
        key = f"{year}/{indicator_id}"
        self.domain.depend(self.env.docname, key)
        change = self.domain.shelf.year(year).changes.get(indicator_id)
        if change is None or change.value is None:
            return [nodes.Text("—")]
        return [change_link(self.domain, self.env.docname, key, short)]

    def verdict(self, year: int, indicator_id: str) -> Cell:
        """Return the verdict of a cell by word and shape; 未公布 where nothing was claimed."""
        row = self.domain.shelf.year(year).verdicts.get(indicator_id)
        return verdict_mark(row.verdict) if row else [nodes.Text("未公布")]


class FactTable(NumbersDirective):
    """One indicator a line: the year's number, last year's, the change, the verdict."""

    def render(self) -> list[nodes.Node]:
        """Return the table."""
        ids = self.ids(list(self.domain.shelf.year(self.years[-1]).book.facts))
        rows: list[list[Cell]] = [[self.name_of(each), *self._cells(each)] for each in ids]
        if "years" in self.options:
            header = ["指标", *(f"{year}年" for year in self.years)]
        else:
            header = ["指标", f"{self.year}年", f"{self.year - 1}年", "比上年", "核对"]
        return [captioned_table(self.caption or "主要数字", header, rows)]

    def _cells(self, each: str) -> list[Cell]:
        if "years" in self.options:
            return [self.number(year, each) for year in self.years]
        year = self.year
        return [
            self.number(year, each),
            self.number(year - 1, each),
            self.change(year, each, self._words(each)),
            self.verdict(year, each),
        ]

    def _words(self, each: str) -> str | None:
        """Return the change without 比上年, which the column heading says."""
        change = self.domain.shelf.year(self.year).changes.get(each)
        if change is None or change.change is None:
            return None
        phrase = change_phrase(change, self.domain.shelf.indicators[each])
        return phrase.removeprefix("比上年").removeprefix("与上年")


class ClaimsTable(NumbersDirective):
    """One published claim a line: what was printed, what the records say, the verdict and why."""

    def render(self) -> list[nodes.Node]:
        """Return the table, or a sentence while nothing has been published."""
        year = self.year
        self.domain.data["listed"].setdefault(self.env.docname, set()).add(year)
        self.domain.depend(self.env.docname, f"{year}/*")
        found = self.domain.shelf.year(year)
        ids = self.ids(list(found.claims))
        if not found.claims:
            return [nodes.paragraph("", f"{year}年度的报告尚未公布，没有可核对的论断。")]
        header = ["指标", "报告所写", "记录所得", "结论", "章节", "说明"]
        rows = [self._row(year, each) for each in ids]
        return [sortable(captioned_table(self.caption or f"{year}年度论断核对", header, rows))]

    def _row(self, year: int, each: str) -> list[Cell]:
        found = self.domain.shelf.year(year)
        claim, row, fact = found.claims[each], found.verdicts[each], found.book.facts.get(each)
        printed = found.printed(each)
        computed: Cell = [fact_link(printed, fact_exact(fact))] if fact else [nodes.Text("无记录")]
        return [
            self.name_of(each),
            [fact_link(printed)],
            computed,
            verdict_mark(row.verdict),
            [nodes.Text(claim.section)],
            [ignored(row.note)],
        ]


class FactsIndex(NumbersDirective):
    """One indicator a line: its numbers over the years, its definition, its id."""

    def render(self) -> list[nodes.Node]:
        """Return the table."""
        shelf = self.domain.shelf
        years = self.options.get("years") or sorted(shelf.years)
        header = ["指标", *(f"{year}年" for year in years), "口径", "编号"]
        rows: list[list[Cell]] = [
            [
                self.name_of(each),
                *(self.number(year, each) for year in years),
                [ignored(shelf.indicators[each].definition(years[-1]).text)],
                [nodes.literal(each, each)],
            ]
            for each in self.ids(list(shelf.indicators))
        ]
        return [sortable(captioned_table(self.caption or "全部指标", header, rows))]


DIRECTIVES = {
    "fact-table": FactTable,
    "claims-table": ClaimsTable,
    "facts-index": FactsIndex,
}
