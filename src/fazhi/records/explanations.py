"""Set explained problems aside; report explanations that explain nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fazhi.records.problems import VERIFY, Problem
from fazhi.records.written import Explanation


def explain(
    problems: Sequence[Problem], explanations: Iterable[Explanation]
) -> tuple[list[Problem], list[tuple[Problem, Explanation]]]:
    """Split problems into open and explained ones.

    Only what is to be verified (核实) can be explained; what must be mended (强制) cannot.

    Args:
        problems: All problems of a year.
        explanations: Declared explanations.

    Returns:
        Open problems, with one more for every explanation that fits nothing; explained problems.
    """
    by_place = {(e.rule, e.row): e for e in explanations}
    still_open, explained, used = [], [], set()
    for problem in problems:
        place = (problem.rule, problem.row_place)
        if problem.severity == VERIFY and place in by_place:
            explained.append((problem, by_place[place]))
            used.add(place)
        else:
            still_open.append(problem)
    stale = [_stale(e) for place, e in by_place.items() if place not in used]
    return [*still_open, *stale], explained


def _stale(explanation: Explanation) -> Problem:
    return Problem(
        severity=VERIFY,
        register="",
        file=explanation.where,
        sheet="",
        row=None,
        column="",
        cell="",
        rule="说明已经过时",
        found=f"{explanation.row}：{explanation.rule}",
        expected="有一个可以核实的问题与它对应",
        how_to_fix="删去这条说明，或改正 rule 和 row",
    )
