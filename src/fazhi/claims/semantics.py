"""What the words around a number commit the author to.

N is the stated value; p is the place left open: its lowest non-zero written digit (1000 in 1000余,
100 in 1300余), or the scale right before 余 when that is smaller (10万余 leaves 万 open, 10余万
leaves 10万 open).

========================  ==========================  ====================  ===================
words                     相符 supported               偏宽 loose             不符 contradicted
========================  ==========================  ====================  ===================
N余 N多                    N < x < N + min(p, 10 %N)   up to N + p           x ≤ N or x ≥ N + p
近N                        max(95 %N, N - p) ≤ x < N   N - p < x             x ≥ N or x ≤ N - p
约N N左右 N上下 N来          within 5 %                  within 10 %           else
至少N N以上                 x ≥ N                       -                     x < N
至多N N以内                 x ≤ N                       -                     x > N
超过N 逾N 突破N             x > N                       -                     x ≤ N
不足N 不到N                 x < N                       -                     x ≥ N
bare integer              x = N                       -                     else
decimal, %, 万, 亿 amount  x = N                       x rounds once to N    else
range                     low ≤ x ≤ high              -                     else
每 均 全部 所有              share = 100 %               -                     else
多 数                      x ≥ 3                       -                     else
========================  ==========================  ====================  ===================

Rounding is half up or half to even (GB/T 8170), once, at the last written digit.
A percentage is a rounded figure even without decimals: 98% is borne out loosely by 98.2.
x = N under 余, 近, 超过 or 不足 contradicts, but is marked as boundary: the word alone is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from fazhi.claims.claim import Claim
from fazhi.claims.thresholds import Thresholds
from fazhi.quantity import format_number
from fazhi.quantity.numerals import SCALES

VERDICTS = {"supported": "相符", "loose": "偏宽", "contradicted": "不符", "no_record": "无记录"}

# Digits, decimals, 余 before the scale (10余万), the scale, 余 after it (10万余).
_WRITTEN = re.compile(
    r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?(?P<inner>[余多]?)(?P<scale>[十百千万亿]*)(?P<outer>[余多]?)"
)
_REMAINDER = re.compile("[0-9零一二两三四五六七八九十百千万亿][余多]")


@dataclass(frozen=True)
class Verdict:
    """The judgement on one claim.

    Attributes:
        verdict: ``supported``, ``loose``, ``contradicted`` or ``no_record``.
        reason: One Chinese clause; empty when plainly supported.
        direction: ``overstated`` when the text says more than the records, ``understated`` when
            less, else ``none``.
        boundary: Whether only the word (余, 近) is wrong, the number being exact.
    """

    verdict: str
    reason: str = ""
    direction: str = "none"
    boundary: bool = False


def judge(claim: Claim, actual: Decimal | None, thresholds: Thresholds | None = None) -> Verdict:
    """Judge *claim* against the value the records give.

    Args:
        claim: What is asserted.
        actual: The computed value; None when the register is absent, so that a claim of zero is
            never borne out by missing records.
        thresholds: The defaults of this module when None.

    Returns:
        The verdict with its reason.
    """
    if actual is None:
        return Verdict("no_record", "没有可供核对的记录")
    rules = thresholds or Thresholds()
    if claim.qualifier == "several":
        return _several(actual, rules)
    if claim.value is None:
        raise ValueError(f"{claim.id}: only 'several' may state no value")
    return _judge_number(claim, claim.value, actual, rules)


def _judge_number(claim: Claim, stated: Decimal, actual: Decimal, rules: Thresholds) -> Verdict:
    written = _squeeze(claim.printed)
    if claim.qualifier == "range" and claim.high is not None:
        return _range(stated, claim.high, actual)
    if claim.qualifier == "more_than" and _REMAINDER.search(written):
        return _remainder(stated, actual, written, rules)
    match claim.qualifier:
        case "exact":
            verdict = _exact(stated, actual, written, rounded=claim.unit == "%")
        case "nearly":
            verdict = _nearly(stated, actual, rules)
        case "about":
            verdict = _about(stated, actual, rules)
        case "every":
            verdict = _every(stated, actual)
        case _:
            verdict = _bound(claim.qualifier, stated, actual)
    return verdict


def rounds_to(actual: Decimal, stated: Decimal, step: Decimal) -> bool:
    """Tell whether *actual*, rounded once to a multiple of *step*, is *stated*."""
    return any(
        (actual / step).quantize(Decimal(1), rounding) * step == stated
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    )


def written_step(printed: str) -> Decimal:
    """Return the place of the last written digit: 1000 for 11.3万元, 0.1 for 98.2%, 1 for 50份."""
    # 3万1千 is one number in two pieces; the last piece has the last digit.
    *_, found = (None, *_WRITTEN.finditer(_squeeze(printed)))
    if not found:
        return Decimal(1)
    return _scale(found["scale"]) * Decimal(1).scaleb(-len(found["decimals"] or ""))


def open_place(value: Decimal, printed: str) -> Decimal:
    """Return the place that 余 or 近 leaves open in *printed*."""
    if value == 0:
        return Decimal(1)
    digits = value.normalize().as_tuple()
    lowest = Decimal(1).scaleb(int(digits.exponent))
    found = _WRITTEN.search(_squeeze(printed))
    if found and found["outer"] and found["scale"]:
        return min(lowest, _scale(found["scale"]))
    return lowest


def _squeeze(printed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", printed).split())


def _scale(scales: str) -> Decimal:
    product = Decimal(1)
    for scale in scales:
        product *= SCALES[scale]
    return product


def _direction(stated: Decimal, actual: Decimal) -> str:
    if stated == actual:
        return "none"
    return "overstated" if stated > actual else "understated"


def _contradicted(stated: Decimal, actual: Decimal, why: str, *, boundary: bool = False) -> Verdict:
    side = "none" if boundary else _direction(stated, actual)
    word = {"overstated": "，报告多报", "understated": "，报告少报", "none": ""}[side]
    reason = f"{why}，记录为{format_number(actual)}{word}"
    return Verdict("contradicted", reason, side, boundary)


def _loose(stated: Decimal, actual: Decimal, why: str) -> Verdict:
    return Verdict("loose", f"{why}，记录为{format_number(actual)}", _direction(stated, actual))


def _remainder(stated: Decimal, actual: Decimal, written: str, rules: Thresholds) -> Verdict:
    place = open_place(stated, written)
    n = format_number(stated)
    if actual == stated:
        return _contradicted(stated, actual, "恰为整数，不应有“余”“多”", boundary=True)
    if actual < stated or actual >= stated + place:
        limit = format_number(stated + place)
        return _contradicted(stated, actual, f"“余”“多”应大于{n}、小于{limit}")
    if actual < stated + min(place, stated * rules.remainder_supported_percent / 100):
        return Verdict("supported")
    return _loose(stated, actual, f"比{n}多出不少，宜写更近的数")


def _nearly(stated: Decimal, actual: Decimal, rules: Thresholds) -> Verdict:
    place = open_place(stated, "")
    n = format_number(stated)
    if actual == stated:
        return _contradicted(stated, actual, "恰为整数，不应有“近”", boundary=True)
    if actual > stated or actual <= stated - place:
        limit = format_number(stated - place)
        return _contradicted(stated, actual, f"“近”应大于{limit}、小于{n}")
    if actual >= max(stated * (100 - rules.nearly_supported_percent) / 100, stated - place):
        return Verdict("supported")
    return _loose(stated, actual, f"离{n}较远，宜写更近的数")


def _about(stated: Decimal, actual: Decimal, rules: Thresholds) -> Verdict:
    distance = abs(actual - stated) * 100
    if distance <= abs(stated) * rules.about_supported_percent:
        return Verdict("supported")
    if distance <= abs(stated) * rules.about_loose_percent:
        return _loose(stated, actual, f"与约数相差超过{rules.about_supported_percent}%")
    return _contradicted(stated, actual, f"与约数相差超过{rules.about_loose_percent}%")


def _exact(stated: Decimal, actual: Decimal, written: str, *, rounded: bool) -> Verdict:
    if actual == stated:
        return Verdict("supported")
    step = written_step(written)
    if (rounded or step != 1) and rounds_to(actual, stated, step):
        return _loose(stated, actual, "为舍入后的数")
    return _contradicted(stated, actual, "数值不等")


def _bound(qualifier: str, stated: Decimal, actual: Decimal) -> Verdict:
    holds, words = {
        "at_least": (actual >= stated, "应不少于"),
        "at_most": (actual <= stated, "应不多于"),
        "more_than": (actual > stated, "应大于"),
        "less_than": (actual < stated, "应小于"),
    }[qualifier]
    if holds:
        return Verdict("supported")
    return _contradicted(
        stated, actual, f"{words}{format_number(stated)}", boundary=actual == stated
    )


def _range(low: Decimal, high: Decimal, actual: Decimal) -> Verdict:
    if low <= actual <= high:
        return Verdict("supported")
    words = f"应在{format_number(low)}至{format_number(high)}之间"
    return _contradicted(low if actual < low else high, actual, words)


def _every(stated: Decimal, actual: Decimal) -> Verdict:
    if actual == stated:
        return Verdict("supported")
    return _contradicted(stated, actual, "“每”“均”“所有”要求达到100%")


def _several(actual: Decimal, rules: Thresholds) -> Verdict:
    if actual >= rules.several_at_least:
        return Verdict("supported", f"记录为{format_number(actual)}")
    return _contradicted(rules.several_at_least, actual, f"“多”至少应为{rules.several_at_least}")
