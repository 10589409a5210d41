"""Hold the statutory tables against the facts of the report (勾稽)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fazhi.facts import FactBook, plain
from fazhi.publish.statistics.tables import StatTable


@dataclass(frozen=True)
class Tie:
    """Numbers of the tables that must add up to a fact.

    Attributes:
        label: What is held together, in words.
        keys: Lines that are added.
        fact: Indicator id.
    """

    label: str
    keys: tuple[str, ...]
    fact: str


TIES = (
    Tie("表二合计与立案处罚案件", ("penalties.total",), "penalties.cases"),
    Tie("表二罚款金额与罚款总额", ("penalties.fines",), "penalties.fine_total"),
    Tie(
        "表一决定各项、表四备案之和与行政审批办件",
        ("permits.granted", "permits.refused", "permits.administered", "permits.ended",
         "permits.unstated", "other.filings"),
        "permits.total",
    ),
    Tie("表四部门内双随机与部门内检查", ("inspections.部门内双随机",), "inspections.internal"),
    Tie("表四跨部门双随机与跨部门检查", ("inspections.跨部门双随机",), "inspections.joint"),
    Tie(
        "表四两种双随机之和与“双随机”检查合计",
        ("inspections.部门内双随机", "inspections.跨部门双随机"),
        "inspections.total",
    ),
)  # fmt: skip

FACT_OF_LINE = {tie.keys[0]: tie.fact for tie in TIES if len(tie.keys) == 1}
"""Lines that are the same number as a fact."""


def cross_check(tables: Sequence[StatTable], book: FactBook) -> list[str]:
    """Return one Chinese sentence per tie that does not hold; none when all hold.

    A tie with no record on either side holds: both then say 无记录.

    Args:
        tables: The statutory tables of the year.
        book: The facts of the same year.
    """
    values = {line.key: line.value for table in tables for line in table.lines}
    return list(_broken(values, book))


def _broken(values: dict[str, Decimal | None], book: FactBook) -> Iterator[str]:
    for tie in TIES:
        parts = [values[key] for key in tie.keys]
        known = [part for part in parts if part is not None]
        counted = sum(known, Decimal(0)) if len(known) == len(parts) else None
        fact = book.facts.get(tie.fact)
        if counted != (fact.value if fact else None):
            left = "无记录" if counted is None else plain(counted)
            right = f"{plain(fact.value)}{fact.unit}" if fact else "无记录"
            yield (
                f"{book.year}年{tie.label}不一致：统计年报为{left}，报告事实 {tie.fact} 为{right}"
            )
