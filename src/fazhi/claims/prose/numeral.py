"""The one noun of this package: a numeral found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

KINDS = (
    "quantity",
    "money",
    "percent",
    "yoy_percent",
    "date",
    "year",
    "ordinal_heading",
    "legal_reference",
    "policy_name",
    "other",
)
PERCENTS = ("percent", "yoy_percent")
MEASURED = ("quantity", "money", *PERCENTS)


@dataclass(frozen=True)
class Numeral:
    """A numeral with the words that belong to it.

    Attributes:
        text: Verbatim, qualifier and unit included, as are spaces and line breaks inside.
        start: Position of its first character in the text.
        value: In base units, the low end of a range; None for dates, names and codes.
        qualifier: ``exact more_than nearly about at_least at_most less_than range``.
        unit: Without 万 and 亿; empty when none is written.
        kind: One of ``KINDS``.
        high: The high end of a range.
    """

    text: str
    start: int
    value: Decimal | None
    qualifier: str
    unit: str
    kind: str
    high: Decimal | None = None

    @property
    def end(self) -> int:
        """Position after the last character."""
        return self.start + len(self.text)

    def to_json(self) -> dict[str, str | int | float | None]:
        """Return the numeral as JSON values; values are JSON numbers."""
        return {
            "text": self.text,
            "start": self.start,
            "value": _json_number(self.value),
            "high": _json_number(self.high),
            "qualifier": self.qualifier,
            "unit": self.unit,
            "kind": self.kind,
        }


def _json_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
