"""The papermill engine that runs the cells in a forked child.

A cell that hangs or a process that dies is reported as an error output of that cell, so papermill's
own error handling covers every way to fail.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbformat import from_dict
from papermill.engines import Engine, papermill_engines

from fazhi.publish.notebooks.child import forked
from fazhi.publish.notebooks.shell import run_cells

FORK = "fazhi-fork"
DIED = "笔记本进程意外退出"
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


def timed_out(timeout_s: int) -> str:
    """Return the reason a cell failed that took too long."""
    return f"一个单元运行超过 {timeout_s} 秒"


def _receive(child: Connection, cell: Any, timeout_s: int) -> bool:
    """Put the child's answer into *cell*; return whether the cell failed."""
    try:
        if not child.poll(timeout_s):
            return fail(cell, timed_out(timeout_s))
        shown = json.loads(child.recv_bytes())
    except EOFError:
        return fail(cell, DIED)
    cell.execution_count = shown["execution_count"]
    cell.outputs = [_node(output) for output in shown["outputs"]]
    return any(output.output_type == "error" for output in cell.outputs)


def fail(cell: Any, reason: str) -> bool:
    """Give *cell* an error output; return that it failed."""
    error = {"output_type": "error", "ename": "运行中断", "evalue": reason, "traceback": []}
    cell.outputs = [*cell.outputs, _node(error)]
    return True


papermill_engines.register(FORK, ForkEngine)
