"""What an .xlsx hides from a reader of values: rows, columns, comments, formulas never computed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from fazhi.records.kinds import damaged
from fazhi.records.sheets import Cell, Sheet, blank, column_letter

FORMULA = "公式"
# [1]Sheet1!A1; a table's own columns, 表1[罚款], have no exclamation mark behind the bracket.
_OTHER_BOOK = re.compile(r"\[[^\[\]]+\][^\[\]!]*!")


def with_hidden(path: Path, sheets: list[Sheet]) -> list[Sheet]:
    """Return *sheets* with what their values alone do not show.

    Raises:
        IntakeError: The workbook is damaged.
    """
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = _load(path, stored=False)
    epoch_1904 = book.epoch == CALENDAR_MAC_1904
    worksheets = {worksheet.title: worksheet for worksheet in book.worksheets}
    # A second reading, for the results stored with the formulas; most workbooks need none.
    results = cache(lambda: _load(path, stored=True))
    return [
        _unhidden(worksheets[sheet.name], replace(sheet, epoch_1904=epoch_1904), results)
        if sheet.name in worksheets
        else sheet
        for sheet in sheets
    ]


def _load(path: Path, *, stored: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings(), path.open("rb") as stream:
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(stream, data_only=stored)
        except Exception as problem:  # any of openpyxl's many parse errors
            raise damaged(path.name) from problem


def _unhidden(worksheet: Any, sheet: Sheet, results: Callable[[], Any]) -> Sheet:
    """Return *sheet* with what the values alone do not show.

    The reader of values leaves out errors and formulas never computed; they are put back as text,
    so that no row looks blank that is not.
    """
    uncached, outside, comments = [], 0, 0
    for row in worksheet.iter_rows():
        for cell in row:
            comments += cell.comment is not None
            if cell.data_type not in "fe":
                continue
            outside += cell.data_type == "f" and bool(_OTHER_BOOK.search(str(cell.value)))
            if not blank(_value_at(sheet, cell.row, cell.column)):
                continue
            shown = _shown(cell, results)
            _put(sheet, cell.row, cell.column, shown)
            uncached += [f"{column_letter(cell.column - 1)}{cell.row}"] if shown == FORMULA else []
    filled = {n for n, row in enumerate(sheet.rows, 1) if any(not blank(c) for c in row)}
    hidden = (n for n, size in worksheet.row_dimensions.items() if size.hidden and n in filled)
    return replace(
        sheet,
        hidden_rows=frozenset(hidden),
        hidden_columns=_hidden_columns(worksheet),
        uncached=frozenset(uncached),
        comments=comments,
        outside=outside,
    )


def _shown(cell: Any, results: Callable[[], Any]) -> str:
    """Return what Excel shows for a cell whose value the reader left out."""
    if cell.data_type == "e":
        return str(cell.value)
    stored = results()[cell.parent.title].cell(cell.row, cell.column)
    if stored.data_type == "e":
        return str(stored.value)
    # A formula whose result is the empty text: =IF(A1="","",…).
    return "" if stored.data_type in ("str", "s") else FORMULA


def _hidden_columns(worksheet: Any) -> tuple[str, ...]:
    """Return the letters of hidden columns; neighbours of equal width share one entry."""
    hidden = {
        index
        for size in worksheet.column_dimensions.values()
        if size.hidden
        for index in range(size.min, min(size.max, worksheet.max_column) + 1)
    }
    return tuple(column_letter(index - 1) for index in sorted(hidden))


def _value_at(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    return cells[column - 1] if column <= len(cells) else None


def _put(sheet: Sheet, row: int, column: int, text: str) -> None:
    if not text:
        return
    rows = cast("list[list[Cell]]", sheet.rows)
    rows.extend([] for _ in range(row - len(rows)))
    cells = sheet.rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = text
