"""Run many notebooks: each as soon as what it needs is done, several at once.

Workers are forked from one server that has imported everything and started no thread; another
``concurrent.futures.Executor`` (a cluster) can take their place.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.errors import FazhiError, NotebookError
from fazhi.paths import ROOT_VARIABLE, Project
from fazhi.publish.notebooks.runner import DEFAULT_ENGINE, TIMEOUT_S, run_notebook
from fazhi.publish.surroundings import FIXED_ENVIRONMENT

_PRELOADED = "fazhi.publish.notebooks.preload"


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
    with _workers(workers, executor) as pool:
        done: dict[str, Finished] = {}
        for finished in _run(jobs, pool, setting):
            done[finished.name] = finished
            if progress:
                progress(finished)
    return [done[job.name] for job in jobs]


def warm_up() -> None:
    """Start the server that workers are forked from, without waiting for its imports."""
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload([_PRELOADED])
    with _environment({**FIXED_ENVIRONMENT, "MATPLOTLIBRC": _matplotlib_defaults()}):
        forkserver.ensure_running()


def cool_down() -> None:
    """Stop that server: the memory it holds is as much as setting the pages takes."""
    from multiprocessing import forkserver

    # There is no public way; left to itself it would first finish its imports.
    server: Any = forkserver._forkserver
    if server._forkserver_pid is not None:
        os.kill(server._forkserver_pid, signal.SIGTERM)
    server._stop()


def _run(jobs: Sequence[Job], pool: Executor, setting: _Setting) -> Iterator[Finished]:
    waiting, running, done = list(jobs), dict[Future[Finished], Job](), set[str]()
    try:
        while waiting or running:
            for job in [job for job in waiting if done.issuperset(job.after)]:
                waiting.remove(job)
                running[pool.submit(_run_job, job, setting)] = job
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield _outcome(future, running.pop(future))
                done.add(future.result().name)
    finally:
        for future in running:
            future.cancel()


def _run_job(job: Job, setting: _Setting) -> Finished:
    start = time.perf_counter()
    _read_definitions(setting.env)
    run_notebook(
        job.template, job.output, job.parameters,
        cwd=setting.cwd, env=setting.env, timeout_s=setting.timeout_s, engine=setting.engine,
    )  # fmt: skip
    return Finished(job.name, time.perf_counter() - start)


def _read_definitions(env: Mapping[str, str]) -> None:
    """Read registers and catalogue in the worker, for all children it forks; they keep texts."""
    from fazhi.facts import load_indicators
    from fazhi.records import load_registers

    if root := env.get(ROOT_VARIABLE):
        project = Project(Path(root))
        with suppress(FazhiError):
            load_registers(project)
            load_indicators(project.indicators)


def _outcome(future: Future[Finished], job: Job) -> Finished:
    try:
        return future.result()
    except BrokenProcessPool:
        raise NotebookError(
            "运行笔记本的进程被系统终止", where=job.name, todo="检查内存是否足够后重新运行"
        ) from None


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


@contextmanager
def _workers(count: int, executor: Executor | None) -> Iterator[Executor]:
    """Yield an executor; on an error or Ctrl-C kill the local workers at once."""
    if executor is not None:
        yield executor
        return
    warm_up()
    others = multiprocessing.active_children()
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin_worker)
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _begin_worker() -> None:
    """Leave Ctrl-C to the main process, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _matplotlib_defaults() -> str:
    """Return matplotlib's own settings file, found without importing matplotlib."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return ""
    return str(Path(spec.origin).parent / "mpl-data" / "matplotlibrc")


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
