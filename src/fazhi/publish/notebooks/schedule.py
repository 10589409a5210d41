"""Run many notebooks: each as soon as what it needs is done, several at once.

Local workers run them, or any other ``concurrent.futures.Executor`` (a cluster).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from fazhi.paths import ROOT_VARIABLE
from fazhi.publish.notebooks.definitions import read_definitions
from fazhi.publish.notebooks.runner import DEFAULT_ENGINE, TIMEOUT_S, run_notebook
from fazhi.publish.notebooks.workers import local_workers, result_of


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    Attributes:
        name: Unique among the jobs, such as ``2022/20_enforcement``.
        template: The template.
        output: Where the executed notebook goes.
        parameters: Values of its parameters.
        after: Names of the jobs that must be done first.
    """

    name: str
    template: Path
    output: Path
    parameters: Mapping[str, int]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finished:
    """How long a job took.

    Attributes:
        name: The job's name.
        seconds: Wall time in its worker.
    """

    name: str
    seconds: float


@dataclass(frozen=True)
class _Setting:
    cwd: Path
    env: Mapping[str, str]
    timeout_s: int
    engine: str


def run_many(
    jobs: Sequence[Job],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    workers: int = 2,
    executor: Executor | None = None,
    progress: Callable[[Finished], None] | None = None,
    timeout_s: int = TIMEOUT_S,
    engine: str = DEFAULT_ENGINE,
) -> list[Finished]:
    """Run *jobs*, each after those it names; the first failure stops the rest.

    Args:
        jobs: What to run; those that may run are started in this order.
        cwd: Working directory of the cells.
        env: Variables added to the cells' environment.
        workers: How many run at once; ignored with *executor*.
        executor: Runs the jobs instead of local processes; left open.
        progress: Hears of every finished notebook.
        timeout_s: Seconds one cell may take.
        engine: As for ``run_notebook``.

    Returns:
        The time each job took, in the order of *jobs*.

    Raises:
        NotebookError: A notebook failed; jobs not yet finished left nothing in place.
        ValueError: A name is repeated, unknown or waits for itself.
    """
    _check_order(jobs)
    setting = _Setting(cwd, dict(env or {}), timeout_s, engine)
    with nullcontext(executor) if executor else local_workers(workers) as pool:
        done: dict[str, Finished] = {}
        for finished in _run(jobs, pool, setting):
            done[finished.name] = finished
            if progress:
                progress(finished)
    return [done[job.name] for job in jobs]


def _run(jobs: Sequence[Job], pool: Executor, setting: _Setting) -> Iterator[Finished]:
    waiting, running, done = list(jobs), dict[Future[Finished], Job](), set[str]()
    try:
        while waiting or running:
            for job in [job for job in waiting if done.issuperset(job.after)]:
                waiting.remove(job)
                running[pool.submit(_run_job, job, setting)] = job
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield result_of(future, running.pop(future).name)
                done.add(future.result().name)
    finally:
        for future in running:
            future.cancel()


def _run_job(job: Job, setting: _Setting) -> Finished:
    start = time.perf_counter()
    if root := setting.env.get(ROOT_VARIABLE):
        read_definitions(Path(root))
    run_notebook(
        job.template, job.output, job.parameters,
        cwd=setting.cwd, env=setting.env, timeout_s=setting.timeout_s, engine=setting.engine,
    )  # fmt: skip
    return Finished(job.name, time.perf_counter() - start)


def _check_order(jobs: Sequence[Job]) -> None:
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise ValueError("job names are not unique")
    done: set[str] = set()
    waiting = list(jobs)
    while waiting:
        ready = [job for job in waiting if done.issuperset(job.after)]
        if not ready:
            raise ValueError(f"{waiting[0].name} waits for an unknown job or for itself")
        done.update(job.name for job in ready)
        waiting = [job for job in waiting if job.name not in done]
