"""The papermill engine that runs the cells in an ordinary IPython kernel, where none can be forked.

Like the other engine it reports a cell that hangs or a kernel that dies as an error output.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

from fazhi.publish.notebooks.engines import DIED, fail, timed_out

KERNEL = "fazhi-kernel"
START_TIMEOUT_S = 60


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
                fail(_last_started(nb_man.nb), timed_out(timeout_s))
            except DeadKernelError:
                fail(_last_started(nb_man.nb), DIED)


def _last_started(nb: Any) -> Any:
    return [cell for cell in nb.cells if cell.metadata.papermill.start_time][-1]


papermill_engines.register(KERNEL, KernelEngine)
