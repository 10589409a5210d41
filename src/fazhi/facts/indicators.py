"""The indicator catalogue (指标): what may be counted, its unit and its definition (口径)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fazhi.errors import DefinitionError

KINDS = ("count", "total", "rate", "mean", "extreme", "existence")
SECTIONS = ("enforcement", "licensing", "outreach", "governance")
_REQUIRED = ("id", "label", "unit", "kind", "section", "registers", "definition")


@dataclass(frozen=True)
class Definition:
    """One version of an indicator's definition (口径).

    Attributes:
        version: 1 for the first; a higher one makes comparison with earlier years void.
        since: First report year it applies to.
        text: The definition as readers see it.
        reason: Why it changed; empty for the first.
    """

    version: int
    since: int
    text: str
    reason: str = ""


@dataclass(frozen=True)
class Display:
    """How an unpublished year prints the value.

    Attributes:
        scale: ``""``, ``万`` or ``亿``.
        decimals: Digits after the point; None keeps what is needed.
        approximate: ``""``, ``余`` or ``近``: the wording used where the value supports it.
    """

    scale: str = ""
    decimals: int | None = None
    approximate: str = ""


@dataclass(frozen=True)
class Indicator:
    """What is counted.

    Attributes:
        id: ``register.measure``.
        label: Chinese name.
        english: English name.
        unit: Base unit (元, never 万元).
        kind: One of ``KINDS``; decides how evidence must add up to the value.
        section: One of ``SECTIONS``.
        registers: Registers that must be present, else the fact has no record.
        definitions: Versions, ascending.
        display: Printed form for an unpublished year.
        headline: Whether the home page shows it as a tile.
        meaning: What the number says, in plain words for a tile; not the definition.
    """

    id: str
    label: str
    english: str
    unit: str
    kind: str
    section: str
    registers: tuple[str, ...]
    definitions: tuple[Definition, ...]
    display: Display = field(default_factory=Display)
    headline: bool = False
    meaning: str = ""

    @property
    def anchor(self) -> str:
        """The id of the source cell and of its anchor on the site."""
        return self.id.replace(".", "-")

    @property
    def is_rate(self) -> bool:
        """Whether differences are percentage points (百分点), not percents."""
        return self.unit == "%"

    def definition(self, year: int) -> Definition:
        """Return the definition in force for *year*."""
        return [d for d in self.definitions if d.since <= year or d.version == 1][-1]


def load_indicators(path: Path) -> dict[str, Indicator]:
    """Read the catalogue.

    Args:
        path: ``data/reference/indicators.yml``.

    Returns:
        Indicators by id, in file order.

    Raises:
        DefinitionError: An entry is malformed or an id stands twice; names the entry.
    """
    try:
        return dict(_catalogue(path.name, path.read_text(encoding="utf-8")))
    except (OSError, YAMLError) as problem:
        raise DefinitionError(
            "指标目录无法读取", where=path.name, got=str(problem).splitlines()[0]
        ) from problem


# Every page and every notebook asks for the catalogue; its text decides whether it is the same.
@cache
def _catalogue(name: str, text: str) -> Mapping[str, Indicator]:
    entries = YAML(typ="safe").load(text)
    if not isinstance(entries, list):
        raise DefinitionError("指标目录应是一个列表", where=name, got=type(entries).__name__)
    catalogue: dict[str, Indicator] = {}
    for number, entry in enumerate(entries):
        indicator = _indicator(entry, f"{name} @ [{number}]")
        if indicator.id in catalogue:
            raise DefinitionError(
                f"指标 {indicator.id} 重复", where=f"{name} @ [{number}]", todo="删去其中一个"
            )
        catalogue[indicator.id] = indicator
    return catalogue


def _indicator(entry: Any, where: str) -> Indicator:
    if not isinstance(entry, dict):
        raise DefinitionError("指标应是键值表", where=where, got=type(entry).__name__)
    missing = [key for key in _REQUIRED if not entry.get(key)]
    if missing:
        raise DefinitionError("指标缺少必填项", where=where, expected="、".join(missing))
    for key, allowed in (("kind", KINDS), ("section", SECTIONS)):
        if entry[key] not in allowed:
            raise DefinitionError(
                f"指标 {entry['id']} 的 {key} 取值不对",
                where=f"{where}.{key}",
                expected="、".join(allowed),
                got=str(entry[key]),
            )
    display = entry.get("display") or {}
    return Indicator(
        id=entry["id"],
        label=entry["label"],
        english=entry.get("english", ""),
        unit=entry["unit"],
        kind=entry["kind"],
        section=entry["section"],
        registers=tuple(entry["registers"]),
        definitions=_definitions(entry),
        display=Display(
            scale=display.get("scale", ""),
            decimals=display.get("decimals"),
            approximate=display.get("approximate", ""),
        ),
        headline=bool(entry.get("headline", False)),
        meaning=entry.get("meaning", ""),
    )


def _definitions(entry: dict[str, Any]) -> tuple[Definition, ...]:
    first = Definition(int(entry.get("definition_version", 1)), 2000, str(entry["definition"]))
    later = (
        Definition(int(v["version"]), int(v["since"]), str(v["definition"]), str(v["reason"]))
        for v in entry.get("versions") or ()
    )
    return tuple(sorted((first, *later), key=lambda d: d.version))
