"""What the build of a sheet says about its records: merges, hidden parts, formulas, odd lengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from fazhi.records.column import NOTHING, Column
from fazhi.records.header import overlooked
from fazhi.records.hidden import FORMULA
from fazhi.records.plaintext import Grid
from fazhi.records.problems import VERIFY, Fault, Problem
from fazhi.records.register import Register
from fazhi.records.rows import examples
from fazhi.records.sheets import blank, column_letter
from fazhi.records.table import Part, RawTable
from fazhi.records.values import plain_text

# Rule, found, expected, how to fix.
Notice = tuple[str, str, str, str]
_NUMBERS = ("int", "decimal", "money")


def judge_layout(table: RawTable) -> None:
    """Put the faults against records that lie in how their sheet is built, not in a value."""
    first = 0
    for part in table.parts:
        _judge_sheet(table, part, first)
        first += len(part.rows)


def _judge_sheet(table: RawTable, part: Part, first: int) -> None:
    if part.sheet.hidden:
        fault = Fault(
            "", "工作表被隐藏", part.sheet.name, "明确要或不要这张表", "取消隐藏，或删去这张工作表"
        )
        for record in range(first, first + len(part.rows)):
            table.fault(record, fault)
    for place in examples(part.sheet.rows, part.rows):
        how = "是记录的，把“示例”改成序号；是示例的，删去该行"
        fault = Fault("", "标着“示例”，却像一条记录", "", "示例或记录", how)
        table.fault(first + place, fault)
    if part.sheet.ragged:
        _judge_lengths(table, part, first)
    if part.sheet.merges:
        _spread_merges(table, part, {row: first + n for n, row in enumerate(part.rows.tolist())})
    _fill_down(table, slice(first, first + len(part.rows)))
    if part.sheet.uncached:
        _refuse_uncached(table, part, first)


def _refuse_uncached(table: RawTable, part: Part, first: int) -> None:
    record_of = {row: first + n for n, row in enumerate(part.rows.tolist())}
    for key, index in part.header.columns.items():
        letter = column_letter(index)
        for row in (r for r in record_of if f"{letter}{r}" in part.sheet.uncached):
            how = "用 Excel 打开该文件，重新计算后保存"
            table.fault(record_of[row], Fault(key, "公式没有存下结果", FORMULA, "算好的值", how))
            table.cells[key].put(record_of[row], None)


def _judge_lengths(table: RawTable, part: Part, first: int) -> None:
    rows, numbers = part.sheet.rows, part.rows
    width = len(rows[part.header.last - 1])
    judged = np.arange(len(numbers))
    if isinstance(rows, Grid) and width == len(rows.columns):
        judged = np.flatnonzero(np.isin(numbers - 1, list(rows.odd)))
    for place in judged.tolist():
        cells, record = rows[numbers[place] - 1], first + place
        surplus = any(not blank(cell) for cell in cells[width:])
        if surplus or len(cells) < width:
            table.fault(
                record,
                Fault(
                    "", "列数与表头不一致", f"{len(cells)} 列", f"{width} 列",
                    "检查该行多出或缺少的逗号、引号",
                ),
            )  # fmt: skip


def _spread_merges(table: RawTable, part: Part, record_of: Mapping[int, int]) -> None:
    """Give a vertically merged value to every row it covers; a merged number belongs to none."""
    key_of = {index: key for key, index in part.header.columns.items()}
    for merge in part.sheet.merges:
        rows = [r for r in range(merge.top + 1, merge.bottom + 2) if r in record_of]
        key = key_of.get(merge.left)
        if len(rows) < 2 or key is None:
            continue
        column = table.cells[key]
        value = part.sheet.rows[merge.top][merge.left]
        if blank(value):
            continue
        for row in rows:
            record = record_of[row]
            column.put(record, value)
            if table.register.by_key[key].type in _NUMBERS:
                how = "取消合并，逐行填写数字"
                table.fault(
                    record,
                    Fault(key, "数字写在合并单元格里", plain_text(value), "每行各自的数字", how),
                )


def _fill_down(table: RawTable, sheet: slice) -> None:
    """Let a blank take the value above it in its sheet, in the columns declared so."""
    for declared in table.register.fields:
        column = table.cells.get(declared.key)
        if not declared.fill_down or column is None:
            continue
        filled = ~column.where(blank)[sheet]
        # The place of the last filled cell so far; before the first there is nothing to take.
        above = np.maximum.accumulate(np.where(filled, np.arange(len(filled)), -1))
        codes = column.codes.copy()
        codes[sheet] = np.where(above < 0, NOTHING, codes[sheet][above])
        table.cells[declared.key] = Column(codes, column.texts, column.others)


def layout_notices(register: Register, part: Part) -> list[Problem]:
    """Return what the sheet hides from the eye but not from the count, or the reverse."""
    sheet = part.sheet
    return [
        Problem(
            VERIFY, register.name, sheet.file, sheet.name, None, "", "", rule, found, expected, how
        )
        for rule, found, expected, how in (*_hidden(part), *_unread(part, register), *_units(part))
    ]


def _hidden(part: Part) -> Iterator[Notice]:
    sheet, mapped = part.sheet, {column_letter(i): k for k, i in part.header.columns.items()}
    if hidden := sorted(sheet.hidden_rows & set(part.rows.tolist() if sheet.hidden_rows else ())):
        listed = "、".join(map(str, hidden[:20])) + (" 等" if len(hidden) > 20 else "")
        yield (
            "有隐藏的行",
            f"第{listed}行，共{len(hidden)}行，已计入",
            "没有隐藏的行",
            "确认这些行该计入；不该计入的删去或标作废",
        )
    if columns := [c for c in sheet.hidden_columns if c in mapped]:
        titles = "、".join(part.header.titles[mapped[c]] for c in columns)
        yield "有隐藏的列", f"{titles}，已读取", "没有隐藏的列", "确认这些列的内容有效"


def _unread(part: Part, register: Register) -> Iterator[Notice]:
    sheet = part.sheet
    for label, field in overlooked(part.header, register):
        yield (
            "有一列没有读取",
            label,
            f"可能是「{field.header}」",
            "是同一列的，改列名，或写进登记簿定义的 aliases；不是的，写明说明",
        )
    if sheet.opaque:
        how = "用 Excel 打开核对，最好另存为 .xlsx"
        yield "旧格式看不到隐藏行、批注和错误值", f"{sheet.opaque} 格式", ".xlsx 格式", how
    if sheet.comments:
        found = f"{sheet.comments} 处批注，未读取"
        yield "有批注", found, "没有批注", "批注里如有更正，改到单元格里"
    if sheet.outside:
        found = f"{sheet.outside} 处，用的是上次存下的结果"
        yield "公式引用了别的文件", found, "本文件里的值", "核对后把公式改成数值"


def _units(part: Part) -> Iterator[Notice]:
    above = part.header.stated_unit
    for key, unit in part.header.units.items():
        if above and unit and unit != above:
            yield (
                "表上方与列名写的金额单位不同",
                f"表上方为{above}，「{part.header.titles[key]}」列为{unit}，按列名读取",
                "两处一致",
                "核对这一列的金额，改正其中一处",
            )
