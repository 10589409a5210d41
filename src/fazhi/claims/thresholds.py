"""How far an approximation may be off before it is loose or wrong."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

from fazhi.claims.reference import read_yaml


@dataclass(frozen=True)
class Thresholds:
    """How far an approximation may be off; ``data/reference/thresholds.yml``.

    Attributes:
        remainder_supported_percent: 余 and 多, of the stated value.
        nearly_supported_percent: 近, of the stated value.
        about_supported_percent: 约, of the stated value.
        about_loose_percent: 约, of the stated value.
        several_at_least: Least count for 多 without a number.
    """

    remainder_supported_percent: Decimal = Decimal(10)
    nearly_supported_percent: Decimal = Decimal(5)
    about_supported_percent: Decimal = Decimal(5)
    about_loose_percent: Decimal = Decimal(10)
    several_at_least: Decimal = Decimal(3)


def load_thresholds(path: Path, root: Path | None = None) -> Thresholds:
    """Read the thresholds.

    Args:
        path: ``data/reference/thresholds.yml``.
        root: Project root, so that messages show the path relative to it.

    Raises:
        DefinitionError: A key is unknown, absent or not a positive number.
    """
    names = [field.name for field in fields(Thresholds)]
    top = read_yaml(path, root).table(names)
    values = {}
    for name in names:
        values[name] = top.child(name).number()
        if values[name] <= 0:
            raise top.child(name).wrong("阈值应为正数", expected="大于 0")
    thresholds = Thresholds(**values)
    if thresholds.about_loose_percent < thresholds.about_supported_percent:
        raise top.child("about_loose_percent").wrong(
            "偏宽的范围不应小于相符的范围", expected=f"不小于 {thresholds.about_supported_percent}"
        )
    return thresholds
