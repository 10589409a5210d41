"""The audit of a finished site: every gate, all problems at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeAlias

from fazhi.errors import AuditError
from fazhi.facts.factbook import read_facts
from fazhi.paths import Project
from fazhi.publish.assembly.inputs import Digests, chosen, digest_of
from fazhi.publish.audit.contract import broken_numbers
from fazhi.publish.audit.coverage import load_rules, untraced
from fazhi.publish.audit.few import few_shown
from fazhi.publish.audit.hygiene import third_parties, traces_in
from fazhi.publish.audit.links import dead_links
from fazhi.publish.audit.memo import Memo, file_key
from fazhi.publish.audit.pages import read_pages
from fazhi.publish.audit.privacy import common_words, leaks_since, never_values
from fazhi.publish.audit.safety import formulas_in, raw_files_shown, received_files
from fazhi.publish.audit.wanted import Wanted
from fazhi.publish.release import Site

_SHOWN = 30
Values: TypeAlias = "Mapping[str, set[str]]"
"""Raw values by column."""


class Gates:
    """All gates, their rules read: made while the book is still being set.

    Args:
        project: The project.
        found: All inputs by content.
        code: Digest of the code that judges.
    """

    def __init__(self, project: Project, found: Digests, code: str) -> None:
        reviewed = chosen(found, lambda name: name.startswith("data/reference/"))
        basis = digest_of({**reviewed, "code": code, "root": str(project.root)})
        self._memo = Memo(project.build / "audit.json", basis)
        self._project = project
        self._books = {year: read_facts(project.facts(year)) for year in project.years()}
        self._rules = load_rules(project)
        never, added = self._never(found)
        words = common_words(project)
        self._wanted = Wanted.of(never, words)
        self._added = None if added is None else Wanted.of(added, words)
        self._received = received_files(project)

    def _never(self, found: Digests) -> tuple[Values, Values | None]:
        """Return what may not be published, and which of it the last build did not look for."""
        now, before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        years = self._project.years()
        same_years = self._memo.known("never") == years
        self._memo.keep("never", years)
        for year in years:
            raw = digest_of(chosen(found, partial(_is_raw_of, year)))
            kept = self._memo.known(f"never {year}")
            if kept and kept["raw"] == raw:
                values = kept["values"]
            else:
                values = _sorted(never_values(self._project, year))
            self._memo.keep(f"never {year}", {"raw": raw, "values": values})
            _collect(values, now)
            _collect(kept["values"] if kept else {}, before)
        # Whatever is looked for no more may have hidden a shorter value that begins with it.
        if not same_years or any(before[column] - now[column] for column in before):
            return now, None
        return now, {column: now[column] - before[column] for column in now}

    def require_passed(self, site: Site) -> None:
        """Put a finished site through every gate.

        Args:
            site: The site.

        Raises:
            AuditError: With all problems found.
        """
        pages = read_pages(site.folder, self._memo)
        problems = [
            *dead_links(site.folder, pages),
            *third_parties(pages),
            *broken_numbers(pages, self._books)[1],
            *untraced(pages, self._rules, self._memo).problems,
            *(line for each in site.digests.items() for line in self._file(site.folder, *each)),
            *leaks_since(site, self._wanted, self._memo, self._added),
            *raw_files_shown(site.digests, self._received),
            *(line for book in self._books.values() for line in few_shown(self._project, book)),
        ]
        self._memo.save()
        if problems:
            shown = problems[:_SHOWN] + (["……"] if len(problems) > _SHOWN else [])
            raise AuditError(
                f"新网站有{len(problems)}处未通过审核，没有发布",
                got="\n  ".join(["", *shown]),
                todo="逐条修改后重新运行 make site",
            )

    def _file(self, folder: Path, name: str, digest: str) -> list[str]:
        """Return what one file must not hold, whatever else is on the site."""

        def judge() -> list[str]:
            content = (folder / name).read_bytes()
            return [*traces_in(name, content, self._project.root), *formulas_in(name, content)]

        return self._memo.recall(file_key("file", name, digest), judge)


def _is_raw_of(year: int, name: str) -> bool:
    return name.startswith(f"data/raw/{year}/")


def _collect(values: Mapping[str, Iterable[str]], into: dict[str, set[str]]) -> None:
    for column, found in values.items():
        into[column].update(found)


def _sorted(values: Values) -> dict[str, list[str]]:
    return {column: sorted(found) for column, found in sorted(values.items())}
