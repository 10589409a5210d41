"""Read a large delimited text by columns, when nothing in it leaves room for doubt.

A text is plain when it is sound UTF-8 without quotes, lone returns or damaged characters: then a
line is a row and a delimiter ends a cell, and every reader agrees. Anything else is left to the
strict reader (``textfile``), which can also say what is wrong and where.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from fazhi.records.abreast import abreast
from fazhi.records.column import NOTHING, Column, encoded
from fazhi.records.sheets import Cell, Sheet, column_letter
from fazhi.records.textfile import FIELD_LIMIT, delimiter_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_DOUBTFUL = (b'"', b"\x00")
_DAMAGED = "\ufffd"
_NEWLINE = b"\n"[0]
_HEAD_BYTES = 1_000_000
_PIECE_BYTES = 16_000_000
_SCAN_BYTES = 500_000
# Small enough for the distinct values of a block to stay in the cache of the processor.
_BLOCK_BYTES = 4_000_000
_ODD_LINES = 10_000
_VARIED_LINES = 1000
_VARIED = 0.9


class Grid(Sequence[list[Cell]]):
    """Rows of a text file, held by column.

    Attributes:
        columns: One column for each cell of a regular row.
        odd: Rows of another length, by 0-based number; the columns hold what they have of them.
    """

    def __init__(self, columns: Sequence[Column], odd: dict[int, list[Cell]]) -> None:
        self.columns = tuple(columns)
        self.odd = odd

    def __len__(self) -> int:
        return len(self.columns[0])

    @cached_property
    def numbered(self) -> NDArray[np.bool_]:
        """Whether a row starts with a whole number, as a running number (序号) is one."""
        import pyarrow.compute as pc

        first = self.columns[0]
        digits = np.zeros(first.size + 1, bool)
        if first.texts is not None:
            whole = pc.ascii_is_decimal(first.texts)
            digits[: len(first.texts)] = whole.to_numpy(zero_copy_only=False)
        return first.at(digits)

    @overload
    def __getitem__(self, row: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, row: slice) -> list[list[Cell]]: ...
    def __getitem__(self, row: int | slice) -> Any:
        if isinstance(row, slice):
            return [self[n] for n in range(*row.indices(len(self)))]
        found = range(len(self))[row]
        return self.odd[found] if found in self.odd else [c[found] for c in self.columns]

    def __iter__(self) -> Iterator[list[Cell]]:
        return (self[row] for row in range(len(self)))


def read_plain(path: Path) -> Sheet | None:
    """Return the sheet of a plain text file, None when the strict reader has to decide."""
    import pyarrow as pa

    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        delimiter = delimiter_of(text)
        kinds = _kinds(text, delimiter)
        lines = _plain_lines(path)
        if lines is None or len(kinds) < 2:
            return None
        grid = _grid(path, delimiter, kinds, lines)
    except (pa.ArrowInvalid, UnicodeDecodeError, csv.Error):  # no UTF-8, or an endless cell
        return None
    return Sheet(path.name, "", grid, ragged=True) if grid is not None else None


def _kinds(head: str, delimiter: str) -> dict[str, pa.DataType]:
    """Return a name and a type for each cell of a regular line.

    A column is read with a dictionary, unless nearly every cell of it is another: dictionaries of
    many blocks are dear to unite.
    """
    import pyarrow as pa

    rows = [line.split(delimiter) for line in head.split("\n")[:-1]] or [head.split(delimiter)]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    regular = [row for row in rows if len(row) == width]
    kinds = {}
    for index in range(width):
        distinct = len({row[index] for row in regular})
        varied = len(regular) >= _VARIED_LINES and distinct > _VARIED * len(regular)
        text = pa.string()
        kinds[column_letter(index)] = text if varied else pa.dictionary(pa.int32(), text)
    return kinds


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield the file in pieces of whole lines."""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            yield piece + stream.readline()


def _ends(piece: bytes | bytearray) -> NDArray[np.bool_]:
    ends: NDArray[np.bool_] = np.frombuffer(piece, np.uint8) == _NEWLINE
    return ends


def _plain_lines(path: Path) -> int | None:
    """Return the number of lines, None when a sign among them leaves room for doubt."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(size - 1)
        last = stream.read(1)
    counts = abreast(partial(_newlines, path), range(0, size, _PIECE_BYTES), rows=size)
    if last == b"\r" or None in counts:
        return None
    return sum(filter(None, counts)) + (last != b"\n")


def _newlines(path: Path, first: int) -> int | None:
    """Return the number of line ends in the piece that begins at byte *first*, None in doubt."""
    found, buffer = 0, bytearray(_SCAN_BYTES)
    with path.open("rb", buffering=0) as stream:
        stream.seek(first)
        for _ in range(0, _PIECE_BYTES, _SCAN_BYTES):
            size = stream.readinto(buffer) or 0
            if any(buffer.find(mark, 0, size) >= 0 for mark in _DOUBTFUL):
                return None
            found += int(np.count_nonzero(_ends(buffer)[:size]))
    return found


def _grid(path: Path, delimiter: str, kinds: dict[str, pa.DataType], lines: int) -> Grid | None:
    """Return the rows of a file of *lines*, None when something else than a line ends a row."""
    import pyarrow as pa

    odd: dict[int, list[Cell]] = {}
    try:
        columns, skipped = _read_csv(path, delimiter, kinds, skip=False)
    except pa.ArrowInvalid:  # a line has another number of cells
        odd = _odd_rows(path, delimiter, len(kinds))
        columns, skipped = _read_csv(path, delimiter, kinds, skip=True)
    else:
        if _holds_empty_row(columns):
            odd = _odd_rows(path, delimiter, len(kinds))
    # A lone return ends a row, but no line.
    if len(columns[0]) + skipped != lines or sum(map(bool, odd.values())) != skipped:
        return None
    return _with_odd(columns, odd, lines) if odd else Grid(columns, odd)


def _read_csv(
    path: Path, delimiter: str, kinds: dict[str, pa.DataType], *, skip: bool
) -> tuple[list[Column], int]:
    """Return the columns of all regular lines, and how many others were skipped.

    Raises:
        pyarrow.ArrowInvalid: A line is not regular, and not to be skipped; or ``_column`` does.
    """
    from pyarrow import csv as arrow_csv

    skipped: list[object] = []

    def other(row: object) -> str:
        skipped.append(row)
        return "skip" if len(skipped) <= _ODD_LINES else "error"

    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(column_names=list(kinds), block_size=_BLOCK_BYTES),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            quote_char=False,
            double_quote=False,
            ignore_empty_lines=False,
            invalid_row_handler=other if skip else None,
        ),
        # Whether it is UTF-8 is asked of each distinct text, not of each cell.
        convert_options=arrow_csv.ConvertOptions(
            column_types=kinds, null_values=[""], strings_can_be_null=True, check_utf8=False
        ),
    )
    return abreast(_column, table.itercolumns(), rows=len(table)), len(skipped)


def _column(cells: pa.ChunkedArray) -> Column:
    """Return the column of *cells*.

    Raises:
        pyarrow.ArrowInvalid: One is no UTF-8, damaged, or longer than the strict reader takes.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = cells.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.combine_chunks()
    if not isinstance(whole, pa.DictionaryArray):
        whole = encoded(whole)
    codes = whole.indices.fill_null(NOTHING).to_numpy(zero_copy_only=False)
    texts = whole.dictionary
    texts.validate(full=True)
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest >= FIELD_LIMIT or pc.any(pc.match_substring(texts, _DAMAGED)).as_py():
        raise pa.ArrowInvalid("not plain")
    return Column(codes, texts)


def _odd_rows(path: Path, delimiter: str, width: int) -> dict[int, list[Cell]]:
    """Return the cells of the lines that have not *width* of them, by the number of the line."""
    rows: dict[int, list[Cell]] = {}
    first = 0
    for piece in _pieces(path):
        closed = np.flatnonzero(_ends(piece)) + 1
        ends = closed if piece.endswith(b"\n") else np.append(closed, len(piece))
        marks = np.flatnonzero(np.frombuffer(piece, np.uint8) == ord(delimiter))
        widths = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
        for line in np.flatnonzero(widths != width).tolist():
            begin = ends[line - 1] if line else 0
            text = piece[begin : ends[line]].decode("utf-8" if first + line else "utf-8-sig")
            if _DAMAGED in text:
                raise csv.Error("not plain")
            (cells,) = csv.reader([text], delimiter=delimiter, strict=True) if text else ([],)
            rows[first + line] = [cell or None for cell in cells]
        first += len(ends)
    return rows


def _holds_empty_row(columns: Sequence[Column]) -> bool:
    """Return whether a row has no cell: a blank line, or one of delimiters alone."""
    filled = np.zeros(len(columns[0]), bool)
    for column in columns:
        filled |= column.codes != NOTHING
        if filled.all():
            return False
    return True


def _with_odd(columns: Sequence[Column], odd: dict[int, list[Cell]], lines: int) -> Grid:
    """Return the rows of all *lines*; a blank one is among *columns*, no other of *odd* is."""
    regular = np.ones(lines, bool)
    regular[[number for number, cells in odd.items() if cells]] = False
    found = []
    for index, column in enumerate(columns):
        codes = np.full(lines, NOTHING, np.int32)
        codes[regular] = column.codes
        found.append(Column(codes, column.texts))
        for row, cells in odd.items():
            if index < len(cells) and cells[index] is not None:
                found[-1].put(row, cells[index])
    return Grid(found, odd)
