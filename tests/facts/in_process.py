"""Run the notebooks' cells in this process, without papermill, on a copy of the project."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fazhi.facts import harvest, write_facts
from fazhi.facts.factbook import FactBook
from fazhi.paths import Project
from fazhi.publish.runs import executed
from fazhi.records import clean_year, load_registers, open_year

ROOT = Path(__file__).parents[2]
_LOADERS = ("records.clean", "records.opened", "facts.recorder", "facts.uses", "facts.reverse")


def remember_registers(monkeypatch: Any) -> None:
    """Read the register declarations once a test instead of once a notebook."""
    remembered = cache(load_registers)
    for module in _LOADERS:
        monkeypatch.setattr(f"fazhi.{module}.load_registers", remembered, raising=False)


def copy_project(target: Path, *years: int) -> Project:
    """Copy reference data, notebooks and the raw files of *years*."""
    shutil.copytree(ROOT / "data" / "reference", target / "data" / "reference")
    shutil.copytree(ROOT / "notebooks", target / "notebooks")
    for year in years:
        shutil.copytree(ROOT / "data" / "raw" / str(year), target / "data" / "raw" / str(year))
    return Project(target)


def compute(
    project: Project, year: int, monkeypatch: Any, planted: Mapping[str, str] | None = None
) -> FactBook:
    """Clean *year* and count it."""
    clean_year(project, year)
    return count(project, year, monkeypatch, planted)


def count(
    project: Project, year: int, monkeypatch: Any, planted: Mapping[str, str] | None = None
) -> FactBook:
    """Execute all fact notebooks and write ``facts.json``.

    Args:
        project: The copy.
        year: Report year, already cleaned.
        monkeypatch: pytest's; points ``FAZHI_ROOT`` at the copy.
        planted: Text to replace in cell sources, to plant a mistake.
    """
    monkeypatch.setenv("FAZHI_ROOT", str(project.root))
    done = []
    for template in sorted(project.notebooks.glob("2*.ipynb")):
        notebook = json.loads(template.read_text(encoding="utf-8"))
        _execute(notebook["cells"], year, planted or {})
        path = executed(project, year, template.stem)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
        done.append(path)
    records = open_year(project, year)
    book = harvest(done, year, synthetic=records.synthetic, cutoff=f"{year}-12-31")
    write_facts(book, project.facts(year))
    return book


def _execute(cells: list[dict[str, Any]], year: int, planted: Mapping[str, str]) -> None:
    names: dict[str, Any] = {}
    displayed: list[Any] = []

    def displaying(record: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> None:
            displayed.append(record(*args, **kwargs))

        return call

    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code" or cell["id"].startswith("chart-"):
            continue
        source = "".join(cell["source"])
        for old, new in planted.items():
            source = source.replace(old, new)
        displayed.clear()
        exec(compile(source, cell["id"], "exec"), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names["year"] = year
        if cell["id"] == "setup":
            names["fact"] = displaying(names["fact"])
            names["breakdown"] = displaying(names["breakdown"])
        cell["source"], cell["execution_count"] = source, number + 1
        cell["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": dict(shown.bundle)}
            for shown in displayed
        ]
