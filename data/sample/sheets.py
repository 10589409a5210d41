"""Lay a table out as a clerk's sheet and write it, the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from sample.columns import Column
from sample.dirt import MONEY_KEYS, Cell, dress

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One table and everything around it.

    Attributes:
        name: Name of the sheet; the seed of its dirt too.
        title: Text above the table, merged over its width.
        columns: Columns of the table, after the 序号.
        rows: Clean rows.
        preamble: Line under the title (填报单位, 单位).
        total: Keys summed in a 合计 row at the end.
        total_skips: Rows at the end the 合计 forgot.
        subtotal_by: Key whose groups end with a 小计 of `total`.
        merge_by: Key whose equal neighbours share one merged cell.
        repeat_every: Rows after which the header stands again; 0 for never.
        duplicate: Places of rows pasted a second time at the end.
        notes: Lines under the table.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    preamble: str = ""
    total: tuple[str, ...] = ()
    total_skips: int = 0
    subtotal_by: str = ""
    merge_by: str = ""
    repeat_every: int = 0
    duplicate: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Grid:
    """Cells by row, and the ranges merged into one cell."""

    cells: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def grid(sheet: Sheet, as_text: bool) -> Grid:
    """Lay *sheet* out; *as_text* for a file without cell types."""
    rng = random.Random(f"{sheet.title} {sheet.name}")
    laid = Grid()
    width = len(sheet.columns) + 1
    if sheet.title:
        laid.merges.append((0, 0, 0, width - 1))
        laid.cells.append([sheet.title])
    if sheet.preamble:
        laid.cells.append([sheet.preamble])
    _put_header(laid, sheet)
    _put_rows(laid, sheet, rng, as_text)
    if sheet.total and not sheet.subtotal_by:
        counted = sheet.rows[: len(sheet.rows) - sheet.total_skips]
        laid.cells.append(_sums("合计", sheet, counted))
    laid.cells += [[note] for note in sheet.notes]
    laid.cells = [row + [None] * (width - len(row)) for row in laid.cells]
    return laid


def workbook(sheets: list[Sheet]) -> bytes:
    """Return an .xlsx of *sheets* with fixed dates, free of the machine's zip library."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"author": "示例数据", "created": datetime(2024, 1, 1)})
    day_format = book.add_format({"num_format": "yyyy/m/d"})
    middle = book.add_format({"align": "center", "valign": "vcenter"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        laid = grid(sheet, as_text=False)
        for r, row in enumerate(laid.cells):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(
                        r, c, datetime(value.year, value.month, value.day), day_format
                    )
                elif isinstance(value, str):
                    page.write_string(r, c, value)
                elif value is not None:
                    page.write_number(r, c, value)
        for top, left, bottom, right in laid.merges:
            page.merge_range(top, left, bottom, right, laid.cells[top][left], middle)
    book.close()
    return _stored(buffer.getvalue())


def csv_file(sheet: Sheet, encoding: str) -> bytes:
    """Return *sheet* as CSV in *encoding*, with the line ends Excel writes."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(
        ["" if cell is None else str(cell) for cell in row]
        for row in grid(sheet, as_text=True).cells
    )
    return buffer.getvalue().encode(encoding)


def _put_header(laid: Grid, sheet: Sheet) -> None:
    groups = [column.group for column in sheet.columns]
    names: list[Cell] = ["序号", *(column.header for column in sheet.columns)]
    if not any(groups):
        laid.cells.append(names)
        return
    top = len(laid.cells)
    upper: list[Cell] = ["序号"]
    lower: list[Cell] = [None]
    laid.merges.append((top, 0, top + 1, 0))
    for place, column in enumerate(sheet.columns, start=1):
        if not column.group:
            upper.append(column.header)
            lower.append(None)
            laid.merges.append((top, place, top + 1, place))
            continue
        first = place == 1 or groups[place - 2] != column.group
        upper.append(column.group if first else None)
        lower.append(column.header)
        if first:
            last = place + groups[place - 1 :].count(column.group) - 1
            laid.merges.append((top, place, top, last))
    laid.cells += [upper, lower]


def _put_rows(laid: Grid, sheet: Sheet, rng: random.Random, as_text: bool) -> None:
    merged = (
        [column.key for column in sheet.columns].index(sheet.merge_by) + 1 if sheet.merge_by else 0
    )
    written: list[list[Cell]] = []
    start = 0
    for number, row in enumerate(sheet.rows, start=1):
        if sheet.repeat_every and number > 1 and number % sheet.repeat_every == 1:
            _put_header(laid, sheet)
        cells: list[Cell] = [number]
        cells += [dress(rng, column, row.get(column.key), as_text) for column in sheet.columns]
        written.append(cells)
        laid.cells.append(list(cells))
        group = sheet.subtotal_by or sheet.merge_by
        if not group:
            continue
        ends = number == len(sheet.rows) or sheet.rows[number][group] != row[group]
        if merged and number - 1 > start:
            laid.cells[-1][merged] = None
        if ends:
            size = number - start
            if merged and size > 1:
                bottom = len(laid.cells) - 1
                laid.merges.append((bottom - size + 1, merged, bottom, merged))
            if sheet.subtotal_by:
                laid.cells.append(_sums("小计", sheet, sheet.rows[start:number]))
            start = number
    laid.cells += [list(written[place]) for place in sheet.duplicate]


def _sums(label: str, sheet: Sheet, rows: list[dict[str, Any]]) -> list[Cell]:
    cells: list[Cell] = [label]
    for column in sheet.columns:
        if column.key not in sheet.total:
            cells.append(None)
            continue
        value = sum(v for row in rows if isinstance(v := row.get(column.key), int))
        money = column.key in MONEY_KEYS and column.scale > 1
        cells.append(value / column.scale if money else value)
    return cells


def _stored(data: bytes) -> bytes:
    """Repack a zip uncompressed: two builds of zlib may compress the same text differently."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name))
    return buffer.getvalue()
