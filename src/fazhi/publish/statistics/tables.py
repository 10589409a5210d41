"""What the statutory tables consist of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Line:
    """One number of a table.

    Attributes:
        key: ``penalties.total``; unique in the year's tables.
        label: As the form prints it.
        unit: 件, 宗, 次, 元 or 万元.
        value: None where no register is kept (无记录).
    """

    key: str
    label: str
    unit: str
    value: Decimal | None

    @property
    def shown(self) -> str:
        """The number as printed, without its unit."""
        if self.value is None:
            return "无记录"
        text = format(self.value, ",f")
        return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class StatTable:
    """One statutory table.

    Attributes:
        name: File name of its downloads.
        number: ``表一``.
        title: ``行政许可``.
        lines: The numbers.
        notes: How they were counted.
    """

    name: str
    number: str
    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def value(self, key: str) -> Decimal | None:
        """Return the value of the line *key*."""
        return next(line.value for line in self.lines if line.key == key)
