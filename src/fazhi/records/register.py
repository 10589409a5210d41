"""What a register is: its fields, how each is read, checked and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fazhi.records.folding import fold_header

TYPES = frozenset(
    (
        "text",
        "int",
        "decimal",
        "money",
        "date",
        "choice",
        "choices",
        "code",
        "docno",
        "uscc",
        "flag",
    )
)
PUBLISH = ("as_is", "masked", "never", "internal")
MASKS = ("company", "person", "text")
RULE_KINDS = (
    "ordered", "at_most", "required_if", "equals", "year_in_number", "distinct", "matches",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One column of a register.

    Attributes:
        key: Column name of the clean table.
        header: Header as exported.
        aliases: Headers of other generations of the same field.
        type: One of ``TYPES``.
        required: Whether a record without it is no record.
        publish: One of ``PUBLISH``.
        mask: How a ``masked`` value is made unrecognisable; one of ``MASKS`` or empty.
        values: Allowed values, empty when anything goes; of a code column, the codes.
        labels: Name of each code of a code column.
        value_aliases: Other spelling (or name) of an allowed value, by spelling.
        unit: Unit of a money column whose header, title row and cell say nothing.
        minimum: Smallest allowed number.
        maximum: Largest allowed number.
        fill_down: Whether a blank takes the value above it.
    """

    key: str
    header: str
    type: str
    publish: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    mask: str = ""
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    value_aliases: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    fill_down: bool = False

    @property
    def title(self) -> str:
        """The header as a reader of the clean table should see it (money is in 元 there)."""
        return self.header.replace("万元", "元") if self.type == "money" else self.header


@dataclass(frozen=True)
class Rule:
    """A rule across the fields of one row.

    Attributes:
        id: ``register.name``.
        severity: ``must`` (强制) or ``verify`` (核实).
        kind: One of ``RULE_KINDS``.
        arguments: What the YAML gives under the kind.
        message: The rule in Chinese.
    """

    id: str
    severity: str
    kind: str
    arguments: Any
    message: str


@dataclass(frozen=True)
class Surrogate:
    """A running number shown in place of an identifier that may not be shown.

    Attributes:
        key: Column name in the clean table.
        sources: Fields that identify the same thing, the most reliable first.
    """

    key: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """One kind of record (台账), as declared in ``data/reference/registers/``.

    Attributes:
        name: Table name.
        title: Chinese name.
        unit: What one row counts.
        key: Fields that are unique among valid rows.
        file_names: Parts of file or sheet names that announce this register.
        year_field: Field that places a row in a year by default.
        status_field: Field with 有效 or 作废; may be absent from the file.
        fields: Columns, in order.
        rules: Rules across the fields of a row.
        surrogates: Public running numbers.
    """

    name: str
    title: str
    unit: str
    key: tuple[str, ...]
    file_names: tuple[str, ...]
    year_field: str
    status_field: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    surrogates: tuple[Surrogate, ...]

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """Fields by key."""
        return {f.key: f for f in self.fields}

    @cached_property
    def by_header(self) -> dict[str, Field]:
        """Fields by folded header or alias."""
        return {fold_header(name): f for f in self.fields for name in (f.header, *f.aliases)}


def rule_fields(rule: Rule) -> tuple[str, ...]:
    """Return the field keys that *rule* speaks of."""
    names = {
        "required_if": ("field", "then"),
        "year_in_number": ("number", "date"),
        "matches": ("field", "then"),
    }.get(rule.kind)
    return tuple(rule.arguments[n] for n in names) if names else tuple(rule.arguments)
