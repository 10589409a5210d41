"""What every notebook of a project reads first, read for all of them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from fazhi.errors import FazhiError
from fazhi.paths import Project


def read_definitions(root: Path) -> None:
    """Read registers and catalogue for all children of this process; they keep texts.

    Trouble is left to the notebook that meets it.

    Args:
        root: Folder of the project.
    """
    from fazhi.facts import load_indicators
    from fazhi.records import load_registers

    project = Project(root)
    with suppress(FazhiError):
        load_registers(project)
        load_indicators(project.indicators)
