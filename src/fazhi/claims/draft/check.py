"""Check a draft against the facts of a year and against itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from fazhi.claims.draft.averages import check_averages
from fazhi.claims.draft.binding import Binder
from fazhi.claims.draft.changes_check import judge_changes
from fazhi.claims.draft.context import Draft, Shown, read_draft
from fazhi.claims.draft.facts_check import Records, as_finding, judge_numbers
from fazhi.claims.draft.growth import check_growth
from fazhi.claims.draft.phrases import judge_phrases
from fazhi.claims.draft.rates import check_rates
from fazhi.claims.draft.repeats import check_repeats
from fazhi.claims.draft.report import GROUPS, Finding, TextReport, finding_at
from fazhi.claims.draft.sums import check_sums
from fazhi.claims.draft.trends import check_trends
from fazhi.claims.draft.wording import check_wording
from fazhi.claims.prose import Document, Names


def check_text(document: Document, records: Records, names: Names) -> TextReport:
    """Check *document* against *records* and against its own arithmetic and wording.

    Args:
        document: The draft, as ``read_text`` opened it.
        records: Facts of the report year and the years before, indicators, published claims.
        names: The reviewed lists of names and words.

    Returns:
        What was bound and everything a reader should look at.
    """
    draft = read_draft(document, names)
    binder = Binder(records.indicators, records.claims)
    numbers = judge_numbers(draft, records, binder)
    changes = list(judge_changes(draft, records, numbers))
    phrases = list(judge_phrases(draft, records, binder))
    judged = [*numbers.values(), *(judgement for _, judgement in changes), *phrases]
    bound = {*numbers, *(shown for shown, _ in changes if shown)}
    findings = chain(
        check_itself(draft),
        (finding for one in judged if (finding := as_finding(draft, one))),
        _unbound(draft, bound),
    )
    return TextReport(
        name=document.name,
        year=records.year,
        bindings=tuple(sorted((one.binding for one in judged), key=lambda b: b.start)),
        findings=_in_order(findings),
        synthetic=records.synthetic,
    )


def check_itself(draft: Draft) -> Iterable[Finding]:
    """Check the arithmetic and the wording of *draft*, without any records."""
    return chain(
        check_sums(draft),
        check_rates(draft),
        check_averages(draft),
        check_growth(draft),
        check_trends(draft),
        check_repeats(draft),
        check_wording(draft),
    )


def _unbound(draft: Draft, bound: set[Shown]) -> Iterable[Finding]:
    for shown in draft.shown:
        if shown not in bound:
            yield finding_at(
                draft,
                shown.at,
                shown.sentence,
                group="unbound",
                rule="unbound",
                message="没有可对应的指标",
            )


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(GROUPS)
    unique = {(f.group, f.rule, f.start, f.end, f.message): f for f in findings}
    return tuple(sorted(unique.values(), key=lambda f: (order.index(f.group), f.start)))
