"""What the panel beside a number shows, as one script a year so that it works over ``file://``."""

from __future__ import annotations

import csv
import json
from itertools import islice
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sphinx.application import Sphinx

from fazhi.facts import Change, Fact, change_phrase, plain
from fazhi.paths import Project
from fazhi.publish.book.domain import FactDomain, facts_of
from fazhi.publish.book.years import YearBook
from fazhi.quantity import chinese_forms

EVIDENCE_ROWS = 5
UNCLAIMED = "由登记簿算出，报告没有公布这个数，没有论断可供核对"


def write_panels(app: Sphinx, failure: Exception | None) -> None:
    """Write ``_static/fazhi/facts-<year>.js`` for every year."""
    if failure is not None or app.builder.format != "html":
        return
    domain = facts_of(app.env)
    for year, found in domain.shelf.years.items():
        body = json.dumps(_year(app, domain, found), ensure_ascii=False, sort_keys=True)
        path = Path(app.outdir) / "_static" / "fazhi" / f"facts-{year}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"fazhiYear({year}, {body});\n", encoding="utf-8")
    _write_rules(app)


def _write_rules(app: Sphinx) -> None:
    """Write the reviewed patterns under which a numeral may stand untraced."""
    listed = Project(Path(app.srcdir)).reference / "coverage.yml"
    entries = YAML(typ="safe").load(listed) if listed.is_file() else []
    rules = [
        [each["name"], each.get("pattern", ".+"), each.get("pages", [])]
        for each in entries
        if "pattern" in each or ("pages" in each and "kinds" not in each)
    ]
    path = Path(app.outdir) / "_static" / "fazhi" / "rules.js"
    path.write_text(f"fazhiRules({json.dumps(rules, ensure_ascii=False)});\n", encoding="utf-8")


def _year(app: Sphinx, domain: FactDomain, found: YearBook) -> dict[str, Any]:
    facts = found.book.facts
    return {key: _panel(app, domain, found, facts[key]) for key in sorted(facts)}


def _panel(app: Sphinx, domain: FactDomain, found: YearBook, fact: Fact) -> dict[str, Any]:
    key = f"{found.year}/{fact.id}"
    printed, claim = found.printed(fact.id), found.claims.get(fact.id)
    row, change = found.verdicts.get(fact.id), found.changes.get(fact.id)
    indicator = domain.shelf.indicators.get(fact.id)
    page = domain.cell_page(found.year, fact.cell)
    return {
        "label": fact.label,
        "printed": printed.text,
        "counted": found.comparable(indicator).text if indicator else printed.text,
        "value": plain(fact.value),
        "unit": fact.unit,
        "cutoff": found.book.cutoff,
        "period": f"{found.year}年度（截至{found.book.cutoff}）",
        "definition": fact.definition,
        "version": fact.definition_version,
        "verdict": printed.verdict,
        "mark": printed.mark,
        "word": printed.word,
        "reason": row.note if row else UNCLAIMED,
        "section": claim.section if claim else "",
        "theme": indicator.section if indicator else "",
        "readings": [[r.label, f"{plain(r.value)}{fact.unit}"] for r in fact.readings],
        "formula": fact.formula,
        "rows": fact.rows,
        "evidence": _evidence(Path(app.srcdir), found.year, fact),
        "inputs": [[each.file, each.sha256] for each in fact.inputs],
        "change": change_phrase(change, indicator) if change and indicator else "",
        "previous": _previous(domain, change),
        "cell": f"{app.builder.get_target_uri(page)}#{fact.cell}" if page else "",
        "places": [
            [
                f"{app.builder.get_target_uri(place.docname)}#{place.anchor}",
                app.env.titles[place.docname].astext(),
                place.context,
            ]
            for place in domain.occurrences(key)
        ],
        "forms": chinese_forms(fact.value),
    }


def _previous(domain: FactDomain, change: Change | None) -> list[str]:
    """Return key, year and printed form of the baseline year's number."""
    if change is None or change.previous is None or change.baseline not in domain.shelf.years:
        return []
    printed = domain.shelf.year(change.baseline).printed(change.id)
    return [printed.key, f"{change.baseline}年", printed.text]


def _evidence(root: Path, year: int, fact: Fact) -> list[list[str]]:
    """Return file, sheet, row and contribution of the first records."""
    path = Project(root).processed(year) / fact.evidence
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        rows = islice(csv.DictReader(handle), EVIDENCE_ROWS)
        return [[r["file"], r["sheet"], r["row"], r["contribution"]] for r in rows]
