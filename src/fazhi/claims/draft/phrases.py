"""Assertions without a number: 每案必审, 均通过, 所有…公布, 没有被撤销, 多场培训."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from fazhi.claims.claim import Claim
from fazhi.claims.draft.binding import Binder
from fazhi.claims.draft.context import Draft
from fazhi.claims.draft.facts_check import Judged, Records, make_judged
from fazhi.claims.semantics import judge

_CLAUSE = re.compile("[^。！？!?\n；;，,]+")
_EVERY = re.compile("每[\u4e00-\u9fff]{1,3}必|全部|所有|均|一律|无一例外|全覆盖")
_NONE = re.compile("没有|未发生|未出现|无(?=[\u4e00-\u9fff]{2})|零(?:撤销|变更|复议|败诉|事故)")
_SEVERAL = re.compile("多(?:场|次|批|轮|期|项|家|起)|数(?:场|次|批)")


def judge_phrases(draft: Draft, records: Records, binder: Binder) -> Iterator[Judged]:
    """Bind and judge every clause that asserts all, none, several or mere existence."""
    text = draft.stream.text
    numbered = [shown.at[0] for shown in draft.shown]
    for found in _CLAUSE.finditer(text):
        if bisect_left(numbered, found.start()) < bisect_left(numbered, found.end()):
            continue
        claim = _assertion(found.group(), records, binder)
        if claim is not None:
            actual = records.value(claim.id, records.year)
            verdict = judge(claim, actual, records.thresholds)
            indicator = records.indicators[claim.id]
            yield make_judged(draft, indicator, found.span(), found.span(), verdict, actual)


def _assertion(clause: str, records: Records, binder: Binder) -> Claim | None:
    """Return what *clause* asserts of which indicator."""
    for pattern, qualifier, value, units in (
        (_EVERY, "every", Decimal(100), ("%",)),
        (_NONE, "exact", Decimal(0), None),
        (_SEVERAL, "several", None, None),
    ):
        word = pattern.search(clause)
        if not word:
            continue
        ids = _candidates(records, qualifier, units)
        indicator = binder.bind_phrase(clause, ids)
        if indicator is not None:
            return Claim(indicator.id, "", word.group(), qualifier, value, indicator.unit)
    return _published(clause, records, binder)


def _candidates(records: Records, qualifier: str, units: tuple[str, ...] | None) -> list[str]:
    """Return the indicators that such a word can speak of: published ones, else by kind."""
    published = [claim.id for claim in records.claims if claim.qualifier == qualifier]
    if units:
        return [key for key, it in records.indicators.items() if it.unit in units]
    if qualifier == "exact":
        zero = [claim.id for claim in records.claims if claim.value == 0]
        return zero or [key for key, it in records.indicators.items() if it.kind == "count"]
    return published or [key for key, it in records.indicators.items() if it.kind == "count"]


def _published(clause: str, records: Records, binder: Binder) -> Claim | None:
    """Find a published claim of mere existence (制定并颁布) word for word."""
    for claim in records.claims:
        numberless = not any(character.isdigit() for character in claim.printed)
        if numberless and claim.qualifier == "at_least" and claim.printed in clause:
            indicator = binder.bind_phrase(clause, [claim.id])
            if indicator is not None:
                return claim
    return None
