"""Copies of the project to build, break and change, and the real command line run on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from fazhi.paths import ROOT_VARIABLE, Project
from fazhi.publish.provenance.verify import copy_inputs

REPOSITORY = Path(__file__).resolve().parents[1]
_MAIN = "from fazhi.cli import main; main()"


def fresh(target: Path, *, years: tuple[int, ...] = ()) -> Project:
    """Return a copy of all that is received or written, nothing that is computed.

    Args:
        target: New folder.
        years: Years whose raw files to leave out.
    """
    copy = Project(target.resolve())
    copy_inputs(Project(REPOSITORY), copy)
    for year in years:
        shutil.rmtree(copy.raw(year))
    return copy


def clone(project: Project, target: Path) -> Project:
    """Return a copy of a project with all it has computed and built."""
    shutil.copytree(project.root, target, symlinks=True)
    return Project(target.resolve())


def start(
    project: Project, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start the real command line on *project* in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *arguments],
        cwd=project.root,
        env={**os.environ, ROOT_VARIABLE: str(project.root), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(project: Project, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run the real command line; return exit code and what it said."""
    process = start(project, *arguments, env=env)
    out, err = process.communicate()
    return process.returncode, out + err


def build(project: Project, *, env: Mapping[str, str] | None = None) -> Path:
    """Build the site and return the release.

    Raises:
        RuntimeError: The build failed.
    """
    code, said = run(project, "site", env=env)
    if code:
        raise RuntimeError(f"the site could not be built:\n{said}")
    return project.html.resolve()
