"""Which columns a fact reads, found in the source of its notebook.

A cell is plain pandas over ``records.valid("register")``, so a short walk over its syntax suffices:
a variable reaches the registers and columns of the variables it is made from, and a text constant
is a column if a register reached by the smallest expression around it has a column of that name.
What is written inside ``fact(..., readings={...})`` moves a reading (读法) only, what ends in
``breakdown(...)`` a breakdown (分项) only, everything else the value.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fazhi.paths import Project
from fazhi.records import Register, load_registers

Column = tuple[str, str]


@dataclass(frozen=True)
class Uses:
    """The columns behind one fact, as ``(register, column)``.

    Attributes:
        value: Decide the value and the records it counts.
        readings: Decide a second reading.
        breakdowns: Decide how the value is split.
    """

    value: frozenset[Column] = frozenset()
    readings: frozenset[Column] = frozenset()
    breakdowns: frozenset[Column] = frozenset()

    @property
    def registers(self) -> set[str]:
        """Registers the value is computed from."""
        return {register for register, _ in self.value}


@dataclass(frozen=True)
class _Reach:
    """What an expression is made from."""

    registers: frozenset[str] = frozenset()
    columns: frozenset[Column] = frozenset()
    texts: frozenset[str] = frozenset()


def column_uses(project: Project) -> dict[str, Uses]:
    """Return the columns every fact reads, by indicator id."""
    registers = load_registers(project)
    found: dict[str, Uses] = {}
    for path in sorted(project.notebooks.glob("*.ipynb")):
        _walk(_sources(path), registers, found)
    return found


def _sources(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _walk(
    sources: Iterable[str], registers: Mapping[str, Register], found: dict[str, Uses]
) -> None:
    reached: dict[str, _Reach] = {}
    for source in sources:
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.Assign):
                reach = _made_from(statement.value, reached, registers)
                for target in statement.targets:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name):
                            reached[node.id] = reach
            elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                _note(statement.value, reached, registers, found)


def _note(
    call: ast.Call,
    reached: Mapping[str, _Reach],
    registers: Mapping[str, Register],
    found: dict[str, Uses],
) -> None:
    """Note what a ``fact`` or ``breakdown`` call reads."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in ("fact", "breakdown") or not isinstance(call.args[0], ast.Constant):
        return
    key = str(call.args[0].value)
    before = found.get(key, Uses())
    columns = _reach(call.args[1:], reached, registers).columns
    second = _reach([k.value for k in call.keywords], reached, registers).columns
    if name == "fact":
        found[key] = Uses(columns, second, before.breakdowns)
    else:
        found[key] = Uses(before.value, before.readings, before.breakdowns | columns)


def _reach(
    expressions: Iterable[ast.AST],
    reached: Mapping[str, _Reach],
    registers: Mapping[str, Register],
) -> _Reach:
    """Return what several expressions are made from together."""
    parts = [_made_from(expression, reached, registers) for expression in expressions]
    names = frozenset().union(*(part.registers for part in parts))
    columns = frozenset().union(*(part.columns for part in parts))
    texts = frozenset().union(*(part.texts for part in parts))
    if names:
        columns |= {(n, text) for n in names for text in texts & clean_columns(registers[n])}
        texts = frozenset()
    return _Reach(names, columns, texts)


def _made_from(
    node: ast.AST, reached: Mapping[str, _Reach], registers: Mapping[str, Register]
) -> _Reach:
    if isinstance(node, ast.Name):
        return reached.get(node.id, _Reach())
    if isinstance(node, ast.Constant):
        return _Reach(texts=frozenset({node.value} if isinstance(node.value, str) else ()))
    if (name := _opened(node)) in registers:
        return _Reach(frozenset({name}), frozenset({(name, registers[name].status_field)}))
    return _reach(ast.iter_child_nodes(node), reached, registers)


def _opened(node: ast.AST) -> str:
    """Return ``register`` for ``records.valid("register")``."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("valid", "table")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ):
        return str(node.args[0].value)
    return ""


def clean_columns(register: Register) -> set[str]:
    """Return the columns of a register's clean table that come from its cells."""
    fields = {field.key for field in register.fields if field.publish != "never"}
    return fields | {surrogate.key for surrogate in register.surrogates}


def columns_of(register: Register, field: str) -> set[Column]:
    """Return the clean columns that a raw field feeds: its own and running numbers made from it."""
    made = {s.key for s in register.surrogates if field in s.sources}
    return {(register.name, key) for key in made | {field}}


def column_title(register: Register, key: str) -> str:
    """Return the Chinese title of a clean column; of a running number, what it is made from."""
    made_from = next((s.sources for s in register.surrogates if s.key == key), (key,))
    return "、".join(register.by_key[source].header for source in made_from)
