"""What a notebook cell calls: ``fact(...)`` and ``breakdown(...)``.

A call checks the value against its evidence, writes the evidence file and displays two forms of
the result: a card for readers, and JSON that the harvester collects with the cell's source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from fazhi.errors import FactError
from fazhi.facts.card import Shown, breakdown_card, fact_card, missing_card
from fazhi.facts.evidence import (
    RATE_PLACES,
    Counted,
    expected_value,
    gather,
    require_agreement,
    write_evidence,
)
from fazhi.facts.factbook import BREAKDOWN_MIME, FACT_MIME, plain
from fazhi.facts.indicators import Indicator, load_indicators
from fazhi.facts.small_cells import merge_small
from fazhi.facts.wording import printed_form
from fazhi.paths import Project
from fazhi.records import YearRecords, open_year

Value = int | float | Decimal | None


@dataclass
class Recorder:
    """The open year of one notebook run.

    Attributes:
        project: The project folder.
        records: The year's clean tables.
        indicators: The catalogue.
    """

    project: Project
    records: YearRecords
    indicators: Mapping[str, Indicator]
    _values: dict[str, Decimal] = field(default_factory=dict)

    def fact(
        self,
        indicator_id: str,
        value: Value,
        *counted: Counted,
        readings: Mapping[str, Value] | None = None,
    ) -> Shown:
        """Record one fact and display its card.

        Args:
            indicator_id: Id in the catalogue.
            value: What the cell computed; None where a denominator is empty.
            *counted: Records counted: a frame (1 each) or ``(frame, column or series)``.
            readings: Second readings (读法) by Chinese label.

        Raises:
            FactError: Unknown or repeated id, or value and evidence disagree.
        """
        indicator = self._indicator(indicator_id)
        if indicator_id in self._values:
            raise FactError(f"指标 {indicator_id} 在同一笔记本中计算了两次", todo="只保留一个单元")
        reason = self._absence(indicator)
        if reason or value is None or _nothing(value):
            reason = reason or "分母为零，无从计算"
            return Shown(
                {
                    FACT_MIME: {"id": indicator_id, "missing": reason},
                    "text/html": missing_card(indicator, reason),
                }
            )
        number = exact(value)
        evidence = gather(counted)
        require_agreement(indicator_id, number, expected_value(indicator.kind, evidence))
        path = f"evidence/{indicator_id}.csv"
        year = self.records.year
        files = write_evidence(evidence, self.project.processed(year) / path)
        self._values[indicator_id] = number
        definition = indicator.definition(year)
        body = {
            "id": indicator_id,
            "label": indicator.label,
            "value": plain(number),
            "unit": indicator.unit,
            "definition": definition.text,
            "definition_version": definition.version,
            "readings": [
                {"label": label, "value": plain(exact(other))}
                for label, other in (readings or {}).items()
                if other is not None
            ],
            "inputs": [
                {"file": f, "sha256": self.records.sources[f].sha256}
                for f in files or self._files_of(indicator)
            ],
            "rows": evidence.rows,
            "evidence": path,
            "display": printed_form(indicator, number),
        }
        html = fact_card(body, evidence, self.records.registers, self.records.sources, year)
        return Shown({FACT_MIME: body, "text/html": html})

    def breakdown(self, indicator_id: str, by: str, label: str, parts: pd.Series) -> Shown:
        """Record the parts of a fact already computed in this notebook.

        Args:
            indicator_id: The fact that is split.
            by: Dimension id, such as ``town``.
            label: Chinese name of the dimension.
            parts: Values by part name, in display order.

        Raises:
            FactError: The parts do not add up to the fact exactly.
        """
        indicator = self._indicator(indicator_id)
        if reason := self._absence(indicator):
            return Shown({"text/html": missing_card(indicator, reason)})
        rows = [(_label(name), exact(value)) for name, value in parts.items()]
        whole = self._values.get(indicator_id, Decimal(0))
        total = sum((value for _, value in rows), Decimal(0))
        if total != whole:
            raise FactError(
                f"指标 {indicator_id} {label}各部分之和不等于合计",
                expected=plain(whole),
                got=plain(total),
                todo="检查分组是否遗漏空值",
            )
        body = {
            "id": indicator_id,
            "by": by,
            "label": label,
            "unit": indicator.unit,
            "parts": [
                {"label": name, "value": plain(value)}
                for name, value in merge_small(rows, indicator.unit, by)
            ],
        }
        return Shown({BREAKDOWN_MIME: body, "text/html": breakdown_card(indicator, body)})

    def _indicator(self, indicator_id: str) -> Indicator:
        try:
            return self.indicators[indicator_id]
        except KeyError:
            raise FactError(
                f"指标目录中没有 {indicator_id}",
                where="data/reference/indicators.yml",
                todo="先在指标目录中写明口径",
            ) from None

    def _absence(self, indicator: Indicator) -> str:
        """Return which registers were not received; empty when all were."""
        registers = self.records.registers
        absent = [registers[r].title for r in indicator.registers if not self.records.has(r)]
        return f"缺少登记簿：{'、'.join(absent)}" if absent else ""

    def _files_of(self, indicator: Indicator) -> list[str]:
        """Return the files of the registers searched, for facts that found no record."""
        return sorted(
            {
                f
                for register in indicator.registers
                for f in self.records.table(register)["source_file"].unique()
            }
        )


def start(year: int) -> Recorder:
    """Open *year* for a notebook of the project in the working directory.

    Returns:
        A recorder; its ``records.valid(register)`` are the tables to count.
    """
    project = Project.here()
    return Recorder(project, open_year(project, year), load_indicators(project.indicators))


def _label(name: object) -> str:
    return "未注明" if name is pd.NA or name is None or name != name else str(name)  # noqa: PLR0124


def _nothing(value: object) -> bool:
    return value is pd.NA or value != value  # noqa: PLR0124 - NaN is not itself


def exact(value: int | float | Decimal) -> Decimal:
    """Return *value* as Decimal; a quotient (float) is rounded half-even to four places."""
    if isinstance(value, float):
        return Decimal(repr(float(value))).quantize(RATE_PLACES)
    if isinstance(value, Decimal):
        return value if value == value.quantize(RATE_PLACES) else value.quantize(RATE_PLACES)
    return Decimal(int(value))
