"""Compare the totals a register states about itself (合计) with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fazhi.records.parse import Parsed
from fazhi.records.problems import VERIFY, CellError, Problem
from fazhi.records.rows import is_grand_total
from fazhi.records.sheets import blank, column_letter
from fazhi.records.table import Part
from fazhi.records.values import ColumnContext, column_parser


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
        records = range(first, first + len(part.rows))
        first += len(part.rows)
        for number, kind in enumerate(part.kinds, 1):
            if kind == "total" and is_grand_total(part.sheet.rows[number - 1]):
                found += _row_totals(parsed, part, number, records, year)
    return found


def _row_totals(
    parsed: Parsed, part: Part, number: int, records: range, year: int
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
        above = [n for n in records if parsed.raw.row_of[n] < number]
        totals.append(
            StatedTotal(
                register.name,
                part.sheet.file,
                part.sheet.name,
                number,
                part.header.titles[key],
                f"{column_letter(index)}{number}",
                stated,
                _sum(parsed.values[key], above),
                _sum(parsed.values[key], [n for n in above if parsed.is_valid(n)]),
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


def _sum(values: list[Any], records: list[int]) -> Decimal:
    return sum((Decimal(values[n]) for n in records if values[n] is not None), Decimal(0))


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
