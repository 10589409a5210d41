"""Seven kinds of damage that happen to registers, and every place each can strike."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from fazhi.facts.uses import column_uses
from fazhi.paths import Project
from fazhi.publish.mutate.rawfile import Row, Value, change_row
from fazhi.records import declared_sources, load_registers
from fazhi.records.gather import gather

KINDS = {
    "duplicate_row": "重复一行",
    "unit_slip": "元与万元相混",
    "wrong_year": "年份错一年",
    "sign": "正负号相反",
    "shifted_column": "一行的各列错开一列",
    "swapped_register": "换成另一登记簿的文件",
    "one_digit": "错一位数字",
}
_YEAR = re.compile(r"20[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMERIC = ("int", "decimal", "money")


@dataclass(frozen=True)
class Spot:
    """A cell, or a row, that damage can strike.

    Attributes:
        year: Report year.
        register: Register name.
        row: Row of the raw file.
        column: 0-based column; 0 for damage to the whole row.
        header: The column's header.
    """

    year: int
    register: str
    row: Row
    column: int = 0
    header: str = ""


@dataclass(frozen=True)
class Damage:
    """One mutant to be.

    Attributes:
        kind: One of ``KINDS``.
        spot: Where it strikes.
        other: The file that takes the place, for a swapped register.
    """

    kind: str
    spot: Spot
    other: str = ""


def possible_damage(project: Project, years: Sequence[int]) -> dict[str, list[Damage]]:
    """Return all damage there can be, by kind, in a fixed order.

    Only cells that a number of the report reads are struck in the kinds that change one cell: a
    wrong digit in a remark moves no number and is no test of the numbers.
    """
    uses = column_uses(project).values()
    read = frozenset(c for use in uses for c in use.value | use.readings | use.breakdowns)
    found: dict[str, list[Damage]] = {kind: [] for kind in KINDS}
    for year in years:
        names = sorted(source.name for source in declared_sources(project, year).values())
        for name, spots in _spots(project, year, read).items():
            for spot in spots:
                found[name].append(Damage(name, spot))
        for spot in {s.row.file: s for s in _rows(project, year)}.values():
            others = [n for n in names if n != spot.row.file]
            same = [n for n in others if Path(n).suffix == Path(spot.row.file).suffix]
            found["swapped_register"] += [Damage("swapped_register", spot, n) for n in same]
    return found


def _rows(project: Project, year: int) -> list[Spot]:
    tables = gather(
        project, declared_sources(project, year).values(), load_registers(project)
    ).tables
    return [
        Spot(year, name, Row(part.sheet.file, part.sheet.name, int(number)))
        for name, table in sorted(tables.items())
        for part in table.parts
        for number in part.rows
    ]


def _spots(
    project: Project, year: int, read: frozenset[tuple[str, str]]
) -> Mapping[str, list[Spot]]:
    registers = load_registers(project)
    tables = gather(project, declared_sources(project, year).values(), registers).tables
    found: dict[str, list[Spot]] = {k: [] for k in KINDS if k != "swapped_register"}
    for name, table in sorted(tables.items()):
        counted = any(register == name for register, _ in read)
        for part in table.parts:
            for number in part.rows if counted else ():
                row = Row(part.sheet.file, part.sheet.name, int(number))
                found["duplicate_row"].append(Spot(year, name, row))
                found["shifted_column"].append(Spot(year, name, row))
                for key, column in sorted(part.header.columns.items()):
                    cells = part.sheet.rows[number - 1]
                    cell = cells[column] if column < len(cells) else None
                    spot = Spot(year, name, row, column, part.header.titles[key])
                    kind = registers[name].by_key[key].type
                    for damage in _strikes(kind, cell, key == registers[name].year_field):
                        if damage == "wrong_year" or (name, key) in read:
                            found[damage].append(spot)
    return found


def _strikes(kind: str, cell: object, is_year: bool) -> list[str]:
    """Return what can befall a cell."""
    if is_year and kind == "date" and (isinstance(cell, date) or _YEAR.search(str(cell))):
        return ["wrong_year"]
    if kind not in _NUMERIC or not _NUMBER.fullmatch(str(cell)) or not Decimal(str(cell)):
        return []
    return ["sign", "one_digit", *(["unit_slip"] if kind == "money" else [])]


def strike(project: Project, damage: Damage, chance: random.Random) -> str:
    """Do *damage* to the raw files of *project*; return what changed, for the report."""
    folder, row = project.raw(damage.spot.year), damage.spot.row
    if damage.kind == "swapped_register":
        shutil.copyfile(folder / damage.other, folder / row.file)
        return f"内容换成 {damage.other} 的"
    if damage.kind == "duplicate_row":
        change_row(folder, row, lambda cells: [cells, cells])
        return "下一行与本行相同"
    if damage.kind == "shifted_column":
        return _shift(folder, row, chance)
    return _change_cell(folder, damage, chance)


def _shift(folder: Path, row: Row, chance: random.Random) -> str:
    said: list[str] = []

    def shifted(cells: list[Value]) -> list[list[Value]]:
        filled = [n for n, cell in enumerate(cells) if cell not in (None, "")]
        start = chance.choice(filled[: max(1, len(filled) - 2)])
        said.append(f"从第{start + 1}列起右移一列")
        return [[*cells[:start], None, *cells[start:-1]]]

    change_row(folder, row, shifted)
    return said[0]


def _change_cell(folder: Path, damage: Damage, chance: random.Random) -> str:
    said: list[str] = []
    changes: Mapping[str, Callable[[object, random.Random], object]] = {
        "wrong_year": _other_year,
        "sign": lambda value, _: _as(value, -Decimal(str(value))),
        "unit_slip": _other_unit,
        "one_digit": _other_digit,
    }

    def changed(cells: list[Value]) -> list[list[Value]]:
        old = cells[damage.spot.column]
        new = changes[damage.kind](old, chance)
        said.append(f"{_short(old)} → {_short(new)}")
        return [[new if n == damage.spot.column else cell for n, cell in enumerate(cells)]]

    change_row(folder, damage.spot.row, changed)
    return said[0]


def _short(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _as(like: object, number: Decimal) -> object:
    """Return *number* in the type a cell had."""
    if isinstance(like, str):
        return format(number, "f")
    return int(number) if number == number.to_integral_value() else float(number)


def _other_year(value: object, chance: random.Random) -> object:
    step = chance.choice((-1, 1))
    if isinstance(value, date):
        day = 28 if (value.month, value.day) == (2, 29) else value.day
        return value.replace(year=value.year + step, day=day)
    return _YEAR.sub(lambda m: str(int(m[0]) + step), str(value), count=1)


def _other_unit(value: object, chance: random.Random) -> object:
    number = Decimal(str(value))
    return _as(value, number * 10000 if number < 1000 else number / 10000)


def _other_digit(value: object, chance: random.Random) -> object:
    text = format(Decimal(str(value)), "f")
    places = [n for n, c in enumerate(text) if c.isdigit()]
    at = chance.choice(places)
    least = "1" if at == 0 and len(text) > 1 else "0"
    digit = chance.choice([d for d in "0123456789" if d != text[at] and d >= least])
    return _as(value, Decimal(text[:at] + digit + text[at + 1 :]))
