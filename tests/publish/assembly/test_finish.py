"""The finished site gets its font, or is not finished."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.assembly.finish import finishing, start_cutter
from fazhi.publish.assembly.inputs import digests
from fazhi.publish.book.fonts import WEB_FONT
from fazhi.publish.release import Site
from fazhi.publish.revisions.page import FEED

_PAGE = (
    '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n</head><body>{}</body>'
)
_FAILS = "import sys; sys.stdin.read(); sys.exit('裁不动')"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project of one page as Sphinx leaves it."""
    made = Project(tmp_path)
    (made.book / "generated").mkdir(parents=True)
    (made.book / "generated" / FEED).write_text("<feed/>", encoding="utf-8")
    (tmp_path / "html" / "_static" / "fazhi").mkdir(parents=True)
    (tmp_path / "html" / "_static" / "basic.css").write_text("", encoding="utf-8")
    _write(made, "法治")
    made.build.mkdir()
    return made


def _write(project: Project, text: str) -> None:
    (project.root / "html" / "index.html").write_text(_PAGE.format(text), encoding="utf-8")


def _finish(project: Project, *, fails: bool = False) -> bytes:
    """Return the font of the finished site."""
    pipe = subprocess.PIPE
    failing = [sys.executable, "-c", _FAILS]
    with (
        subprocess.Popen(failing, stdin=pipe, stdout=pipe, stderr=pipe)
        if fails
        else start_cutter() as cutter
    ):
        html = Site.read(project.root / "html")
        with finishing(html, project, digests(project), "code", None, cutter) as site:
            assert not (site.folder / "_static" / "basic.css").exists()
        assert site == Site.read(site.folder)
        return (site.folder / WEB_FONT).read_bytes()


def test_a_font_that_cannot_be_cut_stops_the_build(project: Project) -> None:
    """The error quotes the last line of what went wrong."""
    with pytest.raises(BuildError, match="字体没有裁好") as caught:
        _finish(project, fails=True)
    assert caught.value.got == "裁不动"


def test_a_cut_is_used_again_while_it_is_whole_and_holds_the_same_characters(
    project: Project,
) -> None:
    """No new cut for a page with the same characters; one for a new character or a damaged cut."""
    first = _finish(project)
    assert _finish(project, fails=True) == first
    _write(project, "法治政府")
    with pytest.raises(BuildError):
        _finish(project, fails=True)
    second = _finish(project)
    assert len(second) > len(first)
    (kept,) = (project.build / "fonts").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    with pytest.raises(BuildError):
        _finish(project, fails=True)
    assert _finish(project) == second
