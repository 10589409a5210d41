"""Read every received file of a year and gather its record rows by register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from fazhi.errors import IntakeError
from fazhi.paths import Project
from fazhi.records.folding import fold_choice, fold_header
from fazhi.records.header import Header, announces, find_header, identify
from fazhi.records.intake import read_file
from fazhi.records.layout import judge_layout, layout_notices
from fazhi.records.problems import MUST, VERIFY, Problem
from fazhi.records.register import Register
from fazhi.records.rows import EXAMPLE, RECORD, SERIAL_TITLES, classify
from fazhi.records.sheets import Sheet, blank
from fazhi.records.sources import Source
from fazhi.records.table import Part, RawTable
from fazhi.records.values import YUAN

UNTOUCHED = "模板还没有填写"
# Sheets that go with a register but hold none: the template's code list, notes to the clerk.
_SIDE_SHEETS = frozenset(map(fold_choice, ("字典", "代码表", "填表说明", "说明", "下拉选项")))


@dataclass
class Gathered:
    """What the files of a year hold.

    Attributes:
        tables: Raw tables by register.
        problems: Problems of sheets and files.
        refusals: Files that could not be read as a register at all.
    """

    tables: dict[str, RawTable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refusals: list[IntakeError] = field(default_factory=list)


def gather(
    project: Project, sources: Iterable[Source], registers: Mapping[str, Register]
) -> Gathered:
    """Read every received file; a file that is no register is refused, the others still read."""
    gathered = Gathered()
    sheets: dict[str, list[Part]] = {}
    for source in sources:
        try:
            parts = _parts(project, source, registers, gathered)
        except IntakeError as refusal:
            gathered.refusals.append(refusal)
            continue
        for register, part in parts:
            sheets.setdefault(register.name, []).append(part)
            gathered.problems += layout_notices(register, part)
    for name, found in sheets.items():
        gathered.tables[name] = table = RawTable.of(registers[name], found)
        judge_layout(table)
    return gathered


def _parts(
    project: Project, source: Source, registers: Mapping[str, Register], gathered: Gathered
) -> list[tuple[Register, Part]]:
    parts, unknown, untouched = [], [], []
    filled = [s for s in read_file(project.root / source.file) if _has_cells(s)]
    if not filled:
        raise IntakeError("文件里没有任何内容", where=source.name, todo="联系报送单位重新发送")
    for sheet in filled:
        found = identify(sheet, registers.values())
        if found is None:
            if fold_choice(sheet.name) not in _SIDE_SHEETS:
                unknown.append(_unknown_sheet(sheet))
            continue
        register, header = found
        _require_usable(sheet, register, header, registers)
        kinds = classify(sheet, header, register)
        standing = {kind for kind, _ in kinds.counts()}
        if EXAMPLE in standing and {EXAMPLE, "title", "blank"}.issuperset(standing):
            untouched.append(_untouched_template(sheet, register))
            continue
        rows = np.flatnonzero(kinds.where(lambda kind: kind == RECORD)).astype(np.int32) + 1
        parts.append((register, Part(sheet, header, kinds, rows, source.synthetic)))
    if not parts and not untouched:
        raise IntakeError(
            "认不出这是哪个登记簿",
            where=source.name,
            expected="前 10 行内有一行表头，与某个登记簿的列名相符",
            got=_first_texts(filled[0]),
            todo="核对表头；新的列名可写进登记簿定义的 aliases",
        )
    gathered.problems += [*unknown, *untouched]
    return parts


def _has_cells(sheet: Sheet) -> bool:
    return any(not blank(cell) for row in sheet.rows for cell in row)


def _first_texts(sheet: Sheet) -> str:
    texts = [str(c) for row in sheet.rows[:10] for c in row if not blank(c)]
    return "、".join(texts[:6])


def _unknown_sheet(sheet: Sheet) -> Problem:
    return Problem(
        MUST, "", sheet.file, sheet.name, None, "", "", "工作表认不出",
        f"{len(sheet.rows)} 行", "某个登记簿的表头", "删去不是登记簿的工作表，或改正表头",
    )  # fmt: skip


def _untouched_template(sheet: Sheet, register: Register) -> Problem:
    """Return the note on a template still as issued: not received, so nothing in it is zero."""
    return Problem(
        VERIFY, register.name, sheet.file, sheet.name, None, "", "", UNTOUCHED,
        "只有示例行", "至少一条记录", "填写后保存；确无记录的，删去示例行后保存，有关数字即为零",
    )  # fmt: skip


def _require_usable(
    sheet: Sheet, register: Register, header: Header, registers: Mapping[str, Register]
) -> None:
    where = f"{sheet.file}「{sheet.name}」" if sheet.name else sheet.file
    where += f"第{header.last}行（表头）"
    for other in registers.values():
        named = announces(other, sheet.name) or announces(other, sheet.file)
        if (
            named
            and not announces(register, sheet.name + sheet.file)
            and not find_header(sheet, other)
        ):
            raise IntakeError(
                "文件名与内容不符",
                where=where,
                expected=f"「{other.title}」的表头",
                got=f"「{register.title}」的表头",
                todo="可能放错了文件；核对后改名或更换",
            )
    if header.repeated:
        raise IntakeError(
            "同一个字段有两列",
            where=where,
            got="、".join(header.repeated),
            todo="保留一列，另一列删去或改名",
        )
    unknown = [label for label in header.extra if fold_header(label) not in SERIAL_TITLES]
    if missing := header.missing(register):
        raise IntakeError(
            f"「{register.title}」缺少必需的列",
            where=where,
            expected="、".join(f.header for f in missing),
            got=f"认不出的列：{'、'.join(unknown) or '无'}",
            todo="补上该列；如果只是列名不同，写进登记簿定义的 aliases",
        )
    for key, unit in header.units.items():
        if unit and unit not in YUAN:
            raise IntakeError(
                f"「{header.titles[key]}」列的金额单位认不出",
                where=where,
                expected="、".join(YUAN) + " 之一",
                got=unit,
                todo="在列名后写明一种单位，如（万元）",
            )
