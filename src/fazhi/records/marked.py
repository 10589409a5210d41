"""A copy of each received file in which every problem is coloured and explained in its cell."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fazhi.records.kinds import is_xlsx
from fazhi.records.problems import MUST, SEVERITY_NAMES, Problem
from fazhi.records.result import CleanResult
from fazhi.records.sheets import Cell, column_letter
from fazhi.records.store import write_atomically
from fazhi.records.table import Part
from fazhi.records.values import plain_text

_TITLE_LIMIT = 28
_NOT_IN_TITLES = re.compile(r"[\\*?:/\[\]]")
_WIDEST = 40


def write_marked_copies(result: CleanResult, folder: Path) -> list[Path]:
    """Write a copy of every file with problems: cells coloured, each with a comment.

    The content of the cells stays as received; a text file becomes a workbook.

    Args:
        result: What reading the year came to.
        folder: Where the copies go; copies of an earlier check are removed.

    Returns:
        The copies written.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in (*result.must, *result.verify):
        path = result.folder / problem.file
        # Of a refused file only a workbook can be copied as it is.
        if problem.row and path.is_file() and (problem.register or is_xlsx(path)):
            by_file.setdefault(problem.file, []).append(problem)
    if folder.is_dir():
        for old in folder.glob("*.xlsx"):
            old.unlink()
    return [_mark(result, file, problems, folder) for file, problems in sorted(by_file.items())]


def _mark(result: CleanResult, file: str, problems: Iterable[Problem], folder: Path) -> Path:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book, titles = _copy_of(result, file)
    fills = {
        MUST: PatternFill("solid", fgColor="F4B6B6"),
        "verify": PatternFill("solid", fgColor="FFE699"),
    }
    marked: dict[str, set[str]] = {}
    for problem in problems:
        sheet = book[titles[problem.sheet]]
        cell = sheet[problem.cell or f"A{problem.row}"]
        # Inside a merged region only the top-left cell can carry anything.
        for region in sheet.merged_cells.ranges:
            if cell.coordinate in region:
                cell = sheet.cell(region.min_row, region.min_col)
        note = _storable(
            f"【{SEVERITY_NAMES[problem.severity]}】{problem.message.split('：', 1)[1]}"
        )
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(earlier + note, "检查", width=320, height=140)
        if cell.coordinate not in marked.setdefault(sheet.title, set()):
            cell.fill = fills[problem.severity]
            marked[sheet.title].add(cell.coordinate)
    stream = io.BytesIO()
    book.save(stream)
    path = folder / f"{file.removesuffix('.xlsx')}（标注）.xlsx"
    write_atomically(path, stream.getvalue())
    return path


def _copy_of(result: CleanResult, file: str) -> tuple[Any, dict[str, str]]:
    """Return the workbook to mark, and the title in it of each sheet received.

    An .xlsx is copied whole; of anything else the cells are, into a new workbook.
    """
    import openpyxl

    path = result.folder / file
    if is_xlsx(path):
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, rich_text=True)
        return book, {title: title for title in book.sheetnames}
    book, titles = openpyxl.Workbook(), {}
    book.remove(book.worksheets[0])
    for parsed in result.parsed.values():
        for part in parsed.raw.parts:
            if part.sheet.file == file:
                # Other formats allow names Excel does not.
                title = _NOT_IN_TITLES.sub("_", part.sheet.name)[:_TITLE_LIMIT]
                sheet = book.create_sheet(title or "表")
                titles[part.sheet.name] = sheet.title
                _copy_cells(part, sheet)
    return book, titles


def _copy_cells(part: Part, sheet: Any) -> None:
    """Write the cells of *part*, its header in sight and its columns wide enough to read."""
    from openpyxl.styles import Font

    widths: Counter[int] = Counter()
    for number, row in enumerate(part.sheet.rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            _set_plainly(cell, value)
            if part.header.first <= number <= part.header.last:
                cell.font = Font(bold=True)
            if number >= part.header.first and value is not None:
                widths[column] = max(widths[column], _width(value))
    for column, width in widths.items():
        sheet.column_dimensions[column_letter(column - 1)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = f"A{part.header.last + 1}"


def _storable(text: str) -> str:
    """Return *text* with a visible mark for every control character, which no workbook can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)


def _width(value: Cell) -> int:
    """Return the width of a value in digits; a Chinese character is two wide."""
    return sum(1 if character.isascii() else 2 for character in plain_text(value))


def _set_plainly(cell: Any, value: Cell) -> None:
    """Write a value so that Excel shows it and never runs it."""
    cell.value = _storable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
