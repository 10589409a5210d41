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

    def divided_by(self, base: Interval, scale: Decimal) -> Interval:
        """Return the possible quotients times *scale*; *base* lies above zero."""
        ends = [end / by * scale for end in (self.low, self.high) for by in (base.low, base.high)]
        return Interval(min(ends), max(ends))

    def percent_of(self, whole: Interval) -> Interval | None:
        """Return the possible shares of *whole* in percent; None when it may be zero."""
        if whole.low <= 0:
            return None
        return self.divided_by(whole, Decimal(100))


def rounding_interval(value: Decimal, step: Decimal) -> Interval:
    """Return all values that round to *value* at *step*; a step of 0 is exact."""
    return Interval(value - step / 2, value + step / 2)


def total(intervals: list[Interval]) -> Interval:
    """Return the sum of all."""
    return Interval(
        sum((i.low for i in intervals), Decimal(0)), sum((i.high for i in intervals), Decimal(0))
    )
