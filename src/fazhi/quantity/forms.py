"""Write a value in the forms Chinese official prose uses."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from fazhi.quantity.numerals import SCALES


def format_number(value: Decimal, *, scale: str = "", decimals: int | None = None) -> str:
    """Print *value* without an exponent and without trailing zeros.

    Args:
        value: In base units.
        scale: 万, 亿 or nothing; the printed number is divided by it and followed by it.
        decimals: Round half up to so many places; as many as it takes when None.

    Returns:
        For example ``11.3万`` for 113000 with scale 万.

    Raises:
        ValueError: The scale is none of the three.
    """
    if scale not in ("", "万", "亿"):
        raise ValueError(f"scale {scale!r}")
    number = value / SCALES[scale] if scale else value
    if decimals is not None:
        number = number.quantize(Decimal("1").scaleb(-decimals), ROUND_HALF_UP)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text in ("-0", "") else text) + scale


def chinese_forms(value: Decimal) -> list[str]:
    """Return every form a reader may search *value* by, the most usual first.

    113000 gives 11.3万, 113000, 113,000 and 十一万三千.
    """
    plain = format_number(value)
    forms = [
        format_number(value, scale=scale)
        for scale in ("亿", "万")
        if abs(value) >= SCALES[scale] and (value / SCALES[scale] * 100) % 1 == 0
    ]
    forms.append(plain)
    if value == value.to_integral_value():
        if abs(value) >= 1000:
            forms.append(f"{int(value):,}")
        if abs(value) < 10**16:
            forms.append(in_chinese(int(value)))
    return forms


def in_chinese(number: int) -> str:
    """Write a whole number below 10^16 in Chinese numerals: 113000 is 十一万三千."""
    if number < 0:
        return "负" + in_chinese(-number)
    return re.sub("^一十", "十", _written(number)) if number else "零"


def _written(number: int) -> str:
    for scale, worth in reversed(SCALES.items()):
        if number >= worth:
            high, low = divmod(number, int(worth))
            gap = "零" if 0 < low < worth / 10 else ""
            return _written(high) + scale + gap + (_written(low) if low else "")
    return "零一二三四五六七八九"[number]
