"""What the proofs share: one built copy of the project, and a place for more."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assurance.copies import build, fresh
from fazhi.facts import FactBook, read_facts
from fazhi.paths import Project
from fazhi.publish.audit.pages import Page, read_pages

Say = Callable[[str], None]


@dataclass(frozen=True)
class Measured:
    """What a proof came to.

    Attributes:
        result: The measured figure, in Chinese.
        met: Whether the target is reached; None when the sample is smaller than the target asks
            for or this machine lacks a means, so that nothing is proved.
        code: Fingerprint of the program it was measured on.
    """

    result: str
    met: bool | None
    code: str = ""


@dataclass(eq=False)
class Lab:
    """One run of the proofs.

    Attributes:
        folder: Where copies may be made.
        quick: Whether samples are kept small.
        say: Receives one Chinese line per step.
    """

    folder: Path
    quick: bool
    say: Say
    _made: list[Path] = field(default_factory=list)

    def sample(self, full: int, quick: int) -> int:
        """Return the sample size of this run."""
        return quick if self.quick else full

    def place(self, name: str) -> Path:
        """Return a new, empty place for a copy."""
        self._made.append(self.folder / f"{len(self._made)} {name}")
        return self._made[-1]

    @cached_property
    def built(self) -> Project:
        """A copy whose site has been built from nothing; nobody may change it."""
        project = fresh(self.place("built"))
        build(project)
        return project

    @property
    def site(self) -> Path:
        """Its release."""
        return self.built.html.resolve()

    @cached_property
    def pages(self) -> list[Page]:
        """Its pages."""
        return read_pages(self.site)

    @cached_property
    def books(self) -> dict[int, FactBook]:
        """Its facts."""
        return {year: read_facts(self.built.facts(year)) for year in self.built.years()}


@contextmanager
def open_lab(*, quick: bool, say: Say) -> Iterator[Lab]:
    """Open a lab in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="fazhi-assurance-") as folder:
        yield Lab(Path(folder).resolve(), quick, say)
