"""Tell records from everything else that stands between the rows of a register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fazhi.records.column import NOTHING, Column
from fazhi.records.folding import fold_choice, fold_header
from fazhi.records.header import Header
from fazhi.records.plain import matching
from fazhi.records.plaintext import Grid
from fazhi.records.register import Register
from fazhi.records.sheets import Cell, Sheet, blank

if TYPE_CHECKING:
    from numpy.typing import NDArray

RECORD = "record"
EXAMPLE = "example"
SERIAL_ONLY = "serial_only"
SERIAL_TITLES = frozenset(map(fold_header, ("序号", "编号", "号")))
KIND_NAMES = {
    "title": "标题与表头",
    "blank": "空行",
    "repeated_header": "重复的表头",
    "total": "合计行",
    "note": "填表说明与签名",
    EXAMPLE: "示例行",
    SERIAL_ONLY: "只有序号的空行",
}
_KINDS = (RECORD, *KIND_NAMES)
_TOTAL = re.compile(
    r"(?:本页|本表|本季度|本月|全年|年度|季度)?(?:合计|总计|小计|共计|累计|总数)[::数]?.*"
    # 一季度小计, 罚款合计: with more in front, nothing but figures may follow.
    r"|.{0,8}?(?:合计|总计|小计|累计|汇总)[::数]?(?:\(.*\))?[0-9.,]*|平均[值数]?"
)
_GRAND_TOTAL = re.compile(r"(?:本表|全年|年度)?(?:合计|总计|共计|汇总)[::数]?(?:\(.*\))?[::]?")
_NOTE = re.compile(
    r"(?:填表说明|表格说明|说明|备注|注|填表人|填报人|制表人|制表|审核人|复核人|复核|负责人|单位负责人|"
    r"填报单位|填报日期|填表日期|统计人|联系电话|数据来源|导出时间|导出人)(?:[::1-9一].*|$)"
)
_EXAMPLE = re.compile(r"[(\[【〔]?(?:示例|例|样例|示例行)[)\]】〕]?")
_SAMPLE = "示例"
_NOTE_CELLS = 6
_SAME_SHARE = 0.8
# A number or a date: with no other character, no title, total, note or example.
_NUMBER = "^[0-9A-Za-z][0-9A-Za-z年月日号/.: -]*$"
# 例 (or the sign that folds into it) with one character of Chinese on each side at most, so that a
# law (…条例) named in a cell does not make its row doubtful.
_MAYBE_EXAMPLE = r"^\P{Han}*\p{Han}?\P{Han}*[例\x{f9b5}]\P{Han}*\p{Han}?\P{Han}*$"

_SOMETHING = r"[0-9A-Za-z\p{Han}]"


def classify(sheet: Sheet, header: Header, register: Register) -> Column:
    """Return the kind of every row of *sheet*: ``record`` or a key of ``KIND_NAMES``.

    A row is left out only for a reason stated here; whatever is doubtful is a record,
    and then fails its checks where everybody can see it.
    """
    required = [
        header.columns[f.key] for f in register.fields if f.required and f.key in header.columns
    ]
    codes = np.full(len(sheet.rows), _KINDS.index(RECORD), np.int16)
    codes[: header.last] = _KINDS.index("title")
    noted = False
    for number in _doubtful(sheet.rows, header, required):
        row = sheet.rows[number]
        kind = RECORD if _numbered(row) else _kind(row, header, required, noted)
        noted = noted or kind == "note"
        codes[number] = _KINDS.index(kind)
    filled = np.flatnonzero(codes != _KINDS.index("blank"))
    return Column(codes[: filled[-1] + 1 if len(filled) else 0], others=_KINDS)


def _doubtful(rows: Sequence[list[Cell]], header: Header, required: Sequence[int]) -> list[int]:
    """Return the rows under the header that have to be looked at one by one.

    In a large text file a row is a record at once when it starts with its running number, or with
    some other number (no title, total, note or example is one) and is unlike the header.
    """
    if not isinstance(rows, Grid):
        return list(range(header.last, len(rows)))
    first, *others = rows.columns
    filled = np.zeros(len(rows), bool)
    for column in others:
        if filled[header.last :].all():
            break
        filled |= column.codes != NOTHING
    certain = filled & rows.numbered
    if not certain[header.last :].all():
        certain |= filled & first.at(_matching(first, _NUMBER)) & _unlike(rows, header)
    certain[list(rows.odd)] = False
    return [n for n in np.flatnonzero(~certain).tolist() if n >= header.last]


def _unlike(rows: Grid, header: Header) -> NDArray[np.bool_]:
    """Return which rows hold too many digits, where the header has none, to repeat it."""
    unlike = np.zeros(len(rows), np.int16)
    for key, index in header.columns.items():
        if index < len(rows.columns) and not any(map(str.isdigit, header.titles[key])):
            unlike += rows.columns[index].at(_matching(rows.columns[index], "[0-9]"))
    # Two of them also make more than the single cell of a note.
    like = len(header.columns) - unlike
    return (unlike > 1) & (like < _SAME_SHARE * len(header.columns))


def _matching(column: Column, pattern: str) -> NDArray[np.bool_]:
    """Return by code which texts surely hold the RE2 *pattern*."""
    found = np.zeros(column.size + 1, bool)
    if column.texts is not None:
        found[: len(column.texts)] = matching(column.texts, pattern)
    return found


def _kind(row: Sequence[Cell], header: Header, required: Sequence[int], noted: bool) -> str:
    filled = [cell for cell in row if not blank(cell)]
    if len(filled) <= 1 and (not filled or _stands_under_serial(row, header)):
        return SERIAL_ONLY if filled else "blank"
    if _repeats_header(row, header):
        return "repeated_header"
    first = fold_choice(str(filled[0]))
    present = sum(index < len(row) and not blank(row[index]) for index in required)
    # A record typed over the example, its mark left standing, must not vanish with it.
    if marked_example(row):
        return EXAMPLE if any(_SAMPLE in str(cell) for cell in filled[1:]) else RECORD
    # A company could be called 合计…; a total names nothing else that a record must have.
    if _TOTAL.fullmatch(first) and present <= max(1, len(required) // 2):
        return "total"
    sparse = len(filled) <= _NOTE_CELLS and present <= 1
    if sparse and (_NOTE.fullmatch(first) or (noted and len(filled) == 1)):
        return "note"
    return RECORD


def _numbered(row: Sequence[Cell]) -> bool:
    """Return whether a row starts with its running number; no other kind of row does."""
    first = row[0] if row else None
    number = isinstance(first, int | float) or (isinstance(first, str) and first.isdecimal())
    return number and any(cell is not None for cell in row[1:])


def _stands_under_serial(row: Sequence[Cell], header: Header) -> bool:
    """Return whether a row's first cell is its running number: numbers typed ahead of records."""
    first = str(row[0]).strip() if row and not blank(row[0]) else ""
    title = fold_header(header.labels[0]) if header.labels else ""
    return first.removesuffix(".0").isdecimal() and title in SERIAL_TITLES


def _repeats_header(row: Sequence[Cell], header: Header) -> bool:
    texts = [
        (fold_header(str(row[index])), fold_header(header.titles[key]))
        for key, index in header.columns.items()
        if index < len(row) and not blank(row[index])
    ]
    same = sum(found == title or title.endswith(found) for found, title in texts)
    return len(texts) > 1 and same >= _SAME_SHARE * len(texts)


def marked_example(row: Sequence[Cell]) -> bool:
    """Return whether the first thing in a row says that it is an example."""
    first = next((str(cell) for cell in row if not blank(cell)), "")
    return bool(_EXAMPLE.fullmatch(fold_choice(first)))


def examples(rows: Sequence[list[Cell]], numbers: NDArray[np.int32]) -> list[int]:
    """Return the places among the rows *numbers* that say they are examples.

    Args:
        rows: Rows of a sheet.
        numbers: Their numbers, counted from 1.
    """
    places = np.arange(len(numbers))
    if isinstance(rows, Grid):
        said, begun = np.zeros(len(rows), bool), rows.numbered.copy()
        said[list(rows.odd)] = begun[list(rows.odd)] = True
        for column in rows.columns:
            if begun[numbers - 1].all():
                break
            said |= ~begun & column.at(_matching(column, _MAYBE_EXAMPLE))
            begun |= column.at(_matching(column, _SOMETHING))
        places = np.flatnonzero(said[numbers - 1])
    return [n for n in places.tolist() if marked_example(rows[numbers[n] - 1])]


def is_grand_total(row: Sequence[Cell]) -> bool:
    """Return whether a total row claims to add up the whole sheet, not a part (小计)."""
    first = next(str(cell) for cell in row if not blank(cell))
    return bool(_GRAND_TOTAL.fullmatch(fold_choice(first)))
