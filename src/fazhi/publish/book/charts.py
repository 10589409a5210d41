"""``{fact-chart}``: a chart with its finding, its text alternative, its data and its downloads.

Drawn twice: the style sheet shows the wide drawing or, on a phone, the narrow one.
``figures.js`` turns drawing, data and downloads into tabs; without it the data fold out below.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

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
        drawings = [f"{folder}/{chart_id}.svg", f"{folder}/{chart_id}.narrow.svg"]
        for each in drawings:
            self.env.note_dependency(str(Path(self.env.srcdir) / each))
        start = f'<figure class="chart" data-source="{year}/{escape(chart_id)}">'
        figure = OwnHtml("", start=start, end="</figure>")
        images = [
            nodes.image(uri=f"/{each}", alt=chart["alt"], loading="lazy", classes=[width])
            for each, width in zip(drawings, ("wide", "narrow"), strict=True)
        ]
        figure += [*images, _caption(chart), _data(chart), _downloads(chart_id, year)]
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


def _downloads(chart_id: str, year: int) -> nodes.paragraph:
    line = nodes.paragraph("", "下载：", classes=["figure-downloads"])
    for n, (form, words) in enumerate((("csv", "数据（CSV）"), ("svg", "图（SVG）"))):
        target = f"/book/generated/{year}/downloads/chart-{chart_id}.{form}"
        line += nodes.Text("　" if n else "")
        line += addnodes.download_reference(
            "", "", nodes.inline("", words), reftarget=target, refdoc="", refexplicit=True
        )
    return line


_IMAGE = re.compile(r'<img (?=[^>]*src="[^"]*_images/(?P<name>[^"/]+\.svg)")')
_SIZE = re.compile(r'<svg\b[^>]*?\swidth="([0-9.]+)pt"\sheight="([0-9.]+)pt"')
_PIXELS_A_POINT = 96 / 72


def sized(body: str, app: Sphinx) -> str:
    """Return *body* with the size of every drawing, so that the text does not move as it loads."""
    sources = {name: path for path, (_, name) in app.env.images.items()}

    def with_size(found: re.Match[str]) -> str:
        head = (Path(app.srcdir) / sources[found["name"]]).read_text(encoding="utf-8")[:1000]
        size = _SIZE.search(head)
        if size is None:
            return found[0]
        width, height = (round(float(points) * _PIXELS_A_POINT) for points in size.groups())
        return f'<img width="{width}" height="{height}" '

    return _IMAGE.sub(with_size, body)


def _derived(text: str) -> OwnHtml:
    return OwnHtml("", nodes.Text(text), start='<span class="fact-derived">', end="</span>")
