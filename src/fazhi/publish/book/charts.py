"""``{fact-chart}``: a chart with its finding, its text alternative and its data as a table."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

from fazhi.errors import FactError
from fazhi.publish.book.grid import Cell, captioned_table, ignored
from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.tables import NumbersDirective


class FactChart(NumbersDirective):
    """The chart drawn by a notebook cell, shown as a figure; the data folds out below it."""

    required_arguments = 1
    optional_arguments = 0

    def render(self) -> list[nodes.Node]:
        """Return the figure."""
        chart_id, year = self.arguments[0], self.year
        folder = f"book/generated/{year}/charts"
        chart = self._read(f"{folder}/{chart_id}.json")
        self.env.note_dependency(str(Path(self.env.srcdir) / folder / f"{chart_id}.svg"))
        start = f'<figure class="chart" data-source="{year}/{escape(chart_id)}">'
        figure = OwnHtml("", start=start, end="</figure>")
        image = nodes.image(uri=f"/{folder}/{chart_id}.svg", alt=chart["alt"], loading="lazy")
        figure += [image, _caption(chart), _data(chart)]
        return [figure]

    def _read(self, name: str) -> dict[str, Any]:
        path = Path(self.env.srcdir) / name
        self.env.note_dependency(str(path))
        try:
            body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise FactError(
                f"没有图 {self.arguments[0]}", where=name, todo="检查图的编号，或重新运行计算"
            ) from problem
        return body


def _caption(chart: dict[str, Any]) -> nodes.Element:
    caption: nodes.Element = OwnHtml("", start="<figcaption>", end="</figcaption>")
    caption += nodes.paragraph("", "", _derived(chart["finding"]))
    caption += nodes.paragraph("", "", ignored(chart["title"]), classes=["chart-title"])
    return caption


def _data(chart: dict[str, Any]) -> nodes.Element:
    rows: list[list[Cell]] = [[[_derived(str(cell))] for cell in row] for row in chart["rows"]]
    box: nodes.Element = OwnHtml("", start="<details><summary>看数据表</summary>", end="</details>")
    box += captioned_table(chart["title"], chart["columns"], rows)
    return box


def _derived(text: str) -> OwnHtml:
    return OwnHtml("", nodes.Text(text), start='<span class="fact-derived">', end="</span>")
