"""Interruptions, rivals, full disks and other conditions, counted."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from assurance.copies import build, clone
from assurance.damaging import SEED
from assurance.interrupting import BUSY, Trial, full_disk, kills, mended, rivals, small_disk
from assurance.lab import Lab, Measured
from assurance.repeating import (
    CONDITIONS,
    edit_chapter,
    everything_at_once,
    incremental_equals_clean,
    vary,
)
from fazhi.paths import Project

Change = Callable[[Project], None]
_FREE_KIB = (256, 1024, 2048, 4096, 8192, 16384, 32768)


@dataclass(frozen=True)
class _Next:
    """What an edited project must come to: its release's name, and the seconds it takes."""

    name: str
    took_s: float


def repeatable(lab: Lab) -> Measured:
    """Build clean under other conditions, singly and all at once; and step by step."""
    found = [everything_at_once(lab.site, lab.place("conditions"))]
    if not lab.quick:
        found += [
            vary(lab.site, lab.place("condition"), name, env) for name, env in CONDITIONS.items()
        ]
    found.append(incremental_equals_clean(lab.built, lab.place("steps")))
    differing = sum(len(each.differing) for each in found)
    words = "；".join(f"{v.name}：{len(v.differing)}/{v.files}" for v in found)
    return Measured(words, False if differing else (None if lab.quick else True))


def killed(lab: Lab) -> Measured:
    """Kill builds at random moments: half set pages only, half run every notebook too."""
    n = lab.sample(200, 2)
    trials: list[Trial] = []
    for change in (edit_chapter, edit_notebook):
        after = _next_release(lab, change)
        chance = random.Random(SEED)
        moments_s = [chance.uniform(0, after.took_s) for _ in range(n // 2)]
        for victim, trial in kills(  # noqa: B007 - the last one must be mended
            partial(_victim, lab, change), moments_s, {lab.site.name, after.name}
        ):
            trials.append(trial)
        lab.say(f"中断 {len(trials)} 次")
        good = mended(victim, after.name)
        shutil.rmtree(victim.root)
        if not good:
            return Measured(f"{len(trials)} 次后重新构建的结果不同", False)
    mixed = sum(not trial.complete for trial in trials)
    hit = sum(trial.code < 0 for trial in trials)
    words = f"{len(trials)} 次（{hit} 次在构建途中），读者看到残缺或混杂版本 {mixed} 次"
    return Measured(words, False if mixed else (True if hit >= 100 and n >= 200 else None))


def crowded(lab: Lab) -> Measured:
    """Six builds at once."""
    after, victim = _next_release(lab, edit_chapter), _victim(lab, edit_chapter)
    codes = rivals(victim, 6)
    good = codes == [0] + [BUSY] * 5 and mended(victim, after.name)
    shutil.rmtree(victim.root)
    return Measured(f"退出码 {'、'.join(map(str, codes))}", good)


def out_of_space(lab: Lab) -> Measured:
    """Builds on a disk that fills up."""
    after = _next_release(lab, edit_chapter)
    size_kib = sum(p.stat().st_size for p in lab.built.root.rglob("*") if p.is_file()) // 1024
    bad, tried = [], 0
    try:
        with small_disk(lab.place("disk"), 3 * size_kib + 65536) as disk:
            victim = clone(lab.built, disk / "p")
            edit_chapter(victim)
            for free_kib in _FREE_KIB[: lab.sample(len(_FREE_KIB), 1)]:
                trial = full_disk(victim, free_kib, {lab.site.name, after.name})
                tried += 1
                if not trial.complete or (trial.code and "磁盘空间不足" not in trial.said):
                    bad.append(trial.fault)
            if not mended(victim, after.name):
                bad.append("恢复后结果不同")
    except PermissionError:
        return Measured("本机不允许挂载小磁盘", None)
    met = False if bad else (True if tried == len(_FREE_KIB) else None)
    return Measured(f"{tried} 种余量，不合格 {len(bad)} 种", met)


def recovered(lab: Lab) -> Measured:
    """After damage to every kind of computed file one plain build gives the same site."""
    project = clone(lab.built, lab.place("damaged"))
    damaged = 0
    for pattern in _COMPUTED:
        path = sorted(p for p in project.root.glob(pattern) if p.is_file())[0]
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        damaged += 1
        if not mended(project, lab.site.name):
            return Measured(f"{pattern} 损坏后结果不同", False)
    return Measured(f"{damaged} 类文件逐一截断，重新构建后逐字节相同", True)


_COMPUTED = (
    "_build/html/book/index.html",
    "_build/state/*.json",
    "_build/site.json",
    "_build/stage.json",
    "_build/audit.json",
    "_build/executed/2022/20_enforcement.ipynb",
    "_build/stage/html/searchindex.js",
    "book/generated/2022/21_licensing.ipynb",
    "data/processed/2022/facts.json",
    "data/processed/2022/tables/*.parquet",
    "data/processed/2022/evidence/*.csv",
)


def edit_notebook(project: Project) -> None:
    """Add a comment to every template, so that every notebook must run again."""
    for path in sorted(project.notebooks.glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"finished = True"', '"finished = True  # 完"'), "utf-8")


def _victim(lab: Lab, change: Change) -> Project:
    project = clone(lab.built, lab.place("victim"))
    change(project)
    return project


@cache
def _next_release(lab: Lab, change: Change) -> _Next:
    project = _victim(lab, change)
    began = time.monotonic()
    name = build(project).name
    took_s = time.monotonic() - began
    shutil.rmtree(project.root)
    return _Next(name, took_s)
