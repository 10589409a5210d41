"""A small chart of one indicator over all years, with its values as text alternative."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from html import escape

from fazhi.facts import plain

_WIDTH, _HEIGHT, _GAP, _LABEL, _NARROW = 120, 36, 6, 12, 30


def sparkline(
    values: Mapping[int, Decimal],
    years: Sequence[int],
    unit: str,
    *,
    focus: int | None = None,
    breaks: Collection[int] = (),
) -> str:
    """Return one bar a year as SVG.

    Args:
        values: By year; a year without record leaves a gap.
        years: All years, ascending.
        unit: Unit of the values.
        focus: The year to mark, if any.
        breaks: Years whose definition differs from the year before; a dashed line stands there.
    """
    top = max(values.values(), default=Decimal(0)) or Decimal(1)
    step = Decimal(_WIDTH) / max(len(years), 1)
    drawn = [
        _year(n * step, step, each, values.get(each), top, focused=each == focus)
        + (_break(n * step) if each in breaks else "")
        for n, each in enumerate(years)
    ]
    told = "，".join(_told(each, values.get(each), unit, each in breaks) for each in years)
    return (
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT + _LABEL}" role="img" '
        f'aria-label="{escape(told)}">{"".join(drawn)}</svg>'
    )


def _year(
    left: Decimal, step: Decimal, year: int, value: Decimal | None, top: Decimal, *, focused: bool
) -> str:
    drawn = ""
    if value is not None:
        height = max(Decimal(1), (value / top * _HEIGHT).quantize(Decimal("0.1")))
        at = f'x="{_short(left)}" y="{plain(_HEIGHT - height)}"'
        size = f'width="{_short(step - _GAP)}" height="{plain(height)}"'
        drawn = f'<rect class="{"bar now" if focused else "bar"}" {at} {size}/>'
    if step >= _NARROW or focused:
        middle = _short(left + (step - _GAP) / 2)
        drawn += f'<text x="{middle}" y="{_HEIGHT + _LABEL - 2}">{year}</text>'
    return drawn


def _break(left: Decimal) -> str:
    at = _short(left - Decimal(_GAP) / 2)
    return f'<line class="break" x1="{at}" x2="{at}" y1="0" y2="{_HEIGHT}"/>'


def _told(year: int, value: Decimal | None, unit: str, broken: bool) -> str:
    amount = "无记录" if value is None else f"{plain(value)}{unit}"
    return f"{year}年{'起口径改变，' if broken else ''}{amount}"


def _short(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01")))
