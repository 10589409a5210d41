"""One sheet of cells, whatever the file format it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

_INVISIBLE = " \t\r\n\u3000\u00a0\u200b\ufeff"

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Merge:
    """A merged region: 0-based, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet and what the file says around them.

    Attributes:
        file: File name inside the raw folder.
        name: Sheet name; empty for a text file.
        rows: Cells by row; blank cells are None. Row ``n`` of Excel is ``rows[n - 1]``.
        ragged: Whether rows of differing length betray a damaged text file.
        hidden: Whether the sheet is hidden.
        hidden_rows: 1-based rows hidden by hand or by a filter.
        hidden_columns: Hidden columns, as letters.
        uncached: Addresses of formulas whose value was never stored.
        comments: Number of cell comments.
        outside: Number of formulas that take their value from another workbook.
        merges: Merged regions.
        epoch_1904: Whether days count from 1904.
        opaque: The format, such as ``.xls``, if it keeps hidden rows, comments and error values
            from us.
    """

    file: str
    name: str
    rows: Sequence[list[Cell]]
    ragged: bool = False
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    uncached: frozenset[str] = frozenset()
    comments: int = 0
    outside: int = 0
    merges: tuple[Merge, ...] = field(default=())
    epoch_1904: bool = False
    opaque: str = ""


def column_letter(index: int) -> str:
    """Return the letters of the 0-based column *index*."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def blank(cell: object) -> bool:
    """Return whether a cell holds nothing a reader can see."""
    if cell is None:
        return True
    return isinstance(cell, str) and not cell.strip(_INVISIBLE)
