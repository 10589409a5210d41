"""The same total stated twice with different values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.report import Finding, contradiction

# Only totals are comparable across sections; 一季度 or 某镇 may stand unsaid around other numbers.
_TOTAL = re.compile("全年|全市|全区|全省|全县|全局|本年|年内|共|合计|总|累计")
_LIMITED = re.compile(
    "上半年|下半年|季度|截至|其中|同比|上年|去年|[0-9]年|[0-9]月|计划|目标|力争|预计|拟"
)
_TRIM = re.compile("^[，,、；;：:\\s]+|(?:共计|共|达到?|为|了)$")


def check_repeats(draft: Draft) -> Iterator[Finding]:
    """Find totals that differ between two places of the draft."""
    first: dict[tuple[str, str], Shown] = {}
    for shown in draft.shown:
        key = _label(shown)
        if key is None:
            continue
        earlier = first.setdefault(key, shown)
        if earlier.sentence != shown.sentence and not earlier.interval.meets(shown.interval):
            place = draft.document.paragraph_at(earlier.numeral.start).number
            message = f"与第{place}段的{earlier.numeral.text}不一致"
            yield contradiction(
                draft, shown, "repeat", message, f"前后一致（{earlier.numeral.text}）"
            )


def _label(shown: Shown) -> tuple[str, str] | None:
    """Return what is counted, as worded; None when the words do not pin it down."""
    if not shown.exact or shown.numeral.kind not in ("quantity", "money"):
        return None
    clause = re.split("[，,。；：:]", shown.before)[-1]
    whole = _TOTAL.search(clause) and not _LIMITED.search(shown.before)
    label = _TRIM.sub("", _TRIM.sub("", clause))
    return (label, shown.numeral.unit) if whole and len(label) >= 6 else None
