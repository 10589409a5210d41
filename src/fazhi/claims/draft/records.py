"""Read what a draft of one year is held against."""

from __future__ import annotations

from fazhi.claims.claim import load_claims
from fazhi.claims.draft.facts_check import Records
from fazhi.claims.thresholds import load_thresholds
from fazhi.facts.factbook import read_facts
from fazhi.facts.indicators import load_indicators
from fazhi.paths import Project


def load_records(project: Project, year: int) -> Records:
    """Read the facts of *year* and of every other year computed, the indicators and the claims.

    Args:
        project: Where the files are.
        year: Report year; its facts must have been computed.

    Raises:
        FactError: The facts of *year* are missing or unreadable.
        DefinitionError: A reviewed file is malformed.
    """
    book = read_facts(project.facts(year))
    others = (y for y in project.years() if y != year and project.facts(y).is_file())
    claims = project.claims(year)
    return Records(
        year=year,
        history={year: book.values()} | {y: read_facts(project.facts(y)).values() for y in others},
        indicators=load_indicators(project.indicators),
        claims=load_claims(claims, project.root).claims if claims.is_file() else (),
        thresholds=load_thresholds(project.reference / "thresholds.yml", project.root),
        synthetic=book.synthetic,
    )
