"""Workbooks: calamine reads the values, ``hidden`` what a workbook hides."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fazhi.errors import IntakeError
from fazhi.records.hidden import with_hidden
from fazhi.records.kinds import XLSX, damaged, locked, workbook_kind
from fazhi.records.sheets import Cell, Merge, Sheet, blank

UNPACKED_LIMIT = 4_000_000_000
RATIO_LIMIT = 200
_SMALL = 50_000_000


def read_workbook(path: Path, head: bytes) -> list[Sheet]:
    """Return every worksheet of a workbook, whatever its extension says.

    Args:
        path: The file.
        head: Its first bytes.

    Raises:
        IntakeError: Encrypted, damaged, no workbook, or unpacking to something absurd.
    """
    import python_calamine as calamine

    kind = workbook_kind(path, head)
    try:
        if zipfile.is_zipfile(path):
            _refuse_bomb(path)
        # Given a path, the reader believes the extension; given bytes, it looks at them.
        right = path.suffix.lower() == kind
        content = path if right else io.BytesIO(path.read_bytes())
        with _native_code_silent():
            book = calamine.load_workbook(content)
            sheets = [_sheet(path.name, book, meta) for meta in book.sheets_metadata]
    except calamine.PasswordError as problem:
        raise locked(path.name) from problem
    except (
        calamine.CalamineError, OSError, ValueError, NotImplementedError, struct.error,
        zipfile.BadZipFile,
    ) as problem:  # fmt: skip
        raise damaged(path.name) from problem
    except BaseException as problem:
        # What the reader's native code did not foresee is no Exception to Python.
        if type(problem).__name__ == "PanicException":
            raise damaged(path.name) from problem
        raise
    if kind == XLSX:
        return with_hidden(path, sheets)
    return [replace(sheet, opaque=kind) for sheet in sheets]


@contextmanager
def _native_code_silent() -> Iterator[None]:
    """Keep off the terminal what native code prints there about a damaged file."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


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
