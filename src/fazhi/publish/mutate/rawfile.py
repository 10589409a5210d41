"""Change a received workbook or CSV file the way a clerk's slip would, and receive it anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from fazhi.paths import Project
from fazhi.records import sha256_of

Value = Any
_ENCODINGS = ("utf-8-sig", "gb18030")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Row:
    """One record row of a received file.

    Attributes:
        file: File name.
        sheet: Sheet name; empty for CSV.
        number: 1-based, as Excel shows it.
    """

    file: str
    sheet: str
    number: int


def change_row(
    folder: Path, row: Row, change: Callable[[list[Value]], Sequence[Sequence[Value]]]
) -> None:
    """Replace one row of a file in *folder* by the rows that *change* makes of it."""
    path = folder / row.file
    if path.suffix == ".csv":
        _change_csv(path, row, change)
    else:
        _change_workbook(path, row, change)


def rewrite(folder: Path, row: Row) -> None:
    """Save the file of *row* unchanged, so that saving itself is known to do nothing."""
    change_row(folder, row, lambda cells: [cells])


def receive_again(project: Project, year: int) -> None:
    """Write the digests of the files as they are now into ``source.yml``."""
    path = project.raw(year) / "source.yml"
    yaml = YAML()
    body = yaml.load(path.read_text(encoding="utf-8"))
    for entry in body["files"]:
        entry["sha256"] = sha256_of(project.raw(year) / entry["name"])
    out = io.StringIO()
    yaml.dump(body, out)
    path.write_text(out.getvalue(), encoding="utf-8")


def _change_csv(
    path: Path, row: Row, change: Callable[[list[Value]], Sequence[Sequence[Value]]]
) -> None:
    content = path.read_bytes()
    encoding = next(e for e in _ENCODINGS if _decodes(content, e))
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
    rows[row.number - 1 : row.number] = [
        ["" if v is None else str(v) for v in new] for new in change(list(rows[row.number - 1]))
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if b"\r\n" in content else "\n").writerows(rows)
    mark = _BOM if content.startswith(_BOM) else b""
    path.write_bytes(mark + out.getvalue().encode(encoding.removesuffix("-sig")))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _change_workbook(
    path: Path, row: Row, change: Callable[[list[Value]], Sequence[Sequence[Value]]]
) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book[row.sheet]
    cells = [cell.value for cell in sheet[row.number]]
    made = change(list(cells))
    if len(made) > 1:
        sheet.insert_rows(row.number + 1, len(made) - 1)
    for offset, values in enumerate(made):
        for column, value in enumerate(values, 1):
            if _row_changed(cells, column, value) or offset:
                sheet.cell(row.number + offset, column).value = value
    book.save(path)


def _row_changed(cells: Sequence[Value], column: int, value: Value) -> bool:
    """Return whether *value* is not what stands in the 1-based *column*."""
    return column > len(cells) or cells[column - 1] != value
