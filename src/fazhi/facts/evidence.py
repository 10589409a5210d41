"""Evidence: which records a fact counted, and what each contributed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from fazhi.errors import FactError
from fazhi.facts.factbook import plain
from fazhi.facts.tabular import to_csv

Counted: TypeAlias = pd.DataFrame | tuple[pd.DataFrame, "str | pd.Series[bool] | pd.Series[int]"]
"""Records a fact counted: a frame (1 each), or a frame with a column name or aligned series."""

COLUMNS = ("file", "sheet", "row", "register", "contribution")
RATE_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Evidence:
    """The records behind one fact.

    Attributes:
        frames: Clean-table rows, one frame a register.
        contributions: One list of Decimals a frame, aligned with its rows.
    """

    frames: tuple[pd.DataFrame, ...]
    contributions: tuple[list[Decimal], ...]

    @property
    def rows(self) -> int:
        """Number of records."""
        return sum(len(frame) for frame in self.frames)

    @property
    def total(self) -> Decimal:
        """Sum of all contributions."""
        return sum((sum(part, Decimal(0)) for part in self.contributions), Decimal(0))


def gather(counted: Sequence[Counted]) -> Evidence:
    """Return the evidence named by the arguments of a fact cell."""
    pairs = [item if isinstance(item, tuple) else (item, None) for item in counted]
    return Evidence(
        frames=tuple(frame for frame, _ in pairs),
        contributions=tuple(_contributions(frame, by) for frame, by in pairs),
    )


def _contributions(frame: pd.DataFrame, by: str | pd.Series | None) -> list[Decimal]:
    if by is None:
        return [Decimal(1)] * len(frame)
    values = frame[by] if isinstance(by, str) else by.reindex(frame.index)
    return [
        Decimal(0) if pd.isna(v) else Decimal(str(int(v) if v is True or v is False else v))
        for v in values
    ]


def expected_value(kind: str, evidence: Evidence) -> Decimal | None:
    """Return what a fact of *kind* must equal given its evidence, or None if kind sets no rule.

    Args:
        kind: Indicator kind: ``count`` and ``existence`` count and ``total`` adds contributions;
            ``rate`` is 100 × contributions ÷ rows; ``mean`` contributions ÷ rows.
        evidence: The records counted.

    Returns:
        The value rounded as facts are stored; None for ``extreme`` or an empty denominator.
    """
    if kind in ("count", "existence", "total"):
        return evidence.total
    if kind in ("rate", "mean") and evidence.rows:
        factor = 100 if kind == "rate" else 1
        return (factor * evidence.total / evidence.rows).quantize(RATE_PLACES)
    return None


def write_evidence(evidence: Evidence, path: Path) -> None:
    """Write ``file,sheet,row,register,contribution`` in file and row order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".csv.tmp")
    temporary.write_text(to_csv(COLUMNS, evidence_rows(evidence)), encoding="utf-8")
    temporary.replace(path)


def evidence_rows(evidence: Evidence) -> list[tuple[str, str, int, str, str]]:
    """Return the evidence as sorted rows of the contract's columns."""
    rows: list[tuple[str, str, int, str, str]] = []
    for frame, contributions in zip(evidence.frames, evidence.contributions, strict=True):
        registers = [row_id.rsplit("-", 2)[0] for row_id in frame["row_id"]]
        places = zip(
            frame["source_file"].tolist(),
            ("" if pd.isna(sheet) else sheet for sheet in frame["source_sheet"]),
            frame["source_row"].tolist(),
            registers,
            contributions,
            strict=True,
        )
        rows.extend((f, s, int(r), reg, plain(c)) for f, s, r, reg, c in places)
    return sorted(rows)


def require_agreement(indicator_id: str, value: Decimal, expected: Decimal | None) -> None:
    """Refuse a fact whose value is not what its own evidence adds up to.

    Raises:
        FactError: They differ by more than the stored precision.
    """
    if expected is not None and abs(expected - value) > RATE_PLACES:
        raise FactError(
            f"指标 {indicator_id} 的值与其证据记录不勾稽",
            expected=f"证据合计 {plain(expected)}",
            got=plain(value),
            todo="检查该单元的表达式与传入的记录是否一致",
        )
