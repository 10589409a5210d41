"""From a raw cell forward to the facts it moves, and what no fact uses."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from fazhi.errors import FactError, UsageError
from fazhi.facts.factbook import Fact, FactBook, read_facts
from fazhi.facts.trace import TracedRow, evidence_of, near_ids
from fazhi.facts.uses import Column, Uses, column_title, column_uses, columns_of
from fazhi.paths import Project
from fazhi.records import Register, Source, declared_sources, load_registers, open_year
from fazhi.records.gather import gather
from fazhi.records.rows import KIND_NAMES, RECORD
from fazhi.records.sheets import column_letter
from fazhi.records.table import Part

_ADDRESS = re.compile(
    r"(?P<file>.+\.[A-Za-z]+)(?:#(?:(?P<sheet>.+)!)?|!)"
    r"(?:R(?P<row>[0-9]+)(?:C(?P<number>[0-9]+))?|\$?(?P<letters>[A-Z]{1,3})\$?(?P<line>[0-9]+))"
)
_FORM = "data/raw/2022/penalties.xlsx#Sheet1!R12（整行）或 …#Sheet1!C12（一格）；CSV 写 …csv#R12"
_UNCOUNTED = "现在没有任何事实计入这一行；改动状态、日期等格可能使它计入，请写到格再查"
MOVES = {
    "value": "改动即影响此数",
    "possible": "本行现未计入，改动后可能计入",
    "reading": "可能影响其另一读法",
    "breakdown": "只影响其分项",
}


@dataclass(frozen=True)
class Touch:
    """A fact that a raw row or cell can move.

    Attributes:
        id: Indicator id.
        label: Its Chinese name.
        move: Key of ``MOVES``.
        contribution: What the row contributes at present; empty when it is not counted.
        columns: Titles of the columns through which it is moved.
    """

    id: str
    label: str
    move: str
    contribution: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class CellTrace:
    """What a raw row or cell is, and the facts it moves.

    Attributes:
        file: Path relative to the root.
        sheet: Sheet name; empty for CSV.
        row: Row as Excel shows it.
        column: Column letters; empty when the whole row is meant.
        header: Title of that column in the file.
        field: Field key; empty for a column of no field.
        register: Table name.
        state: ``clean`` (已清洗), ``quarantined`` (已隔离) or ``no_record`` (非记录行).
        note: Why the row is no record or quarantined, in Chinese.
        facts: Facts moved, surest first.
    """

    file: str
    sheet: str
    row: int
    column: str
    header: str
    field: str
    register: str
    state: str
    note: str = ""
    facts: tuple[Touch, ...] = ()


@dataclass(frozen=True)
class _Place:
    """A parsed address: 1-based row, 0-based column or None for the whole row."""

    file: str
    sheet: str | None
    row: int
    column: int | None


def trace_cell(project: Project, address: str) -> CellTrace:
    """Return the facts a raw row or cell moves.

    Args:
        project: The project folder.
        address: ``data/raw/2022/penalties.xlsx#Sheet1!R12`` for a row, ``…!C12`` for a cell
            (``…!R12C18`` for one in column R); the sheet may be left out when there is only one.

    Returns:
        The facts moved by any change that leaves the row sound; a change that fails the checks
        of the register takes the row out of every fact that counts it.

    Raises:
        UsageError: The address is not of that form, or there is no such file, sheet or row.
    """
    place = _parse_address(address)
    year, source = _source_of(project, place)
    registers = load_registers(project)
    register, part = _part_of(project, source, place, registers)
    titles = {index: key for key, index in part.header.columns.items()}
    key = titles.get(place.column, "") if place.column is not None else ""
    found = CellTrace(
        file=place.file,
        sheet=part.sheet.name,
        row=place.row,
        column="" if place.column is None else column_letter(place.column),
        header=part.header.titles.get(key, ""),
        field=key,
        register=register.name,
        state="clean",
    )
    kind = part.kinds[place.row - 1]
    if kind != RECORD:
        return replace(found, state="no_record", note=KIND_NAMES.get(kind, kind))
    if not _is_clean(project, year, found):
        reason = _quarantine_reason(project, year, found)
        return replace(found, state="quarantined", note=reason)
    if place.column is not None and not key:
        return replace(found, note="该列不属于任何字段，不影响任何事实")
    columns = columns_of(register, key) if key else None
    book = read_facts(project.facts(year))
    return replace(found, facts=_touches(project, book, found, register, columns))


def cell_text(found: CellTrace) -> str:
    """Return the answer of ``trace_cell`` in Chinese."""
    sheet = f"「{found.sheet}」" if found.sheet else ""
    column = f"{found.column}列" if found.column else ""
    header = f"「{found.header}」" if found.header else ""
    lines = [f"{found.file}{sheet}第{found.row}行{column}{header}"]
    if found.state != "clean":
        what = "不是记录行" if found.state == "no_record" else "已隔离，没有计入任何事实"
        return "\n".join([*lines, f"  {what}：{found.note}"]) + "\n"
    if found.note or not found.facts:
        # A cell's answer is final; a row that counts nowhere may be drawn in through one of them.
        unused = "没有任何事实使用" if found.column else _UNCOUNTED
        return "\n".join([*lines, f"  {found.note or unused}"]) + "\n"
    for touch in found.facts:
        counted = f"，计入 {touch.contribution}" if touch.contribution else ""
        lines.append(
            f"  {touch.id}　{touch.label}：{MOVES[touch.move]}{counted}"
            f"（{'、'.join(touch.columns)}）"
        )
    return "\n".join(lines) + "\n"


def cell_json(found: CellTrace) -> str:
    """Return the answer of ``trace_cell`` as JSON: UTF-8, sorted."""
    body = {**vars(found), "facts": [vars(touch) for touch in found.facts]}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _parse_address(address: str) -> _Place:
    match = _ADDRESS.fullmatch(address.strip())
    if not match:
        raise UsageError("单元格地址的写法不对", expected=_FORM, got=address or "（空）")
    column = None
    if match["letters"]:
        column = -1
        for letter in match["letters"]:
            column = (column + 1) * 26 + ord(letter) - 65
    elif match["number"]:
        column = int(match["number"]) - 1
    return _Place(match["file"], match["sheet"], int(match["row"] or match["line"]), column)


def _source_of(project: Project, place: _Place) -> tuple[int, Source]:
    parts = PurePosixPath(place.file).parts
    if parts[:2] != ("data", "raw") or len(parts) != 4 or not parts[2].isascii():
        raise UsageError("不是收到的原始文件", expected=_FORM, got=place.file)
    if not parts[2].isdigit() or int(parts[2]) not in project.years():
        raise UsageError(f"没有{parts[2]}年度的原始文件", where="data/raw/", got=place.file)
    sources = declared_sources(project, int(parts[2]))
    if place.file not in sources:
        near = near_ids(place.file, sources) or list(sources)
        raise UsageError("没有收到过这个文件", got=place.file, todo=f"看看是不是 {'、'.join(near)}")
    return int(parts[2]), sources[place.file]


def _part_of(
    project: Project, source: Source, place: _Place, registers: Mapping[str, Register]
) -> tuple[Register, Part]:
    gathered = gather(project, [source], registers)
    if gathered.refusals:
        raise gathered.refusals[0]
    parts = [(table.register, part) for table in gathered.tables.values() for part in table.parts]
    chosen = [p for p in parts if place.sheet in (None, p[1].sheet.name)]
    if len(chosen) != 1:
        names = "、".join(part.sheet.name for _, part in parts)
        what = "没有这张工作表" if not chosen else "请写明工作表"
        raise UsageError(what, where=place.file, expected=names, got=place.sheet or "（未写）")
    register, part = chosen[0]
    if not 1 <= place.row <= len(part.kinds):
        raise UsageError(
            "没有这一行", where=place.file, expected=f"1 至 {len(part.kinds)}", got=str(place.row)
        )
    return register, part


def _is_clean(project: Project, year: int, found: CellTrace) -> bool:
    table = open_year(project, year).table(found.register)
    here = table[(table["source_file"] == found.file) & (table["source_row"] == found.row)]
    return bool((here["source_sheet"].fillna("") == found.sheet).any())


def _quarantine_reason(project: Project, year: int, found: CellTrace) -> str:
    path = project.quarantine(year) / f"{found.register}.csv"
    name = PurePosixPath(found.file).name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            wanted = (name, found.sheet, str(found.row))
            rows = [
                r for r in csv.DictReader(stream) if (r["file"], r["sheet"], r["row"]) == wanted
            ]
    except OSError:
        rows = []
    if not rows:
        raise FactError(
            "清洁表和隔离区里都没有这一行", where=found.file, todo=f"运行 make year YEAR={year}"
        )
    return "；".join(f"{r['column']}{r['rule']}" for r in rows)


def _touches(
    project: Project,
    book: FactBook,
    found: CellTrace,
    register: Register,
    columns: set[Column] | None,
) -> tuple[Touch, ...]:
    uses = column_uses(project)
    order = list(MOVES)
    touches = []
    for fact in book.facts.values():
        rows = evidence_of(project, book.year, fact)
        touch = _touch(fact, uses.get(fact.id, Uses()), found, rows, columns)
        if touch:
            titles = tuple(column_title(register, key) for key in touch.columns)
            touches.append(replace(touch, columns=titles))
    return tuple(sorted(touches, key=lambda t: (order.index(t.move), t.id)))


def _touch(
    fact: Fact,
    uses: Uses,
    found: CellTrace,
    rows: tuple[TracedRow, ...],
    columns: set[Column] | None,
) -> Touch | None:
    """Return how the row or cell moves *fact*, or None if it does not."""
    here = [r for r in rows if (r.file, r.sheet, r.row) == (found.file, found.sheet, found.row)]
    by_move = {
        "value": uses.value if here else frozenset(),
        "possible": frozenset() if here else uses.value,
        "reading": uses.readings,
        "breakdown": uses.breakdowns if here else frozenset(),
    }
    for move, used in by_move.items():
        through = {(r, c) for r, c in used if r == found.register}
        through = through if columns is None else through & columns
        if through and (columns is not None or here):
            contribution = here[0].contribution if here else ""
            names = tuple(sorted(column for _, column in through))
            return Touch(fact.id, fact.label, move, contribution, names)
    return None
