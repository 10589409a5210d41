"""Rows that could not be taken over, with the reason and what stood there."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from fazhi.records.privacy import mask_text, secrets_of
from fazhi.records.problems import MASKED, MUST
from fazhi.records.register import Field
from fazhi.records.sheets import Cell, blank
from fazhi.records.store import write_atomically
from fazhi.records.table import RawTable
from fazhi.records.values import plain_text

_COLUMNS = ("file", "sheet", "row", "column", "rule", "found", "expected", "how_to_fix")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def quarantine_csv(raw: RawTable) -> str:
    """Return the quarantined rows of a register as CSV: one line per reason, then the raw cells."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    fields = [f for f in raw.register.fields if f.key in raw.cells]
    writer.writerow([*_COLUMNS, *(f.header for f in fields)])
    for record in sorted(raw.faults):
        cells = _shown(raw, fields, record)
        for fault in raw.faults[record]:
            p = raw.problem(MUST, record, fault)
            place = (p.file, p.sheet, p.row, p.column, p.rule)
            writer.writerow(
                [*map(safe_text, map(str, (*place, p.found, p.expected, p.how_to_fix))), *cells]
            )
    return stream.getvalue()


def _shown(raw: RawTable, fields: Sequence[Field], record: int) -> list[str]:
    """Return the raw cells of a record for the quarantine file, identifying values blotted out."""
    found = {field.key: raw.cells[field.key][record] for field in fields}
    secrets = [
        form
        for f in fields
        if f.publish == "never" or f.mask == "company"
        for form in secrets_of(str(found[f.key] or ""))
    ]
    return [_shown_cell(field, found[field.key], secrets) for field in fields]


def _shown_cell(field: Field, cell: Cell, secrets: Sequence[str]) -> str:
    if field.publish == "never" and not blank(cell):
        return MASKED
    if field.mask == "text" and isinstance(cell, str):
        return safe_text(mask_text(cell, secrets))
    return plain_cell(cell)


def write_quarantine(folder: Path, raw: RawTable) -> str:
    """Write a register's quarantine file (UTF-8 with BOM, for Excel) and return its name."""
    name = f"{raw.register.name}.csv"
    write_atomically(folder / name, quarantine_csv(raw).encode("utf-8-sig"))
    return name


def plain_cell(cell: Cell) -> str:
    """Return a raw cell as text that no spreadsheet will run as a formula."""
    if cell is None:
        return ""
    return safe_text(cell) if isinstance(cell, str) else plain_text(cell)


def safe_text(text: str) -> str:
    """Return *text* with a quote before anything a spreadsheet would run."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
