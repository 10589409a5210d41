"""Nobody to be picked out: no split shows fewer than three companies or people.

Splits are merged when they are recorded; here the finished facts are looked at together, because
two splits that are each safe may tell the rest by subtraction (合计减其中).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from fazhi.facts.factbook import Breakdown, Fact, FactBook
from fazhi.facts.small_cells import SMALLEST, counts_who, same_cells
from fazhi.paths import Project


def few_shown(project: Project, book: FactBook) -> list[str]:
    """Return one Chinese line per part that would point at one or two companies or people."""
    splits = [
        (fact, split)
        for fact in book.facts.values()
        for split in fact.breakdowns
        if counts_who(split.unit, split.by)
    ]
    problems = []
    for fact, split in splits:
        for part in split.parts:
            if 0 < part.value < SMALLEST <= fact.value:
                problems.append(f"{book.year}/{fact.id} {split.label}：{part.label}不足{SMALLEST}")
    for (whole, split), (part_of, other) in permutations(splits, 2):
        labels = list(_few_left(split, other)) if split.by == other.by else []
        if labels and _records(project, book, part_of) < _records(project, book, whole):
            problems.append(
                f"{book.year}/{whole.id} 减 {part_of.id} {split.label}："
                f"{'、'.join(labels)}相减不足{SMALLEST}，只能公布其中一张分组表"
            )
    return problems


def _few_left(split: Breakdown, other: Breakdown) -> Iterator[str]:
    """Yield the parts of which one or two are left when *other* is subtracted."""
    minuend, subtrahend = same_cells(
        {part.label: part.value for part in split.parts},
        {part.label: part.value for part in other.parts},
    )
    for label, value in minuend.items():
        if 0 < value - subtrahend.get(label, Decimal(0)) < SMALLEST:
            yield label


def _records(project: Project, book: FactBook, fact: Fact) -> frozenset[tuple[str, ...]]:
    """Return the places of the records that *fact* counted."""
    path = project.processed(book.year) / fact.evidence
    with path.open(encoding="utf-8", newline="") as stream:
        return frozenset(
            (row["file"], row["sheet"], row["row"])
            for row in csv.DictReader(stream)
            if row["contribution"] != "0"
        )
