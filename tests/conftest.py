"""What many tests share: a copy of the project, one built site and one browser a test run."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from building import copy_project, run_fazhi
from fazhi.paths import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the project."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy whose site has been built from nothing, once a run whatever the workers.

    Tests read it; none may change it.
    """
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    root, done = shared / "built", shared / "built.done"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            result = run_fazhi(copy_project(root), "site")
            done.write_text(result.stderr if result.returncode else "", encoding="utf-8")
    trouble = done.read_text(encoding="utf-8")
    if trouble:
        pytest.fail(f"the site could not be built:\n{trouble}")
    return Project(root)


@pytest.fixture(scope="session")
def built_site(built_project: Project) -> Path:
    """Folder of the built site."""
    return built_project.html.resolve()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium that asks nobody anything; skip where there is none.

    One for all: a second Playwright cannot be started while the first is open.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    quiet = ["background-networking", "component-update", "sync", "gpu"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", *(f"--disable-{each}" for each in quiet)]
        )
        yield opened
        opened.close()
