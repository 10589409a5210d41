"""What is wrong with a raw file, said the way staff can act on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fazhi.errors import IntakeError

MUST = "must"
VERIFY = "verify"
SEVERITY_NAMES = {MUST: "强制", VERIFY: "核实"}
MASKED = "▇"
SAME_LIMIT = 100
_PLACE = re.compile(r"(?P<file>.+?\.\w+)(?:「(?P<sheet>.*)」)?(?:第(?P<row>[0-9]+)行.*)?")


class CellError(ValueError):
    """A cell cannot be read as what its column holds.

    Args:
        rule: Short Chinese name of the rule.
        expected: What would have been right; for an ambiguous value, the choices.
        how_to_fix: What to do.
    """

    def __init__(self, rule: str, expected: str, how_to_fix: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.expected = expected
        self.how_to_fix = how_to_fix or "在原始文件中改正该单元格，或在更正文件中写明更正"


@dataclass(frozen=True)
class Fault:
    """One reason why a row is not clean, before its place in a file is known.

    Attributes:
        column: Field key, empty when the whole row is meant.
        rule: The rule in Chinese; always the same words for the same rule.
        found: What stands there.
        expected: What would have been right.
        how_to_fix: What to do.
    """

    column: str
    rule: str
    found: str
    expected: str
    how_to_fix: str


@dataclass(frozen=True)
class Problem:
    """One problem at one place.

    Attributes:
        severity: ``must`` (强制: fix it) or ``verify`` (核实: fix or explain it).
        register: Table name; empty when the file is not known to be a register.
        file: File name inside the year's raw folder.
        sheet: Sheet name; empty for CSV.
        row: Row as Excel shows it; None when the whole sheet or file is meant.
        column: Header as it stands in the file.
        cell: Address such as ``F12``; empty when no single cell is meant.
        rule: The rule in Chinese; always the same words for the same rule.
        found: What stands there; anything that may not be shown is masked.
        expected: What would have been right.
        how_to_fix: What to do.
    """

    severity: str
    register: str
    file: str
    sheet: str
    row: int | None
    column: str
    cell: str
    rule: str
    found: str
    expected: str
    how_to_fix: str

    @property
    def row_place(self) -> str:
        """File, sheet and row in one Chinese phrase."""
        sheet = f"「{self.sheet}」" if self.sheet else ""
        return f"{self.file}{sheet}" + (f"第{self.row}行" if self.row else "")

    @property
    def place(self) -> str:
        """The place in one Chinese phrase, with the column."""
        return self.row_place + (f"「{self.column}」列" if self.column else "")

    @property
    def message(self) -> str:
        """The whole problem in one Chinese sentence."""
        parts = [f"{self.place}：{self.rule}"]
        if self.found:
            parts.append(f"发现「{self.found}」")
        if self.expected:
            parts.append(f"应为：{self.expected}")
        return "；".join(parts) + f"。{self.how_to_fix}。"


def condense(problems: Iterable[Problem], limit: int = SAME_LIMIT) -> list[Problem]:
    """Keep the first *limit* problems of one rule in one file and column; say how many follow.

    Args:
        problems: In file order.
        limit: How many of the same a person can be asked to read.

    Returns:
        The problems kept, each run that was cut closed by one that counts the rest.
    """
    kept: list[Problem] = []
    seen: Counter[tuple[str, str, str, str, str]] = Counter()
    first: dict[tuple[str, str, str, str, str], Problem] = {}
    for problem in problems:
        same = (problem.severity, problem.register, problem.file, problem.column, problem.rule)
        seen[same] += 1
        first.setdefault(same, problem)
        if seen[same] <= limit:
            kept.append(problem)
    for same, count in seen.items():
        if count > limit:
            found = f"同类问题另有 {count - limit} 处，共 {count} 处"
            kept.append(replace(first[same], sheet="", row=None, cell="", found=found))
    return kept


def refusal_problem(refusal: IntakeError) -> Problem:
    """Return what a file that could not be read says, as a problem of the year."""
    place = _PLACE.fullmatch(refusal.where)
    return Problem(
        severity=MUST,
        register="",
        file=place["file"] if place else refusal.where,
        sheet=(place["sheet"] or "") if place else "",
        row=int(place["row"]) if place and place["row"] else None,
        column="",
        cell="",
        rule=refusal.what,
        found=refusal.got,
        expected=refusal.expected,
        how_to_fix=refusal.todo,
    )
