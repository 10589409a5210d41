"""Records and columns that no fact uses, each with the reason somebody gave for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fazhi.errors import DefinitionError
from fazhi.facts.factbook import read_facts
from fazhi.facts.trace import evidence_of
from fazhi.facts.uses import clean_columns, column_title, column_uses
from fazhi.paths import Project
from fazhi.records import Register, YearRecords, open_year
from fazhi.records.schema import read_yaml

FILE = "unused.yml"
VOID = "作废，不计入"
OTHER_YEAR = "按日期不属于本年度"


@dataclass(frozen=True)
class UnusedRecord:
    """A clean record that no fact of the year counts."""

    register: str
    file: str
    sheet: str
    row: int
    reason: str


@dataclass(frozen=True)
class UnusedColumn:
    """A column of a clean table that no fact reads."""

    register: str
    register_title: str
    column: str
    title: str
    reason: str


@dataclass(frozen=True)
class Unused:
    """What no fact uses.

    Attributes:
        year: Report year.
        records: In register, file and row order; an empty reason means nobody has declared one.
        columns: In register and field order, likewise.
    """

    year: int
    records: tuple[UnusedRecord, ...]
    columns: tuple[UnusedColumn, ...]

    @property
    def undeclared(self) -> list[UnusedRecord | UnusedColumn]:
        """Those without a reason."""
        found: list[UnusedRecord | UnusedColumn] = [*self.records, *self.columns]
        return [u for u in found if not u.reason]


def unused(project: Project, year: int) -> Unused:
    """List records and columns of *year* that no fact uses.

    A record needs no declared reason when it is void (作废) or dated in another year; the other
    reasons stand in ``data/reference/unused.yml``.

    Raises:
        DefinitionError: A declaration names no register or column, or one that a fact uses.
        FactError: The year has not been computed.
    """
    records = open_year(project, year)
    declared = read_yaml(project.reference / FILE)
    names = [name for name in records.registers if records.has(name)]
    book = read_facts(project.facts(year))
    counted = {
        (row.file, row.sheet, row.row)
        for fact in book.facts.values()
        for row in evidence_of(project, year, fact)
    }
    rows = [u for name in names for u in _records(records, name, counted, declared["records"])]
    columns = _columns(project, records.registers, declared["columns"])
    return Unused(year, tuple(rows), tuple(u for u in columns if u.register in names))


def unused_text(found: Unused) -> str:
    """Return the list in Chinese: records by reason, then columns by reason."""
    lines = [
        f"{found.year}年度没有任何事实使用的记录{len(found.records)}条、列{len(found.columns)}个"
    ]
    for reason in sorted({r.reason for r in found.records}):
        lines.append(f"记录　{reason or '未说明理由'}")
        for r in (r for r in found.records if r.reason == reason):
            sheet = f"「{r.sheet}」" if r.sheet else ""
            lines.append(f"  {r.file}{sheet}第{r.row}行")
    for reason in sorted({c.reason for c in found.columns}):
        lines.append(f"列　{reason or '未说明理由'}")
        alike = [c for c in found.columns if c.reason == reason]
        for name in dict.fromkeys(c.register_title for c in alike):
            titles = dict.fromkeys(c.title for c in alike if c.register_title == name)
            lines.append(f"  {name}：{'、'.join(titles)}")
    return "\n".join(lines) + "\n"


def _records(
    records: YearRecords,
    name: str,
    counted: set[tuple[str, str, int]],
    declared: Sequence[Mapping[str, Any]],
) -> Iterable[UnusedRecord]:
    register = records.registers[name]
    for row in records.table(name).to_dict("records"):
        place = row["source_file"], row["source_sheet"] or "", int(row["source_row"])
        if place not in counted:
            yield UnusedRecord(name, *place, _record_reason(register, row, records.year, declared))


def _record_reason(
    register: Register, row: Mapping[Any, Any], year: int, declared: Sequence[Mapping[str, Any]]
) -> str:
    if row[register.status_field] == "作废":
        return VOID
    when = row[register.year_field]
    if (when if isinstance(when, int) else getattr(when, "year", None)) != year:
        return OTHER_YEAR
    for entry in declared:
        wanted = entry["when"] if entry["register"] == register.name else {"": ()}
        if all(row.get(key) in values or values == ["*"] for key, values in wanted.items()):
            return str(entry["reason"])
    return ""


def _columns(
    project: Project, registers: Mapping[str, Register], declared: Sequence[Mapping[str, Any]]
) -> list[UnusedColumn]:
    uses = column_uses(project).values()
    used = {column for u in uses for column in u.value | u.readings | u.breakdowns}
    reasons: dict[tuple[str, str], str] = {}
    for number, entry in enumerate(declared):
        for name, keys in entry["registers"].items():
            for key in keys:
                _require_unused(registers, used, (name, key), f"{FILE} @ columns[{number}]")
                reasons[name, key] = str(entry["reason"])
    return [
        UnusedColumn(
            name, register.title, key, column_title(register, key), reasons.get((name, key), "")
        )
        for name, register in registers.items()
        for key in _ordered(register)
        if (name, key) not in used
    ]


def _ordered(register: Register) -> list[str]:
    shown = clean_columns(register)
    keys = [f.key for f in register.fields] + [s.key for s in register.surrogates]
    return [key for key in keys if key in shown]


def _require_unused(
    registers: Mapping[str, Register],
    used: set[tuple[str, str]],
    column: tuple[str, str],
    where: str,
) -> None:
    name, key = column
    if name not in registers or key not in clean_columns(registers[name]):
        raise DefinitionError(
            "没有这一列", where=where, got=f"{name}.{key}", todo="改正登记簿名或字段名"
        )
    if column in used:
        raise DefinitionError(
            "已有事实使用这一列，说明过时", where=where, got=f"{name}.{key}", todo="删去这一项"
        )
