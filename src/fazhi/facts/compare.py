"""Year over year: what changed, and where a comparison would be dishonest (不可比)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from fazhi.errors import FactError
from fazhi.facts.factbook import Fact, FactBook, plain
from fazhi.facts.indicators import Indicator
from fazhi.facts.tabular import to_csv

SMALL_BASE = Decimal(10)
"""Below this base a percent misleads: one case more or less moves it by ten points or more."""
COLUMNS = ["id", "year", "baseline", "value", "previous", "change", "percent", "comparable", "note"]


@dataclass(frozen=True)
class Change:
    """One indicator against its baseline year.

    Attributes:
        id: Indicator id.
        year: Report year.
        baseline: Year compared with.
        value: This year's value; None without record.
        previous: Baseline value; None without record.
        change: Difference in the indicator's unit (百分点 for rates); None when not comparable.
        percent: Change in percent, one decimal; None for rates and when not comparable.
        comparable: ``yes``, ``small_base`` (基数小) or ``no`` (不可比).
        note: The reason in Chinese.
    """

    id: str
    year: int
    baseline: int
    value: Decimal | None
    previous: Decimal | None
    change: Decimal | None
    percent: Decimal | None
    comparable: str
    note: str


def compare(
    current: FactBook, previous: FactBook | None, baseline: int, indicators: Mapping[str, Indicator]
) -> list[Change]:
    """Compare every indicator of the catalogue.

    Args:
        current: The report year's facts.
        previous: The baseline year's facts; None when that year does not exist.
        baseline: The year compared with.
        indicators: The catalogue, which sets the order.

    Returns:
        One change per indicator; never a number where the comparison would mislead.
    """
    old = previous.facts if previous else {}
    obstacle = _book_obstacle(current, previous, baseline)
    changes = []
    for indicator in indicators.values():
        new_fact, old_fact = current.facts.get(indicator.id), old.get(indicator.id)
        reason = "" if new_fact else "本年度无记录"
        reason = reason or obstacle or _fact_obstacle(new_fact, old_fact, baseline)
        value = new_fact.value if new_fact else None
        base = old_fact.value if old_fact else None
        nothing = Change(
            indicator.id, current.year, baseline, value, base, None, None, "no", reason
        )
        changes.append(nothing if reason else _measured(nothing, indicator))
    return changes


def _book_obstacle(current: FactBook, previous: FactBook | None, baseline: int) -> str:
    if previous is None:
        return f"没有{baseline}年度的记录"
    if current.cutoff[5:] != previous.cutoff[5:]:
        return f"截止日不同（{previous.cutoff}与{current.cutoff}）"
    return ""


def _fact_obstacle(new: Fact | None, old: Fact | None, baseline: int) -> str:
    if new is None or old is None:
        return f"{baseline}年度无记录"
    if new.definition_version != old.definition_version:
        return f"口径不同（第{old.definition_version}版与第{new.definition_version}版）"
    if old.value == 0 and new.value != 0 and new.unit != "%":
        return "基数为零，不计算增长率"
    return ""


def _measured(pair: Change, indicator: Indicator) -> Change:
    """Return *pair* with change and percent; both values are present and comparable."""
    if pair.value is None or pair.previous is None:
        raise FactError(f"指标 {indicator.id} 缺少一年的值", todo="先判断可比性")
    change = pair.value - pair.previous
    if indicator.is_rate:
        return replace(pair, change=change, comparable="yes", note="按百分点比较")
    if pair.previous == 0:
        return replace(pair, change=change, comparable="yes", note="两年均为零")
    percent = (100 * change / pair.previous).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if pair.previous < SMALL_BASE and indicator.kind in ("count", "existence"):
        note = "基数较小，百分比仅供参考"
        return replace(pair, change=change, percent=percent, comparable="small_base", note=note)
    return replace(pair, change=change, percent=percent, comparable="yes")


def change_phrase(change: Change, indicator: Indicator, baseline_word: str = "上年") -> str:
    """Return the change in official wording, the direction chosen by the data.

    Returns:
        Such as ``比上年增加12件，增长6.7%``, ``与上年持平``, ``比上年下降1.2个百分点`` or
        ``与上年不可比（口径不同…）``.
    """
    if change.comparable == "no" or change.change is None:
        return f"与{baseline_word}不可比（{change.note}）"
    if change.change == 0:
        return f"与{baseline_word}持平"
    size = abs(change.change)
    if indicator.is_rate:
        points = size.quantize(Decimal("0.1"), ROUND_HALF_UP)
        if points == 0:
            return f"与{baseline_word}基本持平"
        word = "提高" if change.change > 0 else "下降"
        return f"比{baseline_word}{word}{plain(points)}个百分点"
    scaled, scale = (size / 10_000, "万") if indicator.display.scale == "万" else (size, "")
    if scaled != scaled.quantize(Decimal("0.01")):
        scaled = scaled.quantize(Decimal("0.01"), ROUND_HALF_UP)
    amount = f"{plain(scaled)}{scale}{indicator.unit}"
    word, trend = ("增加", "增长") if change.change > 0 else ("减少", "下降")
    if not change.percent or change.comparable == "small_base":
        return f"比{baseline_word}{word}{amount}"
    return f"比{baseline_word}{word}{amount}，{trend}{plain(abs(change.percent))}%"


def write_comparison(changes: Sequence[Change], path: Path) -> None:
    """Write ``comparison.csv``, swapped in whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        (
            c.id,
            c.year,
            c.baseline,
            *(_text(v) for v in (c.value, c.previous, c.change, c.percent)),
            c.comparable,
            c.note,
        )
        for c in changes
    )
    temporary = path.with_suffix(".csv.tmp")
    temporary.write_text(to_csv(COLUMNS, rows), encoding="utf-8")
    temporary.replace(path)


def read_comparison(path: Path) -> list[Change]:
    """Read ``comparison.csv``.

    Raises:
        FactError: The file is missing or malformed.
    """
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return [_from_row(row) for row in csv.DictReader(handle)]
    except (OSError, KeyError, ValueError, ArithmeticError) as problem:
        raise FactError(
            "年度比较文件缺失或已损坏", where="/".join(path.parts[-2:]), todo="运行 make site"
        ) from problem


def _text(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _from_row(row: Mapping[str, str]) -> Change:
    return Change(
        id=row["id"],
        year=int(row["year"]),
        baseline=int(row["baseline"]),
        value=_number(row["value"]),
        previous=_number(row["previous"]),
        change=_number(row["change"]),
        percent=_number(row["percent"]),
        comparable=row["comparable"],
        note=row["note"],
    )
