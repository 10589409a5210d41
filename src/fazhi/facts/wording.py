"""How a fact is printed when no wording was published: units, 万, decimals, 余 and 近."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from fazhi.facts.factbook import plain
from fazhi.facts.indicators import Display, Indicator

_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_CLOSE_ABOVE = Decimal("1.1")
_CLOSE_BELOW = Decimal("0.95")


def printed_form(indicator: Indicator, value: Decimal) -> str:
    """Return *value* as an official text would print it, with its unit.

    An approximate wording (余, 近) is used only where the indicator asks for it and the value
    supports it under the strict reading of that word; otherwise the exact number stands.

    Args:
        indicator: Supplies unit and display rule.
        value: In the indicator's base unit.

    Returns:
        Such as ``11.3万元``, ``1000余件``, ``98.2%``, ``41家次``.
    """
    display = indicator.display
    approximate = _approximate(value, display.approximate)
    if approximate is not None:
        stated, word = approximate
        number = plain(stated)
        return f"{number}余{indicator.unit}" if word == "余" else f"近{number}{indicator.unit}"
    return f"{_number(value, display)}{indicator.unit}"


def _number(value: Decimal, display: Display) -> str:
    scaled = value / _SCALES[display.scale]
    if display.scale and abs(scaled) < 1:
        return plain(value)
    if display.decimals is not None:
        scaled = scaled.quantize(Decimal(1).scaleb(-display.decimals), ROUND_HALF_UP)
    return plain(scaled) + display.scale


def _approximate(value: Decimal, word: str) -> tuple[Decimal, str] | None:
    if not word or value < 100:
        return None
    place = Decimal(1).scaleb(value.adjusted())
    below = value // place * place
    above = below + place
    if word == "余" and below < value < below * _CLOSE_ABOVE:
        return below, "余"
    if word == "近" and above * _CLOSE_BELOW <= value < above:
        return above, "近"
    return None
