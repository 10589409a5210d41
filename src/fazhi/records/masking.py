"""The masked columns of a register, worked out once for each thing that can be masked.

``privacy`` knows how one name or one text is masked; here it is asked once for every name, and
for every text that stands beside a name it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from fazhi.records.column import NOTHING, Column, combinations
from fazhi.records.names import masked_names, searched_names
from fazhi.records.parse import Parsed
from fazhi.records.plain import matching
from fazhi.records.privacy import (
    SOMEBODY,
    mask_company,
    mask_of_party,
    mask_text,
    secrets_of,
)
from fazhi.records.register import Field

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_CODE_TYPES = ("uscc",)
_PIECE_TEXTS = 100_000
_SECRET_TYPES = ("text", "uscc", "docno", "code")
# Signs that are the same to every reader: no width, no case but that of ASCII letters.
_ORDINARY = r"^[0-9A-Za-z\x{4e00}-\x{9fff}（）〔〕《》，。、；：/-]*$"
# Every number or company that masking looks for holds one of these.
_TELLING = "[0-9A-Za-z]{4}|公司|合伙企业|经营部|个体工商户"


def masked_columns(parsed: Parsed, fields: Iterable[Field]) -> dict[str, Column]:
    """Return the columns of *fields* with their values made unrecognisable, by field key.

    Args:
        parsed: Typed columns of a register.
        fields: Its fields with a ``mask``.
    """
    masked, secrets = {}, None
    for field in fields:
        values = parsed.values[field.key]
        if field.mask == "person":
            somebody = np.where(values.codes == NOTHING, NOTHING, 0)
            masked[field.key] = Column(somebody, others=[SOMEBODY])
        elif field.mask == "text":
            secrets = _secrets(parsed) if secrets is None else secrets
            masked[field.key] = _free_text(values, secrets)
        else:
            masked[field.key] = _companies(parsed, values)
    return masked


def _companies(parsed: Parsed, values: Column) -> Column:
    """Return names masked; a credit code and a category say what the party is."""
    plain = masked_names(values.texts) if values.texts is not None else []
    masked = Column.of([*plain, *(mask_company(str(name)) for name in values.others), None])
    told = _told(parsed)
    codes = np.where(told.codes == NOTHING, masked.codes[values.codes], masked.size + told.codes)
    codes[values.codes == NOTHING] = NOTHING
    return Column(codes, others=[*masked.others, *told.others]).unified()


def _told(parsed: Parsed) -> Column:
    """Return the masks that the credit code and the category of a party ask for, if they do."""
    fields = parsed.raw.register.fields
    code = next((f.key for f in fields if f.type in _CODE_TYPES), None)
    kind = next((f.key for f in fields if "自然人" in f.values), None)
    nothing = Column.empty(len(parsed.raw))
    if code is None and kind is None:
        return nothing
    beside = [parsed.values[key] if key else nothing for key in (code, kind)]
    firsts, which = combinations(beside)
    pairs = zip(*(column.take(firsts) for column in beside), strict=True)
    return Column.of(mask_of_party(*(str(v) if v else None for v in p)) for p in pairs).take(which)


@dataclass(frozen=True)
class Secret:
    """A column whose values may not stand in the free text of their record.

    Attributes:
        column: Its values.
        forms: By code, the forms in which they would stand there, in lower case.
        odd: By code, whether a value is not for a search to judge.
    """

    column: Column
    forms: pa.Array
    odd: NDArray[np.bool_]


def _free_text(values: Column, secrets: Sequence[Secret]) -> Column:
    """Return free text masked: by itself, or beside the names of its record where it holds one."""
    moved = np.full(values.size + 1, NOTHING, np.int32)
    texts = values.texts
    quiet = np.zeros(0, bool)
    if texts is not None:
        quiet = matching(texts, _ORDINARY) & ~matching(texts, _TELLING)
        moved[: len(quiet)] = np.where(quiet, np.arange(len(quiet)), NOTHING)
    others: list[Any] = []
    for code in values.used().tolist():
        if code >= len(quiet) or not quiet[code]:
            moved[code] = len(quiet) + len(others)
            others.append(mask_text(str(values.value(code)), ()))
    masked = Column(values.at(moved), texts, others)
    for record in _named(values, secrets).tolist():
        named = [str(s.column[record]) for s in secrets if s.column[record] is not None]
        forms = (form for name in named for form in secrets_of(name))
        masked.put(record, mask_text(str(values[record]), forms))
    return masked


def _secrets(parsed: Parsed) -> list[Secret]:
    found = []
    for field in parsed.raw.register.fields:
        identifying = field.publish == "never" or field.mask in ("company", "person")
        if identifying and field.type in _SECRET_TYPES:
            column = parsed.values[field.key]
            found.append(Secret(column, *_forms(column)))
    return found


def _named(values: Column, secrets: Sequence[Secret]) -> NDArray[np.intp]:
    """Return the records whose text holds, or may hold, a name that stands beside it."""
    import duckdb
    import pyarrow as pa

    found = np.zeros(len(values), bool)
    texts = _lower_texts(values)
    odd = ~matching(texts, _ORDINARY)
    there = values.codes != NOTHING
    seen = _pairs_of_signs(texts)
    for secret in secrets:
        beside = there & (secret.column.codes != NOTHING)
        found |= beside & (values.at(odd) | secret.column.at(secret.odd))
        # Pairs, not records: a text and a name meet again and again.
        known = _may_stand(secret.forms, seen)
        both = np.flatnonzero(beside & ~found & secret.column.at(known))
        if not len(both):
            continue
        firsts, which = combinations([values.take(both), secret.column.take(both)])
        records = both[firsts]
        pairs = pa.table(
            {
                "text": texts.take(values.codes[records]),
                "names": secret.forms.take(secret.column.codes[records]),
            }
        )
        with duckdb.connect() as engine:
            engine.register("pairs", pairs)
            hits = engine.sql(
                "select len(list_filter(names, lambda n: contains(text, n))) > 0 as hit from pairs"
            ).to_arrow_table()
        found[both] |= hits["hit"].to_numpy()[which]
    return np.flatnonzero(found)


def _lower_texts(values: Column) -> pa.StringArray:
    """Return the texts by code in lower case, one empty text more for no value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    others = pa.array([*(str(value).lower() for value in values.others), ""], pa.string())
    return (
        others if values.texts is None else pa.concat_arrays([pc.utf8_lower(values.texts), others])
    )


def _pairs_of_signs(texts: pa.StringArray) -> frozenset[str]:
    """Return every two signs that stand side by side in one of *texts*."""
    import pandas as pd

    pairs = np.empty(0, np.uint64)
    for first in range(0, len(texts), _PIECE_TEXTS):
        piece = "\n".join(texts[first : first + _PIECE_TEXTS].to_pylist())
        signs = np.frombuffer(piece.encode("utf-32-le"), np.uint32)
        beside = (signs[:-1].astype(np.uint64) << np.uint64(32)) | signs[1:]
        pairs = pd.unique(np.concatenate([pairs, beside]))
    return frozenset(chr(pair >> 32) + chr(pair & 0xFFFFFFFF) for pair in pairs.tolist())


def _may_stand(forms: pa.ListArray, seen: frozenset[str]) -> NDArray[np.bool_]:
    """Return by code whether all signs of one of its forms stand side by side in some text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.zeros(len(forms), bool)
    if len(forms.values):
        begun = pc.is_in(
            pc.utf8_slice_codeunits(forms.values, 0, 2), pa.array(sorted(seen), pa.string())
        )
        places = np.flatnonzero(begun.to_numpy(zero_copy_only=False))
        code_of = forms.value_parent_indices().to_numpy()[places]
        texts = forms.values.take(pa.array(places)).to_pylist()
        for code, form in zip(code_of.tolist(), texts, strict=True):
            found[code] = found[code] or all(a + b in seen for a, b in pairwise(form))
    return found


def _forms(names: Column) -> tuple[pa.ListArray, NDArray[np.bool_]]:
    """Return by code the forms masking looks for in lower case, and which are out of the way.

    A name with an unusual sign is out of the way: its width or case is not for a search to judge.
    """
    import pyarrow as pa

    texts = names.texts if names.texts is not None else pa.array([], pa.string())
    short, plain = searched_names(texts)
    single = short.filter(pa.array(plain))
    others = [*texts.filter(pa.array(~plain)).to_pylist(), *map(str, names.others)]
    found = [{f.lower() for f in secrets_of(name) if len(f) > 1} for name in others]
    several = pa.array([*map(sorted, found), []], pa.list_(pa.string()))
    by_kind = pa.concat_arrays(
        [pa.ListArray.from_arrays(np.arange(len(single) + 1, dtype=np.int32), single), several]
    )
    kind = np.concatenate([plain, np.zeros(len(names.others) + 1, bool)])
    places = np.where(kind, np.cumsum(kind) - 1, len(single) + np.cumsum(~kind) - 1)
    odd = np.zeros(len(by_kind), bool)
    odd[by_kind.value_parent_indices().to_numpy()[~matching(by_kind.values, _ORDINARY)]] = True
    return by_kind.take(pa.array(places)), odd[places]
