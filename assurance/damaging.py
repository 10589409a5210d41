"""Damaged raw files, damaged notebooks, damaged code: noticed or not."""

from __future__ import annotations

import random
from pathlib import Path

from assurance.code_mutation import chosen_mutants, try_all
from assurance.copies import fresh
from assurance.lab import Lab, Measured
from fazhi.errors import FazhiError
from fazhi.paths import Project
from fazhi.publish.mutate import mutate
from fazhi.publish.mutate.rawfile import receive_again
from fazhi.publish.mutate.run import WRONG
from fazhi.publish.notebooks.template import read_template
from fazhi.records import check_year_files
from fazhi.records.problems import Problem
from fazhi.records.sources import received_sources

SEED = 1


def bit_flips(lab: Lab) -> Measured:
    """Flip one bit of a raw file at a time: the digest must not match."""
    n, chance = lab.sample(500, 50), random.Random(SEED)
    project = fresh(lab.place("flips"))
    noticed = 0
    for _ in range(n):
        path = chance.choice(_raw_files(project))
        content = path.read_bytes()
        at, bit = chance.randrange(len(content)), chance.randrange(8)
        flipped = bytes([content[at] ^ (1 << bit)])
        path.write_bytes(content[:at] + flipped + content[at + 1 :])
        noticed += not _received(project, int(path.parent.name))
        path.write_bytes(content)
    return Measured(f"{n} 次，发现 {noticed} 次", _enough(noticed == n, n >= 500))


def cuts(lab: Lab) -> Measured:
    """Cut raw files and templates short: refused or listed as a problem, never a crash."""
    n, chance = lab.sample(100, 10), random.Random(SEED)
    project = fresh(lab.place("cuts"))
    crashed, unnoticed = 0, 0
    known: dict[int, set[Problem]] = {}
    for _ in range(n):
        path = chance.choice(_raw_files(project))
        year, content = int(path.parent.name), path.read_bytes()
        known.setdefault(year, set(check_year_files(project, year).problems))
        path.write_bytes(content[: chance.randrange(len(content))])
        receive_again(project, year)
        try:
            unnoticed += not set(check_year_files(project, year).problems) - known[year]
        except FazhiError:
            pass
        except Exception:  # that there is none is the promise
            crashed += 1
        path.write_bytes(content)
        receive_again(project, year)
    templates, refused = _cut_templates(project, chance, n)
    met = not crashed and refused == templates
    words = f"{n} 次截断登记簿：崩溃 {crashed}，未列问题 {unnoticed}；"
    words += f"{templates} 次截断笔记本：拒绝 {refused}"
    return Measured(words, _enough(met and not unnoticed, n >= 100))


def _cut_templates(project: Project, chance: random.Random, n: int) -> tuple[int, int]:
    refused = 0
    paths = sorted(project.notebooks.glob("*.ipynb"))
    for _ in range(n):
        path = chance.choice(paths)
        content = path.read_bytes()
        path.write_bytes(content[: chance.randrange(len(content) - 1)])
        try:
            read_template(path)
        except FazhiError:
            refused += 1
        path.write_bytes(content)
    return n, refused


def report_mutants(lab: Lab) -> Measured:
    """Damage the raw files the way clerks do."""
    n = lab.sample(200, 7)
    report = mutate(fresh(lab.place("mutants")), n, SEED, lab.say)
    words = f"{n} 个，发现 {report.noticed} 个（{100 * report.score:.1f} %）"
    words += "".join(f"；未发现：{m.place} {m.change}" for m in report.survivors)
    return Measured(words, _enough(report.score >= 0.95, n >= 200))


def only_the_right_numbers(lab: Lab) -> Measured:
    """Of mutants that move numbers, none moves one of another register."""
    n = lab.sample(100, 7)
    report = mutate(fresh(lab.place("right")), n, SEED + 1, lab.say)
    wrong = sum(mutant.outcome == WRONG for mutant in report.mutants)
    return Measured(f"{n} 个变异，变动不相干数字的 {wrong} 个", _enough(not wrong, n >= 100))


def code_mutants(lab: Lab) -> Measured:
    """Change one operator or constant of quantity, claims or facts at a time."""
    n = lab.sample(150, 6)
    found = try_all(chosen_mutants(n, SEED), lab.place("code"))
    share = found.killed / found.total if found.total else 0.0
    words = f"{found.total} 个，发现 {found.killed} 个（{100 * share:.1f} %）"
    words += "".join(f"；{m.module}:{m.line} {m.change}" for m in found.survivors[:20])
    return Measured(words.replace("|", "\\|"), _enough(share >= 0.9, n >= 150))


def _raw_files(project: Project) -> list[Path]:
    raw = project.root / "data" / "raw"
    return sorted(p for p in raw.rglob("*") if p.is_file() and p.name != "source.yml")


def _received(project: Project, year: int) -> bool:
    try:
        received_sources(project, year)
    except FazhiError:
        return False
    return True


def _enough(good: bool, large: bool) -> bool | None:
    """Return False for a failure, True for a success on a full sample, None on a small one."""
    if not good:
        return False
    return True if large else None
