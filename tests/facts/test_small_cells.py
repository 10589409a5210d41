"""Nobody can be picked out of a split by company or person."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.facts.small_cells import SMALLEST, merge_small, same_cells


def _cells(listing: str) -> list[tuple[str, Decimal]]:
    pairs = (pair.split("=") for pair in listing.split())
    return [(label, Decimal(value)) for label, value in pairs]


def test_a_small_cell_is_merged_with_the_next_smallest() -> None:
    """One cell alone cannot be hidden: the total would give it away."""
    merged = merge_small(_cells("商场=9 其他=2 宾馆=5"), "家次", "sector")
    assert merged == _cells("商场=9 其他＋宾馆=7")


def test_two_small_cells_that_stay_small_take_a_third() -> None:
    """Two cells of one would be known to be one each."""
    assert merge_small(_cells("甲=1 乙=8 丙=1 丁=4"), "人次") == _cells("乙=8 甲＋丙＋丁=6")


def test_the_order_of_the_cells_does_not_choose_what_is_merged() -> None:
    """Else a table and a chart of the same split would tell the hidden cell by subtraction."""
    cells = _cells("甲=2 乙=5 丙=5")
    assert set(merge_small(cells, "家次")) == set(_cells("乙=5 甲＋丙=7"))
    assert set(merge_small(cells[::-1], "家次")) == set(_cells("乙=5 丙＋甲=7"))


@pytest.mark.parametrize(("unit", "by"), [("项", "town"), ("起", "month"), ("家次", "month")])
def test_things_and_months_are_not_people(unit: str, by: str) -> None:
    """Hazards, cases and months stay as counted."""
    assert merge_small(_cells("一=1 二=9"), unit, by) == _cells("一=1 二=9")


def test_years_are_compared_in_the_same_cells() -> None:
    """What one year merges the other merges too, through chains."""
    this = dict(_cells("甲=5 乙＋丙=4 丁=6"))
    last = dict(_cells("甲＋乙=3 丙=7 丁=9"))
    assert same_cells(this, last) == (
        dict(_cells("甲＋乙＋丙=9 丁=6")),
        dict(_cells("甲＋乙＋丙=10 丁=9")),
    )


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=8))
def test_nothing_small_is_left_and_nothing_lost(values: list[int]) -> None:
    """The sum is kept; a small cell is left only where the whole split is that small."""
    cells = [(f"类{n}", Decimal(value)) for n, value in enumerate(values)]
    merged = merge_small(cells, "家", "sector")
    assert sum(value for _, value in merged) == sum(values)
    small = [value for _, value in merged if 0 < value < SMALLEST]
    assert not small or sum(values) < SMALLEST
