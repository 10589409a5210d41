"""No published split points at one or two companies or people."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from building import REPOSITORY
from fazhi.facts.factbook import Breakdown, FactBook, Part, read_facts
from fazhi.paths import Project
from fazhi.publish.audit.few import few_shown

_SAMPLE = Project(REPOSITORY)
_HEAD = "file,sheet,row,register,contribution\n"


def _book(tmp_path: Path, splits: dict[str, str], records: dict[str, int]) -> FactBook:
    """Return facts split by town, each counting the first *records* rows of one file."""
    book = read_facts(_SAMPLE.facts(2022))
    facts = {}
    for key, listing in splits.items():
        parts = tuple(
            Part(label, Decimal(value)) for label, value in (p.split("=") for p in listing.split())
        )
        split = Breakdown("town", "按街镇", "家次", parts, "c")
        total = sum((part.value for part in parts), Decimal(0))
        facts[key] = dataclasses.replace(
            book.facts["inspections.total"],
            id=key, value=total, breakdowns=(split,), evidence=f"{key}.csv",
        )  # fmt: skip
        rows = "".join(f"a.csv,,{row},inspections,1\n" for row in range(records[key]))
        path = Project(tmp_path).processed(2022) / f"{key}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_HEAD + rows, encoding="utf-8")
    return dataclasses.replace(book, facts=facts)


@pytest.mark.parametrize("year", _SAMPLE.years())
def test_the_sample_years_point_at_nobody(year: int) -> None:
    """What is published today is safe, alone and by subtraction."""
    assert few_shown(_SAMPLE, read_facts(_SAMPLE.facts(year))) == []


def test_a_part_left_small_is_named(tmp_path: Path) -> None:
    """A split that was not merged does not pass."""
    book = _book(tmp_path, {"total": "甲=2 乙=9"}, {"total": 11})
    assert few_shown(Project(tmp_path), book) == ["2022/total 按街镇：甲不足3"]


def test_a_total_and_its_part_tell_the_rest(tmp_path: Path) -> None:
    """5 visits less 4 of them leaves one company."""
    splits = {"total": "甲=5 乙=9", "joint": "甲=4 乙=3"}
    book = _book(tmp_path, splits, {"total": 14, "joint": 7})
    assert few_shown(Project(tmp_path), book) == [
        "2022/total 减 joint 按街镇：甲相减不足3，只能公布其中一张分组表"
    ]


def test_splits_of_different_records_tell_nothing(tmp_path: Path) -> None:
    """Only where one fact counts among the records of the other is there a rest."""
    splits = {"total": "甲=5 乙=9", "other": "甲=4 乙=3"}
    book = _book(tmp_path, splits, {"total": 14, "other": 14})
    assert few_shown(Project(tmp_path), book) == []
