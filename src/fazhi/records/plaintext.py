"""Read a large delimited text by columns, when nothing in it leaves room for doubt.

A text is plain when it is sound UTF-8 without quotes, lone returns or damaged characters: then a
line is a row and a delimiter ends a cell, and every reader agrees. Anything else is left to the
strict reader (``textfile``), which can also say what is wrong and where.
"""

from __future__ import annotations

import csv
import mmap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from fazhi.records.column import NOTHING, Column
from fazhi.records.sheets import Cell, Sheet, column_letter
from fazhi.records.textfile import FIELD_LIMIT, delimiter_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_DOUBTFUL = (b'"', b"\x00", "\ufffd".encode())
_NEWLINE, _RETURN = b"\n"[0], b"\r"[0]
_BOM = b"\xef\xbb\xbf"
_HEAD_BYTES = 4 * 4096
_PIECE_BYTES = 16_000_000
# Small enough for the distinct values of a block to stay in the cache of the processor.
_BLOCK_BYTES = 4_000_000
_ODD_LINES = 10_000
_SAMPLE_BYTES = 1_000_000
_SAMPLE_ROWS = 1000
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
        # Not closed here: the columnar reader lets go of it when its buffers are gone.
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    start = len(_BOM) if data[: len(_BOM)] == _BOM else 0
    delimiter = delimiter_of(data[start : start + _HEAD_BYTES].decode("utf-8", "ignore"))
    widths = _widths(data, delimiter)
    if widths is None:
        return None
    width = Counter(widths[:1000].tolist()).most_common(1)[0][0]
    odd = np.flatnonzero(widths != width)
    if width < 2 or len(odd) > _ODD_LINES:
        return None
    try:
        rows = _odd_rows(data, odd, delimiter, start)
        columns = _columns(data, start, delimiter, width)
    except (pa.ArrowInvalid, UnicodeDecodeError):  # no UTF-8
        return None
    return Sheet(path.name, "", _grid(columns, rows, len(widths)), ragged=True)


def _pieces(data: mmap.mmap) -> Iterator[bytes]:
    """Yield the file in pieces of whole lines."""
    first = 0
    while first < len(data):
        end = data.find(b"\n", min(first + _PIECE_BYTES, len(data)))
        end = len(data) if end < 0 else end + 1
        yield data[first:end]
        first = end


def _line_starts(piece: bytes) -> NDArray[np.intp]:
    ends = np.flatnonzero(np.frombuffer(piece, np.uint8) == _NEWLINE)
    starts = np.concatenate([[0], ends + 1])
    return starts[starts < len(piece)]


def _widths(data: mmap.mmap, delimiter: str) -> NDArray[np.int32] | None:
    """Return the number of cells of every line, None when the text is not plain.

    Whether it is UTF-8 is left to the reader of its cells.
    """
    if any(data.find(mark) >= 0 for mark in _DOUBTFUL):
        return None
    returns = data.find(b"\r") >= 0
    found = []
    for piece in _pieces(data):
        signs, starts = np.frombuffer(piece, np.uint8), _line_starts(piece)
        ends = np.append(starts[1:], len(piece))
        if (ends - starts).max() >= FIELD_LIMIT:
            return None
        if returns and np.count_nonzero(signs == _RETURN) != _returns_at_ends(signs, ends):
            return None
        marks = np.flatnonzero(signs == ord(delimiter))
        found.append(np.diff(np.searchsorted(marks, ends), prepend=0).astype(np.int32) + 1)
    return np.concatenate(found)


def _returns_at_ends(signs: NDArray[np.uint8], ends: NDArray[np.intp]) -> int:
    closed = ends[(signs[ends - 1] == _NEWLINE) & (ends > 1)]
    return int(np.count_nonzero(signs[closed - 2] == _RETURN))


def _odd_rows(
    data: mmap.mmap, odd: NDArray[np.intp], delimiter: str, start: int
) -> dict[int, list[Cell]]:
    """Return the cells of the lines numbered *odd*."""
    rows: dict[int, list[Cell]] = {}
    first = 0
    for number, piece in enumerate(_pieces(data) if len(odd) else ()):
        starts = _line_starts(piece)
        ends = np.append(starts[1:], len(piece))
        for line in odd[(odd >= first) & (odd < first + len(starts))]:
            begin = starts[line - first] + (start if number == 0 and line == 0 else 0)
            text = piece[begin : ends[line - first]].decode("utf-8")
            (cells,) = csv.reader([text], delimiter=delimiter, strict=True) if text else ([],)
            rows[int(line)] = [cell or None for cell in cells]
        first += len(starts)
    return rows


def _columns(data: mmap.mmap, start: int, delimiter: str, width: int) -> list[pa.Array]:
    """Return the columns of all lines of *width* cells.

    A column is encoded by its dictionary, unless nearly every cell of it is another.
    """
    import pyarrow as pa

    names = [column_letter(index) for index in range(width)]
    kinds = dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string()))
    whole = pa.py_buffer(data)[start:]
    head = data.rfind(b"\n", start, start + _SAMPLE_BYTES) + 1 - start
    if head > 0:
        sample = _read_csv(whole[:head], delimiter, kinds)
        for name in names:
            column = sample.column(name).combine_chunks()
            if len(column) >= _SAMPLE_ROWS and len(column.dictionary) > _VARIED * len(column):
                kinds[name] = pa.string()
    table = _read_csv(whole, delimiter, kinds)
    columns = (table.column(name).combine_chunks() for name in names)
    return [c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c for c in columns]


def _read_csv(text: pa.Buffer, delimiter: str, kinds: dict[str, pa.DataType]) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    return arrow_csv.read_csv(
        pa.BufferReader(text),
        read_options=arrow_csv.ReadOptions(column_names=list(kinds), block_size=_BLOCK_BYTES),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            quote_char=False,
            double_quote=False,
            ignore_empty_lines=True,
            invalid_row_handler=lambda row: "skip",
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=kinds, null_values=[""], strings_can_be_null=True
        ),
    )


def _grid(columns: list[pa.Array], odd: dict[int, list[Cell]], lines: int) -> Grid:
    regular = np.ones(lines, bool)
    regular[list(odd)] = False
    found = []
    for index, column in enumerate(columns):
        held, texts = _codes(column)
        codes = np.full(lines, NOTHING, np.int32)
        codes[regular] = held
        found.append(Column(codes, texts))
        for row, cells in odd.items():
            if index < len(cells) and cells[index] is not None:
                found[-1].put(row, cells[index])
    return Grid(found, odd)


def _codes(column: pa.Array) -> tuple[NDArray[np.int32], pa.StringArray]:
    """Return the code of every cell, and the texts by code."""
    import pyarrow as pa

    if isinstance(column, pa.DictionaryArray):
        codes = column.indices.fill_null(NOTHING).to_numpy(zero_copy_only=False)
        return codes, column.dictionary
    filled = column.is_valid().to_numpy(zero_copy_only=False)
    codes = np.where(filled, np.cumsum(filled, dtype=np.int32) - 1, np.int32(NOTHING))
    return codes, column.drop_null()
