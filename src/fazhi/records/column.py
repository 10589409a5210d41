"""A column that stores each distinct cell once: what is worked out per cell is worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast, overload

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

NOTHING = -1
_SMALL = 2**15
_LARGEST = 2**62
_HEAD_LINES = 20


class Column(Sequence[Any]):
    """Cells of one column as codes into its distinct values; ``NOTHING`` is a cell without value.

    The values are the long list of texts a fast reader found, kept in Arrow, then all others.

    Attributes:
        codes: Code of every cell.
        texts: Distinct texts in Arrow, or None; code ``n`` is the n-th.
        others: Values of the codes after those.
    """

    def __init__(
        self,
        codes: NDArray[Any],
        texts: pa.StringArray | None = None,
        others: Iterable[Any] = (),
    ) -> None:
        self.texts = texts
        self.others: list[Any] = list(others)
        self._first_other = len(texts) if texts is not None else 0
        self.codes = codes.astype(self._width(), copy=False)

    @classmethod
    def of(cls, cells: Iterable[object]) -> Column:
        """Return the column of *cells*; equal cells of different types stay apart."""
        code_of: dict[tuple[type, object], int] = {}
        codes = [
            NOTHING if cell is None else code_of.setdefault((cell.__class__, cell), len(code_of))
            for cell in cells
        ]
        return cls(np.asarray(codes, np.int32), others=[cell for _, cell in code_of])

    @classmethod
    def empty(cls, length: int) -> Column:
        """Return *length* cells without value."""
        return cls(np.full(length, NOTHING, np.int16))

    def _width(self) -> type[np.signedinteger[Any]]:
        return np.int16 if self.size < _SMALL else np.int32

    @property
    def size(self) -> int:
        """Number of codes in use."""
        return self._first_other + len(self.others)

    def value(self, code: int) -> Any:
        """Return the value of a code."""
        if code == NOTHING:
            return None
        if code >= self._first_other:
            return self.others[code - self._first_other]
        return cast("pa.StringArray", self.texts)[int(code)].as_py()

    def values(self) -> list[Any]:
        """Return the values by code, None last, so that ``NOTHING`` finds it."""
        texts = self.texts.to_pylist() if self.texts is not None else []
        return [*texts, *self.others, None]

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Column: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            part = self.codes[place]
            part.flags.writeable = False  # what is put into a part is not put into the whole
            return Column(part, self.texts, self.others)
        return self.value(int(self.codes[place]))

    def __iter__(self) -> Iterator[Any]:
        values = self.values()
        return (values[code] for code in self.codes.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def put(self, place: int, cell: object) -> None:
        """Set one cell."""
        if cell is not None:
            self.others.append(cell)
        self.codes = self.codes.astype(self._width(), copy=not self.codes.flags.writeable)
        self.codes[place] = NOTHING if cell is None else self.size - 1

    def take(self, places: NDArray[Any]) -> Column:
        """Return the cells at *places*."""
        return Column(self.codes[places], self.texts, self.others)

    def used(self) -> NDArray[np.intp]:
        """Return the codes that stand in the column, ascending, ``NOTHING`` left out."""
        seen = np.zeros(self.size + 1, bool)
        seen[self.codes] = True
        return np.flatnonzero(seen[:-1])

    def counts(self) -> list[tuple[Any, int]]:
        """Return each value with the number of cells that hold it; nothing counts as None."""
        found = np.bincount(self.codes.astype(np.intp) + 1, minlength=self.size + 1)
        codes = np.flatnonzero(found)
        return [(self.value(int(code) - 1), int(found[code])) for code in codes]

    def at(self, by_code: NDArray[Any]) -> NDArray[Any]:
        """Return for every cell what *by_code* says of its code, its last entry of nothing."""
        return by_code.take(self.codes)

    def where(self, test: Any) -> NDArray[np.bool_]:
        """Return for every cell whether its value passes *test*; each value is tried once."""
        passes = np.zeros(self.size + 1, bool)
        for code in self.used():
            passes[code] = test(self.value(int(code)))
        passes[-1] = test(None)
        return self.at(passes)

    @classmethod
    def joined(cls, columns: Sequence[Column]) -> Column:
        """Return *columns* one after the other; equal texts share one code again."""
        if len(columns) == 1:
            return columns[0].unified()
        columns = [column.trimmed() for column in columns]
        texts, code_of = _joined_texts([c.texts for c in columns if c.texts is not None])
        others = [value for column in columns for value in column.others]
        first_text, first_other = 0, len(texts) if texts is not None else 0
        codes = [np.empty(0, np.int16)]
        for column in columns:
            moved = np.empty(column.size + 1, np.int32)
            held = column.size - len(column.others)
            moved[:held] = code_of[first_text : first_text + held]
            moved[held:] = np.arange(first_other, first_other + len(column.others) + 1)
            moved[-1] = NOTHING
            codes.append(column.at(moved))
            first_text, first_other = first_text + held, first_other + len(column.others)
        return cls(np.concatenate(codes), texts, others).unified()

    def trimmed(self) -> Column:
        """Return the same cells without the texts before the first and after the last in use."""
        if self.texts is None:
            return self
        used = self.used()
        used = used[used < self._first_other]
        first, last = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 0)
        moved = np.arange(-first, self.size - first + 1, dtype=np.int32)
        moved[self._first_other :] -= self._first_other - last
        moved[-1] = NOTHING
        return Column(self.at(moved), self.texts[first:last], self.others)

    def unified(self) -> Column:
        """Return the same cells with one code for each value, so that codes can be compared."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self.others:
            return self
        first, moved = self._first_other, np.arange(self.size + 1, dtype=np.int32)
        code_of: dict[tuple[type, object], int] = {}
        for place, value in enumerate(self.others, first):
            moved[place] = first + code_of.setdefault((value.__class__, value), len(code_of))
        others = [value for _, value in code_of]
        if first and any(isinstance(value, str) for value in others):
            known = [value if isinstance(value, str) else None for value in others]
            found = pc.index_in(pa.array(known, pa.string()), value_set=self.texts)
            standing = found.fill_null(NOTHING).to_numpy()
            for place in range(first, self.size):
                same = standing[moved[place] - first]
                moved[place] = same if same >= 0 else moved[place]
        moved[-1] = NOTHING
        return Column(self.at(moved), self.texts, others)


def _joined_texts(
    texts: Sequence[pa.StringArray],
) -> tuple[pa.StringArray | None, NDArray[np.int32]]:
    """Return all distinct *texts*, and for each of them, one list after the other, its place."""
    import pyarrow as pa

    if not texts:
        return None, np.empty(0, np.int32)
    whole = encoded(pa.concat_arrays(texts))
    return whole.dictionary, whole.indices.to_numpy()


def combinations(columns: Sequence[Column]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first record of each combination of values, and the combination of each record.

    Combinations are numbered in order of first appearance.

    Args:
        columns: Columns of one length, at least one.
    """
    import pandas as pd

    combined, bound = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        bound *= column.size + 1
        if bound > _LARGEST:
            combined = pd.factorize(combined)[0].astype(np.int64)
            bound = (len(combined) + 1) * (column.size + 1)
        combined = combined * (column.size + 1) + column.codes + 1
    if len(combined) and (combined == combined[0]).all():
        return np.zeros(1, np.intp), np.zeros(len(combined), np.intp)
    which, found = pd.factorize(combined)
    firsts = np.empty(len(found), np.intp)
    firsts[which[::-1]] = np.arange(len(which))[::-1]
    return firsts, which


def encoded(texts: pa.StringArray) -> pa.DictionaryArray:
    """Return *texts* by dictionary; numbers that run on under a header are not searched for."""
    import pyarrow as pa
    import pyarrow.compute as pc

    longer = np.diff(pc.binary_length(texts).fill_null(0).to_numpy())
    after = pc.less_equal(texts[:-1], texts[1:]).fill_null(False).to_numpy(zero_copy_only=False)
    breaks = np.flatnonzero((longer < 0) | ((longer == 0) & ~after))
    empty = np.flatnonzero(texts.is_null().to_numpy(zero_copy_only=False))
    first = int(max(breaks.max(initial=-1), empty.max(initial=-1))) + 1
    if first > _HEAD_LINES:
        return texts.dictionary_encode()
    head, rest = texts[:first].dictionary_encode(), texts[first:]
    if pc.any(pc.is_in(rest, head.dictionary)).as_py():
        return texts.dictionary_encode()
    # What runs on is equal only to its neighbour.
    fresh = np.ones(len(rest), bool)
    fresh[1:] = pc.not_equal(rest[:-1], rest[1:]).to_numpy(zero_copy_only=False)
    codes = np.append(head.indices.fill_null(NOTHING), len(head.dictionary) - 1 + np.cumsum(fresh))
    distinct = pa.concat_arrays([head.dictionary, rest.filter(pa.array(fresh))])
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=codes == NOTHING), distinct
    )
