"""Read the number proper at one place of the stream: digits, characters, scale, 余 and 多.

Two Chinese digits in a row name the ends of a range (三四个月, 七八十人, 十五六天, 三五天).
A scale without a digit counts only beside a word that makes it a number: 百余, 上千, 数十, 几百.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from fazhi.quantity import parse_number
from fazhi.quantity.numerals import SCALES

CHINESE_DIGITS = "一二两三四五六七八九"
CHINESE_NUMERALS = "零〇半" + CHINESE_DIGITS + "十百千万亿"

# 千 belongs to the unit in 千瓦 and to the number in 3千份.
_SCALE = r"(?:[十百千]?[万亿]{1,2}|[百千](?![瓦克米伏帕卡赫焦牛升]))"
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_MORE = "[余多几]"
_ABOUT = "来(?![自访到源电信华沪京校由往者临])"
_REST = rf"(?P<rest>{_MORE}|{_ABOUT})"

ARABIC = re.compile(
    rf"(?P<digits>{_PLAIN})(?:(?P<inner>{_MORE}|来)(?P<scale>{_SCALE})"
    rf"|(?P<tail>{_SCALE}(?:{_PLAIN}{_SCALE})*(?:[0-9]{{3,4}}(?![0-9.]))?))?{_REST}?"
)
_CHINESE = re.compile(
    rf"(?P<digits>[零〇{CHINESE_DIGITS}十百千万亿]+(?:点[零〇{CHINESE_DIGITS}]+)?)"
    rf"(?:(?P<inner>{_MORE}|来)(?P<scale>[万亿]+))?{_REST}?"
)
_NEIGHBOURS = re.compile(
    rf"(?P<head>[二三四五六七八九]?十)?(?P<low>[{CHINESE_DIGITS}])(?P<high>[{CHINESE_DIGITS}])"
    rf"(?P<scale>[十百千万亿]*)(?![零{CHINESE_DIGITS}])"
)
_VAGUE = re.compile(r"(?P<word>[数几]|上(?=[百千万亿]))(?P<scale>[十百千万亿]+)(?!分)")
# 百余人, 近百家, 超亿元; elsewhere 百, 千 and 万 only make words.
_BARE_SCALE = re.compile("(?P<scale>[百千]?[万亿]|[百千])(?P<rest>[余多])?")
_BEFORE_BARE_SCALE = ("近", "超", "超过", "约", "逾", "突破", "不足", "不到")
_COUNTED_BEFORE_SHU = "人总户次件个指倍基参度位多少代函奇偶分系岁招录"


@dataclass(frozen=True)
class Token:
    """A number without its unit.

    Attributes:
        value: The number, or the low end of a range.
        end: Position after it in the stream.
        high: The high end of a range.
        approximation: ``more_than`` for 余 多 几, ``about`` for 来, else empty.
        scaled: Whether a scale (万, 亿) is written.
        scale: What a list or range may share with the numbers before it.
    """

    value: Decimal
    end: int
    high: Decimal | None = None
    approximation: str = ""
    scaled: bool = False
    scale: Decimal = Decimal(1)


def read_arabic(text: str, start: int) -> Token | None:
    """Read a number that begins with a digit."""
    found = ARABIC.match(text, start)
    if not found:
        return None
    scale = found["scale"] or ""
    tail = found["tail"] or ""
    value = parse_number(found["digits"] + scale + tail)
    end = found.end()
    if value is None:
        value = parse_number(found["digits"])
        scale, tail, end = "", "", found.end("digits")
    if value is None:
        return None
    shared = scale or (tail if not re.search("[0-9]", tail) else "")
    rest = found["inner"] or (found["rest"] if end == found.end() else None)
    return Token(
        value=value,
        end=end,
        approximation=_approximation(rest),
        scaled=bool(scale or tail),
        scale=_scale_value(shared),
    )


def read_chinese(text: str, start: int) -> Token | None:
    """Read a number that begins with a Chinese numeral, 数, 几 or 上."""
    return (
        _read_neighbours(text, start)
        or _read_vague(text, start)
        or _read_bare_scale(text, start)
        or _read_plain_chinese(text, start)
    )


def _read_plain_chinese(text: str, start: int) -> Token | None:
    found = _CHINESE.match(text, start)
    if not found:
        return None
    digits = found["digits"]
    # A bare scale is no number, and 千 may open a unit: 三千瓦 is three kilowatts.
    if digits[0] in "百千万亿":
        return None
    value = parse_number(digits + (found["scale"] or ""))
    if value is None:
        return None
    rest = found["inner"] or found["rest"]
    return Token(value, found.end(), approximation=_approximation(rest), scaled="万" in digits)


def _read_neighbours(text: str, start: int) -> Token | None:
    found = _NEIGHBOURS.match(text, start)
    if not found:
        return None
    low, high = parse_number(found["low"]), parse_number(found["high"])
    if low is None or high is None or (high - low != 1 and found["low"] + found["high"] != "三五"):
        return None
    head = (parse_number(found["head"]) or Decimal(0)) if found["head"] else Decimal(0)
    scale = _scale_value(found["scale"])
    if head and found["scale"]:
        return None
    return Token(head + low * scale, found.end(), high=head + high * scale)


def _read_vague(text: str, start: int) -> Token | None:
    found = _VAGUE.match(text, start)
    if not found or (start and found["word"] == "数" and text[start - 1] in _COUNTED_BEFORE_SHU):
        return None
    approximation = "at_least" if found["word"] == "上" else "more_than"
    end = found.end()
    if text[end : end + 1] in ("余", "多"):
        end += 1
    return Token(_scale_value(found["scale"]), end, approximation=approximation)


def _read_bare_scale(text: str, start: int) -> Token | None:
    found = _BARE_SCALE.match(text, start)
    left = text[start - 1 : start]
    if not found or left in tuple(CHINESE_NUMERALS + "0123456789."):
        return None
    if not found["rest"] and not text.endswith(_BEFORE_BARE_SCALE, 0, start):
        return None
    approximation = "more_than" if found["rest"] else ""
    return Token(_scale_value(found["scale"]), found.end(), approximation=approximation)


def _approximation(rest: str | None) -> str:
    if not rest:
        return ""
    return "about" if rest == "来" else "more_than"


def _scale_value(scales: str) -> Decimal:
    product = Decimal(1)
    for scale in scales:
        product *= SCALES.get(scale, Decimal(1))
    return product
