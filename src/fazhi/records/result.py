"""What reading and checking the raw files of a year came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fazhi.errors import IntakeError
from fazhi.records.column import Column
from fazhi.records.parse import Parsed
from fazhi.records.problems import MUST, Problem
from fazhi.records.sources import Source
from fazhi.records.totals import StatedTotal
from fazhi.records.written import Correction, Explanation


@dataclass(frozen=True)
class Counts:
    """Where the rows of a register went.

    Attributes:
        rows_in: Rows of its sheets, from the first to the last that is not blank.
        clean: Records in the clean table.
        quarantined: Records in the quarantine file.
        non_records: Other rows by kind (``fazhi.records.rows.KIND_NAMES``).
    """

    rows_in: int
    clean: int
    quarantined: int
    non_records: Mapping[str, int]

    @classmethod
    def of(cls, parsed: Parsed) -> Counts:
        """Count the rows of a register that has been checked."""
        raw = parsed.raw
        return cls(
            rows_in=raw.rows_in,
            clean=len(parsed.sound()),
            quarantined=len(raw.faults),
            non_records=dict(sorted(raw.non_records.items())),
        )


@dataclass(frozen=True)
class CleanResult:
    """What reading a year came to.

    Attributes:
        year: Report year.
        folder: The raw folder.
        synthetic: Whether any source is sample data (示例数据).
        counts: Where the rows went, by register.
        totals: Totals stated in the files beside the computed ones.
        problems: Everything still to mend or explain; files that could not be read come first.
        explained: Problems that may stand, with the explanation given.
        corrections: Corrections applied.
        refusals: Files that could not be read as a register.
        sources: The files that were read, by path relative to the root.
        parsed: Typed columns by register, nothing masked; never written anywhere.
        shown: The columns of the clean tables by register, masked; only of a year to be cleaned.
    """

    year: int
    folder: Path
    synthetic: bool
    counts: Mapping[str, Counts]
    totals: tuple[StatedTotal, ...]
    problems: tuple[Problem, ...]
    explained: tuple[tuple[Problem, Explanation], ...] = ()
    corrections: tuple[Correction, ...] = ()
    refusals: tuple[IntakeError, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    parsed: Mapping[str, Parsed] = field(default_factory=dict, repr=False)
    shown: Mapping[str, Mapping[str, Column]] = field(default_factory=dict, repr=False)

    @property
    def must(self) -> list[Problem]:
        """Problems that have to be mended (强制)."""
        return [p for p in self.problems if p.severity == MUST]

    @property
    def verify(self) -> list[Problem]:
        """Problems that may stand with an explanation (核实)."""
        return [p for p in self.problems if p.severity != MUST]
