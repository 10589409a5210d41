"""Folders that cannot be built together are refused before anything is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import run_fazhi
from fazhi.errors import DefinitionError, UsageError
from fazhi.paths import Project
from fazhi.publish.bureaus import find_bureaus


def write_root(root: Path, name: str) -> Path:
    """Write just enough to be taken for a project."""
    (root / "data" / "reference" / "registers").mkdir(parents=True)
    (root / "data" / "reference" / "bureau.yml").write_text(f"name: {name}\n", encoding="utf-8")
    return root


def test_bureaus_keep_their_order_and_have_keys_of_their_own(tmp_path: Path) -> None:
    """A key depends on the name alone, not on where the folder lies."""
    one, two = write_root(tmp_path / "b", "乙局"), write_root(tmp_path / "a", "甲局")
    found = find_bureaus([one, two], tmp_path / "portal")
    assert [bureau.name for bureau in found] == ["乙局", "甲局"]
    moved = write_root(tmp_path / "elsewhere", "乙局")
    assert find_bureaus([moved], tmp_path / "portal")[0].key == found[0].key != found[1].key


def test_the_same_folder_twice_is_refused(tmp_path: Path) -> None:
    """Another spelling of the same folder is the same folder."""
    one = write_root(tmp_path / "a", "甲局")
    with pytest.raises(UsageError) as caught:
        find_bureaus([one, one / ".." / "a"], tmp_path / "portal")
    assert str(caught.value) == f"同一个项目文件夹写了两次；位置：{one}；请：去掉其中一个。"


def test_a_folder_inside_another_is_refused(tmp_path: Path) -> None:
    """Whichever of the two is named first."""
    outer = write_root(tmp_path / "a", "甲局")
    inner = write_root(outer / "b", "乙局")
    with pytest.raises(UsageError, match="一个项目文件夹在另一个里面"):
        find_bureaus([inner, outer], tmp_path / "portal")


def test_a_missing_folder_and_one_of_another_kind_are_named(tmp_path: Path) -> None:
    """The two mistakes have messages of their own."""
    with pytest.raises(UsageError) as caught:
        find_bureaus([tmp_path / "none"], tmp_path / "portal")
    assert str(caught.value) == f"找不到项目文件夹；位置：{tmp_path / 'none'}；请：核对路径。"
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="不是项目文件夹"):
        find_bureaus([tmp_path / "empty"], tmp_path / "portal")


def test_two_folders_of_one_bureau_are_refused(tmp_path: Path) -> None:
    """Nobody could tell their rows apart."""
    roots = [write_root(tmp_path / each, "甲局") for each in "ab"]
    with pytest.raises(UsageError, match="两个项目文件夹是同一单位“甲局”"):
        find_bureaus(roots, tmp_path / "portal")


def test_a_bureau_without_name_and_a_portal_inside_a_bureau_are_refused(tmp_path: Path) -> None:
    """The portal would take the place of the bureau's own site."""
    one = write_root(tmp_path / "a", "甲局")
    with pytest.raises(UsageError, match="门户不能放在单位的项目文件夹里"):
        find_bureaus([one], one)
    with pytest.raises(DefinitionError, match="单位没有名称"):
        find_bureaus([write_root(tmp_path / "b", "''")], tmp_path / "portal")


def test_the_command_answers_in_chinese_outside_any_project(tmp_path: Path) -> None:
    """No folder, and a scheduler that does not answer, end with one sentence."""
    nothing = run_fazhi(Project(tmp_path), "build-all")
    assert nothing.returncode == 2
    assert nothing.stderr.startswith("错误：没有写项目文件夹")
    root = write_root(tmp_path / "a", "甲局")
    silent = run_fazhi(Project(tmp_path), "build-all", str(root), "--scheduler", "nonsense://here")
    assert silent.returncode == 2
    assert silent.stderr.startswith("错误：连接不上调度器；位置：nonsense://here")
