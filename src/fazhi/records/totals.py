"""Compare the totals a register states about itself (合计) with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fazhi.records.parse import Parsed
from fazhi.records.problems import VERIFY, CellError, Problem
from fazhi.records.rows import is_grand_total
from fazhi.records.sheets import blank, column_letter
from fazhi.records.table import Part
from fazhi.records.values import ColumnContext, column_parser

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StatedTotal:
    """One figure of a total row beside the sum of the rows above it.

    Attributes:
        register: Table name.
        file: File name.
        sheet: Sheet name.
        row: Row of the total.
        column: Header.
        cell: Address.
        stated: What the row says.
        computed: Sum of the readable records of the sheet, 作废 included.
        in_force: The same without 作废.
        unit: 元 for money, else empty.
    """

    register: str
    file: str
    sheet: str
    row: int
    column: str
    cell: str
    stated: Decimal
    computed: Decimal
    in_force: Decimal
    unit: str

    @property
    def agrees(self) -> bool:
        """Whether the stated figure is one of the sums."""
        return self.stated in (self.computed, self.in_force)


def stated_totals(parsed: Parsed, year: int) -> list[StatedTotal]:
    """Return every figure of every grand-total row of a register."""
    found = []
    first = 0
    for part in parsed.raw.parts:
        sums = _Sums(parsed, first)
        first += len(part.rows)
        for place in np.flatnonzero(part.kinds.where(lambda kind: kind == "total")).tolist():
            if is_grand_total(part.sheet.rows[place]):
                found += _row_totals(parsed, part, place + 1, sums, year)
    return found


def _row_totals(
    parsed: Parsed, part: Part, number: int, sums: _Sums, year: int
) -> list[StatedTotal]:
    row, register, totals = part.sheet.rows[number - 1], parsed.raw.register, []
    for key, index in part.header.columns.items():
        field = register.by_key[key]
        summed = field.type in ("int", "decimal", "money")
        if not summed or index >= len(row) or blank(row[index]):
            continue
        unit = part.header.units.get(key, "")
        stated = _stated(field, row[index], ColumnContext(year, unit))
        if stated is None:
            continue
        above = int(np.searchsorted(part.rows, number))
        totals.append(
            StatedTotal(
                register.name,
                part.sheet.file,
                part.sheet.name,
                number,
                part.header.titles[key],
                f"{column_letter(index)}{number}",
                stated,
                sums.of(key, above),
                sums.of(key, above, in_force=True),
                "元" if field.type == "money" else "",
            )
        )
    return totals


def _stated(field: Any, cell: object, context: ColumnContext) -> Decimal | None:
    try:
        value = column_parser(field, context)(cell)
    except CellError:
        return None
    return None if value is None else Decimal(str(value))


class _Sums:
    """Sums over the first records of one sheet, added up from one total row to the next."""

    def __init__(self, parsed: Parsed, first: int) -> None:
        self._parsed = parsed
        self._first = first
        self._reached: dict[tuple[str, bool], tuple[int, Decimal]] = {}

    def of(self, key: str, count: int, *, in_force: bool = False) -> Decimal:
        """Return the sum of field *key* over the first *count* records, 作废 left out at will."""
        reached, total = self._reached.get((key, in_force), (0, Decimal(0)))
        column, counted = self._parsed.values[key], self._in_force
        for record in range(self._first + reached, self._first + count):
            value = column[record]
            if value is not None and (counted[record] or not in_force):
                total += Decimal(value)
        self._reached[key, in_force] = count, total
        return total

    @cached_property
    def _in_force(self) -> NDArray[np.bool_]:
        return self._parsed.in_force()


def total_problems(totals: list[StatedTotal]) -> list[Problem]:
    """Return a problem for every stated total that is not the sum of its rows."""
    return [
        Problem(
            severity=VERIFY,
            register=t.register,
            file=t.file,
            sheet=t.sheet,
            row=t.row,
            column=t.column,
            cell=t.cell,
            rule="合计与逐行相加不符",
            found=f"合计 {_trim(t.stated)}{t.unit}",
            expected=f"逐行相加 {_trim(t.computed)}{t.unit}",
            how_to_fix="核对是否漏行、重行或合计未更新；合计行不计入",
        )
        for t in totals
        if not t.agrees
    ]


def _trim(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
