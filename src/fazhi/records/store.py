"""Clean tables on disk: typed, masked, each row with its place, each file with its digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fazhi.records.abreast import abreast
from fazhi.records.column import NOTHING, Column, combinations
from fazhi.records.masking import masked_columns
from fazhi.records.parse import Parsed
from fazhi.records.register import Field, Register, Surrogate

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

MANIFEST = "manifest.json"
PROVENANCE = ("row_id", "source_file", "source_sheet", "source_row")
_PIECE_ROWS = 250_000
# As much as all texts of a piece could take: one that repeats is always written by dictionary.
_DICTIONARY_BYTES = 2**28


def arrow_schema(register: Register) -> pa.Schema:
    """Return the columns and types of a register's clean table."""
    import pyarrow as pa

    types = {
        "int": pa.int64(),
        "decimal": pa.decimal128(20, 6),
        "money": pa.decimal128(18, 2),
        "date": pa.date32(),
        "flag": pa.bool_(),
    }
    columns = [(name, pa.int64() if name == "source_row" else pa.string()) for name in PROVENANCE]
    columns += [(f.key, types.get(f.type, pa.string())) for f in shown_fields(register)]
    columns += [(s.key, pa.string()) for s in register.surrogates]
    return pa.schema(columns)


def shown_fields(register: Register) -> list[Field]:
    """Return the fields that reach the clean table."""
    return [f for f in register.fields if f.publish != "never"]


def shown_columns(parsed: Parsed) -> dict[str, Column]:
    """Return the columns of a register's clean table but for provenance, masked."""
    shown = shown_fields(parsed.raw.register)
    return {
        **{f.key: parsed.values[f.key] for f in shown},
        **masked_columns(parsed, [f for f in shown if f.mask]),
        **{
            s.key: number_by_first_appearance(parsed.values, s)
            for s in parsed.raw.register.surrogates
        },
    }


def clean_table(parsed: Parsed, shown: Mapping[str, Column], folder: str) -> Iterator[pa.Table]:
    """Return the clean table of one register, in pieces of bounded length.

    Args:
        parsed: The records, of which those without faults are kept.
        shown: Their masked columns, as ``shown_columns`` returns them.
        folder: Raw folder relative to the root.

    Returns:
        Tables of the register's schema, made one by one; one without rows when nothing is kept.
    """
    import pyarrow as pa

    register, schema = parsed.raw.register, arrow_schema(parsed.raw.register)
    kept = parsed.sound()
    sheets = [part.sheet for part in parsed.raw.parts]
    columns = {
        "source_file": Column(parsed.raw.part_of, others=[f"{folder}/{s.file}" for s in sheets]),
        "source_sheet": Column(parsed.raw.part_of, others=[s.name for s in sheets]),
        **shown,
    }
    kinds = (schema.field(name).type for name in columns)
    cells = abreast(partial(_Cells.of, kept), columns.values(), kinds, rows=len(kept))
    lead, row_of = f"{register.name}-{parsed.year}-", parsed.raw.row_of

    def piece(first: int) -> pa.Table:
        records = kept[first : first + _PIECE_ROWS]
        found = {
            "row_id": _row_ids(lead, records),
            "source_row": pa.array(row_of[records], pa.int64()),
            **dict(
                zip(
                    columns,
                    abreast(methodcaller("at", records), cells, rows=len(records)),
                    strict=True,
                )
            ),
        }
        return pa.table({name: found[name] for name in schema.names})

    return map(piece, range(0, max(len(kept), 1), _PIECE_ROWS))


@dataclass(frozen=True)
class _Cells:
    """The cells of a column as they are written: texts that repeat by dictionary.

    Attributes:
        codes: Code of every cell.
        values: Values by code.
        repeat: Whether they are texts that stand twice or more on average.
    """

    codes: NDArray[Any]
    values: pa.Array
    repeat: bool

    @classmethod
    def of(cls, kept: NDArray[np.intp], column: Column, kind: pa.DataType) -> _Cells:
        """Return the cells of *column* as *kind*, to be asked for those of *kept*."""
        import pyarrow as pa

        values = pa.array(column.others, kind)
        if column.texts is not None:
            values = pa.concat_arrays([column.texts, values])
        most = len(kept) // 2
        repeat = column.size <= most or len(column.take(kept).used()) <= most
        return cls(column.codes, values, pa.types.is_string(kind) and repeat)

    def at(self, records: NDArray[np.intp]) -> pa.Array:
        """Return the cells of *records*.

        No other text comes with them, in a dictionary either: it could be what was masked.
        """
        import pyarrow as pa

        codes = self.codes[records]
        if not self.repeat:
            return self.values.take(pa.array(codes, mask=codes == NOTHING))
        # In order of first appearance, which does not depend on how the file was read.
        places = np.full(len(self.values) + 1, NOTHING, np.int32)
        places[codes[::-1]] = np.arange(len(codes), dtype=np.int32)[::-1]
        places[NOTHING] = NOTHING
        used = np.flatnonzero(places != NOTHING)
        used = used[np.argsort(places[used])]
        places[used] = np.arange(len(used), dtype=np.int32)
        indices = places[codes]
        return pa.DictionaryArray.from_arrays(
            pa.array(indices, mask=indices == NOTHING), self.values.take(pa.array(used))
        )


def _row_ids(lead: str, records: NDArray[np.intp]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = pc.utf8_lpad(pa.array(records + 1).cast(pa.string()), 4, "0")
    return pc.binary_join_element_wise(lead, numbers, "")


def number_by_first_appearance(values: Mapping[str, Column], surrogate: Surrogate) -> Column:
    """Return ``E0001``-like numbers: equal for equal identity, in order of first appearance.

    A record without the first source takes the identity of one that shares its second
    (a name seen elsewhere with exactly one code).
    """
    columns = [values[key] for key in surrogate.sources]
    firsts, which = combinations(columns)
    if len(columns) == 1:
        named = columns[0].take(firsts).codes != NOTHING
        numbers = np.where(named, np.cumsum(named) - 1, NOTHING)
        return Column(numbers[which], others=map(_number, range(np.count_nonzero(named))))
    identities = _numbered(surrogate.sources, [list(c.take(firsts)) for c in columns])
    return Column.of(identities).take(which)


def _number(place: int) -> str:
    return f"E{place + 1:04d}"


def _numbered(keys: Sequence[str], columns: Sequence[Sequence[Any]]) -> list[str | None]:
    first = keys[0]
    partners: dict[tuple[str, Any], set[Any]] = {}
    for other, names in zip(keys[1:], columns[1:], strict=True):
        for code, name in zip(columns[0], names, strict=True):
            if code is not None and name is not None:
                partners.setdefault((other, name), set()).add(code)
    numbers: dict[tuple[str, Any], str] = {}
    result: list[str | None] = []
    for row in zip(*columns, strict=True):
        given = zip(keys, row, strict=True)
        identity = next((pair for pair in given if pair[1] is not None), None)
        if identity is None:
            result.append(None)
            continue
        known = partners.get(identity, set())
        if len(known) == 1:
            identity = (first, next(iter(known)))
        result.append(numbers.setdefault(identity, _number(len(numbers))))
    return result


def write_atomically(path: Path, content: bytes) -> None:
    """Write *content* so that a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def write_table(path: Path, pieces: Iterable[pa.Table]) -> int:
    """Write a table as Parquet, atomically and without anything that varies between runs.

    Returns:
        The number of rows written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    waiting = iter(pieces)
    first = next(waiting)
    # Texts that hardly repeat, and numbers that never do, gain nothing by a dictionary.
    repeated = [f.name for f in first.schema if f.name != "source_row" and f.type != pa.string()]
    with (
        pq.ParquetWriter(
            temporary,
            first.schema,
            compression="zstd",
            use_dictionary=repeated,
            dictionary_pagesize_limit=_DICTIONARY_BYTES,
            write_statistics=False,
            store_schema=False,
        ) as writer,
        ThreadPoolExecutor(1) as aside,
    ):
        # One piece is written while the next is made, and no third waits in memory.
        writing = aside.submit(writer.write_table, first)
        rows: int = first.num_rows
        for piece in waiting:
            writing.result()
            writing = aside.submit(writer.write_table, piece)
            rows += piece.num_rows
        writing.result()
    temporary.replace(path)
    return rows


def remove_others(folder: Path, kept: Iterable[str], pattern: str) -> None:
    """Remove files of an earlier run that this one did not write."""
    for path in folder.glob(pattern):
        if path.name not in set(kept):
            path.unlink()


def write_manifest(folder: Path, body: Mapping[str, Any]) -> None:
    """Write ``manifest.json``: digests of raw files and tables, and the row counts."""
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    write_atomically(folder / MANIFEST, (text + "\n").encode())


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(type(value).__name__)
