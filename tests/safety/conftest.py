"""A site whose every input is hostile, built once with the project's own settings."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "facts"))
sys.path.insert(0, str(Path(__file__).parents[1] / "publish" / "book"))
sys.path.insert(0, str(Path(__file__).parent))

import tiny_book
from in_process import compute
from payloads import PAYLOADS
from tiny_year import YEAR, rows, tiny_project, write_raw

from fazhi.publish.assembly.files import lay_out, pieces_of
from fazhi.publish.book import subset_fonts
from fazhi.publish.published import publish_notebook
from fazhi.publish.release import Site

ALL = " ".join(PAYLOADS)


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Executed notebooks whose records carry every payload in every public text column."""
    project = tiny_project(tmp_path_factory.mktemp("records") / "p")
    tables = rows()
    hostile = iter(PAYLOADS * 20)
    tables["penalties"] = [
        {**case, "violation": next(hostile), "basis": next(hostile), "facts": next(hostile),
         "content": next(hostile), "item_code": next(hostile), "organ": next(hostile)}
        for case in tables["penalties"]
    ]  # fmt: skip
    tables["hazards"] = [
        {**hazard, "desc": next(hostile), "place": next(hostile), "measure": next(hostile)}
        for hazard in tables["hazards"]
    ]
    tables["publicity_events"] = [
        {**tables["publicity_events"][0], "event_id": f"HD-{n}", "name": payload}
        for n, payload in enumerate(PAYLOADS)
    ]
    tables["governance"] += [
        {"id": f"X-{n}", "kind": "讲法", "date": "2022-05-05", "title": payload, "status": "有效"}
        for n, payload in enumerate(PAYLOADS)
    ]
    write_raw(project, tables)
    with pytest.MonkeyPatch.context() as patch:
        compute(project, YEAR, patch)
    return project.build / "executed" / str(YEAR)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory, cards: Path) -> Path:
    """The built, hardened site with its content policy taken out again."""
    root = tmp_path_factory.mktemp("hostile")
    tiny_book.write_book(root, {"book/2022/attack": _chapter(), **_generated(cards)})
    for notebook in sorted(cards.glob("*.ipynb")):
        publish_notebook(notebook, root / "book" / "generated" / "2022" / f"x{notebook.name}")
    _spoil(root)
    code, warnings = tiny_book.build(root)
    assert (code, warnings) == (0, "")
    html = lay_out(pieces_of(Site.read(root / "_build" / "html")), root / "site").folder
    subset_fonts(html)
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r'<meta http-equiv="Content-Security[^>]*>', "", text), "utf-8")
    return html


def _generated(cards: Path) -> dict[str, str]:
    """Return the notebooks as chapters of the contents; their files replace the text."""
    return {f"book/generated/2022/x{path.stem}": "# x" for path in sorted(cards.glob("*.ipynb"))}


def _chapter() -> str:
    """Return a chapter of all payloads: as headings, text, table, list and link."""
    lines = ["# 攻击", ""]
    for number, payload in enumerate(PAYLOADS):
        lines += [f"## 第{number}条 {payload}", "", payload, "", f"- {payload}", ""]
        lines += ["```{admonition} " + payload, payload, "```", ""]
    return "\n".join(lines)


def _spoil(root: Path) -> None:
    """Put payloads into facts, evidence, claims, verdicts, indicators, bureau and charts."""
    for stale in (root / "book" / "generated" / "2022").glob("x*.md"):
        stale.unlink()
    for path in (root / "data" / "processed").rglob("facts.json"):
        body = json.loads(path.read_text(encoding="utf-8"))
        for n, fact in enumerate(body["facts"]):
            payload = PAYLOADS[n * 5 % 25]
            fact["definition"] += ALL
            fact["label"] += payload
            fact["formula"] += f"\n# {ALL}"
            fact["readings"] = [{"label": p, "value": "1"} for p in PAYLOADS]
            fact["inputs"] = [{"file": f"data/raw/2022/{payload}.xlsx", "sha256": "ab" * 32}]
        path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    for path in (root / "data" / "processed").rglob("evidence/*.csv"):
        quoted = ('"' + p.replace('"', '""') + '"' for p in PAYLOADS)
        body = "".join(f"{p},{p},3,penalties,1\n" for p in quoted)
        path.write_text(f"file,sheet,row,register,contribution\n{body}", encoding="utf-8")
    rows_ = [list(row) for row in tiny_book.VERDICTS]
    for n, row in enumerate(rows_):
        row[8] = ALL
        row[1] += PAYLOADS[n]
    with (root / "data/processed/2022/verdicts.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([tiny_book.COLUMNS, *rows_])
    chart = root / "book/generated/2022/charts/fines.json"
    body = json.loads(chart.read_text(encoding="utf-8"))
    body |= {"title": ALL, "finding": ALL, "alt": ALL, "rows": [[p, "1"] for p in PAYLOADS]}
    chart.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    indicators = root / "data" / "reference" / "indicators.yml"
    entries = json.loads(indicators.read_text(encoding="utf-8"))
    for n, entry in enumerate(entries):
        entry["label"] += PAYLOADS[n + 5]
        entry["definition"] += ALL
    indicators.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
