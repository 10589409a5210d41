"""Judge what the draft says of the facts: numbers, changes against last year, 均, 没有, 多."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from fazhi.claims.claim import Claim
from fazhi.claims.draft.binding import Binder
from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.intervals import Interval
from fazhi.claims.draft.report import Binding, Finding, finding_at
from fazhi.claims.semantics import Verdict, judge
from fazhi.claims.thresholds import Thresholds
from fazhi.facts.indicators import Indicator
from fazhi.quantity import format_number

_UP = "增长|上升|增加|提高|提升|上涨|多"
_DOWN = "下降|减少|降低|回落|下跌|少"
_CHANGE = re.compile(
    f"(?:同比|[比较][上去]一?年)[^，。；、]{{0,8}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN})"
    f"|(?P<flat>持平))"
)
_BARE_GROWTH = re.compile(f"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约)?$")
_DOUBLED = re.compile("翻(?:了)?一番")
_RUN = re.compile(
    "连续(?P<years>[2-9两三四五六七八九])年(?P<up>增长|上升|增加)?(?P<down>下降|减少)?"
)
_YEARS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


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
    """A place of the draft with the fact it was held against."""

    binding: Binding
    span: tuple[int, int]
    sentence: tuple[int, int]


def judge_numbers(draft: Draft, records: Records, binder: Binder) -> dict[Shown, Judged]:
    """Bind every shown number that speaks of an indicator, and judge it."""
    judged: dict[Shown, Judged] = {}
    tagged = _tagged(draft, records)
    for shown in draft.shown:
        indicator, year = tagged.get(shown, (None, records.year))
        indicator = indicator or binder.bind(draft, shown, year)
        if indicator is not None:
            actual = records.value(indicator.id, year)
            verdict = judge(
                shown.as_claim(indicator.id, indicator.unit), actual, records.thresholds
            )
            place = (shown.at, shown.sentence)
            judged[shown] = make_judged(draft, indicator, *place, verdict, actual)
    return judged


def judge_changes(
    draft: Draft, records: Records, judged: Mapping[Shown, Judged]
) -> Iterator[tuple[Shown | None, Judged]]:
    """Hold 同比增长5.3%, 持平, 翻一番 and 连续三年下降 against the years on record.

    Yields:
        The percentage or 一番 judged, or None for a word without a number, and the judgement.
    """
    for group in draft.parts():
        for position, shown in enumerate(group):
            subject = judged.get(shown)
            if subject is None:
                continue
            rest = group[position + 1 :]
            following = next((other for other in rest if other in judged), None)
            end = following.at[0] if following else shown.part[1]
            change = next((o for o in rest if o.at[0] < end and _tells_change(o)), None)
            indicator = records.indicators[subject.binding.fact]
            changed = _judge_change(draft, records, indicator, shown, change, end)
            if changed is not None:
                yield changed


def _tells_change(shown: Shown) -> bool:
    return shown.numeral.kind == "yoy_percent" or shown.numeral.unit == "番"


def make_judged(
    draft: Draft,
    indicator: Indicator,
    span: tuple[int, int],
    sentence: tuple[int, int],
    verdict: Verdict,
    computed: Decimal | None,
) -> Judged:
    """Record that the words at *span* were held against *indicator*."""
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
    return Judged(binding, span, sentence)


def as_finding(draft: Draft, judged: Judged) -> Finding | None:
    """Return the finding a judgement gives rise to; none when supported."""
    group = {"contradicted": "contradicted", "loose": "loose", "no_record": "unbound"}
    binding = judged.binding
    if binding.verdict not in group:
        return None
    computed = binding.computed
    expected = "" if computed is None else f"{format_number(computed)}{binding.unit}"
    return finding_at(
        draft,
        judged.span,
        judged.sentence,
        group=group[binding.verdict],
        rule="fact",
        message=binding.reason,
        expected=expected if binding.verdict == "contradicted" else "",
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


def _judge_change(
    draft: Draft,
    records: Records,
    indicator: Indicator,
    shown: Shown,
    change: Shown | None,
    end: int,
) -> tuple[Shown | None, Judged] | None:
    words = draft.words((shown.at[1], end))
    now = records.value(indicator.id, records.year)
    last = records.value(indicator.id, records.year - 1)
    percent = change if change and change.numeral.kind == "yoy_percent" else None
    led = draft.words((shown.at[1], percent.at[0])) if percent else words
    found = _CHANGE.search(led) or (_BARE_GROWTH.search(led) if percent else None)
    if run := _RUN.search(words):
        verdict = _judge_run(records, indicator.id, run)
    elif now is None or last is None:
        return None
    elif _DOUBLED.search(words):
        holds = abs(now - 2 * last) * 20 <= 2 * last
        verdict = _verdict(holds, "翻一番", now, last)
    elif found:
        verdict = _judge_direction(found, percent, now, last)
    else:
        return None
    if verdict is None:
        return None
    span = change.at if change else (shown.at[1], end)
    return change, make_judged(draft, indicator, span, shown.sentence, verdict, now)


def _judge_direction(
    found: re.Match[str], percent: Shown | None, now: Decimal, last: Decimal
) -> Verdict:
    groups = found.groupdict()
    if groups.get("flat"):
        return _verdict(now == last, "持平", now, last)
    word = groups.get("up") or groups.get("down") or ""
    rises = bool(groups.get("up"))
    if not (now > last if rises else now < last):
        return _verdict(False, word, now, last)
    if percent is None or last == 0:
        return Verdict("supported")
    computed = now - last if percent.numeral.unit == "百分点" else (now - last) / last * 100
    stated = percent.interval
    if stated.meets(Interval(abs(computed), abs(computed))) or not percent.exact:
        return Verdict("supported")
    unit = percent.numeral.unit
    change = format_number(abs(computed), decimals=2) + unit
    reason = f"由{format_number(last)}到{format_number(now)}，变化{change}"
    return Verdict("contradicted", reason)


def _judge_run(records: Records, id_: str, run: re.Match[str]) -> Verdict | None:
    count = _YEARS.get(run["years"]) or int(run["years"])
    years = range(records.year - count, records.year + 1)
    values = [records.value(id_, year) for year in years]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or not (run["up"] or run["down"]):
        return None
    pairs = list(pairwise(known))
    holds = all(b > a for a, b in pairs) if run["up"] else all(b < a for a, b in pairs)
    if holds:
        return Verdict("supported")
    return Verdict("contradicted", "历年为" + "、".join(format_number(value) for value in known))


def _verdict(holds: bool, word: str, now: Decimal, last: Decimal) -> Verdict:
    if holds:
        return Verdict("supported")
    reason = f"上年{format_number(last)}，本年{format_number(now)}，不是“{word}”"
    return Verdict("contradicted", reason)
