"""Arithmetic on printed numbers, which stand for all values that round to them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Interval:
    """All values from *low* to *high*, both included.

    Half up and half to even differ only at the ends, so both ends belong.
    """

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        """Add value by value."""
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """Subtract value by value."""
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: Interval) -> bool:
        """Tell whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def percent_of(self, whole: Interval) -> Interval | None:
        """Return the possible shares of *whole* in percent; None when it may be zero."""
        if whole.low <= 0:
            return None
        quotients = [
            part / total * 100
            for part in (self.low, self.high)
            for total in (whole.low, whole.high)
        ]
        return Interval(min(quotients), max(quotients))


def rounding_interval(value: Decimal, step: Decimal) -> Interval:
    """Return all values that round to *value* at *step*; a step of 0 is exact."""
    return Interval(value - step / 2, value + step / 2)


def total(intervals: list[Interval]) -> Interval:
    """Return the sum of all."""
    return Interval(
        sum((i.low for i in intervals), Decimal(0)), sum((i.high for i in intervals), Decimal(0))
    )
