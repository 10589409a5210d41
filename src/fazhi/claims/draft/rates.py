"""Rates and shares the draft shows beside the numbers they come from: 整改率, 占, 四分之三."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.report import Finding, contradiction, finding_at
from fazhi.quantity import format_number, parse_number

_RATE = re.compile("(?P<name>[\u4e00-\u9fff]{2,8})率[为达到约仅是]*$")
_SHARE = re.compile("[，（(]?(?:约|仅|分别)?占(?:比|总数的?|全部的?|其中的?|总量的?|的)?$")
# Rates of something that may pass 100 % (完成预算的, 增长率) or has no numerator among counts.
_BASE = re.compile("[，,](?:完成|占|达到?|为|相当于)[^，。]{0,12}$")
_NO_COUNT = re.compile("[比较][上去]|同比|增加|减少|上升|下降|每|均")
_OPEN = re.compile(
    "完成|增长|执行|利用|周转|流动|出生|死亡|产能|利|汇|费|税|溢价|投资|收益|保值|拨备|毛入|杠杆"
)
_FRACTION = re.compile(
    "(?<![百千])(?P<of>[二三四五六七八九十])分之(?P<parts>[一二两三四五六七八九])"
)
# A fraction rounds more than a percentage: 三分之一 may stand for anything near 33 %.
_FRACTION_MARGIN_POINTS = 5


def check_rates(draft: Draft) -> Iterator[Finding]:
    """Find rates that their own numbers refute, and rates above 100 %."""
    for group in draft.parts():
        for position, shown in enumerate(group):
            if shown.numeral.kind != "percent" or shown.numeral.unit != "%":
                continue
            rate = _RATE.search(shown.before)
            if rate and not _OPEN.search(rate["name"]):
                yield from _check_rate(draft, group[:position], shown, rate["name"])
            elif _SHARE.search(shown.before) and position:
                yield from _check_share(draft, group[:position], shown)
            elif shown.before == "的" and position > 1 and _BASE.search(group[position - 1].before):
                yield from _check_ratio(draft, group[position - 2], group[position - 1], shown)
    yield from _check_fractions(draft)


def _check_rate(draft: Draft, before: Sequence[Shown], rate: Shown, name: str) -> Iterator[Finding]:
    if rate.interval.low > 100:
        yield contradiction(draft, rate, "rate", f"{name}率不可能超过100%", "不超过100%")
        return
    pair = _numerator_and_base(before, name)
    if pair is None or not rate.exact:
        return
    part, whole = pair
    computed = part.interval.percent_of(whole.interval)
    rest = (whole.interval - part.interval).percent_of(whole.interval)
    both = part.interval.percent_of(part.interval + whole.interval)
    # 不合格578批次 gives 合格率 as its complement; 逮捕25人、不捕24人 add up to the base of 不捕率.
    if any(shares is None or rate.interval.meets(shares) for shares in (computed, rest, both)):
        return
    ratio = f"{format_number(part.value)}÷{format_number(whole.value)}"
    message = f"{name}率与所列数字不符，{ratio}={_percent(part, whole)}"
    yield contradiction(draft, rate, "rate", message, _percent(part, whole))


def _check_share(draft: Draft, before: Sequence[Shown], share: Shown) -> Iterator[Finding]:
    """Check 其中危化85件，占44.7%."""
    part, whole = before[-1], _whole_of(before)
    if whole is None or not share.exact:
        return
    computed = part.interval.percent_of(whole.interval)
    if computed is None or share.interval.meets(computed):
        return
    ratio = f"{format_number(part.value)}÷{format_number(whole.value)}"
    message = f"占比与所列数字不符，{ratio}={_percent(part, whole)}"
    yield contradiction(draft, share, "share", message, _percent(part, whole))


def _whole_of(before: Sequence[Shown]) -> Shown | None:
    """Return the whole that the last of *before*, a part named after 其中, belongs to."""
    part = before[-1]
    inside = next((n for n, s in enumerate(before) if "其中" in s.before and n), None)
    if inside is None or not part.exact or part.numeral.kind not in ("quantity", "money"):
        return None
    wholes = [s for s in before[:inside] if s.numeral.unit == part.numeral.unit and s.exact]
    return wholes[-1] if wholes else None


def _check_fractions(draft: Draft) -> Iterator[Finding]:
    """Check 占全部4100条的四分之三 and 其中203件，占比三分之一."""
    for found in _FRACTION.finditer(draft.stream.text):
        start = found.start()
        before = [s for s in draft.shown if s.at[1] <= start < s.part[1]]
        pair = _pair_before(before, draft.words((before[-1].at[1], start))) if before else None
        if pair is None or pair[1].value <= 0:
            continue
        parts, of = parse_number(found["parts"]), parse_number(found["of"])
        stated = (parts or Decimal(0)) / (of or Decimal(1)) * 100
        part, whole = pair
        if abs(part.value / whole.value * 100 - stated) > _FRACTION_MARGIN_POINTS:
            ratio = f"{format_number(part.value)}÷{format_number(whole.value)}"
            yield finding_at(
                draft, found.span(), part.sentence, group="contradicted", rule="share",
                message=f"占比与所列数字不符，{ratio}={_percent(part, whole)}",
                expected=_percent(part, whole),
            )  # fmt: skip


def _pair_before(before: Sequence[Shown], lead: str) -> tuple[Shown, Shown] | None:
    """Return part and whole of a fraction that *lead* joins to the numbers before it."""
    if lead == "的" and len(before) > 1 and _BASE.search(before[-1].before):
        part, whole = before[-2:]
        same = part.numeral.unit == whole.numeral.unit and part.exact and whole.exact
        return (part, whole) if same else None
    whole_of = _whole_of(before) if _SHARE.search(lead) else None
    return (before[-1], whole_of) if whole_of else None


def _check_ratio(draft: Draft, part: Shown, whole: Shown, share: Shown) -> Iterator[Finding]:
    """Check 新增就业3.2万人，完成目标3万人的106.7%."""
    same = part.numeral.unit == whole.numeral.unit and part.numeral.kind == whole.numeral.kind
    computed = part.interval.percent_of(whole.interval)
    exact = part.exact and whole.exact and share.exact
    if not same or not exact or computed is None or share.interval.meets(computed):
        return
    ratio = f"{format_number(part.value)}÷{format_number(whole.value)}"
    message = f"比例与所列数字不符，{ratio}={_percent(part, whole)}"
    yield contradiction(draft, share, "share", message, _percent(part, whole))


def _numerator_and_base(before: Sequence[Shown], name: str) -> tuple[Shown, Shown] | None:
    """Find the counted part by the name of the rate (整改率: 整改483项) and its base before it."""
    stems = {name[n : n + 2] for n in range(len(name) - 1)} - {"发现"}
    stems |= {stem[::-1] for stem in stems}
    if "结案" in stems:
        stems.add("审结")
    for position in range(len(before) - 1, 0, -1):
        part, whole = before[position], before[position - 1]
        words = part.before + "，" + part.after
        named = any(stem in words for stem in stems) and not _NO_COUNT.search(part.before)
        counts = part.numeral.kind == whole.numeral.kind == "quantity"
        same = counts and part.numeral.unit == whole.numeral.unit != ""
        if named and same and part.exact and whole.exact and part.value <= whole.value:
            return part, whole
    return None


def _percent(part: Shown, whole: Shown) -> str:
    return f"{format_number(part.value / whole.value * 100, decimals=2)}%"
