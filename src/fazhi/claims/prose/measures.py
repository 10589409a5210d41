"""Read a number with its unit at one place of the stream, as one value or a range."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from fazhi.claims.prose import units
from fazhi.claims.prose.tokens import CHINESE_NUMERALS, Token, read_arabic, read_chinese
from fazhi.quantity import parse_number

STARTS = re.compile(f"[0-9{CHINESE_NUMERALS}数几上]")

_DASH = re.compile("-|—{1,2}|~|至|到")
_PERCENT = re.compile("%|‰|个?百分点")
_TENTHS = re.compile(
    "成(?P<five>[一二三四五六七八九](?![个项家是要]))?(?P<more>[多余](?![部次个家名种]))?"
    "(?![立为果员功效本套交绩长都片就型分全人品熟语堆活事体因规])"
)
_PARTS_PER = re.compile("(?P<base>[百千])分之")
_WHOLE = re.compile("百分之?百")
_PER_POPULATION = re.compile("/(?:10|百|千|十)?[万千](?![吨元])")
_HALF_UNIT = re.compile("个?(?:年|月|小时|天|日|学期)(?![报均])")
_LONG_MONTH = re.compile("个(?P<rest>[多余半])(?P<unit>月|小时|星期|学期|世纪|季度)")
_MORE_AFTER = re.compile(
    "余|多(?![部次个家名种项层元样方地人件处所以数点渠维级头措功少久份场余边年])"
)
_MEASURED_BY_LENGTH = re.compile("倍|公里|千米|米|吨|岁|亩|公斤|元|公顷")
_CELSIUS = ("摄氏度", "℃", "度", "°C")
_BEFORE_MINUS = "比长为是降率速低达到至温约值深程"


@dataclass(frozen=True)
class Measure:
    """A number and its unit, before the words around them.

    Attributes:
        start: First position.
        end: Position after the last.
        value: In base units; the low end of a range.
        unit: As written, without 万 and 亿.
        token: The number as read; of a range, the high one.
        percent: Whether it is a share, rate or growth.
        more: ``more_than`` for 多 or 余 behind the unit.
        high: High end of a range.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    token: Token
    percent: bool = False
    more: str = ""
    high: Decimal | None = None


def read_measure(text: str, start: int) -> Measure | None:
    """Read the number or range that begins at *start*."""
    single = _read_single(text, start)
    return _signed(text, _with_range(text, single)) if single else None


def _read_single(text: str, start: int) -> Measure | None:
    if text[start] == "半":
        return _half(text, start)
    if _WHOLE.match(text, start) or _PARTS_PER.match(text, start):
        return _parts_per(text, start)
    token = _token(text, start)
    return _measure(text, start, token) if token else None


def _token(text: str, start: int) -> Token | None:
    arabic = text[start : start + 1].isdigit()
    return read_arabic(text, start) if arabic else read_chinese(text, start)


def _parts_per(text: str, start: int) -> Measure | None:
    """Read 百分之三十, 千分之五 and 百分之百."""
    if whole := _WHOLE.match(text, start):
        token = Token(Decimal(100), whole.end())
        return Measure(start, whole.end(), token.value, "%", token, percent=True)
    parts = _PARTS_PER.match(text, start)
    number = _token(text, parts.end()) if parts else None
    if not parts or not number:
        return None
    unit = "%" if parts["base"] == "百" else "‰"
    return Measure(start, number.end, number.value, unit, number, percent=True, high=number.high)


def _half(text: str, start: int) -> Measure | None:
    """Read 半年, 半个月; not 上半年, 多半."""
    unit = _HALF_UNIT.match(text, start + 1)
    part_of_word = start and text[start - 1] in "上下前后大过多夜一两"
    if not unit or (part_of_word and not text.endswith(("提前", "超过"), 0, start)):
        return None
    half = Decimal("0.5")
    return Measure(start, unit.end(), half, unit.group(), Token(half, unit.end()))


def _measure(text: str, start: int, token: Token) -> Measure | None:
    """Attach the unit that follows *token*."""
    end, value, high = token.end, token.value, token.high
    if found := _PERCENT.match(text, end):
        unit = found.group().removeprefix("个")
        return Measure(start, found.end(), value, unit, token, percent=True, high=high)
    if (found := _TENTHS.match(text, end)) and _counts_tenths(token):
        return _tenths(start, token, found)
    if found := _LONG_MONTH.match(text, end):
        half = found["rest"] == "半"
        value += Decimal("0.5") if half else 0
        more = "" if half else "more_than"
        return Measure(start, found.end(), value, "个" + found["unit"], token, more=more)
    if found := _PER_POPULATION.match(text, end):
        return Measure(start, found.end(), value, found.group(), token, high=high)
    found = _unit_pattern(text, start, token).match(text, end)
    if not found:
        return Measure(start, end, value, "", token, high=high)
    return _after_unit(text, Measure(start, found.end(), value, found.group(), token, high=high))


def _unit_pattern(text: str, start: int, token: Token) -> re.Pattern[str]:
    """Any unit may follow what can only be a number: digits, 七十余, 二十三."""
    long = token.high is None and "十" in text[start + 1 : token.end - 1]
    sure = text[start].isdigit() or token.approximation or long
    return units.AFTER_ARABIC if sure else units.AFTER_CHINESE


def _counts_tenths(token: Token) -> bool:
    return token.value <= 10 and not token.scaled and not token.approximation


def _tenths(start: int, token: Token, found: re.Match[str]) -> Measure:
    """Read 九成 as 90 % and 九成五 as 95 %."""
    value = token.value * 10 + (parse_number(found["five"] or "零") or 0)
    high = None if token.high is None else token.high * 10
    more = "more_than" if found["more"] else ""
    return Measure(start, found.end(), value, "%", token, percent=True, more=more, high=high)


def _after_unit(text: str, measure: Measure) -> Measure:
    """Read 半, 余 and 多 behind the unit (三年半, 3年多, 10公里余)."""
    duration = units.is_duration(measure.unit)
    if duration and text[measure.end : measure.end + 1] == "半":
        return replace(measure, end=measure.end + 1, value=measure.value + Decimal("0.5"))
    long = duration or _MEASURED_BY_LENGTH.fullmatch(measure.unit)
    if long and _MORE_AFTER.match(text, measure.end):
        return replace(measure, end=measure.end + 1, more="more_than")
    return measure


def _with_range(text: str, low: Measure) -> Measure:
    """Join 3至5个, 10%—15%, 5-10万元 into one."""
    dash = _DASH.match(text, low.end)
    if low.high is not None or low.more or not dash or not STARTS.match(text, dash.end()):
        return low
    high = _read_single(text, dash.end())
    if high is None or high.high is not None or not _same_unit(text, low, high):
        return low
    value = low.value
    # 5-10万元 shares the scale, 8000至1万元 does not.
    shares = not low.unit and not low.token.scaled and high.token.scaled
    if shares and value < high.value / high.token.scale:
        value *= high.token.scale
    if value >= high.value:
        return low
    return replace(high, start=low.start, value=value, high=high.value)


def _same_unit(text: str, low: Measure, high: Measure) -> bool:
    if low.unit:
        return low.unit == high.unit
    return text[low.start].isdigit() or bool(high.unit)


def _signed(text: str, measure: Measure) -> Measure:
    start = measure.start
    if text[start - 2 : start] == "零下" and measure.unit in _CELSIUS:
        return replace(measure, start=start - 2, value=-measure.value)
    if measure.percent and text[start - 2 : start] == "比+":
        return replace(measure, start=start - 1)
    if start < 2 or text[start - 1] != "-":
        return measure
    left = text[start - 2]
    plain = measure.percent or measure.unit in _CELSIUS
    if left in _BEFORE_MINUS or (plain and left in "，,、；（(:：\n|"):
        return replace(measure, start=start - 1, value=-measure.value)
    return measure
