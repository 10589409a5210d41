"""A published value stays, or its change is declared: nothing in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from fazhi.errors import FactError
from fazhi.facts import FactBook, plain
from fazhi.paths import Project
from fazhi.publish.revisions.entries import NO_RECORD, Revision, load_revisions
from fazhi.publish.revisions.lock import read_lock


def require_unrevised(project: Project, year: int, book: FactBook) -> None:
    """Refuse facts of a published year that differ from what was published and since revised.

    An indicator added after publication is not locked; a year that is not locked is free.

    Args:
        project: The project.
        year: Report year.
        book: Its facts as computed now.

    Raises:
        FactError: A published value changed without an entry, or an entry fits nothing; names
            every one.
        DefinitionError: The lock or the list of revisions is malformed.
    """
    locked = read_lock(project, year)
    entries = load_revisions(project, year)
    _require_chained(locked, entries)
    declared = {**locked, **{entry.id: entry.new for entry in entries}}
    changed = list(_changed(declared, book))
    if changed:
        raise FactError(
            f"{year}年度已公布的数字有{len(changed)}个变了，没有更正说明",
            where=project.relative(project.revisions(year)),
            got="\n  ".join(["", *changed]) + "\n",
            todo="改回记录；确应更正的，在该文件的 revisions 下逐条写明 id、old、new、reason、"
            "person、date，再运行 make site",
        )


def _require_chained(locked: Mapping[str, Decimal], entries: tuple[Revision, ...]) -> None:
    """Check that each entry starts from the value that stood before it."""
    standing: dict[str, Decimal | None] = dict(locked)
    for entry in entries:
        before = standing.get(entry.id)
        if entry.id not in standing or before != entry.old:
            raise FactError(
                "更正说明的原值不是已公布的值", where=entry.where,
                expected=_shown(before) if entry.id in standing else "本年度已公布的指标",
                got=f"{entry.id}：{plain(entry.old)}", todo="照已公布的值改正 id 和 old",
            )  # fmt: skip
        standing[entry.id] = entry.new


def _changed(declared: Mapping[str, Decimal | None], book: FactBook) -> Iterator[str]:
    values = book.values()
    for key, value in sorted(declared.items()):
        now = values.get(key)
        if now != value:
            yield f"- {{id: {key}, old: {_shown(value)}, new: {_shown(now)}}}"


def _shown(value: Decimal | None) -> str:
    return NO_RECORD if value is None else plain(value)
