"""Explain a change between two years by parts (street, sector, month, item) that add up exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fazhi.errors import FactError
from fazhi.facts import Breakdown, Fact, FactBook, compare, load_indicators, plain, read_facts
from fazhi.facts.small_cells import same_cells
from fazhi.paths import Project

EXPLAINED = (
    "inspections.total",
    "hazards.found",
    "penalties.cases",
    "penalties.fine_total",
    "permits.total",
    "outreach.audience",
)
_MINUS = "−"


@dataclass(frozen=True)
class PartChange:
    """What one part contributes to a change.

    Attributes:
        label: The part, such as a street.
        previous: Its value in the baseline year.
        current: Its value in the report year.
    """

    label: str
    previous: Decimal
    current: Decimal

    @property
    def change(self) -> Decimal:
        """The difference."""
        return self.current - self.previous


def explain_change(current: Fact, previous: Fact, by: str) -> list[PartChange]:
    """Split the change of a fact by one dimension.

    Args:
        current: The fact of the report year.
        previous: The same indicator's fact of the baseline year.
        by: Dimension id (``town``, ``sector``, ``month``, ``item``), split in both years.

    Returns:
        One entry per part of either year, months in order, others from the largest increase to
        the largest decrease; the changes add up to the change of the fact.

    Raises:
        FactError: The facts are of two indicators, a year has no such split, or one does not
            add up to its fact.
    """
    if current.id != previous.id:
        raise FactError("两个事实不是同一指标", expected=previous.id, got=current.id)
    new, old = same_cells(_parts(current, by), _parts(previous, by))
    parts = [
        PartChange(label, old.get(label, Decimal(0)), new.get(label, Decimal(0)))
        for label in {**new, **old}
    ]
    if by == "month":
        return sorted(parts, key=lambda part: int(part.label.removesuffix("月")))
    return sorted(parts, key=lambda part: (-part.change, part.label))


def shared_dimensions(current: Fact, previous: Fact) -> list[Breakdown]:
    """Return the splits of *current* that *previous* has too."""
    known = {split.by for split in previous.breakdowns}
    return [split for split in current.breakdowns if split.by in known]


def changes_page(project: Project, year: int) -> str:
    """Return ``book/generated/<year>/changes.md``: this year's changes against the year before.

    Raises:
        FactError: The year has no facts, or a split does not add up.
    """
    book = read_facts(project.facts(year))
    before = project.facts(year - 1)
    previous = read_facts(before) if before.is_file() else None
    indicators = load_indicators(project.indicators)
    changes = {change.id: change for change in compare(book, previous, year - 1, indicators)}
    lines = [f"# {year}年的变化从何而来", ""]
    lines += ["每项差额按街镇、行业、月份、事项等拆开，各部分的增减相加正好等于总差额。"]
    for each in (known for known in EXPLAINED if known in changes):
        anchor = each.replace(".", "-")
        lines += ["", f"(y{year}-change-{anchor})=", f"## {indicators[each].label}", ""]
        if changes[each].comparable == "no" or previous is None:
            lines.append(f"与{year - 1}年不可比：{changes[each].note}。")
            continue
        lines += _section(book, previous, each)
    return "\n".join(lines) + "\n"


def _section(book: FactBook, previous: FactBook, each: str) -> Iterator[str]:
    current, old = book.facts[each], previous.facts[each]
    yield (
        f"{book.year}年为{{fact}}`{book.year}/{each}`，{previous.year}年为"
        f"{{fact}}`{previous.year}/{each}`，{{fact-change}}`{book.year}/{each}`。"
    )
    splits = shared_dimensions(current, old)
    if not splits:
        yield "两年没有同样的分组，不能拆分。"
    for split in splits:
        yield ""
        yield f":::{{table}} {current.label}{split.label}的增减（{split.unit}）"
        yield ""
        yield f"| {split.label.removeprefix('按')} | {previous.year}年 | {book.year}年 | 增减 |"
        yield "| :-- | --: | --: | --: |"
        for part in explain_change(current, old, split.by):
            yield _row(part)
        yield _row(PartChange("合计", old.value, current.value))
        yield ":::"


def _row(part: PartChange) -> str:
    shown = (plain(part.previous), plain(part.current), _signed(part.change))
    return f"| {part.label} | {' | '.join(shown)} |"


def _signed(value: Decimal) -> str:
    if value < 0:
        return f"{_MINUS}{plain(-value)}"
    return f"+{plain(value)}" if value else "0"


def _parts(fact: Fact, by: str) -> dict[str, Decimal]:
    split = next((each for each in fact.breakdowns if each.by == by), None)
    if split is None:
        known = "、".join(each.by for each in fact.breakdowns) or "无"
        raise FactError(f"事实 {fact.id} 没有按 {by} 的分组", expected=f"已有分组：{known}")
    parts = {part.label: part.value for part in split.parts}
    total = sum(parts.values(), Decimal(0))
    if total != fact.value or len(parts) != len(split.parts):
        raise FactError(
            f"事实 {fact.id} {split.label}各部分之和不等于合计",
            expected=plain(fact.value),
            got=plain(total),
            todo="检查分组单元是否遗漏或重名",
        )
    return parts
