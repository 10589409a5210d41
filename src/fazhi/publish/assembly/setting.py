"""The Sphinx run itself, in a process of its own with fixed locale, zone and hash seed.

Started early: it imports while its parent still compares files.  Then it reads two lines of JSON
on its standard input, the folder of the stage and what changed there, sets the book and leaves
with ``0``, ``1`` (problems on standard error) or ``START_OVER`` (the stage cannot give what a clean
build gives).  A whole stage may be named long before it is known what will change.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import pickle
import shutil
import signal
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace, patch_docutils

from fazhi.publish.assembly.images import named_as_clean, prune_files
from fazhi.publish.assembly.index import keep_index
from fazhi.publish.assembly.lean import leave_out
from fazhi.publish.assembly.process import START_OVER
from fazhi.publish.book.domain import facts_of
from fazhi.publish.book.years import read_shelf

_PR_SET_PDEATHSIG = 1
SOURCE, HTML, DOCTREES = "src", "html", "doctrees"
_EARLY = (
    "myst_nb.sphinx_ext",
    "sphinx_book_theme",
    "sphinx_external_toc",
)
_CONFIG, _COMMON = "config.pickle", "common.json"


class _CannotContinueError(Exception):
    """The stage would give other bytes than a clean build."""


def open_book(stage: Path) -> Sphinx:
    """Return the book of ``stage/src``, with what is known of its last run; changes nothing."""
    return Sphinx(
        srcdir=stage / SOURCE,
        confdir=None,
        outdir=stage / HTML,
        doctreedir=stage / DOCTREES,
        buildername="html",
        confoverrides=_configuration(stage),
        status=None,
        warning=sys.stderr,
        warningiserror=True,
        keep_going=True,
    )


def set_book(app: Sphinx, stage: Path, changed: frozenset[str] | None) -> int:
    """Set the book into ``stage/html``.

    Args:
        app: The opened book.
        stage: The stage.
        changed: Sources that differ from the last run, or None for a stage without a past.

    Returns:
        Exit code.
    """
    _keep_shelf(app, changed, stage / "shelf.pickle")
    _follow_contents(app, changed)
    _write_what_shares(app, stage / _COMMON)
    if changed is not None:
        _keep_copies(app.builder, changed)
    keep_index(app.builder, stage / "index.pickle")
    try:
        app.build()
    except _CannotContinueError:
        return START_OVER
    if not app.statuscode:
        prune_files(app.env, stage / HTML)
    return app.statuscode


def _configuration(stage: Path) -> dict[str, Any]:
    """Return the configuration Jupyter Book makes of ours; made once for a stage."""
    made = stage / _CONFIG
    if not made.exists():
        from jupyter_book.config import get_final_config

        source = stage / SOURCE
        ours = {
            "external_toc_path": str(source / "_toc.yml"),
            "latex_individualpages": False,
            "nitpicky": True,
        }
        config, _ = get_final_config(
            user_yaml=source / "_config.yml", cli_config=ours, sourcedir=source
        )
        # Prepares LaTeX, which nobody asks for, and switches on the numbering of tables.
        config["extensions"].remove("sphinx_jupyterbook_latex")
        config["numfig"] = False
        del config["comments_config"]  # of an extension that is not loaded
        made.write_bytes(pickle.dumps(config))
    loaded: dict[str, Any] = pickle.loads(made.read_bytes())
    return loaded


def _keep_shelf(app: Sphinx, changed: frozenset[str] | None, kept: Path) -> None:
    """Read what is known of the years, or take it from the last run when no such file changed."""
    if changed is None or any(name.startswith("data/") for name in changed):
        kept.write_bytes(pickle.dumps(read_shelf(Path(app.srcdir))))
    facts_of(app.env).shelf = pickle.loads(kept.read_bytes())


def _follow_contents(app: Sphinx, changed: frozenset[str] | None) -> None:
    """Read a page again when the content of its source or of a file it depends on changed."""

    def outdated(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
        return [
            page
            for page in env.all_docs
            if any(name in (changed or ()) for name in _read_by(env, page))
        ]

    def unlike_clean(app: Sphinx, env: BuildEnvironment) -> None:
        if changed is not None and not named_as_clean(env.images):
            raise _CannotContinueError

    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", unlike_clean)


def _read_by(env: BuildEnvironment, page: str) -> Iterable[str]:
    root = Path(env.srcdir)
    for path in (env.doc2path(page), *(str(root / each) for each in env.dependencies[page])):
        yield Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path


def _write_what_shares(app: Sphinx, noted: Path) -> None:
    """Write all pages again when something that any page may show of others changed."""

    def all_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        common = _common(env)
        before = json.loads(noted.read_text(encoding="utf-8")) if noted.exists() else None
        noted.write_text(json.dumps(common), encoding="utf-8")
        return [] if common == before else sorted(env.found_docs)

    app.connect("env-updated", all_pages)


def _keep_copies(builder: Any, changed: frozenset[str]) -> None:
    """Copy beside the pages only what changed: the stage is whole, and of the same code."""
    folder = Path(builder.outdir) / "_downloads"

    def copy_downloads() -> None:
        for source, (_, name) in builder.env.dlfiles.items():
            if source in changed or not (folder / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(builder.srcdir) / source, folder / name)

    builder.copy_download_files, builder.copy_static_files = copy_downloads, lambda: None


def _common(env: BuildEnvironment) -> list[str]:
    """Return titles, headings, contents and link targets of the whole book, in a stable form."""
    standard: Any = env.get_domain("std")
    domain = facts_of(env)
    parts = (
        _shown(env.titles),
        _shown(env.longtitles),
        _shown(env.tocs),
        sorted((page, list(below)) for page, below in env.toctree_includes.items()),
        sorted((page, sorted(found.items())) for page, found in env.metadata.items()),
        sorted(standard.labels.items()),
        sorted(standard.anonlabels.items()),
        sorted(standard.objects.items()),
        sorted((page, sorted(cells)) for page, cells in domain.data["cells"].items()),
        sorted((page, sorted(years)) for page, years in domain.data["listed"].items()),
    )
    return [repr(part) for part in parts]


def _shown(by_page: Mapping[str, nodes.Element]) -> list[tuple[str, str]]:
    return sorted((page, node.pformat()) for page, node in by_page.items())


def _end_with_parent() -> None:
    """Die when the build is killed: an orphan would go on writing into the next build's stage."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Import; open the book named on standard input; set it when told what changed there."""
    _end_with_parent()
    leave_out()
    for name in _EARLY:
        import_module(name)
    gc.freeze()  # as of here there is garbage to look for
    gc.enable()
    logging.disable(logging.INFO)  # Sphinx makes a line for every step, and nobody reads it
    with patch_docutils(None), docutils_namespace():
        stage = Path(json.loads(_next_line()))
        app = open_book(stage)
        changed = json.loads(_next_line())
        code = set_book(app, stage, None if changed is None else frozenset(changed))
    sys.stderr.flush()
    os._exit(code)  # tidying up a fifth of a second would change nothing


def _next_line() -> str:
    """Return what is asked next; leave when nothing more will be."""
    return sys.stdin.readline() or sys.exit()


if __name__ == "__main__":
    main()
