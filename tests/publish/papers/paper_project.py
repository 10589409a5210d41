"""A project with the repository's own chapters and catalogue, and facts written by hand."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow as pa

from fazhi.claims import check_claims, load_claims, write_verdicts
from fazhi.facts import (
    Breakdown,
    Fact,
    FactBook,
    Indicator,
    Part,
    Reading,
    compare,
    load_indicators,
    printed_form,
    write_comparison,
    write_facts,
)
from fazhi.facts.factbook import Input
from fazhi.paths import Project
from fazhi.records import load_registers
from fazhi.records.store import arrow_schema, write_manifest, write_table

ROOT = Path(__file__).parents[3]
DIGEST = "0" * 64
VALUES_2022 = {
    "inspections.internal": "41", "inspections.joint": "62", "inspections.total": "103",
    "orders.issued": "50", "hazards.found": "656", "penalties.cases": "7",
    "penalties.fine_total": "113000", "permits.total": "190", "permits.hazchem": "85",
    "permits.precursor": "25", "permits.other": "80", "permits.overturned": "0",
    "publicity.items": "1046", "publicity.posters": "2080", "publicity.leaflets": "3120",
    "outreach.audience": "5936", "case_reviews.aspects": "6", "trainings.sessions": "34",
    "governance.briefings_per_quarter": "1", "penalties.reviewed_share": "100",
    "inspections.published_share": "100", "governance.decisions_share": "100",
    "governance.reward_rules": "1", "governance.leader_lectures": "1",
    "governance.study_sessions": "4", "hazards.rectified_rate": "98.1707",
}  # fmt: skip
TOWNS = {2021: {"华阳路街道": "200", "新泾镇": "300", "江苏路街道": "101"},
         2022: {"新泾镇": "356", "华阳路街道": "280", "虹桥街道": "20"}}  # fmt: skip
HAZARDS = {2021: "601", 2022: "656"}


def make_project(root: Path, *, synthetic: bool = True) -> Project:
    """Write a project below *root* whose years 2021 and 2022 can be printed."""
    shutil.copytree(ROOT / "data" / "reference", root / "data" / "reference")
    shutil.copytree(ROOT / "book" / "2022", root / "book" / "2022")
    project = Project(root)
    for year in (2021, 2022, 2023):
        project.raw(year).mkdir(parents=True)
        write_facts(fact_book(year, synthetic=synthetic), project.facts(year))
    indicators = _indicators()
    books = {year: fact_book(year, synthetic=synthetic) for year in (2021, 2022)}
    changes = compare(books[2022], books[2021], 2021, indicators)
    write_comparison(changes, project.comparison(2022))
    claims = load_claims(project.claims(2022))
    units = {key: indicator.unit for key, indicator in indicators.items()}
    write_verdicts(check_claims(claims, books[2022].values(), units), project.verdicts(2022))
    _write_chart(project)
    write_clean(project, 2022, "permits", "penalties", "inspections")
    return project


@cache
def _indicators() -> dict[str, Indicator]:
    return load_indicators(Project(ROOT).indicators)


def fact_book(year: int, *, synthetic: bool = True) -> FactBook:
    """Return facts for every indicator of the catalogue."""
    facts = {}
    for indicator in _indicators().values():
        value = Decimal(VALUES_2022.get(indicator.id, "12.5" if indicator.is_rate else "12"))
        if year != 2022 and indicator.kind in ("count", "total"):
            value += year - 2020
        if indicator.id == "hazards.found":
            value = Decimal(HAZARDS.get(year, "700"))
        facts[indicator.id] = Fact(
            id=indicator.id, label=indicator.label, value=value, unit=indicator.unit,
            definition=indicator.definition(year).text, definition_version=1,
            notebook="20_enforcement", cell=indicator.anchor, formula="fact(...)",
            readings=(Reading("按立案日期计", Decimal(8)),),
            inputs=(Input(f"data/raw/{year}/a.xlsx", DIGEST),), rows=int(value),
            evidence=f"evidence/{indicator.id}.csv", display=printed_form(indicator, value),
            breakdowns=_breakdowns(indicator.id, year),
        )  # fmt: skip
    return FactBook(year, synthetic, f"{year}-12-31", facts)


PERMITS = [
    {"act_kind": "许可", "result": "准予", "business_type": "首次"},
    {"act_kind": "许可", "result": "准予", "business_type": "延期", "outcome": "撤销"},
    {"act_kind": "许可", "result": "准予", "business_type": "注销"},
    {"act_kind": "许可", "result": "不予", "business_type": "首次"},
    {"act_kind": "许可", "result": "撤回", "business_type": "变更"},
    {"act_kind": "备案", "result": "准予", "business_type": "首次"},
    {"act_kind": None, "result": "准予", "business_type": "首次"},
]
PENALTIES = [
    {"kinds": "罚款", "fine_yuan": Decimal(20000), "procedure": "普通"},
    {"kinds": "警告；罚款", "fine_yuan": Decimal(93000), "procedure": "普通"},
    {"kinds": "罚款；责令停产停业", "procedure": "简易", "confiscated_yuan": Decimal("1200.50")},
    {"kinds": "不予行政处罚", "procedure": "普通"},
    {"kinds": None, "procedure": None},
]
INSPECTIONS = [
    {"scope": "部门内双随机"},
    {"scope": "跨部门双随机"},
    {"scope": "跨部门双随机"},
    {"scope": "专项"},
]


def write_clean(project: Project, year: int, *registers: str) -> None:
    """Write clean tables of *year* with the rows above; registers not named are absent."""
    july, next_year = date(year, 7, 1), date(year + 1, 1, 5)
    rows = {
        "permits": [
            {"apply_date": july, "accept_date": july, "decision_date": july, **row}
            for row in PERMITS
        ] + [{**PERMITS[0], "accept_date": july, "decision_date": next_year}],
        "penalties": [{"decision_date": july, **row} for row in PENALTIES]
        + [{**PENALTIES[0], "decision_date": next_year}],
        "inspections": [{"done_date": july, **row} for row in INSPECTIONS]
        + [{"done_date": next_year, **INSPECTIONS[0]}],
    }  # fmt: skip
    declared = load_registers(project)
    folder, digests = project.tables(year), {}
    for name in registers:
        full = [{"status": "有效", **row} for row in rows[name]]
        full.append({**full[0], "status": "作废"})
        schema = arrow_schema(declared[name])
        complete = [{key: row.get(key) for key in schema.names} for row in full]
        write_table(folder / f"{name}.parquet", [pa.Table.from_pylist(complete, schema=schema)])
        digest = hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()
        digests[name] = {"sha256": digest}
    write_manifest(folder, {"synthetic": True, "sources": [], "tables": digests})


def _breakdowns(indicator_id: str, year: int) -> tuple[Breakdown, ...]:
    if indicator_id != "hazards.found" or year not in TOWNS:
        return ()
    parts = tuple(Part(name, Decimal(value)) for name, value in TOWNS[year].items())
    return (Breakdown("town", "按街镇", "项", parts, "hazards-by-town"),)


def _write_chart(project: Project) -> None:
    folder = project.generated(2022) / "charts"
    folder.mkdir(parents=True)
    chart = {
        "id": "hazards-by-town", "title": "各街镇查处的违法违规行为和事故隐患",
        "finding": "新泾镇最多", "alt": "条形图", "columns": ["项目", "项"],
        "rows": [["新泾镇", "356"], ["华阳路街道", "280"], ["虹桥街道", "20"]],
    }  # fmt: skip
    path = folder / "hazards-by-town.json"
    path.write_text(json.dumps(chart, ensure_ascii=False), encoding="utf-8")
