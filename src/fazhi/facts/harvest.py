"""Collect the facts of a year from executed notebooks.

Works on notebook JSON, so it needs no notebook library: the source of the cell that displayed a
fact is the formula, which binds number and code for good.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi.errors import FactError
from fazhi.facts.factbook import (
    BREAKDOWN_MIME,
    FACT_MIME,
    Breakdown,
    Fact,
    FactBook,
    Input,
    Reading,
    breakdown_from_json,
)

_TAG = "fact"


def harvest(notebooks: Iterable[Path], year: int, *, synthetic: bool, cutoff: str) -> FactBook:
    """Return all facts displayed by *notebooks*.

    Args:
        notebooks: Executed notebooks of one year.
        year: Report year.
        synthetic: Whether any source is sample data.
        cutoff: Last day the records cover, ISO.

    Raises:
        FactError: A fact cell displayed nothing, an id that is not its own, or an id twice.
    """
    facts: dict[str, Fact] = {}
    missing: dict[str, str] = {}
    breakdowns: list[tuple[str, Breakdown]] = []
    for path in notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for mime, body in _displayed(cell):
                if mime == BREAKDOWN_MIME:
                    part = breakdown_from_json({**body, "cell": cell["id"]})
                    breakdowns.append((body["id"], part))
                    continue
                _require_own_cell(path.stem, cell, body["id"], facts.keys() | missing.keys())
                if "missing" in body:
                    missing[body["id"]] = body["missing"]
                else:
                    facts[body["id"]] = _fact(body, path.stem, cell)
    for indicator_id, part in breakdowns:
        if indicator_id in facts:
            fact = facts[indicator_id]
            facts[indicator_id] = replace(fact, breakdowns=(*fact.breakdowns, part))
    return FactBook(year, synthetic, cutoff, dict(sorted(facts.items())), missing)


def _displayed(cell: Mapping[str, Any]) -> list[tuple[str, Any]]:
    tagged = _TAG in cell.get("metadata", {}).get("tags", ())
    found = [
        (mime, output["data"][mime])
        for output in cell.get("outputs", ())
        for mime in (FACT_MIME, BREAKDOWN_MIME)
        if mime in output.get("data", {})
    ]
    if tagged and not found:
        raise FactError("标为 fact 的单元没有显示任何事实", where=f"单元 {cell.get('id')}")
    return found


def _require_own_cell(
    notebook: str, cell: Mapping[str, Any], indicator_id: str, seen: Iterable[str]
) -> None:
    where = f"{notebook} 单元 {cell['id']}"
    if cell["id"] != indicator_id.replace(".", "-"):
        raise FactError(
            "单元名与指标不一致",
            where=where,
            expected=indicator_id.replace(".", "-"),
            got=cell["id"],
        )
    if indicator_id in seen:
        raise FactError(f"指标 {indicator_id} 计算了两次", where=where, todo="只保留一个单元")


def _fact(body: Mapping[str, Any], notebook: str, cell: Mapping[str, Any]) -> Fact:
    return Fact(
        id=body["id"],
        label=body["label"],
        value=Decimal(body["value"]),
        unit=body["unit"],
        definition=body["definition"],
        definition_version=body["definition_version"],
        notebook=notebook,
        cell=cell["id"],
        formula="".join(cell["source"]),
        readings=tuple(Reading(r["label"], Decimal(r["value"])) for r in body["readings"]),
        inputs=tuple(Input(i["file"], i["sha256"]) for i in body["inputs"]),
        rows=body["rows"],
        evidence=body["evidence"],
        display=body["display"],
    )
