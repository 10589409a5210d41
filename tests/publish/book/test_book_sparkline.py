"""The small chart over all years."""

from __future__ import annotations

import re
from decimal import Decimal

from fazhi.publish.book.sparkline import sparkline


def test_it_tells_every_value_and_where_the_definition_changed() -> None:
    """The text alternative names each year; a gap stays; a new definition is a line."""
    values = {2021: Decimal(90000), 2023: Decimal("113000.5")}
    svg = sparkline(values, [2021, 2022, 2023], "元", focus=2023, breaks=[2023])
    assert 'aria-label="2021年90000元，2022年无记录，2023年起口径改变，113000.5元"' in svg
    assert svg.count("<rect") == 2
    assert svg.count('class="bar now"') == 1
    assert re.findall(r'<line class="break" x1="77"', svg)


def test_nothing_but_zero_is_drawn_as_a_line() -> None:
    """Zero is a value: its bar is one unit high, never missing."""
    assert 'height="1"' in sparkline({2022: Decimal(0)}, [2022], "件")
