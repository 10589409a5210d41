"""What the book remembers between its pages: who prints which number, and where it is computed.

Kept as a Sphinx domain because a domain's data is pickled, purged and merged page by page, so
incremental and parallel builds see the same as a clean one.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from fazhi.publish.book.years import Shelf, read_shelf


@dataclass(frozen=True)
class Occurrence:
    """One place where a number is printed.

    Attributes:
        docname: Page.
        anchor: Id of the number on that page.
        context: The words around it.
    """

    docname: str
    anchor: str
    context: str


class FactDomain(Domain):
    """Numbers printed, cells that compute them, and the state each page was read with."""

    name = "fazhi"
    label = "数字"
    data_version = 1
    initial_data = {  # noqa: RUF012 - Sphinx copies it
        "printed": {},  # docname -> [(key, anchor, context)]
        "cells": {},  # docname -> {(year, anchor)}
        "seals": {},  # docname -> {key: seal}
        "written": {},  # docname -> what 本数见于 said when last written
        "listed": {},  # docname -> years whose claims it lists
    }

    @cached_property
    def shelf(self) -> Shelf:
        """Return all years, read once per build."""
        return read_shelf(Path(self.env.srcdir))

    def clear_doc(self, docname: str) -> None:
        """Forget what was read from *docname*."""
        for name in ("printed", "cells", "seals", "listed"):
            self.data[name].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:  # type: ignore[override]
        """Take over what another process read."""
        for name in ("printed", "cells", "seals", "listed"):
            for docname in docnames & otherdata[name].keys():
                self.data[name][docname] = otherdata[name][docname]

    def depend(self, docname: str, key: str) -> None:
        """Record that *docname* must be read again when *key* changes."""
        self.data["seals"].setdefault(docname, {})[key] = self.shelf.seal(key)

    def outdated(self) -> list[str]:
        """Return the pages that print something that has changed since they were read."""
        return sorted(
            docname
            for docname, seals in self.data["seals"].items()
            if any(self.shelf.seal(key) != seal for key, seal in seals.items())
        )

    def occurrences(self, key: str) -> list[Occurrence]:
        """Return every place that prints *key*, in page order."""
        return [
            Occurrence(docname, anchor, context)
            for docname in sorted(self.data["printed"])
            for printed_key, anchor, context in self.data["printed"][docname]
            if printed_key == key
        ]

    def cell_page(self, year: int, anchor: str) -> str | None:
        """Return the notebook page holding the source cell *anchor* of *year*."""
        pages = (d for d, cells in self.data["cells"].items() if (year, anchor) in cells)
        return next(pages, None)

    def claims_page(self, year: int) -> str | None:
        """Return the first page that lists the claims of *year*."""
        pages = (d for d, years in sorted(self.data["listed"].items()) if year in years)
        return next(pages, None)

    def rewritten(self) -> list[str]:
        """Return the notebook pages whose 本数见于 lists differ from what was last written."""
        changed = []
        for docname, cells in self.data["cells"].items():
            now = [self.occurrences(cell_key(year, anchor)) for year, anchor in sorted(cells)]
            if self.data["written"].get(docname) != now:
                self.data["written"][docname] = now
                changed.append(docname)
        return sorted(changed)


def cell_key(year: int, anchor: str) -> str:
    """Return the fact key of a source cell: ``permits-total`` is ``permits.total``."""
    return f"{year}/{anchor.replace('-', '.', 1)}"


def facts_of(env: BuildEnvironment) -> FactDomain:
    """Return the domain of *env*."""
    return cast(FactDomain, env.get_domain(FactDomain.name))


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Tell Sphinx which pages print a changed fact."""
    known = set(env.all_docs) - added - changed - removed
    return [docname for docname in facts_of(env).outdated() if docname in known]


def rewritten_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Tell Sphinx which source pages must be written again for their lists of occurrences."""
    return facts_of(env).rewritten()
