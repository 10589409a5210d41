"""Turn raw columns into typed columns; a cell that cannot be read faults its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from fazhi.records.codes import uscc_fault
from fazhi.records.dates import split_range
from fazhi.records.problems import VERIFY, CellError, Fault, Problem
from fazhi.records.register import Field
from fazhi.records.sheets import Cell
from fazhi.records.table import RawTable
from fazhi.records.values import ColumnContext, Parser, column_parser, plain_text

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
    values: dict[str, list[object]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def warn(self, record: int, fault: Fault) -> None:
        """Report *fault* against a record without quarantining it."""
        self.warnings.append(self.raw.problem(VERIFY, record, fault))

    def sound(self) -> list[int]:
        """Return the records without faults, in order."""
        return [n for n in range(len(self.raw)) if n not in self.raw.faults]

    def is_valid(self, record: int) -> bool:
        """Return whether a record counts (有效), faults aside."""
        return self.values[self.raw.register.status_field][record] != VOID


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
    for declared in raw.register.fields:
        column = raw.cells.get(declared.key)
        if column is None:
            parsed.values[declared.key] = [None] * len(raw)
        else:
            parsed.values[declared.key] = _parse_column(raw, declared, column, year)
    status = parsed.values[raw.register.status_field]
    # Only 作废 is ever marked in practice; a blank status is a record in force.
    parsed.values[raw.register.status_field] = [VALID if s is None else s for s in status]
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
        ends = raw.cells.setdefault(end, [None] * len(raw))
        starts = raw.cells[key]
        for record, cell in enumerate(starts):
            found = split_range(cell) if isinstance(cell, str) else None
            if found and ends[record] is None:
                starts[record], ends[record] = found


def _parse_column(
    raw: RawTable, declared: Field, column: Sequence[Cell], year: int
) -> list[object]:
    values: list[object] = []
    first = 0
    for part in raw.parts:
        context = ColumnContext(
            year, part.header.units.get(declared.key, ""), part.sheet.epoch_1904
        )
        cells = column[first : first + len(part.rows)]
        read, faults = _read_cells(cells, column_parser(declared, context))
        values += read
        for offset, fault in faults.items():
            found = plain_text(cells[offset])
            raw.fault(
                first + offset,
                Fault(declared.key, fault.rule, found, fault.expected, fault.how_to_fix),
            )
        if declared.required:
            _require(raw, declared, first, [n for n, v in enumerate(read) if v is None], faults)
        first += len(cells)
    return values


def _read_cells(
    cells: Sequence[Cell], parse_cell: Parser
) -> tuple[list[object], dict[int, CellError]]:
    """Parse each distinct cell once; registers repeat themselves."""
    memo: dict[tuple[type, Cell], object] = {}
    values: list[object] = []
    faults: dict[int, CellError] = {}
    for offset, cell in enumerate(cells):
        known = (cell.__class__, cell)
        if known not in memo:
            try:
                memo[known] = parse_cell(cell)
            except CellError as fault:
                memo[known] = fault
        value = memo[known]
        if isinstance(value, CellError):
            faults[offset] = value
            value = None
        values.append(value)
    return values, faults


def _require(
    raw: RawTable, declared: Field, first: int, empty: list[int], faults: dict[int, CellError]
) -> None:
    for offset in empty:
        if offset in faults or _already_faulty(raw, first + offset, declared.key):
            continue
        found = raw.cells[declared.key][first + offset]
        fault = Fault(
            declared.key,
            "必填项为空",
            "" if found is None else plain_text(found),
            f"填写「{declared.header}」",
            "补填该单元格；如果该行不是一条记录，删去",
        )
        raw.fault(first + offset, fault)


def _already_faulty(raw: RawTable, record: int, key: str) -> bool:
    """Return whether the cell, or the whole row, has a fault that explains the emptiness."""
    return any(f.column in (key, "") for f in raw.faults.get(record, ()))


def _check_codes(parsed: Parsed, declared: Field) -> None:
    """Report wrong credit codes once per file; such a record still counts."""
    raw = parsed.raw
    wrong: dict[str, list[int]] = {}
    for record, code in enumerate(parsed.values[declared.key]):
        if isinstance(code, str) and uscc_fault(code):
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
