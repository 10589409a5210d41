"""Facts of one year: the nouns, and ``facts.json`` as their one file form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi.errors import FactError

FACT_MIME = "application/vnd.fazhi.fact+json"
BREAKDOWN_MIME = "application/vnd.fazhi.breakdown+json"
CHART_MIME = "application/vnd.fazhi.chart+json"


@dataclass(frozen=True)
class Reading:
    """A second legitimate way (读法) to count the same indicator."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class Part:
    """One bar of a breakdown."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class Breakdown:
    """A fact split into parts that add up to it exactly.

    Attributes:
        by: Dimension id (``town``, ``month``, ``sector``, ``item``).
        label: Chinese name of the dimension.
        unit: Unit of the parts.
        parts: In display order.
        cell: Id of the notebook cell.
    """

    by: str
    label: str
    unit: str
    parts: tuple[Part, ...]
    cell: str


@dataclass(frozen=True)
class Input:
    """A raw file the fact read."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Fact:
    """An indicator's value for one year, computed by one notebook cell from named records.

    Attributes:
        id: Indicator id.
        label: Chinese name.
        value: In the indicator's base unit.
        unit: Base unit.
        definition: The definition (口径) applied.
        definition_version: Its version.
        notebook: Stem of the template.
        cell: Id of the cell, also its anchor.
        formula: The cell's source.
        readings: Second readings, in the order given.
        inputs: Raw files, by path.
        rows: Number of evidence records.
        evidence: Path of the evidence file below the year's processed folder.
        display: Printed form when no claim was published.
        breakdowns: Splits of this fact.
    """

    id: str
    label: str
    value: Decimal
    unit: str
    definition: str
    definition_version: int
    notebook: str
    cell: str
    formula: str
    readings: tuple[Reading, ...]
    inputs: tuple[Input, ...]
    rows: int
    evidence: str
    display: str
    breakdowns: tuple[Breakdown, ...] = ()


@dataclass(frozen=True)
class FactBook:
    """All facts of one year.

    Attributes:
        year: Report year.
        synthetic: Whether any source is sample data (示例数据).
        cutoff: Last day the records cover (截止日), ISO.
        facts: By indicator id, sorted.
        missing: Indicators without records this year, with the reason.
    """

    year: int
    synthetic: bool
    cutoff: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, Decimal]:
        """Return the values by indicator id."""
        return {key: fact.value for key, fact in self.facts.items()}


def write_facts(book: FactBook, path: Path) -> None:
    """Write *book* as ``facts.json``: UTF-8, sorted, without a clock, swapped in whole."""
    body = {
        "year": book.year,
        "synthetic": book.synthetic,
        "cutoff": book.cutoff,
        "facts": [_fact_to_json(book.facts[key]) for key in sorted(book.facts)],
        "missing": [{"id": key, "reason": book.missing[key]} for key in sorted(book.missing)],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".json.tmp")
    temporary.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def read_facts(path: Path) -> FactBook:
    """Read ``facts.json``.

    Raises:
        FactError: The file is missing or is not what this package wrote.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return FactBook(
            year=body["year"],
            synthetic=body["synthetic"],
            cutoff=body["cutoff"],
            facts={f["id"]: _fact_from_json(f) for f in body["facts"]},
            missing={m["id"]: m["reason"] for m in body["missing"]},
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise FactError(
            "事实文件缺失或已损坏",
            where="/".join(path.parts[-2:]),
            got=type(problem).__name__,
            todo="运行 make site 重新计算",
        ) from problem


def plain(value: Decimal) -> str:
    """Return *value* without exponent and without trailing zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fact_to_json(fact: Fact) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": fact.id,
        "label": fact.label,
        "value": plain(fact.value),
        "unit": fact.unit,
        "definition": fact.definition,
        "definition_version": fact.definition_version,
        "notebook": fact.notebook,
        "cell": fact.cell,
        "formula": fact.formula,
        "readings": [{"label": r.label, "value": plain(r.value)} for r in fact.readings],
        "inputs": [{"file": i.file, "sha256": i.sha256} for i in fact.inputs],
        "rows": fact.rows,
        "evidence": fact.evidence,
        "display": fact.display,
    }
    if fact.breakdowns:
        body["breakdowns"] = [
            {
                "by": b.by,
                "label": b.label,
                "unit": b.unit,
                "cell": b.cell,
                "parts": [{"label": p.label, "value": plain(p.value)} for p in b.parts],
            }
            for b in fact.breakdowns
        ]
    return body


def _fact_from_json(body: dict[str, Any]) -> Fact:
    return Fact(
        id=body["id"],
        label=body["label"],
        value=Decimal(body["value"]),
        unit=body["unit"],
        definition=body["definition"],
        definition_version=body["definition_version"],
        notebook=body["notebook"],
        cell=body["cell"],
        formula=body["formula"],
        readings=tuple(Reading(r["label"], Decimal(r["value"])) for r in body["readings"]),
        inputs=tuple(Input(i["file"], i["sha256"]) for i in body["inputs"]),
        rows=body["rows"],
        evidence=body["evidence"],
        display=body["display"],
        breakdowns=tuple(breakdown_from_json(b) for b in body.get("breakdowns", ())),
    )


def breakdown_from_json(body: dict[str, Any]) -> Breakdown:
    """Return the breakdown a cell displayed or a file stored."""
    return Breakdown(
        by=body["by"],
        label=body["label"],
        unit=body["unit"],
        cell=body["cell"],
        parts=tuple(Part(p["label"], Decimal(p["value"])) for p in body["parts"]),
    )
