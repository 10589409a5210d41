"""Years beside one another: a table of any two, and a small chart of each indicator over all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from fazhi.errors import FactError
from fazhi.facts import Change, Indicator, compare, plain
from fazhi.publish.book.domain import facts_of
from fazhi.publish.book.grid import Cell, captioned_table, ignored, sortable
from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.sparkline import sparkline
from fazhi.publish.book.tables import NumbersDirective
from fazhi.publish.statistics.changes import EXPLAINED

_EXPLAIN = "这个变化从何而来"


def difference(change: Change, indicator: Indicator) -> tuple[str, str]:
    """Return change and percent as printed in a table; empty where they would mislead."""
    unit, size = "个百分点" if indicator.is_rate else indicator.unit, change.change
    if size is not None and indicator.display.scale == "万":
        unit, size = f"万{unit}", size / 10_000
    signed = "" if size is None else f"{_signed(size)}{unit}"
    percent = "" if change.percent is None else f"{_signed(change.percent)}%"
    return signed, percent


def _signed(value: Decimal) -> str:
    places = min(2, -int(value.normalize().as_tuple().exponent))
    number = plain(value.quantize(Decimal(1).scaleb(-max(places, 0)), ROUND_HALF_UP))
    if number.startswith("-"):
        return "−" + number[1:]
    return number if number == "0" else f"+{number}"


def explained_at(change: Change, pages: Iterable[str]) -> tuple[str, str] | None:
    """Return page and anchor that split *change* into parts, if some page of *pages* does."""
    page = f"book/generated/{change.year}/changes"
    split = change.id in EXPLAINED and change.comparable != "no"
    if not split or change.baseline != change.year - 1 or page not in pages:
        return None
    return page, f"y{change.year}-change-{change.id.replace('.', '-')}"


class ComparisonTable(NumbersDirective):
    """One indicator a line: value, previous, difference, percent, and why not where not.

    With ``:choose:`` the table shows the latest year and lets the reader choose any two.
    """

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        **NumbersDirective.option_spec,
        "choose": directives.flag,
    }

    def render(self) -> list[nodes.Node]:
        """Return the table."""
        choose = "choose" in self.options
        year = max(self.domain.shelf.years) if choose else self.year
        changes = self.domain.shelf.year(year).changes
        if not changes:
            raise FactError(f"{year} 年没有与上年的比较", todo="运行 make site 重新计算")
        base = next(iter(changes.values())).baseline
        header = ["指标", f"{year}年", f"{base}年", "增减", "增减百分比", "说明"]
        rows = [self._row(year, each, base) for each in self.ids(list(changes))]
        table = captioned_table(self.caption or f"{year}年与{base}年比较", header, rows)
        if not choose:
            return [table]
        return [sortable(table, f' data-year="{year}" data-baseline="{base}"')]

    def _row(self, year: int, each: str, base: int) -> list[Cell]:
        change = self.domain.shelf.year(year).changes.get(each)
        if change is None:
            raise FactError(f"{year}/{each} 没有与上年的比较")
        signed, percent = difference(change, self.domain.shelf.indicators[each])
        return [
            self.name_of(each),
            self.number(year, each, counted=True),
            self.number(base, each, counted=True),
            self.change(year, each, signed) if signed else [nodes.Text("不可比")],
            self.change(year, each, percent) if percent else [nodes.Text("—")],
            [
                *([ignored(change.note)] if change.note else []),
                *explanation(change, self.env.found_docs),
            ],
        ]


def explanation(change: Change, pages: Iterable[str]) -> Cell:
    """Return the link to where *change* is split into parts, if it is."""
    found = explained_at(change, pages)
    if found is None:
        return []
    text = nodes.inline("", _EXPLAIN)
    link = pending_xref(
        "", text, refdomain="std", reftype="ref", reftarget=found[1], refexplicit=True,
        refwarn=True,
    )  # fmt: skip
    return [link]


class SmallMultiples(NumbersDirective):
    """Every indicator of a section as a small chart over all years, on its own scale."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "section": directives.unchanged_required
    }

    def render(self) -> list[nodes.Node]:
        """Return the charts."""
        shelf = self.domain.shelf
        wanted = [
            each.id
            for each in shelf.indicators.values()
            if each.section == self.options.get("section", each.section) and shelf.series(each.id)
        ]
        if not wanted:
            raise FactError(f"没有这一部分的指标：{self.options.get('section', '')}")
        box = OwnHtml("", start='<ul class="multiples">', end="</ul>")
        box += [self._chart(each) for each in wanted]
        return [box]

    def _chart(self, each: str) -> nodes.Element:
        shelf = self.domain.shelf
        latest, indicator = max(shelf.years), shelf.indicators[each]
        for year in shelf.years:
            self.domain.depend(self.env.docname, f"{year}/{each}")
        broken = shelf.breaks(each)
        item = OwnHtml("", start="<li>", end="</li>")
        item += nodes.paragraph("", indicator.label, classes=["tile-label"])
        chart = sparkline(
            shelf.series(each), sorted(shelf.years), indicator.unit, focus=latest, breaks=broken
        )
        item += OwnHtml("", start=chart, end="")
        item += nodes.paragraph("", f"{latest}年", *self.number(latest, each, counted=True))
        if broken:
            years = "、".join(f"{year}年" for year in broken)
            item += nodes.paragraph("", f"{years}口径改变，与以前不可比。", classes=["tile-last"])
        change = shelf.year(latest).changes.get(each)
        if change and (link := explanation(change, self.env.found_docs)):
            item += nodes.paragraph("", "", *link)
        return item


def write_comparisons(app: Sphinx, failure: Exception | None) -> None:
    """Write ``_static/fazhi/compare-<year>.js``: each year against every other."""
    if failure is not None or app.builder.format != "html":
        return
    shelf = facts_of(app.env).shelf
    for year, current in shelf.years.items():
        against = {
            base: [
                _line(app, change, shelf.indicators[change.id])
                for change in compare(current.book, other.book, base, shelf.indicators)
            ]
            for base, other in shelf.years.items()
            if base != year
        }
        path = Path(app.outdir) / "_static" / "fazhi" / f"compare-{year}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = json.dumps(against, ensure_ascii=False)
        path.write_text(f"fazhiCompare({year}, {body});\n", encoding="utf-8")


def _line(app: Sphinx, change: Change, indicator: Indicator) -> list[str]:
    found = explained_at(change, app.env.found_docs)
    link = f"{app.builder.get_target_uri(found[0])}#{found[1]}" if found else ""
    return [change.id, indicator.label, *difference(change, indicator), change.note, link]


DIRECTIVES = {"comparison-table": ComparisonTable, "small-multiples": SmallMultiples}
