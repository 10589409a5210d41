"""From a number back to where it comes from: cell, records, files, hashes, supplier.

``trace_fact`` gathers the whole chain and hashes the raw files anew; ``trace_text`` and
``trace_json`` write it down. The other direction is in ``reverse``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from fazhi.errors import FactError, UsageError
from fazhi.facts.factbook import Fact, FactBook, plain, read_facts
from fazhi.paths import Project
from fazhi.records import Source, declared_sources
from fazhi.records.sources import sha256_of

VERDICT_NAMES = {
    "supported": "相符",
    "loose": "偏宽",
    "contradicted": "不符",
    "no_record": "无记录",
}
_REFERENCE = re.compile(r"(?P<year>20[0-9]{2})/(?P<id>[a-z_]+\.[a-z_]+)")
_FIRST_ROWS = 20


@dataclass(frozen=True)
class TracedRow:
    """A record the fact counted, as the evidence file has it."""

    file: str
    sheet: str
    row: int
    register: str
    contribution: str

    @property
    def place(self) -> str:
        """File, sheet and row in one Chinese phrase."""
        sheet = f"「{self.sheet}」" if self.sheet else ""
        return f"{self.file}{sheet}第{self.row}行"


@dataclass(frozen=True)
class TracedFile:
    """A raw file behind the fact.

    Attributes:
        file: Path relative to the root.
        recorded: The sha256 the fact was computed from.
        now: The sha256 of the file as it is now; empty when it is gone.
        supplied_by: Who sent it.
        received_on: ISO date of receipt.
    """

    file: str
    recorded: str
    now: str
    supplied_by: str
    received_on: str

    @property
    def state(self) -> str:
        """Whether the file is still the one received, in Chinese."""
        if not self.now:
            return "文件不见了"
        return "与现有文件一致" if self.now == self.recorded else f"现有文件已变为 {self.now}"


@dataclass(frozen=True)
class Trace:
    """The chain behind one number.

    Attributes:
        year: Report year.
        synthetic: Whether any source is sample data (示例数据).
        fact: The fact.
        verdict: Its row of ``verdicts.csv``; None when the report does not claim it.
        change: Its row of ``comparison.csv``; None when nothing was compared.
        rows: The records counted.
        files: The raw files.
    """

    year: int
    synthetic: bool
    fact: Fact
    verdict: Mapping[str, str] | None
    change: Mapping[str, str] | None
    rows: tuple[TracedRow, ...]
    files: tuple[TracedFile, ...]


def trace_fact(project: Project, reference: str) -> Trace:
    """Gather the chain behind one number.

    Args:
        project: The project folder.
        reference: Year and indicator id, ``2022/penalties.fine_total``.

    Raises:
        UsageError: The reference is not of that form.
        FactError: The year or the fact does not exist; suggests near ids.
    """
    match = _REFERENCE.fullmatch(reference.strip())
    if not match:
        raise UsageError(
            "追溯的写法不对",
            expected="年度/指标编号，如 2022/penalties.fine_total",
            got=reference or "（空）",
        )
    year = int(match["year"])
    if not project.facts(year).is_file():
        known = [str(y) for y in project.years() if project.facts(y).is_file()]
        raise FactError(
            f"{year}年度还没有计算出事实",
            expected="、".join(known),
            todo=f"运行 make year YEAR={year}",
        )
    book = read_facts(project.facts(year))
    fact = book.facts.get(match["id"]) or _refuse(match["id"], book)
    sources = declared_sources(project, year)
    return Trace(
        year=year,
        synthetic=book.synthetic,
        fact=fact,
        verdict=_row_of(project.verdicts(year), fact.id),
        change=_row_of(project.comparison(year), fact.id),
        rows=evidence_of(project, year, fact),
        files=tuple(_file(project, i.file, i.sha256, sources) for i in fact.inputs),
    )


def evidence_of(project: Project, year: int, fact: Fact) -> tuple[TracedRow, ...]:
    """Return the records *fact* counted.

    Raises:
        FactError: The evidence file is missing or malformed.
    """
    path = project.processed(year) / fact.evidence
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return tuple(
                TracedRow(r["file"], r["sheet"], int(r["row"]), r["register"], r["contribution"])
                for r in csv.DictReader(stream)
            )
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise FactError(
            "证据文件缺失或已损坏",
            where=project.relative(path),
            todo=f"运行 make year YEAR={year}",
        ) from problem


def trace_text(trace: Trace, first_rows: int | None = _FIRST_ROWS) -> str:
    """Return the chain in Chinese.

    Args:
        trace: The chain.
        first_rows: Number of records to print; all when None.
    """
    fact = trace.fact
    sample = "（示例数据）" if trace.synthetic else ""
    lines = [f"{trace.year}年度{fact.label}：{plain(fact.value)}{fact.unit}{sample}"]
    lines += [f"  编号　　{trace.year}/{fact.id}", *_claim_lines(trace)]
    lines.append(f"  口径　　{fact.definition}（第{fact.definition_version}版）")
    lines += [f"  另一读法　{r.label}：{plain(r.value)}{fact.unit}" for r in fact.readings]
    lines += _change_lines(trace)
    lines.append(f"  计算　　notebooks/{fact.notebook}.ipynb 单元 {fact.cell}")
    lines += [f"      {line}" for line in fact.formula.splitlines()]
    lines.append(f"  证据　　{fact.rows}条记录（data/processed/{trace.year}/{fact.evidence}）")
    shown = trace.rows[:first_rows]
    lines += [f"      {row.place}　计入 {row.contribution}" for row in shown]
    if len(shown) < len(trace.rows):
        lines.append(f"      其余{len(trace.rows) - len(shown)}条见证据文件")
    lines.append(f"  来源文件　{len(trace.files)}个")
    for file in trace.files:
        lines.append(
            f"      {file.file}　{file.supplied_by or '报送单位未登记'}　{file.received_on}"
        )
        lines.append(f"        sha256 {file.recorded}（{file.state}）")
    return "\n".join(lines) + "\n"


def trace_json(trace: Trace) -> str:
    """Return the chain as JSON: UTF-8, sorted, all records."""
    fact = trace.fact
    body: dict[str, Any] = {
        "reference": f"{trace.year}/{fact.id}",
        "year": trace.year,
        "synthetic": trace.synthetic,
        "id": fact.id,
        "label": fact.label,
        "value": plain(fact.value),
        "unit": fact.unit,
        "definition": fact.definition,
        "definition_version": fact.definition_version,
        "readings": [{"label": r.label, "value": plain(r.value)} for r in fact.readings],
        "notebook": f"notebooks/{fact.notebook}.ipynb",
        "cell": fact.cell,
        "formula": fact.formula,
        "verdict": trace.verdict,
        "change": trace.change,
        "evidence": [vars(row) for row in trace.rows],
        "inputs": [{**vars(f), "intact": f.now == f.recorded} for f in trace.files],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _claim_lines(trace: Trace) -> list[str]:
    if trace.verdict is None:
        return ["  报告写法　本年度报告没有印出这个数"]
    row = trace.verdict
    note = f"（{row['note']}）" if row["note"] else ""
    verdict = VERDICT_NAMES[row["verdict"]]
    return [f"  报告写法　{row['printed']}，见{row['section']}；与记录{verdict}{note}"]


def _change_lines(trace: Trace) -> list[str]:
    row = trace.change
    if row is None:
        return []
    if row["comparable"] == "no":
        return [f"  与{row['baseline']}年比　不可比：{row['note']}"]
    percent = f"，{row['percent']}%" if row["percent"] else ""
    note = f"（{row['note']}）" if row["note"] else ""
    return [f"  与{row['baseline']}年比　{row['previous']} → {row['value']}{percent}{note}"]


def _file(project: Project, file: str, recorded: str, sources: Mapping[str, Source]) -> TracedFile:
    path = project.root / file
    source = sources.get(file)
    return TracedFile(
        file=file,
        recorded=recorded,
        now=sha256_of(path) if path.is_file() else "",
        supplied_by=source.supplied_by if source else "",
        received_on=source.received_on if source else "",
    )


def _row_of(path: Path, indicator_id: str) -> dict[str, str] | None:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as stream:
        return next((row for row in csv.DictReader(stream) if row["id"] == indicator_id), None)


def _refuse(indicator_id: str, book: FactBook) -> Fact:
    if indicator_id in book.missing:
        raise FactError(f"{book.year}年度的 {indicator_id} 无记录", got=book.missing[indicator_id])
    near = near_ids(indicator_id, book.facts)
    raise FactError(
        f"{book.year}年度没有事实 {indicator_id}",
        where=f"data/processed/{book.year}/facts.json",
        todo=f"看看是不是 {'、'.join(near)}" if near else "运行 fazhi trace 前先查指标目录",
    )


def near_ids(wanted: str, known: Iterable[str]) -> list[str]:
    """Return up to three ids that look like *wanted*."""
    return get_close_matches(wanted, list(known), n=3, cutoff=0.5)
