"""Judge what the draft says of changes over the years: 同比增长5.3%, 持平, 翻一番, 连续三年下降."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.draft.facts_check import Judged, Records, make_judged
from fazhi.claims.draft.intervals import Interval
from fazhi.claims.semantics import Verdict
from fazhi.facts.indicators import Indicator
from fazhi.quantity import format_number

_UP = "增长|上升|增加|提高|提升|上涨|多"
_DOWN = "下降|减少|降低|回落|下跌|少"
_CHANGE = re.compile(
    f"(?:同比|[比较与和同][上去]一?年)[^，。；、]{{0,8}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN})"
    f"|(?P<flat>持平))"
)
_BARE_GROWTH = re.compile(f"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约)?$")
_DOUBLED = re.compile("翻(?:了)?一番")
_RUN = re.compile(
    "连续(?P<years>[2-9两三四五六七八九])年(?P<up>增长|上升|增加)?(?P<down>下降|减少)?"
)
_YEARS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


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
    points = bool(percent and percent.numeral.unit == "百分点")
    expected = "" if last is None or now is None else _told(now, last, points=points)
    return change, make_judged(draft, indicator, span, shown.sentence, verdict, now, expected)


def _told(now: Decimal, last: Decimal, *, points: bool) -> str:
    """Return the change as a text should tell it: ``增长13.64%``, ``下降2个百分点``, ``持平``."""
    if now == last:
        return "持平"
    word = "增长" if now > last else "下降"
    if points:
        return f"{word}{format_number(abs(now - last), decimals=2)}个百分点"
    if last == 0:
        return f"由{format_number(last)}到{format_number(now)}，不写百分比"
    return f"{word}{format_number(abs(now - last) / abs(last) * 100, decimals=2)}%"


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
    reason = f"由{format_number(last)}到{format_number(now)}，变化幅度不等"
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
