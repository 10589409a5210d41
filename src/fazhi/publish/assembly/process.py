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


def start() -> subprocess.Popen[str]:
    """Return the process, importing; it leaves when its standard input is closed unasked."""
    return subprocess.Popen(
        [sys.executable, "-c", _RUN],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **FIXED_ENVIRONMENT},
        text=True,
        encoding="utf-8",
    )


def ask(setter: subprocess.Popen[str], stage: Path, changed: Sequence[str] | None) -> None:
    """Let *setter* set the book of *stage*; it begins at once.

    Args:
        setter: A started process.
        stage: Folder of the stage.
        changed: Sources that differ from the last run, or None for a stage without a past.
    """
    assert setter.stdin is not None
    with suppress(BrokenPipeError):  # it has died; why, the answer tells
        setter.stdin.write(json.dumps({"stage": str(stage), "changed": changed}) + "\n")
        setter.stdin.flush()


def answer(setter: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for *setter*, which was asked; return its exit code and problems."""
    _, errors = setter.communicate()
    return subprocess.CompletedProcess(setter.args, setter.returncode, stderr=errors)
