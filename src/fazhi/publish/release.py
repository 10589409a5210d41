"""Swap a finished site in whole: readers see the old version or the new one, never a mix.

A release is a folder named by the hash of its contents; ``_build/html`` is a link to one.
One builder at a time holds a lock; a reader holds nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
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


@dataclass(frozen=True)
class Site:
    """A folder of files and what is in them.

    Attributes:
        folder: The folder.
        digests: SHA-256 of every file by path below the folder, with forward slashes.
    """

    folder: Path
    digests: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Site:
        """Return *folder* as it is now."""
        return cls(folder, tree_digests(folder))


def tree_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below *folder* by relative path, sorted."""
    return dict(sorted(_digests_below(str(folder), "")))


def _digests_below(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield name and digest; a path object for each of a thousand files would double the time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _digests_below(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                with FileIO(entry.path) as handle:
                    yield prefix + entry.name, hashlib.sha256(handle.readall()).hexdigest()


def write_manifest(site: Site) -> str:
    """Write the list of all files and hashes into *site*; return the hash of that list."""
    text = _manifest(site.digests)
    (site.folder / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def intact(folder: Path) -> Site | None:
    """Return a release of which every file is exactly what its manifest lists, else None."""
    if not folder.is_dir():
        return None
    found = Site.read(folder)
    try:
        listed = (folder / MANIFEST).read_text(encoding="utf-8")
    except OSError:
        return None
    return found if listed == _manifest(found.digests) else None


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Give *target* the content of *source*, which nobody will change in place."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def publish(finished: Site, project: Project) -> Path:
    """Move *finished* in as a release and point ``_build/html`` at it.

    Args:
        finished: Complete, audited site on the same file system, without a manifest.
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
    if target.exists() and not intact(target):
        shutil.rmtree(target)
    if target.exists():
        shutil.rmtree(finished.folder)
    else:
        finished.folder.rename(target)
    link = project.build / ".html.new"
    link.unlink(missing_ok=True)
    link.symlink_to(target.relative_to(project.build), target_is_directory=True)
    link.replace(project.html)
    _sync_folder(project.build)
    _prune(releases, keep=target)
    return target


def _manifest(digests: Mapping[str, str]) -> str:
    listed = (line for line in sorted(digests.items()) if line[0] != MANIFEST)
    return "".join(f"{digest}  {name}\n" for name, digest in listed)


def _sync(site: Site) -> None:
    """Bring *site* to the disk; a file with several names is there since its first release."""
    for name in (*site.digests, MANIFEST):
        with FileIO(f"{site.folder}/{name}") as handle:
            if os.fstat(handle.fileno()).st_nlink == 1:
                os.fsync(handle.fileno())
    _sync_folder(site.folder)


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
