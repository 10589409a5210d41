"""What a site is made from, by content: file times lie (a USB stick, a fresh clone)."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import fazhi
from fazhi.paths import Project

Digests = Mapping[str, str]
"""SHA-256 by path relative to the root, sorted by path."""

_PACKAGE = Path(fazhi.__file__).parent
_LOCK = _PACKAGE.parents[1] / "requirements.lock"
_SITE_FILES = ("facts.json", "verdicts.csv", "comparison.csv")
_PASSED_OVER = ("__pycache__", ".ipynb_checkpoints")


def digests(project: Project) -> dict[str, str]:
    """Return every file that decides the site, or was computed on the way to it."""
    state = project.build
    folders = [project.book, project.root / "data", project.notebooks]
    folders += [state / "executed", state / "state"]
    files = [project.config, project.toc, *(p for each in folders for p in _files(each))]
    return {
        path.relative_to(project.root).as_posix(): file_digest(path)
        for path in sorted(files)
        if path.is_file()
    }


def code_digest() -> str:
    """Return one hash over our code, the versions it runs on and the interpreter."""
    found = {p.relative_to(_PACKAGE).as_posix(): file_digest(p) for p in sorted(_files(_PACKAGE))}
    lock = file_digest(_LOCK) if _LOCK.is_file() else ""
    return digest_of({**found, "lock": lock, "python": sys.version})


def is_narrative(name: str) -> bool:
    """Return whether *name* is read when the book is set, and by nothing before."""
    written = name.startswith("book/") and not name.startswith("book/generated/")
    return written or name in ("_config.yml", "_toc.yml")


def site_sources(project: Project, found: Digests) -> dict[str, str]:
    """Return those of *found* that the book is set from."""
    wanted = {
        project.relative(project.processed(year) / name)
        for year in project.years()
        for name in _SITE_FILES
    }
    wanted |= {project.relative(project.raw(year) / "source.yml") for year in project.years()}
    reference = project.relative(project.reference) + "/"
    evidence = tuple(project.relative(project.evidence(year)) + "/" for year in project.years())
    return {
        name: digest
        for name, digest in found.items()
        if name.startswith(("book/", reference))
        or is_narrative(name)
        or name in wanted
        or (name.startswith(evidence) and name.endswith(".csv"))
    }


def chosen(found: Digests, choose: Callable[[str], bool]) -> dict[str, str]:
    """Return the entries of *found* whose name *choose* accepts."""
    return {name: digest for name, digest in found.items() if choose(name)}


def digest_of(found: Digests) -> str:
    """Return one hash over names and contents."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in found.items())
    return hashlib.sha256(lines.encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _PASSED_OVER]
        yield from (Path(at, name) for name in names)
