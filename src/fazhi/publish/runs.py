"""What is done for each year: every notebook and every step, with all that decides its result."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from fazhi.paths import Project
from fazhi.publish.notebooks import Job
from fazhi.publish.pages import DOWNLOADS
from fazhi.publish.steps import Step

CLEAN, COMPARE = "10_clean", "30_compare"


@dataclass(frozen=True)
class Run:
    """One notebook for one year.

    Attributes:
        job: What the notebook runner gets.
        published: Where the readers' copy goes.
        step: What decides whether it must run.
    """

    job: Job
    published: Path
    step: Step


def cleaning(project: Project, year: int) -> Run:
    """Return the run that cleans the registers of *year*."""
    inputs = (
        *_files(project.raw(year)),
        *_files(project.raw(year - 1)),
        *_files(project.registers),
        project.corrections(year),
        project.explanations(year),
    )
    outputs = (project.tables(year), project.quarantine(year))
    return _run(project, CLEAN, {"year": year}, inputs, outputs)


def counting(project: Project, year: int, template: Path) -> Run:
    """Return the run of one notebook of facts for *year*."""
    inputs = (
        *_files(project.tables(year)),
        *_files(project.registers),
        project.indicators,
        project.raw(year) / "source.yml",
    )
    outputs = tuple(project.evidence(year) / f"{key}.csv" for key in _fact_ids(template))
    return _run(project, template.stem, {"year": year}, inputs, outputs)


def comparing(project: Project, year: int) -> Run:
    """Return the run that compares *year* with the year before."""
    inputs = (project.facts(year), project.facts(year - 1), project.indicators)
    settings = {"year": year, "baseline": year - 1}
    return _run(project, COMPARE, settings, inputs, (project.comparison(year),))


def _run(
    project: Project,
    stem: str,
    settings: dict[str, int],
    inputs: tuple[Path, ...],
    outputs: tuple[Path, ...],
) -> Run:
    year = settings["year"]
    template = project.notebooks / f"{stem}.ipynb"
    target = executed(project, year, stem)
    published = project.generated(year) / template.name
    name = f"{year}/{stem}"
    step = Step(name, (template, *inputs), (target, published, *outputs), settings)
    return Run(
        Job(name=name, template=template, output=target, parameters=settings), published, step
    )


def judging(project: Project, year: int) -> Step:
    """Return the step that writes facts and verdicts of *year*."""
    inputs = (
        *(executed(project, year, template.stem) for template in fact_templates(project)),
        project.raw(year) / "source.yml",
        *_files(project.reference),
    )
    return Step(f"{year}/facts", inputs, (project.facts(year), project.verdicts(year)))


def laying_out(project: Project, year: int) -> Step:
    """Return the step that writes the generated pages of *year*."""
    folder = project.generated(year)
    inputs = (
        *_files(project.tables(year)),
        *(project.facts(y) for y in (year, year - 1)),
        project.verdicts(year),
        project.comparison(year),
        *_files(folder / "charts"),
        *_files(project.reference),
    )
    pages = tuple(folder / f"{name}.md" for name in ("statistics", "changes", "downloads"))
    return Step(f"{year}/pages", inputs, (*pages, folder / DOWNLOADS))


def fact_templates(project: Project) -> list[Path]:
    """Return the templates that compute facts, in order."""
    return [path for path in project.templates if path.stem not in (CLEAN, COMPARE)]


def executed(project: Project, year: int, stem: str) -> Path:
    """Return where an executed notebook is kept, outside the site."""
    return project.build / "executed" / str(year) / f"{stem}.ipynb"


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(p for p in folder.rglob("*") if p.is_file()))


def _fact_ids(template: Path) -> list[str]:
    cells = json.loads(template.read_text(encoding="utf-8"))["cells"]
    tagged = [c for c in cells if "fact" in c["metadata"].get("tags", ())]
    return [cell["id"].replace("-", ".", 1) for cell in tagged]
