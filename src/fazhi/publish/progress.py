"""How far a long job has come, for whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """A step begun or done.

    Attributes:
        text: The step, in Chinese.
        done: Jobs done so far.
        total: Jobs of the whole; 0 when nobody counts.
        job: Name of the job just done; empty when a step has only begun.
        seconds: How long that job took.
    """

    text: str
    done: int = 0
    total: int = 0
    job: str = ""
    seconds: float = 0.0


Say = Callable[[Progress], None]


class Tally:
    """Counts the jobs of one build.

    Args:
        say: Hears every step.
        total: Jobs of the build; one that turns out to be current counts as done.
    """

    def __init__(self, say: Say, total: int) -> None:
        self._say, self._total, self._done = say, total, 0

    def begin(self, text: str) -> None:
        """Say that a step has begun."""
        self._say(Progress(text, self._done, self._total))

    def skip(self, jobs: int) -> None:
        """Count *jobs* that need not run."""
        self._done += jobs

    def finish(self, job: str, seconds: float) -> None:
        """Say that *job* is done."""
        self._done += 1
        text = f"{job} 完成（{seconds:.1f} 秒）"
        self._say(Progress(text, self._done, self._total, job, seconds))
