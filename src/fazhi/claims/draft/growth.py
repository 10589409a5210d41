"""Changes the draft shows beside the numbers they come from.

- 由50件增加到45件: the word of direction must agree with the numbers.
- 受理356件，比上年增加46件，增长14.8%: the base is last year's number, not this year's.
- 受理356件，上年310件，同比增长14.8%, and 352起，同比（486起）下降27.6%.
- 由35.2%提高到41.5%，提高6.3个百分点: a difference of percentages is in points, not percent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.intervals import Interval
from fazhi.claims.draft.report import Finding, contradiction
from fazhi.claims.prose.numeral import PERCENTS
from fazhi.quantity import format_number

_UP = "增长|上升|增加|提高|提升|扩大|上涨|增至|升至|多"
_DOWN = "下降|减少|降低|缩短|压缩|缩减|回落|下跌|收窄|降至|减至|少"
_TO = re.compile(
    r"(?:(?P<up>增加|增长|提高|提升|上升|扩大|上涨|增|升)|(?P<down>减少|下降|降低|缩短|压缩"
    r"|缩减|回落|下跌|减|降))(?:到|至|为)$"
)
_FROM = re.compile("(?:由|从)[^，。；]{0,14}$")
_CHANGE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约)?$")
_ONLY_CHANGE = re.compile(rf"[，,、](?:同比)?(?:{_UP}|{_DOWN})(?:了|约)?")
_OVER_YEARS = re.compile("年均|平均|累计")
_LAST_YEAR = re.compile("(?:上年同期|去年同期|上年度?|去年|上一年度?|同比[(（])(?:为|是|的)?$")
_SAME_YEAR_BASE = re.compile("同比|[比较][上去]一?年|[比较]去年|上年同期")


def check_growth(draft: Draft) -> Iterator[Finding]:
    """Find changes that their own numbers refute."""
    for group in draft.parts():
        for position in range(1, len(group)):
            yield from _check_direction(draft, group[position - 1], group[position])
        for position, shown in enumerate(group):
            told = _CHANGE.search(shown.before) and not _OVER_YEARS.search(shown.before)
            if shown.numeral.kind in PERCENTS and told and shown.exact:
                yield from _check_change(draft, group[:position], shown)


def _check_direction(draft: Draft, low: Shown, high: Shown) -> Iterator[Finding]:
    """Check that 增加到 leads upwards."""
    to = _TO.search(high.before)
    if not to or not _FROM.search(low.before) or not comparable(low, high):
        return
    wrong = high.value < low.value if to["up"] else high.value > low.value
    if wrong:
        word = to["up"] or to["down"]
        message = f"由{low.numeral.text}到{high.numeral.text}不是“{word}”"
        yield contradiction(draft, high, "direction", message)


def _check_change(draft: Draft, before: Sequence[Shown], change: Shown) -> Iterator[Finding]:
    """Recompute a percentage or a number of points from the numbers shown before it."""
    pair = from_to(before) or beside_last_year(before)
    if pair is not None:
        yield from _compare(draft, change, *pair)
    elif change.numeral.unit == "%":
        yield from _check_by_difference(draft, before, change)


def from_to(before: Sequence[Shown]) -> tuple[Shown, Shown] | None:
    """Return both ends of 由A增加到B when they end *before*."""
    if len(before) < 2:
        return None
    low, high = before[-2:]
    told = _TO.search(high.before) and _FROM.search(low.before)
    return (low, high) if told and comparable(low, high) else None


def beside_last_year(before: Sequence[Shown]) -> tuple[Shown, Shown] | None:
    """Return last year's number and this year's when they end *before* (7件，上年9件)."""
    if len(before) < 2 or not _LAST_YEAR.search(before[-1].before):
        return None
    now, last = before[-2:]
    return (last, now) if comparable(last, now) else None


def _compare(draft: Draft, change: Shown, last: Shown, now: Shown) -> Iterator[Finding]:
    rates = last.numeral.unit == "%"
    difference = now.interval - last.interval
    if change.numeral.unit == "百分点":
        computed: Interval | None = difference if rates else None
    else:
        computed = difference.percent_of(last.interval)
    if computed is None:
        return
    stated = _signed(change)
    if stated.meets(computed):
        return
    exact = now.value - last.value
    if change.numeral.unit == "百分点":
        expected = f"{format_number(abs(exact))}个百分点"
    else:
        expected = f"{format_number(abs(exact) / last.value * 100, decimals=2)}%"
    why = f"由{last.numeral.text}到{now.numeral.text}"
    if rates and change.numeral.unit == "%" and stated.meets(difference):
        message = f"{why}相差的是百分点，不是百分之几"
        expected = f"{format_number(abs(exact))}个百分点"
    elif exact and _flip(stated).meets(computed):
        message = f"{why}，增减方向写反"
    else:
        message = f"{why}，变化{expected}"
    yield contradiction(draft, change, "growth", message, expected)


def _check_by_difference(draft: Draft, before: Sequence[Shown], change: Shown) -> Iterator[Finding]:
    """Check 356件，比上年增加46件，增长14.8%."""
    if len(before) < 2:
        return
    now, step = before[-2:]
    told = _CHANGE.search(step.before)
    direction = _CHANGE.search(change.before)
    if not told or not direction or not comparable(now, step):
        return
    if bool(told["up"]) != bool(direction["up"]) or step.value > now.value * 10:
        return
    if _FROM.search(now.before):
        yield from _check_step(draft, now, step, change)
        return
    bare = _ONLY_CHANGE.fullmatch(step.before) and _ONLY_CHANGE.fullmatch(change.before)
    if not bare and not _SAME_YEAR_BASE.search(step.before):
        return
    last = now.interval - step.interval if told["up"] else now.interval + step.interval
    computed = step.interval.percent_of(last)
    if computed is None or change.interval.meets(computed):
        return
    base = now.value - step.value if told["up"] else now.value + step.value
    expected = f"{format_number(step.value / base * 100, decimals=2)}%"
    wrong = step.interval.percent_of(now.interval)
    if wrong is not None and change.interval.meets(wrong):
        message = f"分母误用本期数{format_number(now.value)}，应为上期数{format_number(base)}"
    else:
        message = f"{format_number(step.value)}÷上期数{format_number(base)}={expected}"
    yield contradiction(draft, change, "growth", message, expected)


def _check_step(draft: Draft, base: Shown, step: Shown, change: Shown) -> Iterator[Finding]:
    """Check 由13起上升6起，上升46.15%."""
    computed = step.interval.percent_of(base.interval)
    if computed is None or change.interval.meets(computed):
        return
    expected = f"{format_number(step.value / base.value * 100, decimals=2)}%"
    message = f"{format_number(step.value)}÷上期数{format_number(base.value)}={expected}"
    yield contradiction(draft, change, "growth", message, expected)


def comparable(left: Shown, right: Shown) -> bool:
    """Tell whether both are exact and in one unit."""
    return left.numeral.unit == right.numeral.unit and left.exact and right.exact


def _signed(change: Shown) -> Interval:
    direction = _CHANGE.search(change.before)
    interval = change.interval
    return _flip(interval) if direction and direction["down"] and change.value > 0 else interval


def _flip(interval: Interval) -> Interval:
    return Interval(Decimal(0) - interval.high, Decimal(0) - interval.low)
