"""Workbooks: calamine reads the values, openpyxl what a workbook hides."""

from __future__ import annotations

import struct
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from fazhi.errors import IntakeError
from fazhi.records.sheets import Cell, Merge, Sheet, blank, column_letter

UNPACKED_LIMIT = 4_000_000_000
RATIO_LIMIT = 200
_SMALL = 50_000_000
FORMULA = "公式"


def read_workbook(path: Path) -> list[Sheet]:
    """Return every worksheet of an .xlsx, .xls or .ods file.

    Raises:
        IntakeError: Encrypted, damaged, or unpacking to something absurd.
    """
    import python_calamine as calamine

    try:
        if zipfile.is_zipfile(path):
            _refuse_bomb(path)
        book = calamine.CalamineWorkbook.from_path(path)
        sheets = [_sheet(path.name, book, meta) for meta in book.sheets_metadata]
    except calamine.PasswordError as problem:
        raise _unreadable(path, "文件设了打开密码", "联系报送单位取消密码后重新发送") from problem
    except (
        calamine.CalamineError, OSError, ValueError, NotImplementedError, struct.error,
        zipfile.BadZipFile,
    ) as problem:  # fmt: skip
        raise _damaged(path) from problem
    except BaseException as problem:
        # What the reader's native code did not foresee is no Exception to Python.
        if type(problem).__name__ == "PanicException":
            raise _damaged(path) from problem
        raise
    if path.suffix.lower() == ".xlsx" or _is_xlsx(path):
        return _with_hidden(path, sheets)
    return [replace(sheet, opaque=True) for sheet in sheets]


def _damaged(path: Path) -> IntakeError:
    return _unreadable(path, "文件已损坏或不完整，打不开", "联系报送单位重新发送")


def _unreadable(path: Path, what: str, todo: str) -> IntakeError:
    return IntakeError(what, where=path.name, todo=todo)


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    packed = max(path.stat().st_size, 1)
    if unpacked > UNPACKED_LIMIT or (unpacked > _SMALL and unpacked > packed * RATIO_LIMIT):
        raise IntakeError(
            "压缩内容大得不正常",
            where=path.name,
            got=f"{packed} 字节解开后是 {unpacked} 字节",
            todo="不要打开该文件，联系报送单位",
        )


def _sheet(file: str, book: Any, meta: Any) -> Sheet:
    if str(meta.typ) != "SheetTypeEnum.WorkSheet":
        return Sheet(file, meta.name, [])
    grid = book.get_sheet_by_name(meta.name)
    rows: list[list[Cell]] = [
        [None if blank(cell) else cell for cell in row]
        for row in grid.to_python(skip_empty_area=False)
    ]
    merges = tuple(
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in grid.merged_cell_ranges or ()
    )
    hidden = str(meta.visible) != "SheetVisibleEnum.Visible"
    return Sheet(file, meta.name, rows, hidden=hidden, merges=merges)


def _is_xlsx(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _with_hidden(path: Path, sheets: list[Sheet]) -> list[Sheet]:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(path)
        except Exception as problem:  # any of openpyxl's many parse errors
            raise _damaged(path) from problem
    epoch_1904 = book.epoch == CALENDAR_MAC_1904
    worksheets = {worksheet.title: worksheet for worksheet in book.worksheets}
    return [
        _unhidden(worksheets[sheet.name], replace(sheet, epoch_1904=epoch_1904))
        if sheet.name in worksheets
        else sheet
        for sheet in sheets
    ]


def _unhidden(worksheet: Any, sheet: Sheet) -> Sheet:
    """Return *sheet* with what the values alone do not show.

    The reader of values leaves out errors and formulas never computed; they are put back as text,
    so that no row looks blank that is not.
    """
    uncached, comments = [], 0
    for row in worksheet.iter_rows():
        for cell in row:
            comments += cell.comment is not None
            if cell.data_type in "fe" and blank(_value_at(sheet, cell.row, cell.column)):
                formula = cell.data_type == "f"
                _put(sheet, cell.row, cell.column, FORMULA if formula else str(cell.value))
                uncached += [f"{column_letter(cell.column - 1)}{cell.row}"] if formula else []
    filled = {n for n, row in enumerate(sheet.rows, 1) if any(not blank(c) for c in row)}
    columns = sorted(letter for letter, size in worksheet.column_dimensions.items() if size.hidden)
    hidden = (n for n, size in worksheet.row_dimensions.items() if size.hidden and n in filled)
    return replace(
        sheet,
        hidden_rows=frozenset(hidden),
        hidden_columns=tuple(columns),
        uncached=frozenset(uncached),
        comments=comments,
    )


def _value_at(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    return cells[column - 1] if column <= len(cells) else None


def _put(sheet: Sheet, row: int, column: int, text: str) -> None:
    rows = cast("list[list[Cell]]", sheet.rows)
    rows.extend([] for _ in range(row - len(rows)))
    cells = sheet.rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = text
