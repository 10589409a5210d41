"""The printable working paper (工作底稿): one sheet an indicator, indexed by its id."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fazhi.claims import VerdictRow
from fazhi.facts import Change, Fact, change_phrase, plain
from fazhi.publish.pack.verify import added_up
from fazhi.publish.pack.year import PackYear

_SIGN = Markup(
    '<p class="sign"><b>编制：<span></span></b><b>日期：<span></span></b>'
    "<b>复核：<span></span></b><b>日期：<span></span></b></p>"
)


@dataclass(frozen=True)
class Check:
    """One relation that numbers must keep (勾稽)."""

    relation: str
    expected: str
    actual: str
    holds: bool


@dataclass(frozen=True)
class Sheet:
    """The sheet of one fact.

    Attributes:
        fact: The fact.
        value: As text.
        verdict: Its claim's verdict, if the report claims it.
        sentence: The words of the report.
        change: Against the year before, if compared.
        phrase: That change in official wording.
        related: Ids that are cross-referenced: whole, parts, and facts from the same records.
    """

    fact: Fact
    value: str
    verdict: VerdictRow | None
    sentence: str
    change: Change | None
    phrase: str
    related: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The id of the sheet on the page."""
        return self.fact.cell


def workpaper(year: PackYear) -> str:
    """Return the working paper as one HTML page."""
    environment = Environment(
        loader=PackageLoader("fazhi.publish.pack", "."),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("workpaper.html").render(
        year=year.year,
        synthetic=year.book.synthetic,
        cutoff=year.book.cutoff,
        received_on=year.received_on,
        sign=_SIGN,
        sheets=list(_sheets(year)),
        facts=year.book.facts,
        missing=sorted(year.book.missing.items()),
        sources=year.sources,
        checks=list(checks(year)),
        verdicts=year.verdicts,
        acknowledgements=year.claims.acknowledgements,
        corrections=year.corrections,
        explanations=year.explanations,
        plain=plain,
    )


def checks(year: PackYear) -> Iterator[Check]:
    """Return every relation the numbers of *year* must keep."""
    for fact in year.book.facts.values():
        expected = added_up(year.indicators[fact.id].kind, _contributions(year, fact))
        if expected is not None:
            yield _equal(f"{fact.id} 证据合计", fact.value, expected)
        for split in fact.breakdowns:
            total = sum((part.value for part in split.parts), Decimal(0))
            yield _equal(f"{fact.id} {split.label}各部分之和", fact.value, total)
    for whole, parts in _parts(year).items():
        values = year.book.values()
        if whole in values and all(part in values for part in parts):
            total = sum((values[part] for part in parts), Decimal(0))
            relation = f"{'＋'.join(parts)} 不大于 {whole}"
            yield Check(relation, plain(values[whole]), plain(total), total <= values[whole])
    for name, counts in sorted(year.records.manifest["tables"].items()):
        title = year.registers[name].title
        left = counts["clean"] + counts["quarantined"] + sum(counts["non_records"].values())
        relation = f"{title}：清洁＋隔离＋非记录＝原始行数"
        yield _equal(relation, Decimal(counts["rows_in"]), Decimal(left))


def _equal(relation: str, expected: Decimal, actual: Decimal) -> Check:
    return Check(relation, plain(expected), plain(actual), expected == actual)


def _contributions(year: PackYear, fact: Fact) -> list[Decimal]:
    path = year.project.processed(year.year) / fact.evidence
    with path.open(encoding="utf-8", newline="") as stream:
        return [Decimal(row["contribution"]) for row in csv.DictReader(stream)]


def _parts(year: PackYear) -> Mapping[str, list[str]]:
    """Return the parts (其中) of each whole, as the report claims them."""
    parts: dict[str, list[str]] = {}
    for claim in year.claims.claims:
        if claim.part_of:
            parts.setdefault(claim.part_of, []).append(claim.id)
    return parts


def _sheets(year: PackYear) -> Iterator[Sheet]:
    verdicts = {row.id: row for row in year.verdicts}
    sentences = {claim.id: claim.sentence for claim in year.claims.claims}
    changes = {change.id: change for change in year.changes}
    parts = _parts(year)
    for fact in year.book.facts.values():
        change = changes.get(fact.id)
        indicator = year.indicators[fact.id]
        wholes = [whole for whole, members in parts.items() if fact.id in members]
        family = fact.id.split(".")[0]
        same = [key for key in year.book.facts if key.split(".")[0] == family]
        related = dict.fromkeys([*wholes, *parts.get(fact.id, ()), *same])
        yield Sheet(
            fact=fact,
            value=plain(fact.value),
            verdict=verdicts.get(fact.id),
            sentence=sentences.get(fact.id, ""),
            change=change,
            phrase=change_phrase(change, indicator, f"{change.baseline}年") if change else "",
            related=tuple(key for key in related if key != fact.id and key in year.book.facts),
        )
