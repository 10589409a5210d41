"""From raw files to facts, verdicts, comparison and generated pages: run what changed.

Three levels of notebooks, each level a set of independent ones: cleaning; facts; comparison.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

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
from fazhi.publish.notebooks import local_workers, result_of, run_many
from fazhi.publish.pages import write_pages
from fazhi.publish.progress import Say, Tally
from fazhi.publish.published import publish_notebook
from fazhi.publish.revisions import require_unrevised
from fazhi.publish.runs import (
    Run,
    cleaning,
    comparing,
    counting,
    executed,
    fact_templates,
    judging,
    laying_out,
)
from fazhi.publish.steps import forget, is_current, remember
from fazhi.records.sources import cutoff, declared_sources

_PROCESSORS = os.cpu_count() or 1


def _nothing() -> None:
    pass


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
    compute(project, years, Tally(say, len(years) * len(project.templates)))


def compute(
    project: Project, years: Sequence[int], tally: Tally, spare: Callable[[], None] = _nothing
) -> None:
    """Do as ``run_years`` as part of a larger build.

    Args:
        project: The project.
        years: Years to run.
        tally: Hears of every notebook.
        spare: Called, perhaps several times, when a processor has nothing to do any more.
    """
    with _crew(project, tally, spare) as crew:
        crew.count(years)
        for year in years:
            _judge(project, year)
        crew.run([comparing(project, year) for year in years])
        spare()
        crew.lay_out(years)


def count_years(project: Project, years: Sequence[int], say: Say) -> None:
    """Run the notebooks that clean and count *years*, where something changed.

    Raises:
        UsageError: A year has no folder.
        NotebookError: A notebook failed; nothing of that notebook was kept.
    """
    with _crew(project, Tally(say, len(years) * (len(project.templates) - 1))) as crew:
        crew.count(years)


@contextmanager
def _crew(project: Project, tally: Tally, spare: Callable[[], None] = _nothing) -> Iterator[_Crew]:
    with local_workers(_PROCESSORS) as pool:
        yield _Crew(project, tally, pool, spare)


@dataclass(frozen=True)
class _Crew:
    """The processes that do the work of one build, level by level."""

    project: Project
    tally: Tally
    pool: Executor
    spare: Callable[[], None]

    def count(self, years: Sequence[int]) -> None:
        for year in years:
            if not self.project.raw(year).is_dir():
                raise UsageError(
                    f"没有{year}年度的原始文件",
                    where=f"data/raw/{year}/",
                    todo=f"运行 make new-year YEAR={year}",
                )
        self.run([cleaning(self.project, year) for year in years])
        templates = fact_templates(self.project)
        self.run([counting(self.project, y, t) for y in years for t in templates])

    def run(self, runs: Sequence[Run]) -> None:
        due = [run for run in runs if not is_current(self.project, run.step)]
        self.tally.skip(len(runs) - len(due))
        if len(due) < _PROCESSORS:
            self.spare()
        if not due:
            return
        for run in due:
            forget(self.project, run.step)
        run_many(
            [run.job for run in due],
            cwd=self.project.root,
            env={ROOT_VARIABLE: str(self.project.root)},
            executor=self.pool,
            progress=lambda finished: self.tally.finish(finished.name, finished.seconds),
        )
        for run in due:
            publish_notebook(run.job.output, run.published)
            remember(self.project, run.step)

    def lay_out(self, years: Sequence[int]) -> None:
        steps = {year: laying_out(self.project, year) for year in years}
        due = {y: step for y, step in steps.items() if not is_current(self.project, step)}
        for step in due.values():
            forget(self.project, step)
        written = [self.pool.submit(write_pages, self.project, year) for year in due]
        for future, step in zip(written, due.values(), strict=True):
            result_of(future, step.name)
            remember(self.project, step)


def _judge(project: Project, year: int) -> None:
    """Harvest the facts of *year*, check its claims, write ``facts.json`` and ``verdicts.csv``.

    Raises:
        ClaimError: A published claim contradicts the records and nobody acknowledged it.
        FactError: A published value changed and nobody declared it.
    """
    step = judging(project, year)
    if is_current(project, step):
        return
    forget(project, step)
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
    remember(project, step)


def harvested(project: Project, year: int) -> FactBook:
    """Return the facts of *year* as its notebooks last computed them; writes nothing."""
    synthetic = any(source.synthetic for source in declared_sources(project, year).values())
    notebooks = [executed(project, year, t.stem) for t in fact_templates(project)]
    return harvest(notebooks, year, synthetic=synthetic, cutoff=cutoff(project, year))
