"""The two papermill engines: cells in a forked child (default), or in an ordinary kernel.

Both report a cell that hangs or a process that dies as an error output of that cell, so
papermill's own error handling covers every way to fail.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import from_dict
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

from fazhi.publish.notebooks.child import forked
from fazhi.publish.notebooks.shell import run_cells

FORK, KERNEL = "fazhi-fork", "fazhi-kernel"
START_TIMEOUT_S = 60
_DIED = "笔记本进程意外退出"
_node: Callable[[Any], Any] = from_dict


class ForkEngine(Engine):  # type: ignore[misc]
    """Runs the cells in a child forked from this process, with whatever it has imported."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, folder: Path, env: Mapping[str, str],
        timeout_s: int, **_: Any,
    ) -> None:  # fmt: skip
        """Run every code cell up to the first that fails."""
        code = [(i, c) for i, c in enumerate(nb_man.nb.cells) if c.cell_type == "code"]
        sources = [cell.source for _, cell in code]
        # The child is killed without a chance to tidy up, so its folder is the parent's.
        with tempfile.TemporaryDirectory() as settings:
            task = functools.partial(run_cells, sources, Path(settings))
            with forked(task, folder, env) as child:
                _follow(nb_man, child, code, timeout_s)


class KernelEngine(Engine):  # type: ignore[misc]
    """Runs the cells in an IPython kernel, as papermill does by itself."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, folder: Path, env: Mapping[str, str],
        timeout_s: int, **_: Any,
    ) -> None:  # fmt: skip
        """Run every code cell up to the first that fails."""
        with tempfile.TemporaryDirectory() as settings:
            # Sockets are files of a private folder: no port that others on the machine can reach.
            sockets = {"transport": "ipc", "ip": f"{settings}/kernel"}
            client = PapermillNotebookClient(
                nb_man, timeout=timeout_s, startup_timeout=START_TIMEOUT_S,
                kernel_name=kernel_name, config=Config({"KernelManager": sockets}),
                resources={"metadata": {"path": str(folder)}},
            )  # fmt: skip
            try:
                client.execute(env={**env, "IPYTHONDIR": settings})
            except CellTimeoutError:
                _fail(_last_started(nb_man.nb), _timed_out(timeout_s))
            except DeadKernelError:
                _fail(_last_started(nb_man.nb), _DIED)


def _follow(
    nb_man: Any, child: Connection, code: Sequence[tuple[int, Any]], timeout_s: int
) -> None:
    """Report to papermill what the child sends, cell by cell, up to the first that fails."""
    for index, cell in code:
        nb_man.cell_start(cell, index)
        failed = _receive(child, cell, timeout_s)
        if failed:
            nb_man.cell_exception(cell, cell_index=index)
        nb_man.cell_complete(cell, cell_index=index)
        if failed:
            return


def _timed_out(timeout_s: int) -> str:
    return f"一个单元运行超过 {timeout_s} 秒"


def _receive(child: Connection, cell: Any, timeout_s: int) -> bool:
    """Put the child's answer into *cell*; return whether the cell failed."""
    try:
        if not child.poll(timeout_s):
            return _fail(cell, _timed_out(timeout_s))
        shown = json.loads(child.recv_bytes())
    except EOFError:
        return _fail(cell, _DIED)
    cell.execution_count = shown["execution_count"]
    cell.outputs = [_node(output) for output in shown["outputs"]]
    return any(output.output_type == "error" for output in cell.outputs)


def _fail(cell: Any, reason: str) -> bool:
    error = {"output_type": "error", "ename": "运行中断", "evalue": reason, "traceback": []}
    cell.outputs = [*cell.outputs, _node(error)]
    return True


def _last_started(nb: Any) -> Any:
    return [cell for cell in nb.cells if cell.metadata.papermill.start_time][-1]


papermill_engines.register(FORK, ForkEngine)
papermill_engines.register(KERNEL, KernelEngine)
