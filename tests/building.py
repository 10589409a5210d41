"""Copies of the project to build, break and change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from fazhi.paths import ROOT_VARIABLE, Project

REPOSITORY = Path(__file__).parents[1]
_PARTS = ("_config.yml", "_toc.yml", "requirements.lock", "book", "data", "notebooks")
_COMPUTED = shutil.ignore_patterns(
    "generated", "tables", "evidence", "quarantine", "problems*", "marked", "__pycache__"
)


def copy_project(target: Path) -> Project:
    """Copy all that is received or written, nothing that is computed."""
    for part in _PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=_COMPUTED)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / part)
    return Project(target)


def run_fazhi(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real command line on *project*."""
    command = [sys.executable, "-c", "from fazhi.cli import main; main()", *arguments]
    environment = {**os.environ, ROOT_VARIABLE: str(project.root)}
    return subprocess.run(
        command, cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )
