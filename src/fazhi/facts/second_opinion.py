"""A second opinion (复算): every fact again, by another route.

The notebooks count with pandas; ``data/reference/second_opinion/*.sql`` counts the same clean
tables with SQL, written from the definitions (口径) alone.
A mistake in one route shows as a disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from fazhi.errors import DefinitionError
from fazhi.facts.factbook import Breakdown, Fact, FactBook, plain, read_facts
from fazhi.facts.small_cells import JOINED
from fazhi.paths import Project
from fazhi.records import load_registers
from fazhi.records.store import arrow_schema

FOLDER = "second_opinion"
_NAME = re.compile(r"-- name: (\S+)\s*")
_PLACES = Decimal("0.0001")
_NOTHING = "（无）"

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Disagreement:
    """A number on which notebook and recomputation differ.

    Attributes:
        id: Indicator id.
        part: Reading (读法) or part of a breakdown; empty for the value itself.
        recorded: What ``facts.json`` says.
        recomputed: What the query says.
    """

    id: str
    part: str
    recorded: str
    recomputed: str

    def __str__(self) -> str:
        name = f"{self.id}（{self.part}）" if self.part else self.id
        return f"{name}：事实为{self.recorded}，复算为{self.recomputed}"


def second_opinion(project: Project, year: int) -> list[Disagreement]:
    """Recompute every fact of *year* and compare exactly.

    Args:
        project: The project folder.
        year: Report year; its facts and clean tables must exist.

    Returns:
        Disagreements by indicator id; empty when both routes agree on every value, reading and
        breakdown. A fact without a query is a disagreement, and so is a query without a fact.

    Raises:
        DefinitionError: A query is malformed.
        FactError: The facts of the year are missing.
    """
    book = read_facts(project.facts(year))
    queries = load_queries(project.reference / FOLDER)
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as database:
        _open_tables(database, project, year)
        return sorted(_compare_all(book, queries, database), key=lambda d: (d.id, d.part))


def load_queries(folder: Path) -> dict[str, str]:
    """Read the named queries of all files in *folder*.

    Returns:
        SQL by name: an indicator id, or ``<id>/<dimension>`` for a breakdown.

    Raises:
        DefinitionError: No query at all, a name twice, or a query without text.
    """
    queries: dict[str, str] = {}
    for path in sorted(folder.glob("*.sql")):
        _, *named = _NAME.split(path.read_text(encoding="utf-8"))
        for name, sql in zip(named[::2], named[1::2], strict=True):
            if name in queries or not sql.strip(" \n;"):
                what = "复算查询重名" if name in queries else "复算查询没有内容"
                raise DefinitionError(what, where=path.name, got=name, todo="改正该查询")
            queries[name] = sql
    if not queries:
        raise DefinitionError("没有复算查询", where=f"data/reference/{folder.name}/*.sql")
    return queries


def _open_tables(database: duckdb.DuckDBPyConnection, project: Project, year: int) -> None:
    """Make each register a view; one that was not received is empty, as it is in a notebook.

    ``code_names`` gives the name of each code of a field.
    """
    registers = load_registers(project)
    for name, register in registers.items():
        path = project.tables(year) / f"{name}.parquet"
        if path.is_file():
            # A view cannot take a bound parameter; quotes in the path are doubled for SQL.
            place = str(path).replace("'", "''")
            database.execute(f"CREATE VIEW {name} AS FROM read_parquet('{place}')")
        else:
            database.register(name, arrow_schema(register).empty_table())
    database.execute("CREATE TABLE code_names (field TEXT, code TEXT, name TEXT)")
    for field in (field for register in registers.values() for field in register.fields):
        for code, label in field.labels.items():
            database.execute("INSERT INTO code_names VALUES (?, ?, ?)", [field.key, code, label])


def _compare_all(
    book: FactBook, queries: Mapping[str, str], database: duckdb.DuckDBPyConnection
) -> Iterator[Disagreement]:
    for name in sorted(book.facts.keys() | (_indicators(queries) - book.missing.keys())):
        fact = book.facts.get(name)
        if name not in queries:
            yield Disagreement(name, "", plain(book.facts[name].value), "没有复算查询")
            continue
        columns, rows = _run(database, name, queries[name], book.year)
        yield from _compare_fact(name, fact, dict(zip(columns, rows[0], strict=True)))
        for breakdown in fact.breakdowns if fact else ():
            key = f"{name}/{breakdown.by}"
            if key in queries:
                parts = _run(database, key, queries[key], book.year)[1]
                yield from _compare_parts(name, breakdown, parts)
            else:
                yield Disagreement(name, breakdown.label, "有分项", "没有复算查询")


def _indicators(queries: Mapping[str, str]) -> set[str]:
    return {name for name in queries if "/" not in name}


def _run(
    database: duckdb.DuckDBPyConnection, name: str, sql: str, year: int
) -> tuple[list[str], list[Row]]:
    """Return column names and rows."""
    try:
        cursor = database.execute(sql, {"year": year})
    except duckdb.Error as problem:
        raise DefinitionError(
            "复算查询无法执行",
            where=f"data/reference/{FOLDER} 查询 {name}",
            got=str(problem).splitlines()[0],
            todo="改正该查询",
        ) from problem
    return [column[0] for column in cursor.description or ()], cursor.fetchall()


def _compare_fact(
    name: str, fact: Fact | None, recomputed: Mapping[str, Any]
) -> Iterator[Disagreement]:
    readings = {r.label: r.value for r in fact.readings} if fact else {}
    recorded = {"value": fact.value if fact else None, **readings}
    for label in {**recorded, **recomputed} if fact else ("value",):
        pair = recorded.get(label), _stored(recomputed.get(label))
        if pair[0] != pair[1]:
            yield _disagreement(name, "" if label == "value" else label, pair)


def _compare_parts(name: str, breakdown: Breakdown, rows: list[Row]) -> Iterator[Disagreement]:
    recorded = {part.label: part.value for part in breakdown.parts}
    recomputed = {str(label): _stored(value) for label, value in rows}
    for merged in (label for label in recorded if JOINED in label):
        hidden = (recomputed.pop(one, None) or Decimal(0) for one in merged.split(JOINED))
        recomputed[merged] = sum(hidden, Decimal(0))
    for label in {**recorded, **recomputed}:
        pair = recorded.get(label), recomputed.get(label)
        if pair[0] != pair[1]:
            yield _disagreement(name, f"{breakdown.label}·{label}", pair)


def _disagreement(
    name: str, part: str, pair: tuple[Decimal | None, Decimal | None]
) -> Disagreement:
    recorded, recomputed = (_NOTHING if value is None else plain(value) for value in pair)
    return Disagreement(name, part, recorded, recomputed)


def _stored(value: Any) -> Decimal | None:
    """Return *value* as facts are stored: quotients half-even to four places."""
    if value is None:
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    short = number.quantize(_PLACES)
    return short if isinstance(value, float) or short != number else number
