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
from fazhi.records.parse import Parsed
from fazhi.records.plain import matching
from fazhi.records.privacy import SOMEBODY, mask_company, mask_text, secrets_of
from fazhi.records.register import Field

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_CODE_TYPES = ("uscc",)
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
    fields = parsed.raw.register.fields
    code = next((parsed.values[f.key] for f in fields if f.type in _CODE_TYPES), None)
    kind = next((parsed.values[f.key] for f in fields if "自然人" in f.values), None)
    beside = [column for column in (code, kind) if column is not None]
    firsts, which = combinations([values, *beside])

    def one(record: int) -> str | None:
        number, sort = (column[record] if column is not None else None for column in (code, kind))
        name = values[record]
        if name is None:
            return None
        return mask_company(str(name), str(number) if number else None, str(sort) if sort else None)

    return Column.of(map(one, firsts.tolist())).take(which)


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
    moved = np.full(values.size + 1, NOTHING)
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
            forms = [secrets_of(str(v)) if v is not None else [] for v in column.values()]
            found.append(Secret(column, *_by_code(forms)))
    return found


def _named(values: Column, secrets: Sequence[Secret]) -> NDArray[np.intp]:
    """Return the records whose text holds, or may hold, a name that stands beside it."""
    import duckdb
    import pyarrow as pa

    found = np.zeros(len(values), bool)
    text, odd_text = _by_code([[str(v)] if v is not None else [] for v in values.values()])
    there = values.codes != NOTHING
    seen = _pairs_of_signs(text.values)
    for secret in secrets:
        beside = there & (secret.column.codes != NOTHING)
        found |= beside & (values.at(odd_text) | secret.column.at(secret.odd))
        # Pairs, not records: a text and a name meet again and again.
        known = _may_stand(secret.forms, seen)
        both = np.flatnonzero(beside & ~found & secret.column.at(known))
        if not len(both):
            continue
        firsts, which = combinations([values.take(both), secret.column.take(both)])
        records = both[firsts]
        pairs = pa.table(
            {
                "text": text.take(values.codes[records]),
                "names": secret.forms.take(secret.column.codes[records]),
            }
        )
        with duckdb.connect() as engine:
            engine.register("pairs", pairs)
            hits = engine.sql(
                "select len(list_filter(names, lambda n: contains(text[1], n))) > 0 as hit"
                " from pairs"
            ).to_arrow_table()
        found[both] |= hits["hit"].to_numpy()[which]
    return np.flatnonzero(found)


def _pairs_of_signs(texts: pa.StringArray) -> frozenset[str]:
    """Return every two signs that stand side by side in one of *texts*."""
    import pandas as pd

    signs = np.frombuffer("\n".join(texts.to_pylist()).encode("utf-32-le"), np.uint32)
    pairs = pd.unique((signs[:-1].astype(np.uint64) << np.uint64(32)) | signs[1:])
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


def _by_code(forms: list[list[str]]) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Return the forms that masking looks for in lower case, and which values are out of the way.

    A value with an unusual sign is out of the way: its width or case is not for a search to judge.
    """
    import pyarrow as pa

    kept = [[form.lower() for form in sorted(set(found)) if len(form) > 1] for found in forms]
    lists = pa.array(kept, pa.list_(pa.string()))
    ordinary = matching(lists.values, _ORDINARY) if len(lists.values) else np.zeros(0, bool)
    odd = np.zeros(len(forms), bool)
    odd[lists.value_parent_indices().to_numpy()[~ordinary]] = True
    return lists, odd
