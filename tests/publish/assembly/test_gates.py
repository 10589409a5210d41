"""A finished site that one gate objects to is not published, and the gate says why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from building import REPOSITORY
from fazhi.errors import AuditError
from fazhi.paths import Project
from fazhi.publish.assembly.gates import Gates
from fazhi.publish.release import Site

_YEAR = 2022


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return the sample's data with a site of one page."""
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    page = '<!DOCTYPE html><html lang="zh-CN"><body><p>甲</p></body></html>'
    for folder in ("site", "_build"):
        (tmp_path / folder).mkdir()
    (tmp_path / "site" / "index.html").write_text(page, encoding="utf-8")
    return Project(tmp_path)


def test_a_sound_site_passes(project: Project) -> None:
    """The two sites below are refused for what was done to them alone."""
    Gates(project, {}, "").require_passed(Site.read(project.root / "site"))


def test_a_part_of_one_company_stops_publication(project: Project) -> None:
    """A split that was left unmerged is named with its year, fact, split and part."""
    path = project.facts(_YEAR)
    content = json.loads(path.read_text(encoding="utf-8"))
    fact = next(fact for fact in content["facts"] if fact["id"] == "inspections.total")
    split = next(split for split in fact["breakdowns"] if split["by"] == "town")
    first, second = split["parts"][:2]
    second["value"] = str(int(second["value"]) + int(first["value"]) - 1)
    first["value"] = "1"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    line = f"{_YEAR}/inspections.total {split['label']}：{first['label']}不足3"
    _assert_refused(project, line)


def test_a_received_file_stops_publication(project: Project) -> None:
    """A register that was copied into the site is named with the place it came from."""
    raw = next(
        path
        for path in sorted((project.root / "data" / "raw" / str(_YEAR)).iterdir())
        if path.name != "source.yml"
    )
    name = f"附件{raw.suffix}"
    shutil.copyfile(raw, project.root / "site" / name)
    place = raw.relative_to(project.root).as_posix()
    _assert_refused(project, f"{name}：是收到的原始文件 {place}，不得公开")


def _assert_refused(project: Project, line: str) -> None:
    with pytest.raises(AuditError, match="没有发布") as caught:
        Gates(project, {}, "").require_passed(Site.read(project.root / "site"))
    assert line in str(caught.value)


@pytest.mark.parametrize("before", [["司马长风"], ["司马长风", "欧阳建国华"], []])
def test_a_page_that_did_not_change_is_refused_for_a_name_that_came_since(
    project: Project, monkeypatch: pytest.MonkeyPatch, before: list[str]
) -> None:
    """Also when the name was hidden by a longer one that is no longer looked for."""
    site = project.root / "site"
    page = site / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("甲", "欧阳建国"), encoding="utf-8")
    looked_for = {"inspections.inspector": {*before}}
    monkeypatch.setattr(
        "fazhi.publish.assembly.gates.never_values",
        lambda _, year: looked_for if year == _YEAR else {},
    )
    Gates(project, {"data/raw/2022/a.csv": "1"}, "").require_passed(Site.read(site))
    looked_for["inspections.inspector"] = {"司马长风", "欧阳建国"}
    with pytest.raises(AuditError, match="未通过审核") as caught:
        Gates(project, {"data/raw/2022/a.csv": "2"}, "").require_passed(Site.read(site))
    assert "index.html：出现不得公开的内容：inspections.inspector" in str(caught.value)
