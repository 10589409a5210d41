"""Find the header of a sheet and say which register it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from fazhi.records.folding import fold_header, fold_text
from fazhi.records.register import Field, Register
from fazhi.records.sheets import Sheet, blank

SEARCHED_ROWS = 10
_LEAST_MATCHES = 3
_LEAST_SHARE = 0.4
_LOOKALIKE = 0.6
# A bracket that only adds a unit or a filling hint does not change which field is meant.
_UNIT_BRACKET = re.compile(
    r"\((?:单位:?)?(?:万元|元|家次|户次|人次|人|件|套|份|项|条|块|场|次|天|日|学时|小时|必填|选填|[\u4e00-\u9fff]{0,3}元)\)$"
)
_MONEY_UNIT = re.compile(r"\((?:单位:?)?(?:人民币)?([\u4e00-\u9fff]{0,3}元)\)")
_STATED_UNIT = re.compile(r"单位[:为]\s*(?:人民币)?([\u4e00-\u9fff]{0,3}元)(?![\u4e00-\u9fff])")


@dataclass(frozen=True)
class Header:
    """Where the header stands and which field each column holds.

    Attributes:
        first: First header row, 1-based.
        last: Last header row (the same, or the next one for a two-level header).
        columns: 0-based column by field key.
        titles: Header text as it stands, by field key.
        units: Unit of money columns as header or title row state it, by field key; several
            joined by 、 when the title rows contradict one another.
        extra: Headers that belong to no field.
        repeated: Field headers that stand over two columns.
        labels: Joined header text of every column.
        stated_unit: Unit of money the lines above the header state.
    """

    first: int
    last: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    units: Mapping[str, str]
    extra: tuple[str, ...]
    repeated: tuple[str, ...]
    labels: tuple[str, ...]
    stated_unit: str = ""

    def missing(self, register: Register) -> list[Field]:
        """Return required fields without a column."""
        return [f for f in register.fields if f.required and f.key not in self.columns]


def overlooked(header: Header, register: Register) -> list[tuple[str, Field]]:
    """Return unknown columns that look like a field that has no column."""
    spellings = {
        spelling: register.by_header[spelling]
        for spelling in register.by_header
        if register.by_header[spelling].key not in header.columns
    }
    found = []
    for label in header.extra:
        plain = _UNIT_BRACKET.sub("", fold_header(label))
        if close := get_close_matches(plain, spellings, n=1, cutoff=_LOOKALIKE):
            found.append((label, spellings[close[0]]))
    return found


def identify(sheet: Sheet, registers: Iterable[Register]) -> tuple[Register, Header] | None:
    """Return the register whose header the sheet carries, with that header.

    A name that announces the register decides between equally good headers only.
    """
    best: tuple[tuple[int, bool], Register, Header] | None = None
    for register in registers:
        header = find_header(sheet, register)
        if header is None:
            continue
        rank = (
            len(header.columns),
            announces(register, sheet.name) or announces(register, sheet.file),
        )
        if best is None or rank > best[0]:
            best = (rank, register, header)
    return (best[1], best[2]) if best else None


def announces(register: Register, name: str) -> bool:
    """Return whether a file or sheet name announces *register*."""
    return any(part.lower() in name.lower() for part in register.file_names)


def find_header(sheet: Sheet, register: Register) -> Header | None:
    """Return the header of *register* in the first rows of *sheet*, or None."""
    candidates: list[Header] = []
    for row in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        single = _labels(sheet, row)
        candidates.append(_match(register, row, row, [[text] for text in single]))
        if row < len(sheet.rows):
            candidates.append(_match(register, row, row + 1, _two_level(sheet, row)))
    # A title row above a plain header makes a two-level reading that finds nothing more.
    best = max(candidates, key=lambda h: (len(h.columns), h.first == h.last), default=None)
    if best is None or not _plausible(best, register):
        return None
    stated = _stated_unit(sheet, best.first)
    return replace(best, units=_units(stated, best, register), stated_unit=stated)


def _plausible(header: Header, register: Register) -> bool:
    matched = len(header.columns)
    required = [f for f in register.fields if f.required]
    found = sum(f.key in header.columns for f in required)
    named = sum(bool(label) for label in header.labels)
    return (
        matched >= min(_LEAST_MATCHES, len(register.fields))
        and 2 * found >= len(required)
        and matched >= _LEAST_SHARE * named
    )


def _match(register: Register, first: int, last: int, spellings: list[list[str]]) -> Header:
    columns: dict[str, int] = {}
    titles: dict[str, str] = {}
    extra, repeated = [], []
    for index, texts in enumerate(spellings):
        field = next(filter(None, (_field_of(text, register) for text in texts)), None)
        if field is None:
            extra += [texts[0]] if texts and texts[0] else []
        elif field.key in columns:
            repeated.append(texts[0])
        else:
            columns[field.key], titles[field.key] = index, texts[0]
    labels = tuple(texts[0] if texts else "" for texts in spellings)
    return Header(first, last, columns, titles, {}, tuple(extra), tuple(repeated), labels)


def _units(stated: str, header: Header, register: Register) -> dict[str, str]:
    return {
        key: found[1] if (found := _MONEY_UNIT.search(fold_header(title))) else stated
        for key, title in header.titles.items()
        if register.by_key[key].type == "money"
    }


def _field_of(text: str, register: Register) -> Field | None:
    folded = fold_header(text)
    return register.by_header.get(folded) or register.by_header.get(_UNIT_BRACKET.sub("", folded))


def _labels(sheet: Sheet, row: int) -> list[str]:
    return ["" if blank(cell) else str(cell).strip() for cell in sheet.rows[row - 1]]


def _two_level(sheet: Sheet, row: int) -> list[list[str]]:
    """Return, per column, the spellings a header of two rows allows, the fullest first."""
    upper, lower = _labels(sheet, row), _labels(sheet, row + 1)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    parent = ""
    spellings = []
    for above, below in zip(upper, lower, strict=True):
        # A merged group title stands over its first column only.
        parent = above or (parent if below else "")
        options = [parent + below, below, f"{parent}({below})"] if below else [above]
        spellings.append([text for text in options if text])
    return spellings


def _stated_unit(sheet: Sheet, first: int) -> str:
    """Return the money unit the lines above the header state (单位：万元)."""
    stated: dict[str, None] = {}
    for row in sheet.rows[: first - 1]:
        for cell in row:
            if isinstance(cell, str):
                stated.update(dict.fromkeys(_STATED_UNIT.findall(fold_text(cell))))
    return "、".join(stated)
