"""What a person at a terminal sees of a long job; a pipe sees nothing of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fazhi.publish.progress import Progress, Say


@contextmanager
def progress(*, timings: bool = False) -> Iterator[Say]:
    """Yield what shows the steps of a job: one bar with current step and remaining time.

    Args:
        timings: Print the time of each job afterwards, the longest first.
    """
    heard: list[Progress] = []
    if sys.stderr.isatty():
        with _bar() as show:

            def listen(step: Progress) -> None:
                heard.append(step)
                show(step)

            yield listen
    else:
        yield heard.append
    if timings:
        _print_timings(heard)


@contextmanager
def _bar() -> Iterator[Say]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("剩余"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("准备", total=None)
        yield lambda step: bar.update(
            task, description=step.text, completed=step.done, total=step.total or None
        )


def _print_timings(heard: list[Progress]) -> None:
    done = sorted((step for step in heard if step.job), key=lambda step: (-step.seconds, step.job))
    for step in done:
        click.echo(f"{step.seconds:8.2f} 秒  {step.job}")
    click.echo(f"{sum(step.seconds for step in done):8.2f} 秒  合计（同时进行的重复计入）")
