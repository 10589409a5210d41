"""One chart style: Chinese labels from the vendored font, readable without colour.

A chart is displayed as SVG and, beside it, as JSON with its finding, alternative text, data table
and a second drawing for narrow screens, so a page can print all of them.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fazhi.facts import Change, FactBook, Indicator, plain
from fazhi.facts.card import Shown
from fazhi.facts.factbook import CHART_MIME
from fazhi.facts.recorder import exact
from fazhi.facts.small_cells import merge_small
from fazhi.publish.drawing import compact

Cell = tuple[str, Decimal]
FONT = Path(__file__).parent / "book" / "fonts" / "NotoSansSC-subset.otf"
_INK, _BAR, _PALE = "#1f2933", "#2f5d8a", "#b8c7d6"


@dataclass(frozen=True)
class Sheet:
    """What a chart is drawn on.

    Attributes:
        width_inch: Width; letters keep their size on a screen as wide as this.
        font_points: Size of the labels; the values are a little smaller.
    """

    width_inch: float
    font_points: float

    @property
    def value_points(self) -> float:
        """Size of the values written at the bars."""
        return self.font_points - 1


WIDE, NARROW = Sheet(7.2, 11), Sheet(3.7, 9)
Draw = Callable[[Sheet], Figure]


@dataclass(frozen=True)
class Chart:
    """A finished chart.

    Attributes:
        id: ASCII id, also its file name.
        title: What is shown, with unit and year.
        finding: The sentence under the chart: what a reader should see in it.
        alt: Text alternative: what it shows, year and values.
        columns: Header of the data table.
        rows: The data, in the order drawn.
    """

    id: str
    title: str
    finding: str
    alt: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def bar_chart(chart_id: str, parts: pd.Series, *, title: str, unit: str, year: int) -> Shown:
    """Draw parts of a whole as horizontal bars with their values written out.

    Args:
        chart_id: ASCII id.
        parts: Values by Chinese label, in display order.
        title: What is counted.
        unit: Unit of the values.
        year: Report year.
    """
    cells = merge_small([(str(label), exact(v)) for label, v in parts.items()], unit)
    labels, values = [label for label, _ in cells], [value for _, value in cells]
    described = _described(chart_id, "条形图", f"{year}年{title}（{unit}）", "项目", cells, unit)

    def draw(sheet: Sheet) -> Figure:
        figure, axes = _figure(0.34 * len(labels) + 0.4, sheet)
        axes.barh(labels, [float(v) for v in values], color=_BAR, height=0.62)
        for place, value in enumerate(values):
            axes.annotate(
                f" {plain(value)}", (float(value), place), va="center", fontsize=sheet.value_points
            )
        _lay_bars_down(axes, float(max(values, default=1) or 1) * (1.12 if sheet is WIDE else 1.4))
        return figure

    return _shown(described, draw)


def month_chart(chart_id: str, parts: pd.Series, *, title: str, unit: str, year: int) -> Shown:
    """Draw the twelve months as columns.

    Args:
        chart_id: ASCII id.
        parts: Values by month number; absent months are drawn as zero.
        title: What is counted.
        unit: Unit of the values.
        year: Report year.
    """
    values = [exact(parts.get(month, 0)) for month in range(1, 13)]
    labels = [f"{month}月" for month in range(1, 13)]
    cells = list(zip(labels, values, strict=True))
    heading = f"{year}年各月{title}（{unit}）"

    def draw(sheet: Sheet) -> Figure:
        figure, axes = _figure(2.6, sheet)
        bars = axes.bar(labels, [float(v) for v in values], color=_BAR, width=0.66)
        axes.bar_label(bars, [plain(v) for v in values], fontsize=sheet.value_points, padding=2)
        axes.yaxis.set_visible(False)
        axes.tick_params(axis="x", length=0)
        axes.margins(x=0.01)
        return figure

    return _shown(_described(chart_id, "柱状图", heading, "月份", cells, unit), draw)


def change_chart(
    chart_id: str,
    changes: Sequence[Change],
    indicators: Mapping[str, Indicator],
    books: tuple[FactBook, FactBook | None],
) -> Shown:
    """Draw this year (solid) over the baseline (pale, hatched) for comparable headline figures.

    Args:
        chart_id: ASCII id.
        changes: Changes to draw; those not comparable are left out and named in the finding.
        indicators: The catalogue.
        books: This year's and the baseline year's facts.
    """
    drawn = [c for c in changes if c.comparable != "no"]
    left_out = [indicators[c.id].label for c in changes if c.comparable == "no"]
    current, baseline = books[0].year, books[1].year if books[1] else books[0].year - 1
    legend = f"各指标自成比例；实心为{current}年，斜线为{baseline}年"
    heading = f"{current}年与{baseline}年主要指标（{legend}）"
    rows = [
        [indicators[c.id].label, plain(c.value or exact(0)), plain(c.previous or exact(0))]
        for c in drawn
    ]
    ups = sum(1 for c in drawn if (c.change or 0) > 0)
    downs = sum(1 for c in drawn if (c.change or 0) < 0)
    finding = (
        f"{len(drawn)}项可比指标中，{ups}项上升，{downs}项下降，{len(drawn) - ups - downs}项持平。"
    )
    if left_out:
        finding += f"不可比而未画出：{'、'.join(left_out)}。"
    listing = "；".join(f"{name} {new}（{baseline}年 {old}）" for name, new, old in rows)
    chart = Chart(
        chart_id,
        heading,
        finding,
        f"条形图：{heading}。{listing}。",
        ("指标", f"{current}年", f"{baseline}年"),
        rows,
    )
    names = [f"{indicators[c.id].label}（{indicators[c.id].unit}）" for c in drawn]
    pairs = [(c.value or exact(0), c.previous or exact(0)) for c in drawn]
    return _shown(chart, lambda sheet: _pairs(names, pairs, sheet))


def _pairs(names: Sequence[str], pairs: Sequence[tuple[Decimal, Decimal]], sheet: Sheet) -> Figure:
    """Draw each pair as a solid bar over a pale one, the longer of the two at full length."""
    figure, axes = _figure(0.62 * len(names) + 0.5, sheet)
    solid = {"color": _BAR}
    pale = {"color": _PALE, "hatch": "///", "edgecolor": _INK, "linewidth": 0.4}
    for place, pair in enumerate(pairs):
        longest = float(max(pair)) or 1
        for offset, value, style in ((-0.19, pair[0], solid), (0.19, pair[1], pale)):
            length = float(value) / longest
            axes.barh(place + offset, length, height=0.36, **style)
            axes.annotate(
                f" {plain(value)}", (length, place + offset), va="center",
                fontsize=sheet.value_points - 1,
            )  # fmt: skip
    axes.set_yticks(range(len(names)), names)
    _lay_bars_down(axes, 1.2 if sheet is WIDE else 1.6)
    return figure


def _lay_bars_down(axes: Axes, end: float) -> None:
    """Read horizontal bars from the top; *end* leaves room for the values."""
    axes.invert_yaxis()
    axes.set_xlim(0, end)
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0)


def _described(
    chart_id: str, form: str, heading: str, first: str, cells: Sequence[Cell], unit: str
) -> Chart:
    """Return the words of a chart of parts: title, finding, text alternative and data."""
    rows = [[label, plain(value)] for label, value in cells]
    listing = "，".join(f"{label} {value}" for label, value in rows)
    alt = f"{form}：{heading}。{listing}。"
    return Chart(chart_id, heading, _finding(cells, unit), alt, (first, unit), rows)


def _finding(cells: Sequence[Cell], unit: str) -> str:
    total = sum(value for _, value in cells)
    if not total:
        return "本年度没有记录。"
    top = max(value for _, value in cells)
    names = "、".join(label for label, value in cells if value == top)
    share = exact(float(100 * top / total)).quantize(exact(1).scaleb(-1))
    return f"{names}最多，为{plain(top)}{unit}，占合计{plain(total)}{unit}的{plain(share)}%。"


@cache
def _font() -> str:
    font_manager.fontManager.addfont(str(FONT))
    return font_manager.FontProperties(fname=str(FONT)).get_name()


def _figure(height_inch: float, sheet: Sheet) -> tuple[Figure, Axes]:
    mpl.rcParams.update(
        {
            "font.family": [_font()],
            "font.size": sheet.font_points,
            "axes.edgecolor": _INK,
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "axes.unicode_minus": False,
            "svg.hashsalt": "fazhi",
            "svg.fonttype": "path",
        }
    )
    figure = Figure(figsize=(sheet.width_inch, height_inch), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _shown(chart: Chart, draw: Draw) -> Shown:
    body = {
        "id": chart.id,
        "title": chart.title,
        "finding": chart.finding,
        "alt": chart.alt,
        "columns": list(chart.columns),
        "rows": [list(row) for row in chart.rows],
        "narrow": _svg(draw(NARROW)),
    }
    return Shown({"image/svg+xml": _svg(draw(WIDE)), CHART_MIME: body})


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return compact(buffer.getvalue())
