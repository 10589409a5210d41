"""What is known of each year: facts, published claims, verdicts and changes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from fazhi.claims import Claim, ClaimFile, VerdictRow, load_claims, read_verdicts
from fazhi.errors import FactError
from fazhi.facts import (
    Change,
    Fact,
    FactBook,
    Indicator,
    load_indicators,
    plain,
    read_comparison,
    read_facts,
)
from fazhi.paths import Project
from fazhi.publish.revisions import Revision, revisions
from fazhi.records.schema import read_yaml

VERDICT_WORDS = {
    "supported": "相符",
    "loose": "偏宽",
    "contradicted": "不符",
    "no_record": "无记录",
}
COMPUTED_WORD = "算出"
"""Stands where no published claim asserts the number, so that nothing could bear it out."""
_YEAR_IN_PAGE = re.compile(r"(?:^|/)(20[0-9]{2})(?:/|$)")


@dataclass(frozen=True)
class Printed:
    """A number as one page prints it.

    Attributes:
        key: ``2022/penalties.fine_total``.
        text: Printed form: the published wording, else the fact's own.
        value: Computed value, plain decimal; empty when there is no record.
        verdict: Key of ``VERDICT_WORDS``; of a number that nothing claimed it only says that the
            text is the fact's own.
        claimed: Whether a published claim asserts the number, so that the verdict is about one.
        computed: The fact's own form, only when it contradicts ``text``.
        revised: What was changed since publication (更正), in Chinese; empty when nothing was.
    """

    key: str
    text: str
    value: str
    verdict: str
    computed: str = ""
    revised: str = ""
    claimed: bool = True

    @property
    def mark(self) -> str:
        """What readers are shown: the verdict, or ``computed`` where no claim was judged."""
        return self.verdict if self.claimed or not self.value else "computed"

    @property
    def word(self) -> str:
        """The mark in Chinese."""
        return VERDICT_WORDS.get(self.mark, COMPUTED_WORD)


@dataclass(frozen=True)
class YearBook:
    """One year's computed and published numbers.

    Attributes:
        book: Facts.
        claims: Published claims by indicator id; empty while the year is a draft.
        verdicts: Verdicts on them by indicator id.
        changes: Changes against the baseline year by indicator id.
        revisions: Latest change since publication by indicator id.
    """

    book: FactBook
    claims: Mapping[str, Claim]
    verdicts: Mapping[str, VerdictRow]
    changes: Mapping[str, Change]
    revisions: Mapping[str, Revision] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The report year."""
        return self.book.year

    def printed(self, indicator_id: str) -> Printed:
        """Return how the number *indicator_id* is printed.

        Raises:
            FactError: Neither a fact nor a published claim has this id, or a claim was not checked.
        """
        key = f"{self.year}/{indicator_id}"
        fact, claim = self.book.facts.get(indicator_id), self.claims.get(indicator_id)
        if claim is None:
            if fact is None and indicator_id in self.book.missing:
                return Printed(key, VERDICT_WORDS["no_record"], "", "no_record", claimed=False)
            if fact is None:
                raise FactError(f"没有事实 {key}")
            revised = self._revised(indicator_id)
            value = plain(fact.value)
            return Printed(key, fact.display, value, "supported", revised=revised, claimed=False)
        verdict = self.verdicts.get(indicator_id)
        if verdict is None:
            raise FactError(f"论断 {key} 没有核对结果", todo="运行 make site 重新核对")
        if fact is None:
            return Printed(key, claim.printed, "", "no_record")
        computed = fact_exact(fact) if verdict.verdict == "contradicted" else ""
        revised = self._revised(indicator_id)
        return Printed(key, claim.printed, plain(fact.value), verdict.verdict, computed, revised)

    def _revised(self, indicator_id: str) -> str:
        entry = self.revisions.get(indicator_id)
        return f"{entry.date}更正" if entry else ""

    def comparable(self, indicator: Indicator) -> Printed:
        """Return how the number of *indicator* stands beside another year's: as counted.

        A published wording such as 近6000 or 均 compares with nothing.
        """
        fact, printed = self.book.facts.get(indicator.id), self.printed(indicator.id)
        if fact is None:
            return printed
        text = fact_exact(fact) if indicator.display.approximate else fact.display
        return replace(printed, text=text, computed="")

    def seal(self, indicator_id: str) -> str:
        """Return a digest of everything a page may print about *indicator_id*."""
        parts = (
            self.book.facts.get(indicator_id),
            self.book.missing.get(indicator_id),
            self.claims.get(indicator_id),
            self.verdicts.get(indicator_id),
            self.changes.get(indicator_id),
            self.revisions.get(indicator_id),
            self.book.synthetic,
            self.book.cutoff,
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Shelf:
    """All years of one book, with the catalogue and what the site says about itself."""

    years: Mapping[int, YearBook]
    indicators: Mapping[str, Indicator]
    bureau: Mapping[str, str]

    def year(self, year: int) -> YearBook:
        """Return one year.

        Raises:
            FactError: The year has no facts.
        """
        if year not in self.years:
            known = "、".join(str(y) for y in self.years) or "无"
            raise FactError(f"没有 {year} 年的事实", expected=f"已有年份：{known}")
        return self.years[year]

    def fact(self, key: str) -> Fact | None:
        """Return the fact named ``2022/penalties.fine_total``, if it was computed."""
        year, indicator_id = key.split("/", 1)
        found = self.years.get(int(year))
        return found.book.facts.get(indicator_id) if found else None

    def series(self, indicator_id: str) -> dict[int, Decimal]:
        """Return the values of an indicator by year, ascending; a year without record is absent."""
        return {
            year: self.years[year].book.facts[indicator_id].value
            for year in sorted(self.years)
            if indicator_id in self.years[year].book.facts
        }

    def breaks(self, indicator_id: str) -> list[int]:
        """Return the years whose definition version differs from the year before's."""
        facts = [
            (year, self.years[year].book.facts[indicator_id].definition_version)
            for year in self.series(indicator_id)
        ]
        return [year for (_, old), (year, new) in pairwise(facts) if old != new]

    def label(self, indicator_id: str) -> str:
        """Return the Chinese name of an indicator."""
        return self.indicators[indicator_id].label

    def seal(self, key: str) -> str:
        """Return the digest of one number; ``2022/*`` stands for the whole year."""
        year, indicator_id = key.split("/", 1)
        found = self.years.get(int(year))
        if found is None:
            return ""
        if indicator_id != "*":
            return found.seal(indicator_id)
        seals = [found.seal(each) for each in sorted(self.indicators)]
        return hashlib.sha256("".join(seals).encode()).hexdigest()[:16]


def fact_exact(fact: Fact) -> str:
    """Return the exact value with its unit, for places where the wording itself is judged."""
    return f"{plain(fact.value)}{fact.unit}"


def read_shelf(root: Path) -> Shelf:
    """Read every year that has a ``facts.json`` below *root*."""
    project = Project(root)
    folders = sorted((root / "data" / "processed").glob("20[0-9][0-9]/facts.json"))
    years = {int(path.parent.name): _read_year(project, int(path.parent.name)) for path in folders}
    indicators = load_indicators(project.indicators) if project.indicators.is_file() else {}
    bureau_file = project.reference / "bureau.yml"
    bureau = read_yaml(bureau_file) if bureau_file.is_file() else {}
    return Shelf(years, indicators, bureau)


def _read_year(project: Project, year: int) -> YearBook:
    claims, verdicts = {}, {}
    if project.claims(year).is_file():
        published = load_claims(project.claims(year))
        if published.status == "published":
            claims = {claim.id: claim for claim in published.claims}
            verdicts = _verdicts(project, year, published)
    comparison = project.comparison(year)
    changes = read_comparison(comparison) if comparison.is_file() else []
    return YearBook(
        read_facts(project.facts(year)),
        claims,
        verdicts,
        {change.id: change for change in changes},
        revisions(project, year),
    )


def _verdicts(project: Project, year: int, published: ClaimFile) -> dict[str, VerdictRow]:
    """Return the verdicts; a contradiction that was acknowledged says why and when, not by whom."""
    found = {verdict.id: verdict for verdict in read_verdicts(project.verdicts(year))}
    for word in published.acknowledgements:
        if word.id in found:
            known = f"已知悉：{word.reason}（{word.date}）"
            note = "；".join(filter(None, (found[word.id].note, known)))
            found[word.id] = replace(found[word.id], note=note)
    return found


def year_of_page(docname: str) -> int | None:
    """Return the year a page belongs to by its folder: ``book/2022/enforcement`` is 2022."""
    found = _YEAR_IN_PAGE.search(docname)
    return int(found[1]) if found else None
