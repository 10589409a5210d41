"""The same total stated twice with different values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.report import Finding, contradiction

# Only totals are comparable across sections; 一季度 or 某镇 may stand unsaid around other numbers.
_TOTAL = re.compile("全年|全市|全区|全省|全县|全局|本年|今年|年内|共|合计|总|累计")
_LIMITED = re.compile(
    "上半年|下半年|季度|截至|其中|同比|上年|去年|[0-9]年[^全共，]|[0-9]月"
    "|计划|目标|力争|预计|拟|以来|分别"
)
_TRIM = re.compile("^[，,、；;：:\\s]+|(?:共计|共|达到?|为|了)$")
_YEAR = re.compile("((?:19|20)[0-9]{2})年度?")
# Words for doing it and for doing all of it name nothing: 全年共举办, 今年组织开展.
_DOING = re.compile(
    "(?:全年|本年度?|今年|年内|共计|总共|累计|共|我[局市区县]|开展|举办|组织|实施|举行|召开"
    "|完成|各类)+"
)
_LEAST_LABEL = 4


@dataclass(frozen=True)
class Statement:
    """What a number states.

    Attributes:
        label: What is counted, as worded, and the unit; equal labels are comparable.
        year: Year named beside it; empty when none is.
    """

    label: tuple[str, ...]
    year: str


def check_repeats(draft: Draft) -> Iterator[Finding]:
    """Find totals that differ between two places of the draft."""
    stated: dict[tuple[str, ...], list[tuple[Statement, Shown]]] = {}
    previous: tuple[Shown, Statement] | None = None
    for shown in draft.shown:
        statement = _statement(shown) or _companion(shown, previous)
        previous = (shown, statement) if statement else None
        if statement is None:
            continue
        same = stated.setdefault(statement.label, [])
        earlier = next((s for other, s in same if _same_year(other, statement)), None)
        same.append((statement, shown))
        if earlier and earlier.sentence != shown.sentence:
            yield from _compare(draft, earlier, shown)


def _compare(draft: Draft, earlier: Shown, shown: Shown) -> Iterator[Finding]:
    if earlier.interval.meets(shown.interval):
        return
    place = draft.document.paragraph_at(earlier.numeral.start).number
    text = "".join(earlier.numeral.text.split())
    message = f"与第{place}段的{text}不一致"
    yield contradiction(draft, shown, "repeat", message, f"前后一致（{text}）")


def _statement(shown: Shown) -> Statement | None:
    """Return what a total states; None when the words do not pin it down."""
    clause = _clause(shown)
    if not clause or not _TOTAL.search(clause) or _LIMITED.search(shown.before):
        return None
    year = _YEAR.search(clause)
    label = _DOING.sub("", _YEAR.sub("", clause))
    if len(label) < _LEAST_LABEL:
        return None
    return Statement((label, shown.numeral.unit), year[1] if year else "")


def _companion(shown: Shown, previous: tuple[Shown, Statement] | None) -> Statement | None:
    """Return what a number beside a total states: 处罚1043件，罚款386万元."""
    clause = _clause(shown)
    if previous is None or not clause or _LIMITED.search(shown.before):
        return None
    total, statement = previous
    if total.part != shown.part or "，" in shown.before[1:]:
        return None
    label = (*statement.label, str(total.value), clause, shown.numeral.unit)
    return Statement(label, statement.year)


def _clause(shown: Shown) -> str:
    """Return the words that name what *shown* counts; empty unless it is an exact amount."""
    if not shown.exact or shown.numeral.kind not in ("quantity", "money"):
        return ""
    return _TRIM.sub("", _TRIM.sub("", re.split("[，,。；：:）)]", shown.before)[-1]))


def _same_year(left: Statement, right: Statement) -> bool:
    return left.year == right.year or not (left.year and right.year)
