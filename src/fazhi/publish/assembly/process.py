"""The process that sets the book, with fixed locale, zone and hash seed.

It is started before anything else is imported here: it imports Sphinx meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fazhi.publish.surroundings import FIXED_ENVIRONMENT

START_OVER = 3
"""Exit code: the stage cannot give what a clean build gives."""
_RUN = "import gc; gc.disable(); from fazhi.publish.assembly.setting import main; main()"


class Setter:
    """A process that sets one book; used as a context, it is gone on leaving."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.has_opened = False
        """Whether it has been given a stage, which was whole then."""

    def __enter__(self) -> Setter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.__exit__(None, None, None)
        self._process, self.has_opened = None, False

    def start(self) -> None:
        """Let it begin to import, unless it has begun."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={**os.environ, **FIXED_ENVIRONMENT},
                text=True,
                encoding="utf-8",
            )

    def open(self, stage: Path) -> None:
        """Let it open the book of *stage*, which must be whole, before it is asked to set it."""
        if not self.has_opened:
            self._tell(str(stage))
            self.has_opened = True

    def ask(self, stage: Path, changed: Sequence[str] | None) -> None:
        """Let it set the book of *stage*; it begins at once.

        Args:
            stage: Folder of the stage.
            changed: Sources that differ from the last run, or None for a stage without a past.
        """
        if self.has_opened and changed is None:  # what it has opened is there no more
            self.__exit__()
        self.open(stage)
        self._tell(None if changed is None else list(changed))

    def answer(self) -> subprocess.CompletedProcess[str]:
        """Wait until it has done what it was asked; return its exit code and problems."""
        assert self._process is not None
        _, errors = self._process.communicate()
        return subprocess.CompletedProcess(
            self._process.args, self._process.returncode, stderr=errors
        )

    def _tell(self, what: str | list[str] | None) -> None:
        self.start()
        assert self._process is not None and self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has died; why, the answer tells
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
