"""Damage a copy, build it, and see whether anybody would notice."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fazhi.errors import FazhiError, UsageError
from fazhi.facts import Fact, FactBook
from fazhi.facts.uses import column_uses
from fazhi.paths import Project
from fazhi.publish.mutate.damage import KINDS, Damage, possible_damage, strike
from fazhi.publish.mutate.rawfile import receive_again, rewrite
from fazhi.publish.pipeline import count_years, harvested
from fazhi.records import check_year_files

REFUSED, REPORTED, MOVED, WRONG, SURVIVED = "refused", "reported", "moved", "wrong", "survived"
OUTCOMES = {
    REFUSED: "拒绝",
    REPORTED: "列为问题",
    MOVED: "数字随之变动",
    WRONG: "变动了不相干的数字",
    SURVIVED: "未被发现",
}
_NOTICED = (REFUSED, REPORTED, MOVED)
_COPIED = ("data/raw", "data/reference", "notebooks")

Say = Callable[[str], None]
_Problems = Counter[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Mutant:
    """One damaged copy and what became of it.

    Attributes:
        kind: One of ``fazhi.publish.mutate.damage.KINDS``.
        place: File, sheet, row and column, in Chinese.
        change: What was changed, in Chinese.
        outcome: One of ``OUTCOMES``.
        detail: The refusal, the problem, the facts that moved, or why it survived.
    """

    kind: str
    place: str
    change: str
    outcome: str
    detail: str


@dataclass(frozen=True)
class MutationReport:
    """All mutants of one run.

    Attributes:
        seed: Seed of the choice.
        mutants: In the order made.
    """

    seed: int
    mutants: tuple[Mutant, ...]

    @property
    def noticed(self) -> int:
        """How many were refused, reported, or moved the right number visibly."""
        return sum(mutant.outcome in _NOTICED for mutant in self.mutants)

    @property
    def score(self) -> float:
        """Share noticed, 0 to 1."""
        return self.noticed / len(self.mutants) if self.mutants else 0.0

    @property
    def survivors(self) -> list[Mutant]:
        """Mutants nobody would notice."""
        return [mutant for mutant in self.mutants if mutant.outcome not in _NOTICED]


def mutate(project: Project, n: int, seed: int, say: Say = lambda _: None) -> MutationReport:
    """Damage the raw files in *n* ways, each on a fresh copy, and count what is noticed.

    Args:
        project: The project; nothing of it is changed.
        n: Number of mutants, spread evenly over the kinds of damage.
        seed: Decides the places; equal seeds give equal reports.
        say: Receives one Chinese line per mutant.

    Raises:
        UsageError: There is nothing to damage.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="fazhi-mutate-") as folder:
        copy = Project(Path(folder).resolve())
        for part in _COPIED:
            shutil.copytree(project.root / part, copy.root / part)
        possible = {k: found for k, found in possible_damage(copy, copy.years()).items() if found}
        if not possible:
            raise UsageError("没有可以变动的登记簿", where="data/raw/", todo="先放入登记簿")
        lab = _Lab(project, copy)
        mutants = []
        for number in range(n):
            kind = list(possible)[number % len(possible)]
            mutants.append(lab.try_out(chance.choice(possible[kind]), chance))
            say(f"{number + 1}/{n} {KINDS[kind]}：{OUTCOMES[mutants[-1].outcome]}")
    return MutationReport(seed, tuple(mutants))


def report_text(report: MutationReport) -> str:
    """Return the report as Chinese Markdown."""
    total, noticed = len(report.mutants), report.noticed
    lines = [
        f"共 {total} 个变异，发现 {noticed} 个，"
        f"占 {100 * report.score:.1f} %（种子 {report.seed}）。",
        "",
        f"| 变异 | 个数 | {' | '.join(OUTCOMES.values())} |",
        f"| :-- | --: |{' --: |' * len(OUTCOMES)}",
    ]
    counts = Counter((m.kind, m.outcome) for m in report.mutants)
    for kind, name in KINDS.items():
        cells = [counts[kind, outcome] for outcome in OUTCOMES]
        lines.append(f"| {name} | {sum(cells)} | {' | '.join(map(str, cells))} |")
    if report.survivors:
        lines += ["", "未被发现的变异："]
    lines += [f"- {KINDS[m.kind]}，{m.place}：{m.change}。{m.detail}" for m in report.survivors]
    return "\n".join(lines) + "\n"


class _Lab:
    """A copy that is damaged, judged and mended again and again."""

    def __init__(self, original: Project, copy: Project) -> None:
        self.original, self.copy = original, copy
        self.facts: dict[int, Mapping[str, Fact]] = {}
        self.problems: dict[tuple[int, str], _Problems] = {}
        uses = column_uses(copy)
        self.readers = {
            key: {register for register, _ in use.value | use.readings | use.breakdowns}
            for key, use in uses.items()
        }

    def try_out(self, damage: Damage, chance: random.Random) -> Mutant:
        """Return what becomes of one mutant; the copy is whole again afterwards."""
        year, file = damage.spot.year, damage.spot.row.file
        known = self._known_problems(damage)
        before = self._known_facts(year)
        try:
            change = strike(self.copy, damage, chance)
            receive_again(self.copy, year)
            outcome, detail = self._judge(damage, known, before)
        finally:
            self._mend(year, file)
        return Mutant(damage.kind, _place(damage), change, outcome, detail)

    def _judge(
        self, damage: Damage, known: _Problems, before: Mapping[str, Fact]
    ) -> tuple[str, str]:
        year = damage.spot.year
        try:
            found = _problems(self.copy, year)
            if new := found - known:
                return REPORTED, "；".join(sorted({rule for *_, rule in new}))
            count_years(self.copy, [year], lambda _: None)
            after = harvested(self.copy, year)
        except FazhiError as refusal:
            return REFUSED, refusal.what
        moved = _moved(before, after)
        right = {key for key in moved if damage.spot.register in self.readers.get(key, ())}
        if moved - right:
            return WRONG, "、".join(sorted(moved - right))
        if right:
            return MOVED, "、".join(sorted(right))
        return SURVIVED, "清洗没有发现，指标、读法与分项的数值也都不变"

    def _known_problems(self, damage: Damage) -> _Problems:
        """Return the problems there are anyway, after saving the file as it is."""
        year, file = damage.spot.year, damage.spot.row.file
        if (year, file) not in self.problems:
            rewrite(self.copy.raw(year), damage.spot.row)
            receive_again(self.copy, year)
            self.problems[year, file] = _problems(self.copy, year)
            self._mend(year, file)
        return self.problems[year, file]

    def _known_facts(self, year: int) -> Mapping[str, Fact]:
        if year not in self.facts:
            count_years(self.copy, [year], lambda _: None)
            self.facts[year] = harvested(self.copy, year).facts
        return self.facts[year]

    def _mend(self, year: int, file: str) -> None:
        for name in (file, "source.yml"):
            shutil.copyfile(self.original.raw(year) / name, self.copy.raw(year) / name)


def _problems(project: Project, year: int) -> _Problems:
    result = check_year_files(project, year)
    return Counter((p.register, p.file, p.column, p.rule) for p in result.problems)


def _moved(before: Mapping[str, Fact], after: FactBook) -> set[str]:
    """Return the facts whose value, second readings or parts are no longer what they were."""
    keys = before.keys() | after.facts.keys()
    return {key for key in keys if _seen(before.get(key)) != _seen(after.facts.get(key))}


def _seen(fact: Fact | None) -> object:
    if fact is None:
        return None
    parts = [(split.by, split.parts) for split in fact.breakdowns]
    return fact.value, fact.rows, fact.readings, parts


def _place(damage: Damage) -> str:
    spot = damage.spot
    sheet = f"「{spot.row.sheet}」" if spot.row.sheet else ""
    where = f"第{spot.row.number}行" if damage.kind != "swapped_register" else ""
    column = f"「{spot.header}」列" if spot.header else ""
    return f"{spot.year}/{spot.row.file}{sheet}{where}{column}"
