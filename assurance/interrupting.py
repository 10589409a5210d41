"""Whatever befalls a build, readers keep one complete version and one plain build mends all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assurance.copies import build, run, start
from fazhi.paths import Project
from fazhi.publish.release import intact

BUSY = 75
_LONGEST_S = 900


@dataclass(frozen=True)
class Trial:
    """One fault, and what a reader then saw.

    Attributes:
        fault: What was done to the build.
        code: Its exit code; negative for a signal.
        complete: Whether the published site was one intact, known release throughout.
        said: What the build said.
    """

    fault: str
    code: int
    complete: bool
    said: str = ""


def kill_at(project: Project, after_s: float, number: int, known: set[str]) -> Trial:
    """Start a build, send it a signal after some seconds, and look at what is published.

    Args:
        project: A project with a published site.
        after_s: Seconds until the signal.
        number: The signal.
        known: Names of the releases a reader may see.
    """
    process = start(project, "site")
    try:
        said = "".join(process.communicate(timeout=after_s))
    except subprocess.TimeoutExpired:
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does
        else:
            process.send_signal(number)
        said = "".join(process.communicate(timeout=_LONGEST_S))
    fault = f"{signal.Signals(number).name} {after_s:.1f} s"
    return Trial(fault, process.returncode, is_complete(project, known), said)


def is_complete(project: Project, known: set[str]) -> bool:
    """Return whether readers see one intact release, and one of *known*."""
    release = project.html.resolve()
    return release.name in known and intact(release) is not None


def kills(
    fresh: Callable[[], Project], moments_s: Iterable[float], known: set[str]
) -> Iterator[tuple[Project, Trial]]:
    """Kill a build at each moment.

    Args:
        fresh: Returns a published project that has something to build.
        moments_s: Seconds from a build's start to its end by SIGKILL.
        known: Names of the releases a reader may see.

    Yields:
        The project as the kill left it, and what was seen; one whose build was quicker than the
        kill has nothing more to build, so the next kill meets a fresh one.
    """
    project, has_work = fresh(), True
    for after_s in moments_s:
        if not has_work:
            shutil.rmtree(project.root)
            project = fresh()
        trial = kill_at(project, after_s, signal.SIGKILL, known)
        has_work = trial.code != 0
        yield project, trial


def rivals(project: Project, n: int) -> list[int]:
    """Start *n* builds at once and return their exit codes, sorted."""
    racing = [start(project, "site") for _ in range(n)]
    for process in racing:
        process.communicate(timeout=_LONGEST_S)
    return sorted(process.returncode for process in racing)


def mended(project: Project, expected: str) -> bool:
    """Return whether one plain build gives the release named *expected*, intact."""
    release = build(project)
    return release.name == expected and intact(release) is not None


@contextmanager
def small_disk(folder: Path, size_kib: int) -> Iterator[Path]:
    """Mount a file system of *size_kib* at *folder*; needs root.

    Raises:
        PermissionError: This machine does not let us.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={size_kib}k"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        raise PermissionError("mount is not permitted")
    try:
        yield folder
    finally:
        for _ in range(50):
            if not subprocess.run(
                ["umount", str(folder)], capture_output=True, check=False
            ).returncode:
                break
            time.sleep(0.1)


def full_disk(project: Project, free_kib: int, known: set[str]) -> Trial:
    """Build a project on a small disk that has *free_kib* left; look at what is published."""
    filler = project.root / "filler"
    space = os.statvfs(project.root)
    taken = space.f_bavail * space.f_frsize - free_kib * 1024
    with filler.open("wb") as handle:
        os.posix_fallocate(handle.fileno(), 0, max(taken, 1))
    code, said = run(project, "site")
    filler.unlink()
    return Trial(f"disk with {free_kib} KiB left", code, is_complete(project, known), said)
