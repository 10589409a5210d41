"""Where everything lives, relative to one project root.

No other module joins path segments of the layout; nothing here imports the rest of the package.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

ROOT_VARIABLE = "FAZHI_ROOT"
_YEAR = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True)
class Project:
    """A folder of the project's shape: ``data/``, ``notebooks/``, ``book/``, ``_toc.yml``.

    Attributes:
        root: Absolute path of the folder.
    """

    root: Path

    @classmethod
    def here(cls) -> Project:
        """Return the project named by ``FAZHI_ROOT``, else by the working directory."""
        return cls(Path(os.environ.get(ROOT_VARIABLE) or Path.cwd()).resolve())

    @property
    def config(self) -> Path:
        """Jupyter Book's configuration."""
        return self.root / "_config.yml"

    @property
    def toc(self) -> Path:
        """Jupyter Book's table of contents."""
        return self.root / "_toc.yml"

    @property
    def notebooks(self) -> Path:
        """Folder of the papermill templates."""
        return self.root / "notebooks"

    @property
    def templates(self) -> list[Path]:
        """The papermill templates in the order they run for one year."""
        return sorted(self.notebooks.glob("[0-9]*.ipynb"))

    @property
    def book(self) -> Path:
        """Folder of the narrative chapters."""
        return self.root / "book"

    @property
    def reference(self) -> Path:
        """Folder of everything written and reviewed by us."""
        return self.root / "data" / "reference"

    @property
    def registers(self) -> Path:
        """Folder of the register declarations."""
        return self.reference / "registers"

    @property
    def indicators(self) -> Path:
        """The indicator catalogue."""
        return self.reference / "indicators.yml"

    @property
    def build(self) -> Path:
        """Folder of everything that can be deleted and built again."""
        return self.root / "_build"

    @property
    def html(self) -> Path:
        """The published site: a link to one complete release."""
        return self.build / "html"

    def raw(self, year: int) -> Path:
        """Return the folder of files received for *year*; never written to."""
        return self.root / "data" / "raw" / str(year)

    def processed(self, year: int) -> Path:
        """Return the folder of everything computed for *year*."""
        return self.root / "data" / "processed" / str(year)

    def tables(self, year: int) -> Path:
        """Return the folder of clean tables of *year*."""
        return self.processed(year) / "tables"

    def evidence(self, year: int) -> Path:
        """Return the folder of evidence files of *year*."""
        return self.processed(year) / "evidence"

    def quarantine(self, year: int) -> Path:
        """Return the folder of quarantined rows of *year*."""
        return self.processed(year) / "quarantine"

    def facts(self, year: int) -> Path:
        """Return the path of the facts of *year*."""
        return self.processed(year) / "facts.json"

    def verdicts(self, year: int) -> Path:
        """Return the path of the verdicts on the claims of *year*."""
        return self.processed(year) / "verdicts.csv"

    def comparison(self, year: int) -> Path:
        """Return the path of the comparison of *year* with its baseline."""
        return self.processed(year) / "comparison.csv"

    def claims(self, year: int) -> Path:
        """Return the path of the claims published for *year*."""
        return self.reference / "claims" / f"{year}.yml"

    def corrections(self, year: int) -> Path:
        """Return the path of the corrections declared for *year*."""
        return self.reference / "corrections" / f"{year}.yml"

    def explanations(self, year: int) -> Path:
        """Return the path of the explanations given for *year*."""
        return self.reference / "explanations" / f"{year}.yml"

    def published(self, year: int) -> Path:
        """Return the path of the values published for *year*, which lock it."""
        return self.reference / "published" / f"{year}.json"

    def revisions(self, year: int) -> Path:
        """Return the path of the changes declared to published values of *year*."""
        return self.reference / "revisions" / f"{year}.yml"

    def commitments(self, year: int) -> Path:
        """Return the path of what the report of *year* promised and found lacking."""
        return self.reference / "commitments" / f"{year}.yml"

    def generated(self, year: int) -> Path:
        """Return the folder of executed notebooks of *year*."""
        return self.book / "generated" / str(year)

    def years(self) -> list[int]:
        """Return the years that have a folder of raw files, ascending."""
        raw = self.root / "data" / "raw"
        names = (p.name for p in raw.iterdir() if p.is_dir()) if raw.is_dir() else ()
        return sorted(int(name) for name in names if _YEAR.fullmatch(name))

    def relative(self, path: Path) -> str:
        """Return *path* relative to the root, with forward slashes, for messages and outputs."""
        return path.relative_to(self.root).as_posix()
