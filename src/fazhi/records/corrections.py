"""Apply declared corrections to raw cells; one that no longer fits stops the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from fazhi.errors import DefinitionError
from fazhi.records.column import Column
from fazhi.records.folding import fold_header, fold_text
from fazhi.records.table import RawTable
from fazhi.records.values import plain_text
from fazhi.records.written import Correction

_PLACE_KEYS = ("file", "sheet", "row")


def apply_corrections(
    tables: Mapping[str, RawTable], corrections: Iterable[Correction]
) -> list[Correction]:
    """Change the raw cells named by *corrections*, before anything is read from them.

    Args:
        tables: Raw tables by register; changed in place.
        corrections: Declared corrections.

    Returns:
        The corrections applied, all of them.

    Raises:
        DefinitionError: A correction fits no record, several, or another value than it expects.
    """
    by_name = {name: raw for raw in tables.values() for name in _names(raw)}
    return [_apply(_table(by_name, c), c) for c in corrections]


def _names(raw: RawTable) -> tuple[str, str]:
    return raw.register.name, raw.register.title


def _table(by_name: Mapping[str, RawTable], correction: Correction) -> RawTable:
    if correction.register not in by_name:
        titles = dict.fromkeys(raw.register.title for raw in by_name.values())
        raise DefinitionError(
            "更正所指的登记簿没有收到", where=f"{correction.where}.register",
            expected=f"{'、'.join(titles)} 之一", got=correction.register, todo="改正 register",
        )  # fmt: skip
    return by_name[correction.register]


def _key(raw: RawTable, named: str, where: str) -> str:
    """Return the key of a field named by key or, as the list of problems does, by header."""
    if named in raw.register.by_key:
        return named
    field = raw.register.by_header.get(fold_header(named))
    if field is None:
        near = get_close_matches(named, [f.header for f in raw.register.fields], n=3)
        like = f"，可能是 {'、'.join(near)}" if near else ""
        raise DefinitionError(
            "没有这个字段", where=where, expected=f"表头里的列名{like}", got=named
        )
    return field.key


def _apply(raw: RawTable, correction: Correction) -> Correction:
    key = _key(raw, correction.column, f"{correction.where}.column")
    record = _find(raw, correction)
    column = raw.cells.setdefault(key, Column.empty(len(raw)))
    standing = _shown(column[record])
    if standing != fold_text(correction.old):
        raise DefinitionError(
            "更正与原始文件不再相符",
            where=f"{correction.where}（{raw.place(record)}）",
            expected=f"原值「{correction.old}」",
            got=f"「{standing}」",
            todo="核对新文件：已改正的删去这条更正，未改正的更新 old",
        )
    column.put(record, correction.new or None)
    # A fault of the cell's old content (a formula, a merge) went with the content.
    faults = raw.faults.pop(record, [])
    if left := [f for f in faults if f.column != key]:
        raw.faults[record] = left
    return correction


def _find(raw: RawTable, correction: Correction) -> int:
    where = f"{correction.where}.record"
    wanted = {
        name if name in _PLACE_KEYS else _key(raw, name, where): value
        for name, value in correction.record.items()
    }
    found = [n for n in range(len(raw)) if _fits(raw, n, wanted)]
    if len(found) != 1:
        raise DefinitionError(
            "更正应恰好指向一条记录",
            where=f"{correction.where}.record",
            got=f"{len(found)} 条" + "".join(f"，{raw.place(n)}" for n in found[:3]),
            todo="用编号字段，或 file、sheet、row 写明是哪一行",
        )
    return found[0]


def _fits(raw: RawTable, record: int, wanted: Mapping[str, str]) -> bool:
    sheet = raw.parts[raw.part_of[record]].sheet
    place = {"file": sheet.file, "sheet": sheet.name, "row": str(raw.row_of[record])}
    for key, value in wanted.items():
        if key in _PLACE_KEYS:
            standing = place[key]
        else:
            standing = _shown(raw.cells[key][record] if key in raw.cells else None)
        if standing != fold_text(value):
            return False
    return True


def _shown(cell: object) -> str:
    return "" if cell is None else fold_text(plain_text(cell))
