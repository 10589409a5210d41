"""Sums the draft shows: 其中 parts, listed totals, remainders, shares that make up the whole.

Only what must add up is added up: people and firms may be counted in several of the parts named
after 其中, so their sum may pass the whole; cases, documents and money may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.intervals import Interval, rounding_interval, total
from fazhi.claims.draft.report import Finding, contradiction, finding_at
from fazhi.claims.prose.units import is_duration
from fazhi.quantity import format_number

_JOINED = re.compile("[、，]?(?:和|及|与|以及)?")
_NEW_SUBJECT = re.compile(
    "[，,](?:同比|比|较|并|另|还|共|累计|全年|同时|其中|已|[^、]{0,4}"
    "(?:办理|受理|开展|查处|审结|处理|完成|组织|下达|实施|发放|建成|新增|检查|排查|举办|召开"
    "|提出|收到|接收"
    "|制定|出动|发现|整改|立案|结案|办结|罚款|投入|占))"
)
_TOTAL = re.compile("[，,、]?(?:以上)?(?:总共|共计|合计|总计|共)(?:[\u4e00-\u9fff]{0,4})$")
# 累计 also runs on from earlier years: it adds up only what is named like itself.
_RUNNING_TOTAL = re.compile("[，,、]?累计(?P<name>[\u4e00-\u9fff]{2,4})$")
_COUNTED_TWICE = re.compile("同时|交叉|重复|重叠|兼有|兼具|既.*又")
_REST = re.compile("(?:其余|其他|其它|余下|剩余)[^，、]{0,8}$")
_OVERLAPPING = ("人", "名", "位", "户", "人次", "家", "个", "家次", "户次", "人（次）", "所")
_OPPOSITES = (("男", "女"), ("内", "外"), ("城镇", "农村"), ("在职", "退休"), ("线上", "线下"))
_TALLY = re.compile("(?:总共|共计|合计|总计|共)")
_COMPOSED = re.compile("占|比重|比例|构成|结构")
# Words that make the shares named the whole, so that no distance from 100 % is too great.
_WHOLE = re.compile("构成|组成|结构|其他|其它|其余|分为")
_WHOLE_RATIO = re.compile("(?:结构|构成|比重|占比)[\u4e00-\u9fff]{0,6}$")
_RATIO = re.compile(r"[0-9.]+(?::[0-9.]+){2,}")


def check_sums(draft: Draft) -> Iterator[Finding]:
    """Find sums that do not come out."""
    for part in draft.parts():
        group = [shown for shown in part if not _is_tally(shown)]
        for position, shown in enumerate(group):
            if "其中" in shown.before and position:
                yield from _check_parts(draft, group, position)
            if _TOTAL.fullmatch(shown.before) or _RUNNING_TOTAL.fullmatch(shown.before):
                yield from _check_total(draft, group, position)
        yield from _check_shares(draft, group)
    yield from _check_ratios(draft)


def _is_tally(shown: Shown) -> bool:
    """Tell 两项 in 两项合计1.3亿元, which counts the terms."""
    return shown.numeral.unit == "项" and bool(_TALLY.fullmatch(shown.after))


def _check_parts(draft: Draft, group: Sequence[Shown], first: int) -> Iterator[Finding]:
    whole = _nearest(group[:first], group[first])
    if whole is None or not whole.exact:
        return
    parts = _run(group, first)
    for part in parts:
        if _least(part) > whole.interval.high and not is_duration(part.numeral.unit):
            message = f"“其中”之数{part.numeral.text}大于总数{whole.numeral.text}"
            yield contradiction(draft, part, "parts", message, f"不大于{whole.numeral.text}")
            return
    if len(parts) < 2 or not all(part.exact for part in parts):
        return
    added = total([part.interval for part in parts])
    terms = _terms(parts)
    if _REST.search(parts[-1].before) and not added.meets(whole.interval):
        message = f"各部分{terms}={_sum(parts)}，与总数{whole.numeral.text}不等"
        yield contradiction(draft, whole, "sum", message, _sum(parts))
    elif added.low > whole.interval.high and _exclusive(draft, parts):
        message = f"“其中”之和{terms}={_sum(parts)}，大于总数{whole.numeral.text}"
        yield contradiction(draft, whole, "parts", message, f"不小于{_sum(parts)}")


def _check_total(draft: Draft, group: Sequence[Shown], position: int) -> Iterator[Finding]:
    whole = group[position]
    first = position
    while first and _continues(group[first - 1], group[first], last=first == position):
        first -= 1
    parts = group[first:position]
    running = _RUNNING_TOTAL.fullmatch(whole.before)
    if running and not all(part.before.endswith(running["name"]) for part in parts):
        return
    if len(parts) < 2 or not all(part.exact for part in (*parts, whole)):
        return
    if not total([part.interval for part in parts]).meets(whole.interval):
        message = f"{_terms(parts)}={_sum(parts)}，与合计数{whole.numeral.text}不等"
        yield contradiction(draft, whole, "sum", message, _sum(parts))


def _check_shares(draft: Draft, group: Sequence[Shown]) -> Iterator[Finding]:
    """Check three or more shares that are plainly meant to make up 100 %."""
    shares = [s for s in group if s.numeral.kind == "percent" and s.numeral.unit == "%" and s.exact]
    if len(shares) < 3 or not _COMPOSED.search(draft.words(group[0].part)):
        return
    added = total([share.interval for share in shares])
    shown = sum((share.value for share in shares), Decimal(0))
    hundred = rounding_interval(Decimal(100), Decimal(0))
    whole = abs(shown - 100) <= 2 or _WHOLE.search(draft.words(group[0].part))
    if whole and not added.meets(hundred):
        terms = "+".join(format_number(share.value) for share in shares)
        message = f"各项占比{terms}={format_number(shown)}%，舍入也凑不成100%"
        yield contradiction(draft, shares[-1], "shares", message, "合计100%")


def _check_ratios(draft: Draft) -> Iterator[Finding]:
    """Check 三次产业结构为2.2:35.7:62.1."""
    for found in _RATIO.finditer(draft.stream.text):
        numbers = [Decimal(number.strip(".")) for number in found.group().split(":")]
        steps = [Decimal(1).scaleb(min(0, int(number.as_tuple().exponent))) for number in numbers]
        pairs = zip(numbers, steps, strict=True)
        added = total([rounding_interval(number, step) for number, step in pairs])
        shown = sum(numbers, Decimal(0))
        whole = _WHOLE_RATIO.search(draft.stream.text[: found.start()][-12:])
        meant = whole or abs(shown - 100) <= 5
        if meant and not added.meets(Interval(Decimal(100), Decimal(100))):
            yield finding_at(
                draft,
                found.span(),
                found.span(),
                group="contradicted",
                rule="shares",
                message=f"各项之和为{format_number(shown)}，舍入也凑不成100",
                expected="合计100",
            )


def _nearest(before: Sequence[Shown], part: Shown) -> Shown | None:
    """Return the whole: the nearest number before 其中 in the unit of the part."""
    same = (s for s in reversed(before) if _same_unit(s, part))
    return next(same, None)


def _run(group: Sequence[Shown], first: int) -> list[Shown]:
    """Return the parts named from *first* on, up to a new subject; what brackets add is within."""
    run, depth = [group[first]], 0
    for shown in group[first + 1 :]:
        depth += shown.before.count("(") - shown.before.count(")")
        if depth > 0:
            continue
        if not _same_unit(shown, run[0]) or _NEW_SUBJECT.match(shown.before):
            break
        run.append(shown)
    return run


def _continues(left: Shown, right: Shown, *, last: bool) -> bool:
    if not _same_unit(left, right):
        return False
    words = right.before
    return bool(last or (_JOINED.match(words) and len(words) <= 24 and "其中" not in words))


def _exclusive(draft: Draft, parts: Sequence[Shown]) -> bool:
    """Tell whether no record can belong to two of the parts."""
    if parts[0].numeral.unit in _OVERLAPPING:
        return _opposed(parts)
    return not _COUNTED_TWICE.search(draft.words(parts[0].part))


def _opposed(parts: Sequence[Shown]) -> bool:
    """Tell whether two parts exclude each other by their names: 男、女, 站内、站外."""
    names = [part.before for part in parts]
    if len(names) != 2:
        return False
    return any(
        (a in names[n] and b in names[1 - n] and b not in names[n] and a not in names[1 - n])
        for a, b in _OPPOSITES
        for n in (0, 1)
    )


def _least(shown: Shown) -> Decimal:
    """Return the smallest value that *shown* may stand for; approximations from below: none."""
    if shown.exact:
        return shown.interval.low
    bound = shown.numeral.qualifier in ("more_than", "at_least")
    return shown.value if bound else Decimal("-Infinity")


def _same_unit(left: Shown, right: Shown) -> bool:
    kinds = {left.numeral.kind, right.numeral.kind}
    return left.numeral.unit == right.numeral.unit != "" and kinds <= {"quantity", "money"}


def _terms(parts: Sequence[Shown]) -> str:
    return "+".join("".join(part.numeral.text.split()) for part in parts)


def _sum(parts: Sequence[Shown]) -> str:
    """Return the sum of *parts*, in their own scale, with the unit."""
    scale = next((s for s in ("亿", "万") if s in parts[0].numeral.text), "")
    added = sum((part.value for part in parts), Decimal(0))
    return format_number(added, scale=scale) + parts[0].numeral.unit
