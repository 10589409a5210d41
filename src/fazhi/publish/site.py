"""Build the site aside, audit it, swap it in.

Readers keep the previous site until a complete, audited one replaces it in one step.
Whether anything must be done is decided by content, never by file times.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from fazhi.paths import Project
from fazhi.publish.assembly.inputs import (
    Digests,
    chosen,
    code_digest,
    digest_of,
    digests,
    is_narrative,
)
from fazhi.publish.assembly.process import Setter
from fazhi.publish.progress import Progress, Say, Tally
from fazhi.publish.release import build_lock, intact, publish

_BOOK_STEPS = 2  # set, audited


def build_site(project: Project, say: Say) -> Path:
    """Bring every year up to date, then build, audit and publish the site.

    Args:
        project: The project.
        say: Hears of every step.

    Returns:
        The published site's folder.

    Raises:
        BuildError: Nothing was published; what stood before still stands.
    """
    with build_lock(project):
        code, found = code_digest(), digests(project)
        state = _state(project)
        if state.get("site") == _of_site(found, code) and _is_published(project, state):
            say(Progress("没有变化，网站已是最新"))
            return project.html
        tally = Tally(say, len(project.years()) * len(project.templates) + _BOOK_STEPS)
        with Setter() as setter:
            if state.get("years") != _of_years(found, code):
                found = _compute(project, tally, setter)
                state["years"] = _of_years(found, code)
                _remember(project, state)
            setter.start()
            from fazhi.publish.assembly.stage import assemble
            from fazhi.publish.provenance import write_statement

            finished = assemble(project, found, code, tally, setter)
        release = publish(finished, project)
        write_statement(project, release, found)
        _remember(project, {**state, "release": release.name, "site": _of_site(found, code)})
    return project.html


def _compute(project: Project, tally: Tally, setter: Setter) -> dict[str, str]:
    """Run the notebooks that are due; *setter* begins as soon as that delays none of them."""
    from fazhi.publish.notebooks import cool_down, warm_up

    warm_up(project.root)  # imports while this process imports, too
    from fazhi.publish.assembly.stage import is_whole, stage_folder
    from fazhi.publish.pipeline import compute
    from fazhi.publish.revisions import write_revisions

    spare = partial(setter.open, stage_folder(project)) if is_whole(project) else setter.start
    compute(project, project.years(), tally, spare)
    cool_down()
    write_revisions(project)
    return digests(project)


def _of_site(found: Digests, code: str) -> str:
    return digest_of({**found, "code": code})


def _of_years(found: Digests, code: str) -> str:
    return _of_site(chosen(found, lambda name: not is_narrative(name)), code)


def _is_published(project: Project, state: dict[str, str]) -> bool:
    if not project.html.is_symlink():
        return False
    release = project.html.resolve()
    return release.name == state.get("release") and intact(release) is not None


def _state(project: Project) -> dict[str, str]:
    """Return what the last build noted, nothing if it noted nothing readable."""
    try:
        noted = json.loads((project.build / "site.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _remember(project: Project, state: dict[str, str]) -> None:
    path = project.build / "site.json"
    aside = path.with_suffix(".tmp")
    aside.write_text(json.dumps(state), encoding="utf-8")
    aside.replace(path)
