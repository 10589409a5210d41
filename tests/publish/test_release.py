"""A reader sees one complete version of the site, whatever happens to the build."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from fazhi.errors import BuildError, BusyError
from fazhi.paths import Project
from fazhi.publish.release import MANIFEST, Site, build_lock, intact, publish


def _finished(project: Project, text: str) -> Site:
    folder = project.build / "finished"
    (folder / "book").mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / "book" / "a.html").write_text(text, encoding="utf-8")
    return Site.read(folder)


def test_a_release_replaces_the_one_before_in_whole(tmp_path: Path) -> None:
    """After publishing, every page is of the new version and the manifest names every file."""
    project = Project(tmp_path)
    publish(_finished(project, "旧"), project)
    release = publish(_finished(project, "新"), project)
    assert {p.read_text("utf-8") for p in project.html.rglob("*.html")} == {"新"}
    assert intact(release)
    listed = [line.split("  ")[1] for line in (release / MANIFEST).read_text("utf-8").splitlines()]
    assert listed == ["book/a.html", "index.html"]


def test_the_same_content_is_the_same_release(tmp_path: Path) -> None:
    """Publishing identical content twice leaves one folder with one name."""
    project = Project(tmp_path)
    first = publish(_finished(project, "同"), project)
    assert publish(_finished(project, "同"), project) == first
    assert [p.name for p in first.parent.iterdir()] == [first.name]


@pytest.mark.parametrize("damage", ["changed", "added", "removed"])
def test_a_damaged_release_is_noticed(tmp_path: Path, damage: str) -> None:
    """A changed, an added and a missing file each make a release not intact."""
    project = Project(tmp_path)
    release = publish(_finished(project, "完好"), project)
    page = release / "index.html"
    if damage == "changed":
        page.write_text("改", encoding="utf-8")
    elif damage == "added":
        (release / "more.html").write_text("多", encoding="utf-8")
    else:
        page.unlink()
    assert not intact(release)


def test_a_damaged_release_is_laid_anew(tmp_path: Path) -> None:
    """Publishing over a damaged folder of the same name repairs it."""
    project = Project(tmp_path)
    release = publish(_finished(project, "完好"), project)
    (release / "index.html").write_text("坏", encoding="utf-8")
    assert publish(_finished(project, "完好"), project) == release
    assert intact(release)


def test_only_two_releases_are_kept(tmp_path: Path) -> None:
    """Old releases are removed; the published one and its predecessor stay."""
    project = Project(tmp_path)
    for text in ("一", "二", "三", "四"):
        release = publish(_finished(project, text), project)
    assert len(list(release.parent.iterdir())) == 2
    assert project.html.resolve() == release


def test_a_second_builder_is_turned_away(tmp_path: Path) -> None:
    """While one build holds the lock another gets exit code 75 and a Chinese sentence."""
    project = Project(tmp_path)
    project.build.mkdir()
    with (project.build / ".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BusyError) as caught, build_lock(project):
            pass
    assert caught.value.exit_code == 75
    assert str(caught.value) == "另一个构建正在进行；位置：_build/.lock；请：等它结束后再运行。"


def test_a_folder_somebody_put_in_the_way_is_not_removed(tmp_path: Path) -> None:
    """A real folder at ``_build/html`` is left alone and named."""
    project = Project(tmp_path)
    project.html.mkdir(parents=True)
    with pytest.raises(BuildError, match="不是本工具建立的链接"):
        publish(_finished(project, "新"), project)
    assert project.html.is_dir()
