"""Evidence: which records a fact counted, and what each contributed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fazhi.errors import FactError
from fazhi.facts.factbook import plain
from fazhi.facts.tabular import to_csv
from fazhi.records.abreast import abreast
from fazhi.records.column import Column, combinations

if TYPE_CHECKING:
    from numpy.typing import NDArray

Counted: TypeAlias = pd.DataFrame | tuple[pd.DataFrame, "str | pd.Series[bool] | pd.Series[int]"]
"""Records a fact counted: a frame (1 each), or a frame with a column name or aligned series."""

COLUMNS = ("file", "sheet", "row", "register", "contribution")
RATE_PLACES = Decimal("0.0001")
_PIECE_ROWS = 250_000
_PIECES_ABREAST = 4


@dataclass(frozen=True)
class Evidence:
    """The records behind one fact.

    Attributes:
        frames: Clean-table rows, one frame a register.
        contributions: One column of Decimals a frame, aligned with its rows.
    """

    frames: tuple[pd.DataFrame, ...]
    contributions: tuple[Column, ...]

    @property
    def rows(self) -> int:
        """Number of records."""
        return sum(len(frame) for frame in self.frames)

    @property
    def total(self) -> Decimal:
        """Sum of all contributions."""
        counted = (pair for part in self.contributions for pair in part.counts())
        return sum((value * rows for value, rows in counted), Decimal(0))


def gather(counted: Sequence[Counted]) -> Evidence:
    """Return the evidence named by the arguments of a fact cell."""
    pairs = [item if isinstance(item, tuple) else (item, None) for item in counted]
    return Evidence(
        frames=tuple(frame for frame, _ in pairs),
        contributions=tuple(_contributions(frame, by) for frame, by in pairs),
    )


def _contributions(frame: pd.DataFrame, by: str | pd.Series | None) -> Column:
    if by is None:
        return Column(np.zeros(len(frame), np.int16), others=[Decimal(1)])
    values = frame[by] if isinstance(by, str) else by.reindex(frame.index)
    codes, found = pd.factorize(values)
    others = [Decimal(str(int(v) if v is True or v is False else v)) for v in pd.Series(found)]
    return Column(np.where(codes < 0, len(others), codes), others=[*others, Decimal(0)])


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


def write_evidence(evidence: Evidence, path: Path) -> list[str]:
    """Write ``file,sheet,row,register,contribution`` in file and row order.

    Returns:
        The files the records stand in, sorted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".csv.tmp")
    with temporary.open("wb") as stream:
        stream.write(to_csv(COLUMNS, ()).encode())
        places, rows, shares = _columns(evidence)
        for lines in _lines(places, rows, shares):
            stream.write(lines)
    temporary.replace(path)
    return sorted({file for file, _ in places.others})


def _lines(places: Column, rows: NDArray[np.int64], shares: Column) -> Iterator[memoryview]:
    """Yield the lines of the evidence file, sorted, some hundred thousand at a time.

    What repeats from line to line is written once for each place and once for each contribution.
    """
    order = _order(places, rows, shares)
    before = pa.array([to_csv(place, ())[:-1] + "," for place in places.others], pa.string())
    after = pa.array(["," + to_csv(share, ()) for share in shares.others], pa.string())

    def lines(first: int) -> memoryview:
        piece = np.arange(first, min(first + _PIECE_ROWS, len(rows)))
        piece = piece if order is None else order[piece]
        joined = pc.binary_join_element_wise(
            _repeated(before, places.codes[piece]),
            pa.array(rows[piece]).cast(pa.string()),
            _repeated(after, shares.codes[piece]),
            "",
        )
        _, ends, text = joined.buffers()
        return memoryview(text)[: np.frombuffer(ends, np.int32)[len(piece)]]

    firsts = iter(range(0, len(rows), _PIECE_ROWS))
    while few := list(islice(firsts, _PIECES_ABREAST)):
        yield from abreast(lines, few, rows=len(rows))


def _repeated(texts: pa.StringArray, codes: NDArray[Any]) -> pa.StringArray | pa.StringScalar:
    """Return the text of each code; one text for all where they are all the same."""
    first = codes[0]
    return texts[int(first)] if (codes == first).all() else texts.take(pa.array(codes))


def _columns(evidence: Evidence) -> tuple[Column, NDArray[np.int64], Column]:
    """Return file and sheet, row, and register and contribution of every record."""
    places, rows, shares = [], [np.empty(0, np.int64)], []
    for frame, contributions in zip(evidence.frames, evidence.contributions, strict=True):
        if not len(frame):
            continue
        columns = [Column(*_factorized(frame[c])) for c in ("source_file", "source_sheet")]
        firsts, which = combinations(columns)
        found = [(c[0], c[1] or "") for c in zip(*(c.take(firsts) for c in columns), strict=True)]
        pair = [_registers(frame["row_id"]), contributions]
        sharing, share_of = combinations(pair)
        named = zip(*(c.take(sharing) for c in pair), strict=True)
        each = Column(share_of, others=[(register, plain(value)) for register, value in named])
        places.append(Column(which, others=found))
        rows.append(frame["source_row"].to_numpy(np.int64))
        shares.append(each)
    return Column.joined(places), np.concatenate(rows), Column.joined(shares)


def _registers(row_ids: pd.Series) -> Column:
    """Return the register of every row; a frame that mixes registers is looked at row by row."""
    first = str(row_ids.iloc[0]).rsplit("-", 2)[0]
    if row_ids.str.startswith(f"{first}-").all():
        return Column(np.zeros(len(row_ids), np.int16), others=[first])
    return Column.of(str(row_id).rsplit("-", 2)[0] for row_id in row_ids)


def _factorized(values: pd.Series) -> tuple[NDArray[Any], None, list[Any]]:
    first = values.iloc[0]
    if (values == first).fillna(False).all():
        return np.zeros(len(values), np.int16), None, [first]
    codes, found = pd.factorize(values)
    return codes, None, list(found)


def _order(places: Column, rows: NDArray[np.int64], shares: Column) -> NDArray[np.intp] | None:
    """Return the records in the order of their lines, None where they stand in it already."""
    place = _ranks(places)
    further = np.diff(place)
    if ((further > 0) | ((further == 0) & (np.diff(rows) > 0))).all():
        return None
    return np.lexsort((_ranks(shares), rows, place))


def _ranks(column: Column) -> NDArray[np.int32]:
    ranks = np.empty(column.size + 1, np.int32)
    ranks[sorted(range(column.size), key=column.others.__getitem__)] = np.arange(column.size)
    return column.at(ranks)


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
