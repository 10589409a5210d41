"""Words of change beside the numbers they speak of, without a percentage.

- 48.2万人，比上年的50.1万人有所增加; 3起，上年为2起，同比持平: the word against the two numbers.
- 由1200家增加到1800家，实现翻一番; 由10件增加到50件，增加了五倍; 为上年的1.5倍: the ratio.
- 分别为210件、236件和228件，连续三年增长: every step that is shown.
- 达到96.2%，由上年的91.2%提高到95.2%: the same number said twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.growth import beside_last_year, comparable, from_to
from fazhi.claims.draft.intervals import Interval
from fazhi.claims.draft.report import Finding, contradiction, finding_at
from fazhi.quantity import format_number

_UP = "增长|上升|增加|增多|提高|提升|上涨|扩大"
_DOWN = "下降|减少|降低|回落|下跌|缩减|缩短"
_SAID = re.compile(
    rf"(?:[，,]?(?:同比|[与比较]上年(?:同期)?(?:相比)?))?(?:总体|均|有所|略有|明显|大幅|稳步)*"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<flat>持平))(?=[，。；,;、）)]|$)"
)
_LAST_YEAR_IS = re.compile(
    "(?:[比较与和同]|[，,（(])?(?:上年|去年|上一年)(?:度|同期)?(?:的|为|是)?$"
)
_TIMES_MORE = re.compile(rf"(?:{_UP})(?:了|近|约)?$")
_TIMES_OF = re.compile("(?:是|为|达到?|相当于|增[加长]?到)(?:上年|去年|原来)(?:同期)?的?$")
_RUN = re.compile(rf"连续[^，。；]{{1,3}}年(?:实现|保持)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}|双降))")
_LISTED = re.compile("[、，和及与]|以及")
_AGAIN = re.compile("[，,](?:[比较]?(?:上年|去年)(?:同期)?)?(?:由|从)[^，。；]{0,8}$")
_TENTH = Decimal("0.1")


def check_trends(draft: Draft) -> Iterator[Finding]:
    """Find words of change that the numbers beside them refute."""
    for group in draft.parts():
        for position, shown in enumerate(group):
            before = group[:position]
            yield from _check_word(draft, before, shown)
            yield from _check_multiple(draft, before, shown)
            yield from _check_run(draft, before, shown)
            yield from _check_again(draft, group[position : position + 3])


def _check_word(draft: Draft, before: Sequence[Shown], last: Shown) -> Iterator[Finding]:
    said = _SAID.match(draft.words((last.at[1], last.part[1])))
    if not before or not said or not _LAST_YEAR_IS.search(last.before):
        return
    now = before[-1]
    if not comparable(now, last):
        return
    rises = now.interval.low > last.interval.high
    falls = now.interval.high < last.interval.low
    wrong = rises or falls if said["flat"] else falls if said["up"] else rises
    if wrong:
        word = said["up"] or said["down"] or said["flat"]
        span = (last.at[1] + said.start(), last.at[1] + said.end())
        message = f"由{_text(last)}到{_text(now)}不是“{word}”"
        yield _found(draft, span, last, message)


def _check_multiple(draft: Draft, before: Sequence[Shown], multiple: Shown) -> Iterator[Finding]:
    pair = from_to(before) or beside_last_year(before)
    if multiple.numeral.unit not in ("倍", "番") or pair is None or pair[0].value <= 0:
        return
    last, now = pair
    ratio = now.value / last.value
    if multiple.numeral.unit == "番":
        stated, actual = Decimal(2) ** multiple.value, ratio
        near = abs(actual - stated) <= stated * _TENTH
    elif _TIMES_MORE.search(multiple.before):
        stated, actual = multiple.value, ratio - 1
        near = _rounds(multiple, actual)
    elif _TIMES_OF.search(multiple.before):
        stated, actual = multiple.value, ratio
        near = _rounds(multiple, actual)
    else:
        return
    if multiple.exact and not near:
        times = format_number(ratio, decimals=2)
        expected = f"为原来的{times}倍，即增加{format_number(ratio - 1, decimals=2)}倍"
        message = f"由{_text(last)}到{_text(now)}不是“{_text(multiple)}”"
        yield contradiction(draft, multiple, "multiple", message, expected)


def _rounds(multiple: Shown, actual: Decimal) -> bool:
    """Allow a whole multiple to be rounded, as in 增加了四倍 for 3.9."""
    interval = multiple.interval
    half = Decimal("0.5") if interval.low == interval.high else Decimal(0)
    return Interval(interval.low - half, interval.high + half).meets(Interval(actual, actual))


def _check_run(draft: Draft, before: Sequence[Shown], years: Shown) -> Iterator[Finding]:
    start = years.at[0] - 2
    run = _RUN.match(draft.stream.text, start) if start >= 0 else None
    listed = _listed(before)
    if run is None or len(listed) < 3:
        return
    steps = list(pairwise(listed[-int(years.value) - 1 :]))
    holds = all((b.value > a.value) if run["up"] else (b.value < a.value) for a, b in steps)
    if not holds:
        values = "、".join(_text(each) for each in listed)
        yield _found(draft, run.span(), years, f"所列各年为{values}，不是“{run.group()}”")


def _listed(before: Sequence[Shown]) -> list[Shown]:
    """Return the values that end *before*, listed after 分别为."""
    listed: list[Shown] = []
    for shown in reversed(before):
        if listed and not (comparable(shown, listed[0]) and _LISTED.fullmatch(listed[0].before)):
            break
        listed.insert(0, shown)
    return listed if listed and "分别" in listed[0].before else []


def _check_again(draft: Draft, three: Sequence[Shown]) -> Iterator[Finding]:
    if len(three) < 3:
        return
    stated, low, high = three
    pair = from_to([low, high])
    told = _AGAIN.fullmatch(low.before)
    if pair and told and comparable(stated, high) and not stated.interval.meets(high.interval):
        message = f"前文为{_text(stated)}，此处为{_text(high)}"
        yield contradiction(draft, high, "repeat", message, f"前后一致（{_text(stated)}）")


def _found(draft: Draft, span: tuple[int, int], shown: Shown, message: str) -> Finding:
    return finding_at(
        draft, span, shown.sentence, group="contradicted", rule="direction", message=message
    )


def _text(shown: Shown) -> str:
    return "".join(shown.numeral.text.split())
