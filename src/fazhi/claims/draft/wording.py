"""Malformed wording (语病): numbers that cannot mean what they say, whatever the records hold."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.report import Finding, finding_at
from fazhi.claims.prose.units import is_duration

# Between 12 and 13 lies no whole vehicle, but half an hour or half a kilometre does.
_CONTINUOUS = re.compile(
    "(?:平方|立方)?(?:公里|千米|米|厘米|毫米)|亩|公顷|吨|公斤|千克|克|升|度|摄氏度|℃|岁|周岁"
    "|倍|分|元|千瓦时?|[^/]+/.+"
)
_REMAINDER_INSIDE = re.compile("[0-9]*[1-9][1-9][余多][万亿]|[0-9]+[1-9]0?[1-9][余多][万亿]")
_DOWN = re.compile(
    "(?:下降|减少|降低|缩短|缩减|压缩|减轻|下跌|回落)[\u4e00-\u9fff]{0,6}$|少(?:了|到|至)?$"
)
_CLASHES = (
    ("近", "余", "“近”指不足，“余”指超出，二者矛盾"),
    ("近", "多", "“近”指不足，“多”指超出，二者矛盾"),
    ("近", "以上", "“近”指不足，“以上”指达到或超出，二者矛盾"),
    ("不足", "余", "“不足”与“余”矛盾"),
    ("不足", "以上", "“不足”与“以上”矛盾"),
    ("约", "余", "“约”与“余”重复，只留其一"),
    ("约", "左右", "“约”与“左右”重复，只留其一"),
    ("近", "左右", "“近”与“左右”矛盾，只留其一"),
    ("超过", "左右", "“超过”与“左右”矛盾"),
    ("超过", "以上", "“超过”与“以上”重复，只留其一"),
    ("超过", "余", "“超过”与“余”重复，只留其一"),
    ("突破", "余", "“突破”与“余”重复，只留其一"),
    ("至少", "余", "“至少”与“余”重复，只留其一"),
    ("至少", "以上", "“至少”与“以上”重复，只留其一"),
    ("至少", "左右", "“至少”与“左右”矛盾"),
)
_FIXED = (
    (re.compile("百分之[0-9.]+%"), "“百分之”与“%”重复，只留其一"),
    (re.compile("[0-9.]+%个百分点"), "“%”与“个百分点”重复，只留其一"),
    (re.compile("近半个?[多余](?:年|月|小时|天)"), "“近”指不足，“多”指超出，二者矛盾"),
    (re.compile("(?:下降|减少|降低)(?:了)?-[0-9.]+%?"), "“下降”已表示减少，数值不应再为负"),
)
_DAY = re.compile(r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]")


def check_wording(draft: Draft) -> Iterator[Finding]:
    """Find numbers whose wording is malformed."""
    for shown in draft.shown:
        message = _remainder(shown) or _clash(draft, shown) or _times_less(shown)
        if message:
            yield _malformed(draft, shown.at, shown.sentence, message)
    for pattern, message in _FIXED:
        for found in pattern.finditer(draft.stream.text):
            yield _malformed(draft, found.span(), _around(draft, found.span()), message)
    for found in _DAY.finditer(draft.stream.text):
        if not _exists(found):
            message = "没有这一天"
            yield _malformed(draft, found.span(), _around(draft, found.span()), message)


def _malformed(
    draft: Draft, span: tuple[int, int], sentence: tuple[int, int], message: str
) -> Finding:
    return finding_at(draft, span, sentence, group="malformed", rule="wording", message=message)


def _around(draft: Draft, span: tuple[int, int]) -> tuple[int, int]:
    text = draft.stream.text
    start = max(text.rfind(end, 0, span[0]) for end in "。\n！？") + 1
    ends = [text.find(end, span[1]) for end in "。\n！？"]
    return start, min((end + 1 for end in ends if end >= 0), default=len(text))


def _remainder(shown: Shown) -> str:
    """Refuse 12余辆 and 近1237人: no whole number lies in the place they leave open."""
    text = "".join(shown.numeral.text.split())
    if _REMAINDER_INSIDE.search(text):
        return "“余”前的数过于精确，“余”应放在“万”“亿”之后或改用整数"
    unit = shown.numeral.unit
    if (
        not unit
        or shown.numeral.kind != "quantity"
        or is_duration(unit)
        or _CONTINUOUS.fullmatch(unit)
    ):
        return ""
    whole = shown.value >= 10 and shown.value % 10 != 0 and "万" not in text and "亿" not in text
    if whole and shown.numeral.qualifier == "more_than" and re.search("[余多]", text):
        return f"“余”“多”用于整数之后，{int(shown.value)}与{int(shown.value) + 1}之间没有整数"
    if whole and shown.numeral.qualifier == "nearly":
        return f"“近”用于整数之前，{int(shown.value)}已是确数"
    return ""


def _clash(draft: Draft, shown: Shown) -> str:
    text = "".join(shown.numeral.text.split())
    for head, tail, message in _CLASHES:
        if text.startswith(head) and re.search(
            rf"[0-9一二三四五六七八九十百千万亿]{tail}|{tail}$", text
        ):
            return message
    return ""


def _times_less(shown: Shown) -> str:
    """Refuse 下降2倍: what falls by its whole is gone."""
    if shown.numeral.unit == "倍" and _DOWN.search(shown.before) and shown.value >= 1:
        return "减少不能用“倍”，应写下降百分之几或降为几分之几"
    return ""


def _exists(found: re.Match[str]) -> bool:
    year, month, day = int(found[1] or 2024), int(found[2]), int(found[3])
    if not 1 <= month <= 12:
        return True
    return 1 <= day <= calendar.monthrange(year, month)[1] if year else True
