"""The claims (论断) of one published report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fazhi.claims.reference import Node, read_yaml
from fazhi.errors import DefinitionError
from fazhi.quantity import format_number

QUALIFIERS = (
    "exact",
    "more_than",
    "nearly",
    "about",
    "at_least",
    "at_most",
    "less_than",
    "range",
    "every",
    "several",
)
STATUSES = ("published", "draft")
_CLAIM_KEYS = (
    "id", "section", "printed", "qualifier", "value", "high", "unit", "part_of", "sentence"
)  # fmt: skip
_FILE_KEYS = ("year", "status", "title", "claims", "acknowledgements")
_ACKNOWLEDGEMENT_KEYS = ("id", "computed", "reason", "date", "person")


@dataclass(frozen=True)
class Claim:
    """One figure the report asserts.

    Attributes:
        id: Indicator id.
        section: Where it stands, e.g. ``一（三）``.
        printed: Exactly as published, e.g. ``11.3万元``.
        qualifier: One of ``QUALIFIERS``.
        value: In the indicator's unit; the low end of a range; None when nothing is stated (多场).
        unit: The indicator's unit.
        high: The high end of a range.
        part_of: For 其中, the id of the whole.
        sentence: The words around it.
    """

    id: str
    section: str
    printed: str
    qualifier: str
    value: Decimal | None
    unit: str
    high: Decimal | None = None
    part_of: str | None = None
    sentence: str = ""


@dataclass(frozen=True)
class Acknowledgement:
    """A named person's word that a contradicted claim is known (知悉不符).

    Attributes:
        id: Indicator id.
        computed: The computed value it was given for; another value needs another word.
        reason: Why the published figure stands.
        date: ISO day.
        person: Who says so.
    """

    id: str
    computed: Decimal
    reason: str
    date: str
    person: str


@dataclass(frozen=True)
class ClaimFile:
    """All claims of one year.

    Attributes:
        year: Report year.
        status: ``published``, or ``draft`` while there are no printed forms.
        title: Title of the report.
        claims: In the order of the report.
        acknowledgements: By indicator id.
        where: Name of the file, for messages.
    """

    year: int
    status: str
    title: str
    claims: tuple[Claim, ...]
    acknowledgements: tuple[Acknowledgement, ...] = ()
    where: str = ""


def load_claims(path: Path, root: Path | None = None) -> ClaimFile:
    """Read the claims of one year.

    Args:
        path: ``data/reference/claims/<year>.yml``.
        root: Project root, so that messages show the path relative to it.

    Returns:
        The validated file.

    Raises:
        DefinitionError: Something is malformed; names the entry, e.g. ``claims[3].value``.
    """
    top = read_yaml(path, root).table(_FILE_KEYS)
    year = top.child("year")
    if not isinstance(year.value, int) or str(year.value) != path.stem:
        raise year.wrong("年份与文件名不一致", expected=path.stem, todo="改正年份或文件名")
    status = top.child("status").choice(STATUSES)
    claims = tuple(_claim(node) for node in top.child("claims").items())
    _require_unique_and_known(claims, top)
    acknowledgements = tuple(
        _acknowledgement(node, claims) for node in top.child("acknowledgements").items()
    )
    if status == "published" and not claims:
        raise top.child("claims").wrong(
            "已发布的报告没有论断", todo="逐条录入，或将 status 改为 draft"
        )
    return ClaimFile(
        year.value, status, top.child("title").text(), claims, acknowledgements, top.file
    )


def _claim(node: Node) -> Claim:
    node.table(_CLAIM_KEYS)
    qualifier = node.child("qualifier").choice(QUALIFIERS)
    part_of, sentence = node.child("part_of"), node.child("sentence")
    claim = Claim(
        id=node.child("id").text(),
        section=node.child("section").text(),
        printed=node.child("printed").text(),
        qualifier=qualifier,
        value=_value(node.child("value"), qualifier),
        unit=node.child("unit").text(),
        high=_high(node, qualifier),
        part_of=None if part_of.value is None else part_of.text(),
        sentence="" if sentence.value is None else sentence.text(),
    )
    _require_as_printed(claim, node)
    return claim


def _require_as_printed(claim: Claim, node: Node) -> None:
    """Refuse a value or qualifier that the printed figure does not say."""
    from fazhi.claims.prose.find import find_numbers
    from fazhi.claims.prose.numeral import MEASURED

    numbers = [n for n in find_numbers(claim.printed) if n.kind in MEASURED]
    if claim.qualifier in ("every", "several") or len(numbers) != 1:
        return
    (number,) = numbers
    todo = "照报告原文改正其一"
    if number.value is not None and number.value != claim.value:
        raise node.child("value").wrong(
            "value 与 printed 不一致", expected=format_number(number.value), todo=todo
        )
    if number.qualifier != claim.qualifier:
        raise node.child("qualifier").wrong(
            "qualifier 与 printed 不一致", expected=number.qualifier, todo=todo
        )


def _value(node: Node, qualifier: str) -> Decimal | None:
    if node.value is None and qualifier in ("every", "several"):
        return Decimal(100) if qualifier == "every" else None
    return node.number()


def _high(node: Node, qualifier: str) -> Decimal | None:
    high = node.child("high")
    if qualifier != "range":
        if high.value is not None:
            raise high.wrong("只有 range 才有上限", todo="删去 high，或将 qualifier 改为 range")
        return None
    if high.number() <= node.child("value").number():
        raise high.wrong("上限应大于下限", expected=f"大于 {node.value['value']}")
    return high.number()


def _require_unique_and_known(claims: tuple[Claim, ...], top: Node) -> None:
    seen: dict[str, int] = {}
    for number, claim in enumerate(claims):
        where = f"{top.file} @ claims[{number}]"
        if claim.id in seen:
            raise DefinitionError(
                f"论断 {claim.id} 重复",
                where=f"{where}.id",
                expected=f"与 claims[{seen[claim.id]}] 不同的 id",
                todo="删去其中一条",
            )
        seen[claim.id] = number
    for number, claim in enumerate(claims):
        if claim.part_of is not None and (claim.part_of not in seen or claim.part_of == claim.id):
            raise DefinitionError(
                "“其中”的总数不在本文件内",
                where=f"{top.file} @ claims[{number}].part_of",
                expected="本文件另一条论断的 id",
                got=claim.part_of,
                todo="改正 part_of，或补录总数",
            )


def _acknowledgement(node: Node, claims: tuple[Claim, ...]) -> Acknowledgement:
    node.table(_ACKNOWLEDGEMENT_KEYS)
    return Acknowledgement(
        id=node.child("id").choice([claim.id for claim in claims]),
        computed=node.child("computed").number(),
        reason=node.child("reason").text(),
        date=str(node.child("date").value or node.child("date").text()),
        person=node.child("person").text(),
    )
