"""``{fact-headlines}``: main numbers as tiles, each with a small chart over the years."""

from __future__ import annotations

from docutils import nodes

from fazhi.publish.book.grid import ignored
from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.sparkline import sparkline
from fazhi.publish.book.tables import NumbersDirective


class FactHeadlines(NumbersDirective):
    """The year's main numbers as tiles: value, year before, change, chart, plain words."""

    def render(self) -> list[nodes.Node]:
        """Return the tiles."""
        shelf = self.domain.shelf
        headline = [i.id for i in shelf.indicators.values() if i.headline]
        tiles = OwnHtml("", start='<ul class="tiles">', end="</ul>")
        for each in self.ids(headline):
            tiles += self._tile(each)
        return [tiles]

    def _tile(self, each: str) -> nodes.Element:
        shelf, year = self.domain.shelf, self.year
        indicator = shelf.indicators[each]
        for known in shelf.years:
            self.domain.depend(self.env.docname, f"{known}/{each}")
        chart = sparkline(
            shelf.series(each), sorted(shelf.years), indicator.unit,
            focus=year, breaks=shelf.breaks(each),
        )  # fmt: skip
        tile = OwnHtml("", start='<li class="tile">', end="</li>")
        tile += nodes.paragraph("", indicator.label, classes=["tile-label"])
        tile += nodes.paragraph("", "", *self.number(year, each), classes=["tile-value"])
        tile += OwnHtml("", start=chart, end="")
        if year - 1 in shelf.years:
            last = [nodes.Text(f"{year - 1}年"), *self.number(year - 1, each)]
            tile += nodes.paragraph("", "", *last, classes=["tile-last"])
        tile += nodes.paragraph("", "", *self.change(year, each), classes=["tile-change"])
        meaning = ignored(indicator.meaning or indicator.definition(year).text)
        tile += nodes.paragraph("", "", meaning, classes=["tile-meaning"])
        return tile
