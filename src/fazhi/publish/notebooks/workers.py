"""The processes notebooks run in: forked from one server that has imported everything."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from fazhi.errors import NotebookError
from fazhi.publish.notebooks.runner import DEFAULT_ENGINE, FORK
from fazhi.publish.surroundings import FIXED_ENVIRONMENT

PRELOAD_ROOT = "FAZHI_PRELOAD_ROOT"
_PRELOADED = "fazhi.publish.notebooks.preload"
_METHOD = "forkserver" if DEFAULT_ENGINE == FORK else "spawn"
Result = TypeVar("Result")


def warm_up(root: Path | None = None) -> None:
    """Start the server that workers are forked from, without waiting for its imports.

    Args:
        root: Folder of a project whose definitions it reads for all workers.
    """
    if _METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload([_PRELOADED])
    settings = {"MATPLOTLIBRC": _matplotlib_defaults(), PRELOAD_ROOT: str(root or "")}
    with _environment({**FIXED_ENVIRONMENT, **settings}):
        forkserver.ensure_running()


def cool_down() -> None:
    """Stop that server: the memory it holds is as much as setting the pages takes."""
    if _METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    # There is no public way; left to itself it would first finish its imports.
    server: Any = forkserver._forkserver
    if server._forkserver_pid is not None:
        os.kill(server._forkserver_pid, signal.SIGTERM)
    server._stop()


class _Workers(ProcessPoolExecutor):
    """Processes that are started when the first job comes."""

    def submit(self, task: Callable[..., Result], /, *args: Any, **settings: Any) -> Future[Result]:
        warm_up()
        return super().submit(task, *args, **settings)


@contextmanager
def local_workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Yield an executor of processes here; on an error or Ctrl-C kill them at once.

    Args:
        count: How many jobs run at once.
    """
    others = multiprocessing.active_children()
    context = multiprocessing.get_context(_METHOD)
    pool = _Workers(count, mp_context=context, initializer=_begin_worker)
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def result_of(future: Future[Result], name: str) -> Result:
    """Wait for a job and return its result.

    Raises:
        NotebookError: The process it ran in was killed.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        raise NotebookError(
            "运行笔记本的进程被系统终止", where=name, todo="检查内存是否足够后重新运行"
        ) from None


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
