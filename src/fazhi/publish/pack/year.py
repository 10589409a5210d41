"""Everything the audit pack of one year is made from, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fazhi.claims import ClaimFile, VerdictRow, load_claims, read_verdicts
from fazhi.errors import FactError
from fazhi.facts import Change, FactBook, Indicator, load_indicators, read_comparison, read_facts
from fazhi.paths import Project
from fazhi.publish.runs import executed
from fazhi.records import Register, Source, YearRecords, open_year
from fazhi.records.sources import sha256_of
from fazhi.records.written import Correction, Explanation, load_corrections, load_explanations


@dataclass(frozen=True)
class PackYear:
    """One computed year.

    Attributes:
        project: The project folder.
        records: Its clean tables, for sources and row counts.
        book: Its facts.
        indicators: The catalogue.
        claims: What the report asserts.
        verdicts: Claims against facts, in report order.
        changes: The comparison with the year before.
        notebooks: Executed notebooks, in order.
        corrections: Declared corrections.
        explanations: Declared explanations.
    """

    project: Project
    records: YearRecords
    book: FactBook
    indicators: Mapping[str, Indicator]
    claims: ClaimFile
    verdicts: Sequence[VerdictRow]
    changes: Sequence[Change]
    notebooks: Sequence[Path]
    corrections: Sequence[Correction]
    explanations: Sequence[Explanation]

    @property
    def year(self) -> int:
        """The report year."""
        return self.book.year

    @property
    def sources(self) -> list[Source]:
        """Received files, by path."""
        return [self.records.sources[key] for key in sorted(self.records.sources)]

    @property
    def registers(self) -> Mapping[str, Register]:
        """Declarations by table name."""
        return self.records.registers

    @property
    def received_on(self) -> str:
        """The day the last file was received: the only date the pack bears."""
        return max((source.received_on for source in self.sources), default="")


def read_year(project: Project, year: int) -> PackYear:
    """Read a computed year.

    Raises:
        FactError: Something has not been computed, or a raw file is not the one counted.
    """
    records = open_year(project, year)
    for source in records.sources.values():
        path = project.root / source.file
        if not path.is_file() or sha256_of(path) != source.sha256:
            raise FactError(
                "原始文件与计算时不同，不能打包",
                where=source.file,
                expected=f"sha256 {source.sha256}",
                todo=f"放回收到的原件，或运行 make year YEAR={year}",
            )
    stems = sorted(path.stem for path in project.notebooks.glob("[0-9]*.ipynb"))
    notebooks = [executed(project, year, stem) for stem in stems]
    for path in notebooks:
        if not path.is_file():
            raise FactError(
                "笔记本没有运行过", where=f"{year}/{path.name}", todo=f"运行 make year YEAR={year}"
            )
    return PackYear(
        project=project,
        records=records,
        book=read_facts(project.facts(year)),
        indicators=load_indicators(project.indicators),
        claims=load_claims(project.claims(year), project.root),
        verdicts=read_verdicts(project.verdicts(year)),
        changes=read_comparison(project.comparison(year)),
        notebooks=notebooks,
        corrections=load_corrections(project.corrections(year)),
        explanations=load_explanations(project.explanations(year)),
    )
