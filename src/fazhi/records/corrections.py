"""Apply declared corrections to raw cells; one that no longer fits stops the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fazhi.errors import DefinitionError
from fazhi.records.column import Column
from fazhi.records.folding import fold_text
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
    return [_apply(tables.get(c.register), c) for c in corrections]


def _apply(raw: RawTable | None, correction: Correction) -> Correction:
    if raw is None or correction.column not in raw.register.by_key:
        raise DefinitionError(
            "更正所指的登记簿或字段不存在",
            where=correction.where,
            got=f"{correction.register}.{correction.column}",
            todo="改正 register 和 column",
        )
    record = _find(raw, correction)
    column = raw.cells.setdefault(correction.column, Column.empty(len(raw)))
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
    if left := [f for f in faults if f.column != correction.column]:
        raw.faults[record] = left
    return correction


def _find(raw: RawTable, correction: Correction) -> int:
    for key in correction.record:
        if key not in _PLACE_KEYS and key not in raw.register.by_key:
            raise DefinitionError("没有这个字段", where=f"{correction.where}.record", got=key)
    found = [n for n in range(len(raw)) if _fits(raw, n, correction.record)]
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
