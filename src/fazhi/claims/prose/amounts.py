"""Read one amount at one place of the stream: a measure with the words that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from fazhi.claims.prose import qualifiers, units
from fazhi.claims.prose.growth import is_year_on_year
from fazhi.claims.prose.measures import Measure, read_measure

_NEVER = re.compile(
    "零(?:事故|投诉|死亡|伤亡|发生|新增|感染|上访|发案|失误|差错|违规|违纪|火灾|溺亡|案件|故障|复议"
    "|诉讼|败诉|拖欠|积压|延误|举报|信访|增长|超标|纠纷|通报|受伤|确诊|病例|泄露|泄漏|处罚"
    "|起诉|逾期"
    "|填埋|遗漏|被诉|撤销)"
)
_ONE_IS_COUNTED = re.compile(
    "(?:至少|不少于|不低于|不超过|最多|至多|仅有?|只有?|共有?|超过|每|各|不到|不足|为期|历时"
    "|任期|期限"
    "|有效期为?|延长|提前|满|增加|减少|(?:每|各)[^\n，。；、]{1,10}"
    "|(?:小时|分钟|[年月周天日季度]{1,2})[内来]?)"
    "(?:至少)?(?:开展|组织|召开|进行|发生|安排|听取|实施|听|公布|通报|检查|更新|报告|调度|轮训)?$"
)
_ONE_CASE = re.compile(
    "(?:发生|查处|办理|立案|处罚|查获|破获|通报|发现|审结|移送|受理|处置)[^\n，。；、]{0,6}$"
)
_GREW = re.compile("(?:增[长加大]|提高|提升|扩大|上升|翻|多|高)(?:了|近|约)?$")
_INDEFINITE_ONE = re.compile("一(?:次性|些|批|系列)")
_NUMBERED_THING = re.compile(
    "(?:附件|附表|附录|附图|表|图|专栏|案例|编号|证号|电话|邮编|邮政编码|传真|代码|序号|卷"
    "|页码|版本"
    "|[账帐]号|分机|[0-9]转|尾号|热线|短号|QQ|№|[Nn][Oo][.]?)[为是]?:?$"
)


@dataclass(frozen=True)
class Amount:
    """An amount at its place in the stream.

    Attributes:
        start: First position, qualifier included.
        end: Position after the last.
        value: In base units; the low end of a range.
        high: High end of a range.
        qualifier: As in ``Numeral``.
        unit: As written, without 万 and 亿.
        kind: ``quantity``, ``money``, ``percent``, ``yoy_percent`` or ``other``.
        scaled: Whether 万 or 亿 is written with the number.
        scale: The scale that bare numbers before it in a list share.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    qualifier: str
    unit: str
    kind: str
    scaled: bool = False
    scale: Decimal = Decimal(1)


def read_amount(text: str, start: int, taken: bytearray) -> Amount | None:
    """Read the amount whose number begins at *start*.

    Args:
        text: The stream.
        start: Position of a numeral character.
        taken: Non-zero where another numeral has its place.

    Returns:
        The amount, or None when there is only a word with a numeral character.
    """
    if never := _NEVER.match(text, start):
        return Amount(start, never.end(), Decimal(0), None, "exact", "", "quantity")
    measure = read_measure(text, start)
    if measure is None or not _is_number(text, start, measure):
        return None
    return _with_words(text, measure, taken)


def _is_number(text: str, start: int, measure: Measure) -> bool:
    """Tell a number from a word: Chinese numerals need a unit or 余, and 一 needs a reason."""
    if text[start].isdigit():
        return True
    if not measure.unit:
        return bool(measure.token.approximation)
    alone = text[start] == "一" and measure.token.end - start == 1 and measure.high is None
    return not alone or measure.percent or _one_counts(text, start, measure)


def _one_counts(text: str, start: int, measure: Measure) -> bool:
    """Tell 至少一次 and 发生一起 from the indefinite 一个, 一项, 一次性."""
    left = text[max(0, start - 14) : start]
    if _INDEFINITE_ONE.match(text, start):
        return False
    if measure.unit in ("起", "例", "宗"):
        return bool(_ONE_CASE.search(left) or _ONE_IS_COUNTED.search(left))
    duration = units.is_duration(measure.unit)
    limited = duration and (
        measure.more
        or text[measure.end : measure.end + 1] == "来"
        or qualifiers.after(text, measure.end, duration=True)
    )
    counted = _ONE_IS_COUNTED.search(left) or qualifiers.before(text, start)
    if measure.unit == "倍":
        return bool(_GREW.search(left))
    return measure.unit == "番" or bool(limited or counted)


def _with_words(text: str, measure: Measure, taken: bytearray) -> Amount:
    start, end = measure.start, measure.end
    duration = units.is_duration(measure.unit)
    suffix = qualifiers.after(text, end, duration=duration)
    if suffix:
        end = suffix[1]
    prefix = qualifiers.before(text, start, duration=duration)
    recent = duration and prefix and qualifiers.is_recent(text, prefix[1], end)
    if prefix and (any(taken[prefix[1] : start]) or (recent and prefix[0] == "nearly")):
        prefix = None
    if prefix:
        start = prefix[1]
    words = (
        "range" if measure.high is not None else "",
        prefix[0] if prefix else "",
        suffix[0] if suffix else "",
        measure.token.approximation or measure.more,
        qualifiers.at_a_distance(text, start) or "",
    )
    return Amount(
        start=start,
        end=end,
        value=measure.value,
        high=measure.high,
        qualifier=next((word for word in words if word), "exact"),
        unit=measure.unit,
        kind=_kind(text, start, measure),
        scaled=measure.token.scaled,
        scale=measure.token.scale,
    )


def _kind(text: str, start: int, measure: Measure) -> str:
    if measure.percent:
        points = measure.unit == "百分点"
        return "yoy_percent" if is_year_on_year(text, start, points=points) else "percent"
    if units.is_money(measure.unit):
        return "money"
    digits = text[measure.start : measure.token.end]
    code = digits.isdigit() and (len(digits) >= 7 or (len(digits) > 1 and digits[0] == "0"))
    numbered = _NUMBERED_THING.search(text[max(0, start - 8) : start])
    return "other" if not measure.unit and (code or numbered) else "quantity"
