"""Small bureaus to build: one year, two registers, three notebooks, each with its own figures."""

from __future__ import annotations

import sys
from pathlib import Path

from building import REPOSITORY
from fazhi.paths import Project

sys.path.append(str(REPOSITORY / "benchmarks"))
from ours import Ours
from task import Task


def write_bureau(root: Path, number: int) -> tuple[Project, int]:
    """Write bureau *number* and return it with the hazards its book must show."""
    task = Task.of(1)
    task.added[task.middle] = number
    root.mkdir(parents=True)
    Ours().write(task, root)
    path = root / "data" / "reference" / "bureau.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("上海市长宁区应急管理局", name_of(number)), encoding="utf-8")
    return Project(root), task.figures(task.middle)["found"]


def name_of(number: int) -> str:
    """Return the name of bureau *number*."""
    return f"示例市第{number}应急管理局"


def damage(project: Project) -> None:
    """Make the bureau's next build fail: a received file is no longer what was received."""
    raw = _received(project)
    raw.write_bytes(raw.read_bytes() + b"x")


def repair(project: Project) -> None:
    """Undo the damage."""
    raw = _received(project)
    raw.write_bytes(raw.read_bytes()[:-1])


def _received(project: Project) -> Path:
    return min(project.raw(project.years()[0]).glob("*.csv"))
