"""Run one notebook: all of it, for the right year, or nothing is left in place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fazhi.publish.notebooks.template import Template, check_parameters, read_template
from fazhi.publish.surroundings import FIXED_ENVIRONMENT

FORK, KERNEL = "fork", "kernel"
DEFAULT_ENGINE = FORK if sys.platform == "linux" else KERNEL
TIMEOUT_S = 300


def run_notebook(
    template: Path,
    output: Path,
    parameters: Mapping[str, object],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    timeout_s: int = TIMEOUT_S,
    engine: str = DEFAULT_ENGINE,
) -> None:
    """Run *template* with papermill and put the result at *output*.

    Args:
        template: A notebook without outputs.
        output: Where the executed notebook goes; empty until it is complete.
        parameters: A value for each name its ``parameters`` cell assigns, no more, no fewer.
        cwd: Working directory of the cells; its absolute path may not show in any output.
        env: Variables added to the cells' environment.
        timeout_s: Seconds one cell may take.
        engine: ``fork`` (a child of this process, without network) or ``kernel`` (IPython).

    Raises:
        NotebookError: The template, a parameter, a cell or an output is not as it must be.
    """
    output.unlink(missing_ok=True)
    checked = read_template(template)
    check_parameters(checked, parameters)
    environment = {**FIXED_ENVIRONMENT, **(env or {})}
    text = _execute(checked, parameters, cwd.resolve(), environment, timeout_s, engine)
    output.parent.mkdir(parents=True, exist_ok=True)
    aside = output.with_name(output.name + ".tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(output)


def _execute(
    template: Template, parameters: Mapping[str, object], cwd: Path, env: Mapping[str, str],
    timeout_s: int, engine: str,
) -> str:  # fmt: skip
    from nbformat import reads
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

    from fazhi.publish.notebooks.normal import check_run, failure, normal_form

    parse: Callable[..., Any] = reads
    named = ", ".join(f"{key}={value}" for key, value in parameters.items())
    name = f"{template.path.name}（{named}）"
    try:
        done = execute_notebook(
            parse(template.text, as_version=4), None, dict(parameters),
            engine_name=_registered(engine),
            kernel_name="python3", language="python", progress_bar=False,
            request_save_on_cell_execute=False, folder=cwd,
            env=env, timeout_s=timeout_s,
        )  # fmt: skip
    except PapermillExecutionError as error:
        cell_id = template.run_ids()[error.cell_index]
        raise failure(name, cell_id, error.ename, str(error.evalue)) from None
    check_run(done, name)
    return normal_form(done, template.run_ids(), cwd, name)


def _registered(engine: str) -> str:
    """Return papermill's name of an engine, after making it known to papermill."""
    if engine == FORK:
        from fazhi.publish.notebooks import engines

        return engines.FORK
    from fazhi.publish.notebooks import kernel

    return kernel.KERNEL
