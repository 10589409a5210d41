"""The same inputs give the same bytes: elsewhere, later, under other settings, step by step."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assurance.copies import build, clone, fresh
from fazhi.paths import Project
from fazhi.publish.mutate.rawfile import receive_again
from fazhi.publish.provenance.verify import differences

DEEP = "深 一层/更深 #的 文件夹/p"
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "时区 Asia/Kathmandu": {"TZ": "Asia/Kathmandu"},
    "区域 C": {"LC_ALL": "C", "LANG": "C"},
    "哈希种子 77": {"PYTHONHASHSEED": "77"},
    "另一 HOME 与 USER": {"HOME": "/tmp", "USER": "somebody", "LOGNAME": "somebody"},
    "SOURCE_DATE_EPOCH 不是数字": {"SOURCE_DATE_EPOCH": "abc"},
}


@dataclass(frozen=True)
class Variation:
    """One clean build under other conditions.

    Attributes:
        name: What differed, in Chinese.
        files: Files compared.
        differing: Files that are not the same.
    """

    name: str
    files: int
    differing: tuple[str, ...]


def vary(reference: Path, folder: Path, name: str, env: Mapping[str, str]) -> Variation:
    """Build a fresh copy under *env* and compare it with *reference*."""
    mask = os.umask(0o077)
    try:
        release = build(fresh(folder), env=env)
    finally:
        os.umask(mask)
    files = sum(p.is_file() for p in reference.rglob("*"))
    return Variation(name, files, tuple(differences(reference, release)))


def everything_at_once(reference: Path, folder: Path) -> Variation:
    """Build in a deep folder with Chinese and blanks, with every setting changed at once."""
    env = {key: value for setting in CONDITIONS.values() for key, value in setting.items()}
    return vary(reference, folder / DEEP, "全部条件同时改变，路径更深、含中文与空格", env)


def incremental_equals_clean(project: Project, folder: Path) -> Variation:
    """Change a chapter, then a register, building on; compare with a clean build of the same."""
    grown, clean = clone(project, folder / "grown"), fresh(folder / "clean")
    for edit in (edit_chapter, edit_register):
        edit(grown)
        release = build(grown)
        edit(clean)
    found = differences(build(clean), release)
    files = sum(p.is_file() for p in release.rglob("*"))
    return Variation("增量构建与全新构建", files, tuple(found))


def edit_chapter(project: Project, words: str = "另见以后的说明。") -> None:
    """Add a sentence to a chapter, as an editor would."""
    chapter = project.book / "2022" / "plans.md"
    chapter.write_text(chapter.read_text("utf-8") + f"\n{words}\n", encoding="utf-8")


def edit_register(project: Project) -> None:
    """Let one more person attend an event of the last year, and receive the file again."""
    year = max(project.years())
    path = next(p for p in sorted(project.raw(year).glob("宣传活动*.csv")))
    before, after = "广场,310105009,法规科,讲座,230,", "广场,310105009,法规科,讲座,231,"
    content = path.read_bytes()
    assert before.encode() in content
    path.write_bytes(content.replace(before.encode(), after.encode()))
    receive_again(project, year)
