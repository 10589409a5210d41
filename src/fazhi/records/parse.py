"""Turn raw columns into typed columns; a cell that cannot be read faults its record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from fazhi.records.abreast import abreast
from fazhi.records.codes import uscc_fault
from fazhi.records.column import NOTHING, Column
from fazhi.records.dates import split_range
from fazhi.records.plain import surely_plain
from fazhi.records.problems import VERIFY, CellError, Fault, Problem
from fazhi.records.register import Field
from fazhi.records.table import Part, RawTable
from fazhi.records.values import ColumnContext, Parser, column_parser, plain_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SYNTHETIC_CODES = "示例数据的代码有意不合校验，不必处理"
VALID, VOID = "有效", "作废"


@dataclass
class Parsed:
    """Typed columns of one register, all records, nothing masked yet.

    Attributes:
        raw: Where they came from; its faults grow while checks run.
        year: Report year.
        values: Typed values by field key; every declared field is present.
        warnings: Problems that leave the record clean.
    """

    raw: RawTable
    year: int
    values: dict[str, Column] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def warn(self, record: int, fault: Fault) -> None:
        """Report *fault* against a record without quarantining it."""
        self.warnings.append(self.raw.problem(VERIFY, record, fault))

    def sound(self) -> NDArray[np.intp]:
        """Return the records without faults, in order."""
        sound = np.ones(len(self.raw), bool)
        sound[list(self.raw.faults)] = False
        return np.flatnonzero(sound)

    def in_force(self) -> NDArray[np.bool_]:
        """Return for every record whether it counts (有效), faults aside."""
        return self.values[self.raw.register.status_field].where(lambda status: status != VOID)

    def counted(self) -> list[int]:
        """Return the records that are clean and in force."""
        sound = self.sound()
        counted: list[int] = sound[self.in_force()[sound]].tolist()
        return counted


def parse(raw: RawTable, year: int) -> Parsed:
    """Read every cell of *raw* as its field's type.

    Args:
        raw: Raw table; unreadable cells are put against its records.
        year: Report year.

    Returns:
        Typed columns.
    """
    _split_ranges(raw)
    parsed = Parsed(raw, year)
    read = partial(_read_column, raw, year)
    fields = raw.register.fields
    for declared, (values, faults) in zip(
        fields, abreast(read, fields, rows=len(raw)), strict=True
    ):
        parsed.values[declared.key] = values
        _put_faults(raw, declared, values, faults)
    status = parsed.values[raw.register.status_field]
    # Only 作废 is ever marked in practice; a blank status is a record in force.
    codes = np.where(status.codes == NOTHING, status.size, status.codes)
    filled = Column(codes, status.texts, [*status.others, VALID])
    parsed.values[raw.register.status_field] = filled.unified()
    for declared in raw.register.fields:
        if declared.type == "uscc":
            _check_codes(parsed, declared)
    return parsed


def _split_ranges(raw: RawTable) -> None:
    """Spread a range written into a start column over the start and end columns."""
    for key in [k for k in raw.cells if k.startswith("start")]:
        end = "end" + key.removeprefix("start")
        if end not in raw.register.by_key:
            continue
        ends = raw.cells.setdefault(end, Column.empty(len(raw)))
        starts = raw.cells[key]
        ranges = starts.where(lambda cell: isinstance(cell, str) and split_range(cell) is not None)
        for record in np.flatnonzero(ranges & (ends.codes == NOTHING)).tolist():
            if found := split_range(starts[record]):
                starts.put(record, found[0])
                ends.put(record, found[1])


def _read_column(raw: RawTable, year: int, declared: Field) -> tuple[Column, dict[int, CellError]]:
    """Return the values of a field, and by record the faults of cells that cannot be read."""
    column = raw.cells.get(declared.key)
    if column is None:
        return Column.empty(len(raw)), {}
    values: list[Column] = []
    faults: dict[int, CellError] = {}
    first = 0
    # Sheets whose surroundings say the same are read as one: they share their distinct texts.
    for context, parts in groupby(raw.parts, partial(_context, declared, year)):
        last = first + sum(len(part.rows) for part in parts)
        read, unread = _read_cells(column[first:last], declared, column_parser(declared, context))
        values.append(read)
        faults |= {first + offset: fault for offset, fault in unread.items()}
        first = last
    return Column.joined(values), faults


def _context(declared: Field, year: int, part: Part) -> ColumnContext:
    unit = part.header.units.get(declared.key, "")
    return ColumnContext(year, unit, part.sheet.epoch_1904)


def _put_faults(
    raw: RawTable, declared: Field, values: Column, faults: dict[int, CellError]
) -> None:
    for record, fault in faults.items():
        found = plain_text(raw.cells[declared.key][record])
        raw.fault(record, Fault(declared.key, fault.rule, found, fault.expected, fault.how_to_fix))
    if declared.required and declared.key in raw.cells:
        _require(raw, declared, np.flatnonzero(values.codes == NOTHING).tolist(), faults)


def _read_cells(
    cells: Column, declared: Field, parse_cell: Parser
) -> tuple[Column, dict[int, CellError]]:
    """Parse each distinct cell once; registers repeat themselves.

    Returns:
        The values, and by place the faults of cells that cannot be read.
    """
    moved = np.full(cells.size + 1, NOTHING, np.int32)
    fault_of: dict[int, CellError] = {}
    plain = surely_plain(cells.texts, declared)
    first_other = len(plain)
    moved[:first_other] = np.where(plain, np.arange(first_other), NOTHING)
    texts = cells.texts if plain.any() else None
    others: list[object] = []
    waiting = np.flatnonzero(~plain).tolist()
    for code in (*waiting, *range(first_other, cells.size), NOTHING):
        try:
            value = parse_cell(cells.value(code))
        except CellError as fault:
            fault_of[code] = fault
            continue
        if value is not None:
            moved[code] = (len(texts) if texts is not None else 0) + len(others)
            others.append(value)
    faulty = np.zeros(cells.size + 1, bool)
    faulty[list(fault_of)] = True
    places = np.flatnonzero(cells.at(faulty)).tolist() if fault_of else []
    faults = {place: fault_of[int(cells.codes[place])] for place in places}
    return Column(cells.at(moved), texts, others), faults


def _require(
    raw: RawTable, declared: Field, empty: list[int], faults: dict[int, CellError]
) -> None:
    for record in empty:
        if record in faults or _already_faulty(raw, record, declared.key):
            continue
        found = raw.cells[declared.key][record]
        fault = Fault(
            declared.key,
            "必填项为空",
            "" if found is None else plain_text(found),
            f"填写「{declared.header}」",
            "补填该单元格；如果该行不是一条记录，删去",
        )
        raw.fault(record, fault)


def _already_faulty(raw: RawTable, record: int, key: str) -> bool:
    """Return whether the cell, or the whole row, has a fault that explains the emptiness."""
    return any(f.column in (key, "") for f in raw.faults.get(record, ()))


def _check_codes(parsed: Parsed, declared: Field) -> None:
    """Report wrong credit codes once per file; such a record still counts."""
    raw = parsed.raw
    wrong: dict[str, list[int]] = {}
    column = parsed.values[declared.key]
    faulty = column.where(lambda code: isinstance(code, str) and bool(uscc_fault(code)))
    for record in np.flatnonzero(faulty).tolist():
        wrong.setdefault(raw.parts[raw.part_of[record]].sheet.file, []).append(record)
    for file, records in wrong.items():
        part = raw.parts[raw.part_of[records[0]]]
        first = raw.place(records[0]).removeprefix(file)
        parsed.warnings.append(
            Problem(
                severity=VERIFY,
                register=raw.register.name,
                file=file,
                sheet="",
                row=None,
                column=part.header.titles[declared.key],
                cell="",
                rule="统一社会信用代码校验不通过",
                found=f"共 {len(records)} 行，首见{first}，仍计入",
                expected="18位且校验位相符的代码",
                how_to_fix=_SYNTHETIC_CODES if part.synthetic else "核对营业执照",
            )
        )


def year_of(value: object) -> int | None:
    """Return the year of a date, or of a whole number that is a year."""
    if isinstance(value, date):
        return value.year
    return value if isinstance(value, int) else None
