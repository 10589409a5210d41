"""Changes to published values, each with its reason, person and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fazhi.claims.reference import Node, read_yaml
from fazhi.facts import plain
from fazhi.paths import Project

_FILE_KEYS = ("year", "revisions")
_KEYS = ("id", "old", "new", "reason", "person", "date")
NO_RECORD = "无记录"


@dataclass(frozen=True)
class Revision:
    """One published value that changed.

    Attributes:
        id: Indicator id.
        old: Value before, as published or as last revised.
        new: Value since; None when the records no longer give one (无记录).
        reason: Why, in Chinese.
        person: Who says so.
        date: ISO day.
        where: Place in the file, for messages.
    """

    id: str
    old: Decimal
    new: Decimal | None
    reason: str
    person: str
    date: str
    where: str

    @property
    def new_text(self) -> str:
        """The new value as a reader sees it, without its unit."""
        return NO_RECORD if self.new is None else plain(self.new)


def load_revisions(project: Project, year: int) -> tuple[Revision, ...]:
    """Read ``revisions/<year>.yml``, in file order; a year without one has none.

    Raises:
        DefinitionError: An entry is malformed; names it.
    """
    path = project.revisions(year)
    if not path.is_file():
        return ()
    top = read_yaml(path, project.root).table(_FILE_KEYS)
    stated = top.child("year")
    if stated.value != year:
        raise stated.wrong("年份与文件名不一致", expected=str(year), todo="改正年份或文件名")
    return tuple(_revision(node) for node in top.child("revisions").items())


def revisions(project: Project, year: int) -> dict[str, Revision]:
    """Return the latest revision of each revised number of *year*, by indicator id."""
    return {revision.id: revision for revision in load_revisions(project, year)}


def _revision(node: Node) -> Revision:
    node.table(_KEYS)
    new = node.child("new")
    return Revision(
        id=node.child("id").text(),
        old=node.child("old").number(),
        new=None if new.value == NO_RECORD else new.number(),
        reason=node.child("reason").text(),
        person=node.child("person").text(),
        date=_day(node.child("date")),
        where=node.where,
    )


def _day(node: Node) -> str:
    try:
        return date.fromisoformat(str(node.value or node.text())).isoformat()
    except ValueError:
        raise node.wrong("不是日期", expected="如 2024-05-06") from None
