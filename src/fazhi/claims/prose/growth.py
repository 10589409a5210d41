"""Tell growth over one year (同比) from every other percentage, by the words before it.

A percentage is ``yoy_percent`` when a word of change governs it and the comparison is with the year
before: named (同比, 比上年) anywhere earlier in the sentence, or implied by a bare 增长 or 下降.
年均, 累计, 环比 or an older base year make it ``percent``; so do shares, rates and levels (提高到).
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[。！？!?\n]")
_YEAR_ON_YEAR = re.compile(
    r"同比|[比较][去上前]一?年|与[去上]一?年(?:同期)?(?:相比|比)|[去上]一?年同期|[较比]同期"
    r"|比同期|[比较]上一年度?|按可比口径|按可比价格|与[去上]一?年"
)
_OTHER_BASE = re.compile(
    r"年均|累计|环比|复合|平均增长|[比较][12][0-9]{3}年"
    r"|(?<![0-9])(?:[两二三四五六七八九十]|[1-9])年(?:[来间内]|增长|下降|平均|累计)|以来"
    r"|[比较](?:基准年|基期|常年|历年|往年)|[比较](?:上一个|前)[一二两三四五六七八九十0-9]+年|期间"
    r"|[比较]上(?:季|月|周|个月)|五年来|过去五年|压缩|缩短|节约|[比较](?:疫情前|改革前|之前"
    r"|整治前|计划|目标|全[国市省]|平均)"
)
_CHANGE = (
    "负增长|增长|下降|上升|减少|增加|提高|提升|降低|回落|下滑|扩大|收窄|上涨|下跌|上浮|下调|上调"
    "|增产|减产|增收|减收|缩短|延长|压减|增|降|升|涨|跌|增速|增幅|降幅|涨幅|减|多|少|快|慢|高|低"
)
_GOVERNED = re.compile(
    rf"(?P<verb>{_CHANGE}|增长率|增速|涨幅|降幅|增幅)(?:了|为|达到?|均为|均|各|又|在|高达|仅为?"
    rf"|超过|超|约|近|不低于|不少于|逾|分别|保持在|预计|目标为)*(?:分别(?:为|达到?)?)?$"
)
_BARE = (
    "负增长",
    "增长",
    "下降",
    "上升",
    "上涨",
    "下跌",
    "回落",
    "增速",
    "增幅",
    "降幅",
    "涨幅",
    "增产",
    "减产",
    "增",
)
_LIST_ITEM = re.compile(r"(?:[-+]?[0-9.]+(?:%|个?百分点)?(?:左右|以上)?[、和,，及与至—~-])+$")


def is_year_on_year(text: str, start: int, *, points: bool) -> bool:
    """Tell whether the percentage at *start* is growth over one year.

    Args:
        text: The stream.
        start: Where the percentage begins, qualifier included.
        points: Whether it is in percentage points; bare growth words then do not suffice.
    """
    sentence = _SENTENCE.split(text[max(0, start - 160) : start])[-1]
    before = _LIST_ITEM.sub("", sentence)
    if text[start : start + 1] == "-" and re.search("同比(?:增速)?(?:为)?$", before):
        return True
    governed = _GOVERNED.search(before)
    if not governed:
        return bool(re.search(r"同比[+\-]?$", before))
    clause = re.split("[，,；;]", before)[-1]
    if _OTHER_BASE.search(clause) and not _YEAR_ON_YEAR.search(clause):
        return False
    named, other = _last(_YEAR_ON_YEAR, before), _last(_OTHER_BASE, before)
    if named >= 0:
        return named > other or bool(_YEAR_ON_YEAR.search(clause))
    return governed["verb"] in _BARE and not points and other < 0


def _last(pattern: re.Pattern[str], text: str) -> int:
    positions = [found.start() for found in pattern.finditer(text)]
    return positions[-1] if positions else -1
