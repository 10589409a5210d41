"""Write tables as CSV, XLSX and JSON that open the same everywhere and run nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from fazhi.facts import plain
from fazhi.publish.papers.archive import repacked
from fazhi.publish.papers.data import DataTable, Value

_BOM = "\ufeff"
_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_WIDTHS = {"string": 24, "integer": 10, "number": 14}
_SHEET_NAME_LENGTH = 31
_NOT_IN_SHEET_NAME = re.compile(r"^20[0-9]{2}年度?|（.*|[][:*?/\\]")
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class Cover:
    """What the first sheet of a workbook says.

    Attributes:
        title: Name of the collection.
        lines: Heading and text, such as ``("数据性质", "示例数据…")``.
        day: Date written into the file's properties, ISO.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    day: str


def defused(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def csv_bytes(table: DataTable) -> bytes:
    """Return *table* as CSV: UTF-8 with BOM for Excel, CRLF, formulas defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
    return (_BOM + buffer.getvalue()).encode("utf-8")


def json_bytes(table: DataTable) -> bytes:
    """Return *table* as JSON: its description, its columns and one object per row.

    Numbers are exact decimal strings, as in ``facts.json``.
    """
    names = [column.name for column in table.columns]
    body = {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "columns": [
            {"name": c.name, "type": c.type, "description": c.description} for c in table.columns
        ],
        "rows": [{n: _json_cell(v) for n, v in zip(names, row, strict=True)} for row in table.rows],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def workbook_bytes(tables: Sequence[DataTable], cover: Cover) -> bytes:
    """Return a workbook: cover, notes, then one table a sheet with a frozen header row."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        day = datetime.fromisoformat(cover.day)
        book.set_properties({"title": cover.title, "author": "", "company": "", "created": day})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _fill(book.add_worksheet("封面"), [("名称", cover.title), *cover.lines], (16, 80), wrapped)
        notes = book.add_worksheet("说明")
        _fill(notes, _notes(tables), (28, 20, 12, 80), wrapped, head)
        for table, name in zip(tables, _sheet_names(tables), strict=True):
            _sheet(book.add_worksheet(name), table, head)
    return repacked(buffer.getvalue())


def _notes(tables: Sequence[DataTable]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("表", "列", "类型", "说明")]
    for table in tables:
        rows.append((table.title, "", "", table.description))
        rows += ((table.title, c.name, _TYPES[c.type], c.description) for c in table.columns)
    return rows


_TYPES = {"string": "文本", "integer": "整数", "number": "数值"}


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[tuple[str, ...]],
    widths: tuple[int, ...],
    text: xlsxwriter.format.Format,
    head: xlsxwriter.format.Format | None = None,
) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if head:
        sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            sheet.write_string(
                number, column, defused(words), head if head and not number else text
            )


def _sheet(
    sheet: xlsxwriter.worksheet.Worksheet, table: DataTable, head: xlsxwriter.format.Format
) -> None:
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, _WIDTHS[column.type])
        sheet.write_string(0, number, defused(column.name), head)
    for line, row in enumerate(table.rows, 1):
        for number, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, number, defused(value))
            elif value is not None and _is_exact(value):
                sheet.write_number(line, number, value)
            elif value is not None:
                sheet.write_string(line, number, plain(Decimal(value)))


def _is_exact(value: int | Decimal) -> bool:
    """Return whether a spreadsheet, which keeps 15 digits, holds *value* unchanged."""
    return len(Decimal(value).as_tuple().digits) <= _EXACT_DIGITS


def _sheet_names(tables: Sequence[DataTable]) -> list[str]:
    """Return a sheet's name for each table: its title without year and bracket, else its id."""
    names: list[str] = []
    for table in tables:
        title = _NOT_IN_SHEET_NAME.sub("", table.title)[:_SHEET_NAME_LENGTH]
        fits = title and title not in names
        names.append(title if fits else table.name[:_SHEET_NAME_LENGTH])
    return names


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    return defused(value) if isinstance(value, str) else plain(Decimal(value))


def _json_cell(value: Value) -> str | int | None:
    return plain(value) if isinstance(value, Decimal) else value
