"""The folder the book is set in, kept from build to build.

A note of everything in it is written last and removed first: a stage without its note, or with a
file that the note does not know, was left by a crash or damaged, and is set from nothing again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.assembly.finish import finishing, start_cutter
from fazhi.publish.assembly.inputs import Digests, digest_of, file_digest, site_sources
from fazhi.publish.assembly.process import START_OVER, Setter
from fazhi.publish.audit.safety import require_safe_chapters
from fazhi.publish.progress import Tally
from fazhi.publish.release import Site, intact, tree_digests


def assemble(project: Project, found: Digests, code: str, tally: Tally, setter: Setter) -> Site:
    """Set, finish and audit the site.

    Args:
        project: The project.
        found: All inputs by content.
        code: Digest of our code and of what it runs on.
        tally: Hears of every step.
        setter: The process that sets the book.

    Returns:
        The site, ready to publish.

    Raises:
        BuildError: A page cannot be set, or the site fails a gate.
    """
    require_safe_chapters(project)
    began = time.monotonic()
    tally.begin("正在生成网页")
    stage = Stage(project, site_sources(project, found), code)
    stage.begin(setter)
    from fazhi.publish.assembly.gates import Gates

    gates = Gates(project, found, code)
    last = intact(project.html.resolve()) if project.html.is_symlink() else None
    with start_cutter() as cutter:
        html = stage.end(setter)
        with finishing(html, project, found, code, last, cutter) as site:
            tally.finish("生成网页", time.monotonic() - began)
            began = time.monotonic()
            tally.begin("正在审核网站")
            gates.require_passed(site)
    tally.finish("审核网站", time.monotonic() - began)
    return site


class Stage:
    """The stage of one project.

    Args:
        project: The project.
        sources: What the book is set from.
        code: Digest of everything else that decides how it is set.
    """

    def __init__(self, project: Project, sources: Digests, code: str) -> None:
        self.folder = stage_folder(project)
        self.source = self.folder / "src"
        self.html = self.folder / "html"
        self._project, self._note = project, _note(project)
        self._root, self._sources = project.root, sources
        shape = _shape(project.root, sources)
        self._key = digest_of({"code": code, "folder": str(self.folder), **shape})

    def begin(self, setter: Setter) -> None:
        """Bring the sources up to date and let *setter* set the book.

        Raises:
            BuildError: A file was changed meanwhile.
        """
        changed = _changed(_read(self._note), self._key, self._sources)
        if changed is not None and not setter.has_opened and not is_whole(self._project):
            changed = None
        self._note.unlink(missing_ok=True)
        self._fill(changed)
        setter.ask(self.folder, changed)

    def end(self, setter: Setter) -> Site:
        """Wait until *setter* has set the book.

        Returns:
            The pages as Sphinx leaves them.

        Raises:
            BuildError: A page cannot be set.
        """
        outcome = setter.answer()
        if outcome.returncode == START_OVER:
            self._fill(None)
            with Setter() as another:
                another.ask(self.folder, None)
                outcome = another.answer()
        if outcome.returncode:
            raise _trouble(outcome, self.source)
        stage = tree_digests(self.folder)
        note = {"key": self._key, "sources": self._sources, "stage": stage}
        aside = self._note.with_suffix(".tmp")
        aside.write_text(json.dumps(note), encoding="utf-8")
        aside.replace(self._note)
        inside = f"{self.html.name}/"
        pages = {n.removeprefix(inside): d for n, d in stage.items() if n.startswith(inside)}
        return Site(self.html, pages)

    def _fill(self, changed: Sequence[str] | None) -> None:
        """Copy what changed, or everything into an empty stage."""
        if changed is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        for name in self._sources if changed is None else changed:
            copy = self.source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._root / name, copy)
            if file_digest(copy) != self._sources[name]:
                raise BuildError("文件在构建时被改动", where=name, todo="保存后重新运行 make site")


def stage_folder(project: Project) -> Path:
    """Return the folder in which the book of *project* is set."""
    return project.build / "stage"


def is_whole(project: Project) -> bool:
    """Return whether the stage is just as the last build left it."""
    noted = _read(_note(project)).get("stage")
    return noted is not None and tree_digests(stage_folder(project)) == noted


def _note(project: Project) -> Path:
    return project.build / "stage.json"


def _read(note: Path) -> dict[str, Any]:
    try:
        noted = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _changed(noted: dict[str, Any], key: str, sources: Digests) -> list[str] | None:
    """Return the changed sources, None when the whole book must be set again."""
    before = noted.get("sources", {})
    if noted.get("key") != key or before.keys() != sources.keys():
        return None
    return [name for name, digest in sources.items() if before[name] != digest]


def _shape(root: Path, sources: Digests) -> dict[str, str]:
    """Return what many pages depend on without saying so.

    Settings, contents and reference files whole; of the computed files which ids they hold, of
    the lists of raw files that they are there. A changed value is traced to its pages by the book
    itself.
    """
    shape = {}
    for name, digest in sources.items():
        if name.startswith("book/") or "/evidence/" in name:
            continue
        computed = name.startswith("data/processed/")
        listed = name.startswith("data/raw/")
        shape[name] = _ids(root / name) if computed else "" if listed else digest
    return shape


def _ids(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return " ".join(line.partition(",")[0] for line in text.splitlines())
    book = json.loads(text)
    return json.dumps([[fact["id"] for fact in book.pop("facts")], book], ensure_ascii=False)


def _trouble(outcome: subprocess.CompletedProcess[str], source: Path) -> BuildError:
    lines = [line.replace(f"{source}/", "") for line in outcome.stderr.splitlines()]
    marks = ("WARNING", "ERROR", "Error", "错误")
    shown = [line for line in lines if any(m in line for m in marks)][:20] or lines[-10:]
    return BuildError(
        "网页生成失败，已发布的网站没有变动",
        got="\n  ".join(["", *shown]),
        todo="按上面所列的文件与行号修改后重新运行 make site",
    )
