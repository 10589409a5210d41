"""From raw files to facts, verdicts, comparison and generated pages: run what changed.

Three levels of notebooks, each level a set of independent ones: cleaning; facts; comparison.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fazhi.claims import (
    check_claims,
    load_claims,
    load_thresholds,
    require_acknowledged,
    write_verdicts,
)
from fazhi.errors import UsageError
from fazhi.facts import FactBook, harvest, load_indicators, write_facts
from fazhi.paths import ROOT_VARIABLE, Project
from fazhi.publish.notebooks import Job, run_many
from fazhi.publish.pages import DOWNLOADS, write_pages
from fazhi.publish.progress import Say, Tally
from fazhi.publish.published import publish_notebook
from fazhi.publish.revisions import require_unrevised
from fazhi.publish.steps import Step, forget, is_current, remember
from fazhi.records.sources import cutoff, declared_sources

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


def run_years(project: Project, years: Sequence[int], say: Say) -> None:
    """Bring everything computed for *years* up to date.

    Args:
        project: The project.
        years: Years to run; each needs a folder under ``data/raw/``.
        say: Hears of every notebook.

    Raises:
        UsageError: A year has no folder.
        NotebookError: A notebook failed; nothing of that notebook was kept.
        ClaimError: A published claim contradicts the records, unacknowledged.
    """
    tally = Tally(say, len(years) * len(project.templates))
    count_and_judge(project, years, tally)
    compare(project, years, tally)


def count_and_judge(project: Project, years: Sequence[int], tally: Tally) -> None:
    """Do the first half of ``run_years`` as part of a larger build: facts and verdicts."""
    _count_years(project, years, tally)
    for year in years:
        collect(project, year)


def compare(project: Project, years: Sequence[int], tally: Tally) -> None:
    """Do the second half: comparisons and generated pages."""
    _run_level(project, [_compare(project, year) for year in years], tally)
    for year in years:
        _lay_out(project, year)


def count_years(project: Project, years: Sequence[int], say: Say) -> None:
    """Run the notebooks that clean and count *years*, where something changed.

    Raises:
        UsageError: A year has no folder.
        NotebookError: A notebook failed; nothing of that notebook was kept.
    """
    _count_years(project, years, Tally(say, len(years) * (len(project.templates) - 1)))


def _count_years(project: Project, years: Sequence[int], tally: Tally) -> None:
    for year in years:
        if not project.raw(year).is_dir():
            raise UsageError(
                f"没有{year}年度的原始文件",
                where=f"data/raw/{year}/",
                todo=f"运行 make new-year YEAR={year}",
            )
    _run_level(project, [_clean(project, year) for year in years], tally)
    templates = fact_templates(project)
    _run_level(project, [_count(project, y, t) for y in years for t in templates], tally)


def fact_templates(project: Project) -> list[Path]:
    """Return the templates that compute facts, in order."""
    return [path for path in project.templates if path.stem not in (CLEAN, COMPARE)]


def executed(project: Project, year: int, stem: str) -> Path:
    """Return where an executed notebook is kept, outside the site."""
    return project.build / "executed" / str(year) / f"{stem}.ipynb"


def collect(project: Project, year: int) -> FactBook:
    """Harvest the facts of *year*, check its claims, write ``facts.json`` and ``verdicts.csv``.

    Raises:
        ClaimError: A published claim contradicts the records and nobody acknowledged it.
        FactError: A published value changed and nobody declared it.
    """
    book = harvested(project, year)
    require_unrevised(project, year, book)
    write_facts(book, project.facts(year))
    for stale in project.evidence(year).glob("*.csv"):
        if stale.stem not in book.facts:
            stale.unlink()
    claims = load_claims(project.claims(year), project.root)
    units = {key: i.unit for key, i in load_indicators(project.indicators).items()}
    thresholds = load_thresholds(project.reference / "thresholds.yml", project.root)
    rows = check_claims(claims, book.values(), units, thresholds)
    write_verdicts(rows, project.verdicts(year))
    require_acknowledged(rows, claims)
    return book


def harvested(project: Project, year: int) -> FactBook:
    """Return the facts of *year* as its notebooks last computed them; writes nothing."""
    synthetic = any(source.synthetic for source in declared_sources(project, year).values())
    notebooks = [executed(project, year, t.stem) for t in fact_templates(project)]
    return harvest(notebooks, year, synthetic=synthetic, cutoff=cutoff(project, year))


def _clean(project: Project, year: int) -> Run:
    inputs = (
        *_files(project.raw(year)),
        *_files(project.raw(year - 1)),
        *_files(project.registers),
        project.corrections(year),
        project.explanations(year),
    )
    outputs = (project.tables(year), project.quarantine(year))
    return _run(project, CLEAN, {"year": year}, inputs, outputs)


def _count(project: Project, year: int, template: Path) -> Run:
    inputs = (
        *_files(project.tables(year)),
        *_files(project.registers),
        project.indicators,
        project.raw(year) / "source.yml",
    )
    outputs = tuple(project.evidence(year) / f"{key}.csv" for key in _fact_ids(template))
    return _run(project, template.stem, {"year": year}, inputs, outputs)


def _compare(project: Project, year: int) -> Run:
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


def _run_level(project: Project, runs: Sequence[Run], tally: Tally) -> None:
    due = [run for run in runs if not is_current(project, run.step)]
    tally.skip(len(runs) - len(due))
    if not due:
        return
    for run in due:
        forget(project, run.step)
    environment = {ROOT_VARIABLE: str(project.root)}
    jobs = [run.job for run in due]
    run_many(
        jobs,
        cwd=project.root,
        env=environment,
        workers=os.cpu_count() or 1,
        progress=lambda finished: tally.finish(finished.name, finished.seconds),
    )
    for run in due:
        publish_notebook(run.job.output, run.published)
        remember(project, run.step)


def _lay_out(project: Project, year: int) -> None:
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
    step = Step(f"{year}/pages", inputs, (*pages, folder / DOWNLOADS))
    if not is_current(project, step):
        forget(project, step)
        write_pages(project, year)
        remember(project, step)


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(p for p in folder.rglob("*") if p.is_file()))


def _fact_ids(template: Path) -> list[str]:
    cells = json.loads(template.read_text(encoding="utf-8"))["cells"]
    tagged = [c for c in cells if "fact" in c["metadata"].get("tags", ())]
    return [cell["id"].replace("-", ".", 1) for cell in tagged]
