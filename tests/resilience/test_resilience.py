"""A build that is killed, crowded out or out of space harms nobody, and the next one mends all."""

from __future__ import annotations

import random
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from assurance.copies import build, clone
from assurance.interrupting import BUSY, full_disk, kill_at, kills, mended, rivals, small_disk
from assurance.repeating import edit_chapter

from fazhi.paths import Project

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("resilience")]
KILLS = 4


@pytest.fixture(scope="module")
def edited(
    built_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Project, set[str], str, float]:
    """A built project; the releases allowed, the one after an edit, and seconds it takes."""
    twin = clone(built_project, tmp_path_factory.mktemp("twin") / "p")
    edit_chapter(twin)
    began = time.monotonic()
    expected = build(twin).name
    took = time.monotonic() - began
    shutil.rmtree(twin.root)
    known = {built_project.html.resolve().name, expected}
    assert len(known) == 2
    return built_project, known, expected, took


def _victim(edited: tuple[Project, set[str], str, float], folder: Path) -> Project:
    project = clone(edited[0], folder / "p")
    edit_chapter(project)
    return project


def test_kills_at_random_moments_leave_one_complete_version(
    edited: tuple[Project, set[str], str, float], tmp_path: Path
) -> None:
    """Readers see the old release or the new one, whole; the next plain build gives the new one."""
    _, known, expected, took = edited
    chance = random.Random(1)
    moments_s = [chance.uniform(0, took) for _ in range(KILLS)]
    seen = list(kills(partial(_victim, edited, tmp_path), moments_s, known))
    assert [trial for _, trial in seen if not trial.complete] == []
    assert any(trial.code == -signal.SIGKILL for _, trial in seen)
    assert mended(seen[-1][0], expected)


def test_ctrl_c_ends_in_one_sentence(
    edited: tuple[Project, set[str], str, float], tmp_path: Path
) -> None:
    """Exit code 130, no traceback, the site as it was; the next build gives the new one."""
    _, known, expected, took = edited
    victim = _victim(edited, tmp_path)
    trial = kill_at(victim, took * 0.6, signal.SIGINT, known)
    assert trial.complete
    if trial.code:
        assert trial.code == 130
        assert "已中断" in trial.said
        assert "Traceback" not in trial.said
    assert mended(victim, expected)


def test_of_builds_at_once_one_wins(
    edited: tuple[Project, set[str], str, float], tmp_path: Path
) -> None:
    """The others leave with exit code 75; the result is that of one build alone."""
    victim = _victim(edited, tmp_path)
    assert rivals(victim, 3) == [0, BUSY, BUSY]
    assert mended(victim, edited[2])


def test_a_full_disk_publishes_nothing(
    edited: tuple[Project, set[str], str, float], tmp_path: Path
) -> None:
    """Out of space the build fails in Chinese, the site stays; with space again it is mended."""
    built, known, expected, _ = edited
    size_kib = sum(p.stat().st_size for p in built.root.rglob("*") if p.is_file()) // 1024
    try:
        with small_disk(tmp_path / "disk", 3 * size_kib + 65536) as disk:
            victim = _victim(edited, disk)
            trial = full_disk(victim, 512, known)
            assert (trial.code, trial.complete) == (1, True)
            assert "磁盘空间不足" in trial.said, trial.said
            assert "Traceback" not in trial.said
            assert mended(victim, expected)
    except PermissionError:
        pytest.skip("this machine does not let us mount a small disk")
