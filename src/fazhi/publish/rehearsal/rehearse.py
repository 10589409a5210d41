"""Everything to know about a year before its site is published; writes nothing."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fazhi.claims import Claim, check_claims, judge, load_claims, load_thresholds
from fazhi.errors import FactError
from fazhi.facts import FactBook, compare, load_indicators, read_facts
from fazhi.paths import Project
from fazhi.publish.book.years import Shelf, YearBook, read_shelf
from fazhi.publish.pipeline import harvested
from fazhi.publish.rehearsal.sentences import Sentence, read_sentences, rendered
from fazhi.publish.rehearsal.words import Unsupported, unsupported
from fazhi.publish.revisions import require_unrevised, revisions


@dataclass(frozen=True)
class Altered:
    """A sentence that will read otherwise.

    Attributes:
        place: File and line in Chinese.
        before: As it reads with the committed facts; empty when there are none.
        after: As it will read.
    """

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Rehearsal:
    """What publishing a year would change, and what stands in its way.

    Attributes:
        year: Report year.
        has_before: Whether facts of this year were committed before.
        altered: Sentences that will change; all of them when there is nothing before.
        missing: Indicators without records, as ``label：reason``.
        definitions: Definitions or units that differ from last year's, one line each.
        wordings: Words published last year that this year's value does not allow, one line each.
        unsupported: Words around numbers that the data do not bear out.
        claims: Published claims of this year that do not hold, one line each.
        locked: Published values that changed without a revision; empty when none did.
    """

    year: int
    has_before: bool
    altered: tuple[Altered, ...]
    missing: tuple[str, ...]
    definitions: tuple[str, ...]
    wordings: tuple[str, ...]
    unsupported: tuple[Unsupported, ...]
    claims: tuple[str, ...]
    locked: str

    @property
    def stands(self) -> bool:
        """Whether every word is borne out and every change declared."""
        return not (self.unsupported or self.claims or self.locked)


def rehearse(project: Project, year: int, book: FactBook | None = None) -> Rehearsal:
    """Compare what *year* would print with what it printed, and its words with its data.

    Args:
        project: The project; the year's notebooks must have run (``pipeline.count_years``).
        year: Report year.
        book: Facts to rehearse; those the notebooks last computed when None.

    Raises:
        FactError: The notebooks have not run.
        DefinitionError: A reviewed file is malformed.
    """
    now = book or harvested(project, year)
    before = committed_facts(project, year)
    shelf = read_shelf(project.root)
    after = _with(project, shelf, now)
    sentences = read_sentences(project, year)
    last = shelf.years.get(year - 1)
    stood = _with(project, shelf, before) if before else None
    return Rehearsal(
        year=year,
        has_before=before is not None,
        altered=tuple(_altered(sentences, stood, after, year)),
        missing=tuple(_missing(project, now)),
        definitions=tuple(_definitions(last.book, now)) if last else (),
        wordings=tuple(_wordings(last, now)) if last else (),
        unsupported=tuple(unsupported(sentences, after, year)),
        claims=tuple(_claims(after.years[year])),
        locked=_locked(project, now),
    )


def committed_facts(project: Project, year: int) -> FactBook | None:
    """Return the facts of *year* in the last commit; None without one."""
    name = project.relative(project.facts(year))
    command = ["git", "-C", str(project.root), "show", f"HEAD:./{name}"]
    try:
        shown = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / str(year) / "facts.json"
        copy.parent.mkdir()
        copy.write_bytes(shown.stdout)
        return read_facts(copy)


def _with(project: Project, shelf: Shelf, book: FactBook) -> Shelf:
    """Return *shelf* as if *book* had been collected."""
    year = book.year
    previous = shelf.years.get(year - 1)
    changes = compare(book, previous.book if previous else None, year - 1, shelf.indicators)
    claims = load_claims(project.claims(year), project.root)
    units = {key: indicator.unit for key, indicator in shelf.indicators.items()}
    thresholds = load_thresholds(project.reference / "thresholds.yml", project.root)
    rows = check_claims(claims, book.values(), units, thresholds)
    found = YearBook(
        book=book,
        claims={c.id: c for c in claims.claims} if claims.status == "published" else {},
        verdicts={row.id: row for row in rows},
        changes={change.id: change for change in changes},
        revisions=revisions(project, year),
    )
    return replace(shelf, years={**shelf.years, year: found})


def _altered(
    sentences: list[Sentence], before: Shelf | None, after: Shelf, year: int
) -> Iterator[Altered]:
    for sentence in sentences:
        old = rendered(sentence, before, year) if before else ""
        new = rendered(sentence, after, year)
        if old != new:
            yield Altered(sentence.place, old, new)


def _missing(project: Project, book: FactBook) -> Iterator[str]:
    labels = {key: i.label for key, i in load_indicators(project.indicators).items()}
    for key, reason in sorted(book.missing.items()):
        yield f"{labels.get(key, key)}（{key}）：{reason}"


def _definitions(last: FactBook, now: FactBook) -> Iterator[str]:
    for key, fact in sorted(now.facts.items()):
        old = last.facts.get(key)
        if old is None:
            continue
        if old.unit != fact.unit:
            yield f"{fact.label}（{key}）：单位由“{old.unit}”改为“{fact.unit}”"
        if old.definition_version != fact.definition_version:
            yield (
                f"{fact.label}（{key}）：口径由第{old.definition_version}版改为"
                f"第{fact.definition_version}版，与上年不可比；新口径：{fact.definition}"
            )
        elif old.definition != fact.definition:
            yield f"{fact.label}（{key}）：口径文字改了但版本没有变，请增加版本或改回"


def _wordings(last: YearBook, now: FactBook) -> Iterator[str]:
    """Hold words last year printed in place of a number (均, 每案必审, 没有) against this year."""
    for key, claim in sorted(last.claims.items()):
        fact = now.facts.get(key)
        if not _is_word(claim):
            continue
        found = judge(claim, fact.value if fact else None)
        if found.verdict in ("contradicted", "no_record"):
            shown = fact.display if fact else "无记录"
            yield f"{key}：{last.year}年写“{claim.printed}”，本年为{shown}，不能照写"


def _is_word(claim: Claim) -> bool:
    exact = claim.qualifier == "exact" and claim.value != 0
    return not exact and not any(char.isdigit() for char in claim.printed)


def _claims(found: YearBook) -> Iterator[str]:
    if not found.claims:
        return
    for row in found.verdicts.values():
        if row.verdict in ("contradicted", "no_record"):
            yield f"{row.id}：“{row.printed}”，{row.note or '无记录'}"


def _locked(project: Project, book: FactBook) -> str:
    try:
        require_unrevised(project, book.year, book)
    except FactError as problem:
        return str(problem)
    return ""
