"""The record rows of one register, column by column, from every sheet that carries it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from fazhi.records.abreast import abreast
from fazhi.records.column import Column
from fazhi.records.header import Header
from fazhi.records.plaintext import Grid
from fazhi.records.problems import MASKED, Fault, Problem
from fazhi.records.register import Register
from fazhi.records.rows import RECORD
from fazhi.records.sheets import Cell, Sheet, column_letter

FOUND_LIMIT = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _no_numbers() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


@dataclass(frozen=True)
class Part:
    """One sheet of a register.

    Attributes:
        sheet: Its cells.
        header: Its header.
        kinds: Kind of every row.
        rows: 1-based numbers of its record rows, ascending.
        synthetic: Whether it is sample data (示例数据).
    """

    sheet: Sheet
    header: Header
    kinds: Column
    rows: NDArray[np.int32]
    synthetic: bool = False


@dataclass
class RawTable:
    """Raw cells of the records of one register, column-wise, with where each row came from.

    Attributes:
        register: Its declaration.
        parts: The sheets it came from.
        part_of: Index into ``parts`` by record.
        row_of: Excel row by record.
        cells: Raw cells by field key; a field without a column is absent.
        faults: Reasons against a record, by record index.
        non_records: Rows left out, by kind.
    """

    register: Register
    parts: list[Part] = field(default_factory=list)
    part_of: NDArray[np.int32] = field(default_factory=_no_numbers)
    row_of: NDArray[np.int32] = field(default_factory=_no_numbers)
    cells: dict[str, Column] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    non_records: Counter[str] = field(default_factory=Counter)

    @property
    def rows_in(self) -> int:
        """Rows of all its sheets, records or not."""
        return sum(len(part.kinds) for part in self.parts)

    def __len__(self) -> int:
        return len(self.row_of)

    @classmethod
    def of(cls, register: Register, parts: Sequence[Part]) -> RawTable:
        """Return the records of all sheets of one register, in their order."""
        table = cls(register, list(parts))
        for number, part in enumerate(parts):
            table.non_records.update({k: n for k, n in part.kinds.counts() if k != RECORD})
            table.part_of = np.append(table.part_of, np.full(len(part.rows), number, np.int32))
        table.row_of = np.concatenate([table.row_of, *(part.rows for part in parts)])
        keys = list(dict.fromkeys(key for part in parts for key in part.header.columns))

        def cells(key: str) -> Column:
            columns = [_column(p.sheet.rows, p.rows, p.header.columns.get(key)) for p in parts]
            return columns[0] if len(columns) == 1 else Column.joined(columns)

        table.cells = dict(zip(keys, abreast(cells, keys, rows=len(table)), strict=True))
        return table

    def let_go_of_rows(self) -> None:
        """Forget the rows of large text files; the cells of its records are held here as well."""
        for number, part in enumerate(self.parts):
            if isinstance(part.sheet.rows, Grid):
                self.parts[number] = replace(part, sheet=replace(part.sheet, rows=[]))

    def fault(self, record: int, fault: Fault) -> None:
        """Put a reason against a record; the row will be quarantined."""
        self.faults.setdefault(record, []).append(fault)

    def problem(self, severity: str, record: int, fault: Fault) -> Problem:
        """Return *fault* with its place in the file; a value that is not public is masked."""
        part = self.parts[self.part_of[record]]
        row, key = int(self.row_of[record]), fault.column
        index = part.header.columns.get(key)
        declared = self.register.by_key.get(key)
        hidden = declared is not None and declared.publish != "as_is" and bool(fault.found)
        return Problem(
            severity=severity,
            register=self.register.name,
            file=part.sheet.file,
            sheet=part.sheet.name,
            row=row,
            column=part.header.titles.get(key, declared.header if declared else ""),
            cell="" if index is None else f"{column_letter(index)}{row}",
            rule=fault.rule,
            found=MASKED if hidden else _shortened(fault.found),
            expected=fault.expected,
            how_to_fix=fault.how_to_fix,
        )

    def place(self, record: int) -> str:
        """Return file, sheet and row of a record in one Chinese phrase."""
        part = self.parts[self.part_of[record]]
        sheet = f"「{part.sheet.name}」" if part.sheet.name else ""
        return f"{part.sheet.file}{sheet}第{int(self.row_of[record])}行"


def _shortened(found: str) -> str:
    """Return what was found on one line, control characters made visible, not too long to read."""
    line = _CONTROL.sub("\ufffd", " ".join(found.split("\n")))
    return line if len(line) <= FOUND_LIMIT else f"{line[:FOUND_LIMIT]}……（共{len(line)}字）"


def _column(rows: Sequence[list[Cell]], numbers: NDArray[np.int32], index: int | None) -> Column:
    if index is None:
        return Column.empty(len(numbers))
    if isinstance(rows, Grid):
        # A header of two rows may be longer than the rows under it.
        held = index < len(rows.columns)
        return _picked(rows.columns[index], numbers) if held else _cells(rows, numbers, index)
    return _cells(rows, numbers, index)


def _picked(column: Column, numbers: NDArray[np.int32]) -> Column:
    """Return the cells of the rows *numbers*, without copying them where no row is left out."""
    if len(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers):
        return column[numbers[0] - 1 : numbers[-1]]
    return column.take(numbers - 1)


def _cells(rows: Sequence[list[Cell]], numbers: NDArray[np.int32], index: int) -> Column:
    found = (rows[number - 1] for number in numbers.tolist())
    return Column.of(row[index] if index < len(row) else None for row in found)
