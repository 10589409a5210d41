"""Clean tables on disk: typed, masked, each row with its place, each file with its digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi.records.parse import Parsed
from fazhi.records.privacy import mask_company, mask_text, secrets_of
from fazhi.records.register import Field, Register, Surrogate

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
PROVENANCE = ("row_id", "source_file", "source_sheet", "source_row")
_CODE_TYPES = ("uscc",)


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


def clean_table(parsed: Parsed, kept: Sequence[int], year: int, folder: str) -> pa.Table:
    """Return the clean table of one register.

    Args:
        parsed: Its typed columns, unmasked.
        kept: Records to keep, in file order.
        year: Report year.
        folder: Raw folder relative to the root.

    Returns:
        A table of the register's schema.
    """
    import pyarrow as pa

    raw, register = parsed.raw, parsed.raw.register
    parts = [raw.parts[n].sheet for n in raw.part_of]
    columns: dict[str, list[Any]] = {
        "row_id": [f"{register.name}-{year}-{n + 1:04d}" for n in kept],
        "source_file": [f"{folder}/{parts[n].file}" for n in kept],
        "source_sheet": [parts[n].name for n in kept],
        "source_row": [raw.row_of[n] for n in kept],
    }
    for field in shown_fields(register):
        values = parsed.values[field.key]
        columns[field.key] = (
            _masked(parsed, field, kept) if field.mask else [values[n] for n in kept]
        )
    for surrogate in register.surrogates:
        numbers = number_by_first_appearance(parsed.values, surrogate)
        columns[surrogate.key] = [numbers[n] for n in kept]
    return pa.table(columns, schema=arrow_schema(register))


def number_by_first_appearance(
    values: Mapping[str, Sequence[Any]], surrogate: Surrogate
) -> list[str | None]:
    """Return ``E0001``-like numbers: equal for equal identity, in order of first appearance.

    A record without the first source takes the identity of one that shares its second
    (a name seen elsewhere with exactly one code).
    """
    first, *others = surrogate.sources
    partners: dict[tuple[str, Any], set[Any]] = {}
    for other in others:
        for code, name in zip(values[first], values[other], strict=True):
            if code is not None and name is not None:
                partners.setdefault((other, name), set()).add(code)
    numbers: dict[tuple[str, Any], str] = {}
    result: list[str | None] = []
    for record in range(len(values[first])):
        given = [(key, values[key][record]) for key in surrogate.sources]
        identity = next((pair for pair in given if pair[1] is not None), None)
        if identity is None:
            result.append(None)
            continue
        known = partners.get(identity, set())
        if len(known) == 1:
            identity = (first, next(iter(known)))
        result.append(numbers.setdefault(identity, f"E{len(numbers) + 1:04d}"))
    return result


def _masked(parsed: Parsed, field: Field, kept: Sequence[int]) -> list[str | None]:
    values = parsed.values[field.key]
    if field.mask == "person":
        return [None if values[n] is None else "某某" for n in kept]
    if field.mask == "text":
        return [_mask_free_text(parsed, values[n], n) for n in kept]
    return [
        None if values[n] is None else mask_company(str(values[n]), *_who(parsed, n)) for n in kept
    ]


def _who(parsed: Parsed, record: int) -> tuple[str | None, str | None]:
    """Return credit code and declared category of a record's party."""
    fields = parsed.raw.register.fields
    code = next((parsed.values[f.key][record] for f in fields if f.type in _CODE_TYPES), None)
    kinds = [parsed.values[f.key][record] for f in fields if "自然人" in f.values]
    return (str(code) if code else None), (str(kinds[0]) if kinds and kinds[0] else None)


def _mask_free_text(parsed: Parsed, text: object, record: int) -> str | None:
    if text is None:
        return None
    named = (
        str(parsed.values[f.key][record])
        for f in parsed.raw.register.fields
        if (f.publish == "never" or f.mask in ("company", "person"))
        and f.type in ("text", "uscc", "docno", "code")
        and parsed.values[f.key][record] is not None
    )
    return mask_text(str(text), (form for name in named for form in secrets_of(name)))


def write_atomically(path: Path, content: bytes) -> None:
    """Write *content* so that a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table as Parquet, atomically and without anything that varies between runs."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    write_atomically(path, sink.getvalue().to_pybytes())


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
