"""From the raw files of a year to clean tables, quarantine and a list of problems.

The whole of a year in order: receive, gather, parse, check, keep, prove that no row is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from fazhi.errors import ConservationError
from fazhi.paths import Project
from fazhi.records.abreast import give_memory_back
from fazhi.records.column import Column
from fazhi.records.corrections import apply_corrections
from fazhi.records.crosscheck import cross_check
from fazhi.records.explanations import explain
from fazhi.records.gather import UNTOUCHED, Gathered, gather
from fazhi.records.lastyear import compare_years, empty_registers, silent_months
from fazhi.records.parse import Parsed, parse
from fazhi.records.problems import MUST, Problem, condense, refusal_problem
from fazhi.records.quarantine import write_quarantine
from fazhi.records.register import Register
from fazhi.records.result import CleanResult, Counts
from fazhi.records.rules import check_duplicates, check_rows, check_year
from fazhi.records.schema import load_registers
from fazhi.records.sources import (
    Source,
    declared_sources,
    listed_sources,
    repeated_files,
    require_unchanged,
    sha256_of,
)
from fazhi.records.store import (
    MANIFEST,
    clean_table,
    remove_others,
    shown_columns,
    write_manifest,
    write_table,
)
from fazhi.records.totals import StatedTotal, stated_totals, total_problems
from fazhi.records.written import load_corrections, load_explanations

if TYPE_CHECKING:
    import pyarrow as pa


def check_year_files(project: Project, year: int, *, whole: bool = True) -> CleanResult:
    """Read and check the raw files of *year* without writing anything.

    Last year's raw files, if there are any, are read too, to see what changed beyond belief.

    Args:
        project: The project.
        year: Report year.
        whole: Whether the sheets keep all rows as received, to be shown; a large file takes a third
            more memory.

    Returns:
        The result; a file that could not be read is among its ``refusals`` and ``problems``.

    Raises:
        IntakeError: A file is not the one that was received.
        DefinitionError: A declaration, correction or explanation is malformed or has lapsed.
    """
    registers = load_registers(project)
    sources = listed_sources(project, year)
    repeated = repeated_files(project, sources, year)
    copies = {refusal.where for refusal in repeated}
    gathered = gather(project, (s for s in sources.values() if s.name not in copies), registers)
    gathered.refusals += repeated
    with ThreadPoolExecutor(1) as aside:
        # After reading: what was read is what was received, or nothing said of it counts.
        unchanged = aside.submit(require_unchanged, project, sources.values())
        try:
            return _judged(project, year, sources, gathered, registers, whole=whole)
        finally:
            unchanged.result()


def _judged(
    project: Project,
    year: int,
    sources: Mapping[str, Source],
    gathered: Gathered,
    registers: Mapping[str, Register],
    *,
    whole: bool,
) -> CleanResult:
    """Parse and check what was gathered."""
    # A correction may point into the very file that could not be read.
    written = [] if gathered.refusals else load_corrections(project.corrections(year))
    corrections = apply_corrections(gathered.tables, written)
    parsed = {name: parse(raw, year) for name, raw in sorted(gathered.tables.items())}
    with ThreadPoolExecutor(1) as aside:
        # Masking asks nothing of the checks, nor they of it.
        shown = {name: aside.submit(shown_columns, p) for name, p in parsed.items() if not whole}
        problems, totals = _check_tables(parsed, gathered, year)
    if not whole:
        for raw in gathered.tables.values():
            raw.let_go_of_rows()
    now = {name: len(table.raw) for name, table in parsed.items()}
    before = _last_years_records(project, year)
    # A template still as issued says so itself; its register has not vanished.
    issued = {p.register for p in gathered.problems if p.rule == UNTOUCHED}
    before = {name: n for name, n in before.items() if name in now or name not in issued}
    problems += compare_years(now, before, registers, year)
    still_open, explained = explain(problems, load_explanations(project.explanations(year)))
    return CleanResult(
        year=year,
        folder=project.raw(year),
        synthetic=any(s.synthetic for s in sources.values()),
        counts={name: Counts.of(table) for name, table in parsed.items()},
        totals=tuple(totals),
        problems=(*map(refusal_problem, gathered.refusals), *condense(still_open)),
        explained=tuple(explained),
        corrections=tuple(corrections),
        refusals=tuple(gathered.refusals),
        sources=sources,
        parsed=parsed,
        shown={name: made.result() for name, made in shown.items()},
    )


def _check_tables(
    tables: Mapping[str, Parsed], gathered: Gathered, year: int
) -> tuple[list[Problem], list[StatedTotal]]:
    """Run every check; faults end up against records, the rest is returned."""
    problems, totals = list(gathered.problems), []
    for table in tables.values():
        check_rows(table)
        gathered.refusals += check_year(table, year)
        check_duplicates(table)
        stated = stated_totals(table, year)
        totals += stated
        problems += [*_row_problems(table), *table.warnings, *total_problems(stated)]
    problems += [*cross_check(tables), *empty_registers(tables, year), *silent_months(tables, year)]
    return problems, totals


def _last_years_records(project: Project, year: int) -> dict[str, int]:
    """Return the number of records of last year's registers; nothing if they cannot be read."""
    if year - 1 not in project.years():
        return {}
    sources = declared_sources(project, year - 1).values()
    standing = [s for s in sources if (project.root / s.file).is_file()]
    tables = gather(project, standing, load_registers(project)).tables
    return {name: len(raw) for name, raw in tables.items()}


def clean_year(project: Project, year: int) -> CleanResult:
    """Read the raw files of *year* and write its clean tables and quarantine.

    Returns:
        The result, with every quarantined row among its problems.

    Raises:
        IntakeError: A file is not the one received, or cannot be read as a register.
        ConservationError: Rows went missing (a mistake of this program).
        DefinitionError: A declaration is malformed.
    """
    result = check_year_files(project, year, whole=False)
    if result.refusals:
        raise result.refusals[0]
    _write_year(project, result)
    write_manifest(project.tables(year), _manifest(project, result))
    give_memory_back()
    return result


def _write_year(project: Project, result: CleanResult) -> None:
    """Write clean tables and quarantine, and remove those of an earlier run."""
    year = result.year
    tables, quarantined = project.tables(year), project.quarantine(year)
    # Without a manifest the tables do not count: nobody opens a half-written year.
    (tables / MANIFEST).unlink(missing_ok=True)
    written: dict[str, int] = {}
    set_aside: list[str] = []

    def pieces(parsed: Parsed, shown: Mapping[str, Column]) -> Iterator[pa.Table]:
        yield from clean_table(parsed, shown, project.relative(project.raw(year)))
        # The last piece is being written meanwhile.
        if parsed.raw.faults:
            set_aside.append(write_quarantine(quarantined, parsed.raw))

    for name, parsed in result.parsed.items():
        table = pieces(parsed, result.shown[name])
        written[name] = write_table(tables / f"{name}.parquet", table)
        _require_conserved(name, result.counts[name], written[name])
    remove_others(tables, [f"{name}.parquet" for name in written], "*.parquet")
    remove_others(quarantined, set_aside, "*.csv")


def _row_problems(parsed: Parsed) -> list[Problem]:
    raw = parsed.raw
    return [
        raw.problem(MUST, record, fault)
        for record in sorted(raw.faults)
        for fault in raw.faults[record]
    ]


def _require_conserved(name: str, counts: Counts, written: int) -> None:
    accounted = written + counts.quarantined + sum(counts.non_records.values())
    if accounted != counts.rows_in:
        raise ConservationError(
            "读入的行没有全部交代清楚",
            where=name,
            expected=f"{counts.rows_in} 行",
            got=f"入库 {written}，入库、隔离与非记录合计 {accounted} 行",
            todo="这是程序的错误，请报告",
        )


def _manifest(project: Project, result: CleanResult) -> dict[str, object]:
    folder = project.tables(result.year)
    sources = result.sources.values()
    return {
        "year": result.year,
        "synthetic": result.synthetic,
        "sources": [{**vars(s), "registers": list(s.registers)} for s in sources],
        "tables": {
            name: {"sha256": sha256_of(folder / f"{name}.parquet"), **vars(counts)}
            for name, counts in result.counts.items()
        },
    }
