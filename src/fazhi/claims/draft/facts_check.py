"""Judge what the draft says of the facts: its numbers, each against the fact it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fazhi.claims.claim import Claim
from fazhi.claims.draft.binding import Binder
from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.report import Binding, Finding, finding_at
from fazhi.claims.semantics import Verdict, judge
from fazhi.claims.thresholds import Thresholds
from fazhi.facts.indicators import Indicator
from fazhi.facts.wording import printed_form
from fazhi.quantity import format_number


@dataclass(frozen=True)
class Records:
    """What the records say.

    Attributes:
        year: Report year.
        history: Values by year and indicator id; the report year among them.
        indicators: The catalogue.
        claims: The published claims of the year; empty for a draft year.
        thresholds: For approximations.
        synthetic: Whether the records are sample data (示例数据), which every report must say.
    """

    year: int
    history: Mapping[int, Mapping[str, Decimal | None]]
    indicators: Mapping[str, Indicator]
    claims: tuple[Claim, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    synthetic: bool = False

    def value(self, id_: str, year: int) -> Decimal | None:
        """Return a fact, or None when there is no record."""
        return self.history.get(year, {}).get(id_)


@dataclass(frozen=True)
class Judged:
    """A place of the draft with the fact it was held against.

    Attributes:
        binding: The fact and the verdict.
        span: Of the stream.
        sentence: Span of the sentence.
        expected: What the text should say by the records; empty when they say nothing.
    """

    binding: Binding
    span: tuple[int, int]
    sentence: tuple[int, int]
    expected: str = ""


def judge_numbers(draft: Draft, records: Records, binder: Binder) -> dict[Shown, Judged]:
    """Bind every shown number that speaks of an indicator, and judge it."""
    judged: dict[Shown, Judged] = {}
    tagged = _tagged(draft, records)
    for shown in draft.shown:
        indicator, year = tagged.get(shown, (None, records.year))
        indicator = indicator or binder.bind(draft, shown, year)
        if indicator is not None:
            actual = records.value(indicator.id, year)
            verdict = _judge(shown, indicator, actual, records.thresholds)
            place = (shown.at, shown.sentence)
            judged[shown] = make_judged(draft, indicator, *place, verdict, actual)
    return judged


def _judge(
    shown: Shown, indicator: Indicator, actual: Decimal | None, thresholds: Thresholds
) -> Verdict:
    """Judge a number; one rounded just as the indicator's own rule prints it is not loose."""
    text = "".join(shown.numeral.text.split())
    if actual is not None and text == printed_form(indicator, actual):
        return Verdict("supported")
    return judge(shown.as_claim(indicator.id, indicator.unit), actual, thresholds)


def make_judged(
    draft: Draft,
    indicator: Indicator,
    span: tuple[int, int],
    sentence: tuple[int, int],
    verdict: Verdict,
    computed: Decimal | None,
    expected: str | None = None,
) -> Judged:
    """Record that the words at *span* were held against *indicator*.

    Args:
        draft: The draft.
        indicator: The indicator.
        span: Of the stream.
        sentence: Span of the sentence.
        verdict: The verdict.
        computed: The fact, None without a record.
        expected: What the text should say; by default the fact as an official text prints it.
    """
    if expected is None:
        expected = "" if computed is None else _as_printed(indicator, computed)
    start, end = draft.source_span(span)
    binding = Binding(
        fact=indicator.id,
        start=start,
        end=end,
        text=draft.document.text[start:end],
        verdict=verdict.verdict,
        reason=verdict.reason,
        computed=computed,
        unit=indicator.unit,
    )
    return Judged(binding, span, sentence, expected)


def _as_printed(indicator: Indicator, value: Decimal) -> str:
    """Return ``11.3万元（113000元）``: how to write the fact, and the fact."""
    printed, plain = printed_form(indicator, value), f"{format_number(value)}{indicator.unit}"
    return printed if printed == plain else f"{printed}（{plain}）"


def as_finding(draft: Draft, judged: Judged) -> Finding | None:
    """Return the finding a judgement gives rise to; none when supported."""
    group = {"contradicted": "contradicted", "loose": "loose", "no_record": "unbound"}
    binding = judged.binding
    if binding.verdict not in group:
        return None
    return finding_at(
        draft,
        judged.span,
        judged.sentence,
        group=group[binding.verdict],
        rule="fact",
        message=binding.reason,
        expected=judged.expected if binding.verdict == "contradicted" else "",
        fact=binding.fact,
    )


def _tagged(draft: Draft, records: Records) -> dict[Shown, tuple[Indicator, int]]:
    """Bind the numbers inside content controls by the fact key of the control."""
    tagged: dict[Shown, tuple[Indicator, int]] = {}
    text = draft.document.text
    for paragraph in draft.document.paragraphs:
        position = paragraph.start
        for tag, words in paragraph.controls:
            start = text.find(words, position)
            year, _, id_ = tag.rpartition("/")
            indicator = records.indicators.get(id_)
            if start < 0 or indicator is None:
                continue
            position = start + len(words)
            for shown in draft.shown:
                if start <= shown.numeral.start < position:
                    tagged[shown] = (indicator, int(year) if year.isdigit() else records.year)
    return tagged
