"""The chapter 可信证明 names every promise as it stands, proved or not."""

from __future__ import annotations

import re
from pathlib import Path

from assurance.lab import Measured
from assurance.page import UNPROVED, as_chapter, assurance_page
from assurance.promises import PROMISES

from building import REPOSITORY

ROW = re.compile(
    r"^\| ([0-9]+) \| (.+?) \| (.+?) \| .+ \| (\S+) \| \S+ \| `(.+)` \|$", re.MULTILINE
)


def test_the_chapter_lists_every_promise_as_it_stands() -> None:
    """A promise that was reworded, added or dropped is so on the site too."""
    chapter = (REPOSITORY / "book" / "assurance.md").read_text(encoding="utf-8")
    printed = [
        (int(n), what, target, command) for n, what, target, _, command in ROW.findall(chapter)
    ]
    assert printed == [(p.number, p.promise, p.target, p.command) for p in PROMISES]


def test_the_chapter_says_what_the_last_run_measured() -> None:
    """The chapter of the site and the page of the documentation come from one run."""
    page = REPOSITORY / "docs" / "assurance.md"
    if page.exists():
        chapter = (REPOSITORY / "book" / "assurance.md").read_text(encoding="utf-8")
        assert chapter == as_chapter(page.read_text(encoding="utf-8"))


def test_a_promise_without_a_result_is_unproved() -> None:
    """What was not run, or on too small a sample, is never called reached."""
    results = {1: Measured("0", True), 4: Measured("5 次中 0 次", None), 7: Measured("3", False)}
    verdicts = {int(row[0]): row[3] for row in ROW.findall(assurance_page(results, {}))}
    assert (verdicts[1], verdicts[4], verdicts[7]) == ("达到", UNPROVED, "未达到")
    assert {v for n, v in verdicts.items() if n not in results} == {UNPROVED}


def test_the_site_shows_the_page(built_site: Path) -> None:
    """The reader finds it, linked from 关于本站."""
    shown = (built_site / "book" / "assurance.html").read_text(encoding="utf-8")
    assert all(promise.promise.split("（")[0] in shown for promise in PROMISES)
    assert "assurance.html" in (built_site / "book" / "about.html").read_text(encoding="utf-8")
