"""Averages and densities beside the numbers they come from: 人均办案24件, 每千家次处罚49.7件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.intervals import Interval
from fazhi.claims.draft.report import Finding, contradiction
from fazhi.quantity import format_number

_PER = re.compile(
    "(?:每(?P<scale>[百千万]?)(?P<unit>(?:家次|人次|户次|台次|家|人|户|件|起|案|场|次|辆|名|宗))"
    "|(?P<mean>[人户家案件场次])均)(?P<what>[\u4e00-\u9fff]{0,8})$"
)
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000}
_UNITS = {
    "人": ("人", "名"),
    "名": ("人", "名"),
    "案": ("件", "起", "宗"),
    "起": ("件", "起", "宗"),
    "宗": ("件", "起", "宗"),
    "场": ("场", "场次"),
}


def check_averages(draft: Draft) -> Iterator[Finding]:
    """Find averages that their own numbers refute."""
    for group in draft.parts():
        for position, shown in enumerate(group):
            per = _PER.search(shown.before)
            if per and shown.exact:
                yield from _check(draft, group[:position], shown, per)


def _check(
    draft: Draft, before: Sequence[Shown], mean: Shown, per: re.Match[str]
) -> Iterator[Finding]:
    one = per["unit"] or per["mean"]
    bases = [s for s in before if s.numeral.unit in _UNITS.get(one, (one,)) and s.exact]
    sums = [s for s in before if _same_thing(s, mean, per["what"]) and s not in bases[:1]]
    if len(bases) != 1 or len(sums) != 1 or sums[0] is bases[0]:
        return
    scale = Decimal(_SCALES[per["scale"] or ""])
    base, whole = bases[0], sums[0]
    if base.interval.low <= 0:
        return
    computed = whole.interval.divided_by(base.interval, scale)
    if mean.interval.meets(_printed(computed, mean)):
        return
    expected = format_number(whole.value * scale / base.value, decimals=2) + mean.numeral.unit
    ratio = f"{format_number(whole.value)}÷{format_number(base.value)}"
    if scale != 1:
        ratio += f"×{scale}"
    yield contradiction(draft, mean, "average", f"与所列数字不符，{ratio}={expected}", expected)


def _same_thing(shown: Shown, mean: Shown, what: str) -> bool:
    """Tell whether *mean* is the mean of *shown*: the same unit, and a word in common if any."""
    if not shown.exact or shown.numeral.unit != mean.numeral.unit:
        return False
    words = {what[n : n + 2] for n in range(len(what) - 1)}
    return not words or any(word in shown.before[-10:] for word in words)


def _printed(computed: Interval, mean: Shown) -> Interval:
    """Allow a mean that is printed as a whole number to be rounded."""
    half = Decimal("0.5") if mean.interval.low == mean.interval.high else Decimal(0)
    return Interval(computed.low - half, computed.high + half)
