"""Swap a finished site in whole: readers see the old version or the new one, never a mix.

A release is a folder named by the hash of its contents; ``_build/html`` is a link to one.
One builder at a time holds a lock; a reader holds nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fazhi.errors import BuildError, BusyError
from fazhi.paths import Project

MANIFEST = "manifest.sha256"
_KEPT_RELEASES = 2


@contextmanager
def build_lock(project: Project) -> Iterator[None]:
    """Hold the only right to build *project*.

    Raises:
        BusyError: Another build holds it.
    """
    project.build.mkdir(parents=True, exist_ok=True)
    with (project.build / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(
                "另一个构建正在进行", where="_build/.lock", todo="等它结束后再运行"
            ) from None
        yield


def tree_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below *folder* by relative path, sorted."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def write_manifest(folder: Path) -> str:
    """Write the list of all files and hashes into *folder*; return the hash of that list."""
    (folder / MANIFEST).unlink(missing_ok=True)
    text = "".join(f"{digest}  {name}\n" for name, digest in tree_digests(folder).items())
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(folder: Path) -> bool:
    """Return whether every file of a release is exactly what its manifest lists."""
    try:
        listed = (folder / MANIFEST).read_text(encoding="utf-8")
    except OSError:
        return False
    found = {k: v for k, v in tree_digests(folder).items() if k != MANIFEST}
    return listed == "".join(f"{digest}  {name}\n" for name, digest in found.items())


def publish(finished: Path, project: Project) -> Path:
    """Move *finished* in as a release and point ``_build/html`` at it.

    Args:
        finished: Complete, audited site on the same file system.
        project: The project.

    Returns:
        The release folder.

    Raises:
        BuildError: ``_build/html`` is a real folder that somebody put there.
    """
    if project.html.exists() and not project.html.is_symlink():
        raise BuildError(
            "_build/html 不是本工具建立的链接", where="_build/html", todo="将它移走后重新运行"
        )
    releases = project.build / "releases"
    releases.mkdir(exist_ok=True)
    target = releases / write_manifest(finished)[:16]
    _sync(finished)
    if target.exists() and not is_intact(target):
        shutil.rmtree(target)
    if target.exists():
        shutil.rmtree(finished)
    else:
        finished.rename(target)
    link = project.build / ".html.new"
    link.unlink(missing_ok=True)
    link.symlink_to(target.relative_to(project.build), target_is_directory=True)
    link.replace(project.html)
    _sync_folder(project.build)
    _prune(releases, keep=target)
    return target


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _prune(releases: Path, *, keep: Path) -> None:
    others = sorted(
        (p for p in releases.iterdir() if p != keep), key=lambda p: p.stat().st_mtime, reverse=True
    )
    for old in others[_KEPT_RELEASES - 1 :]:
        shutil.rmtree(old)
