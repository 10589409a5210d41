"""The page 更正说明 and its Atom feed: every change since publication, the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from fazhi.facts import Indicator, load_indicators, plain
from fazhi.paths import Project
from fazhi.publish.revisions.entries import Revision, load_revisions
from fazhi.publish.revisions.lock import read_lock

PAGE = "revisions.md"
FEED = "revisions.xml"
_NEVER = "1970-01-01"
_TABLE_MARKS = str.maketrans({"|": "｜", "\n": " ", "`": "'", "{": "｛", "<": "＜", "$": "＄"})

Dated = tuple[int, Revision]


def write_revisions(project: Project) -> None:
    """Write the page and, beside it, its feed."""
    folder = project.book / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(revisions_page(project), encoding="utf-8")
    write_feed(project, folder)


def write_feed(project: Project, folder: Path) -> None:
    """Write the feed into *folder*: beside the page, or at the root of a site."""
    (folder / FEED).write_text(revisions_feed(project), encoding="utf-8")


def revisions_page(project: Project) -> str:
    """Return the page, written for the site's parser."""
    return "\n".join(_page(project, _all(project), load_indicators(project.indicators))) + "\n"


def revisions_feed(project: Project) -> str:
    """Return the Atom feed of all revisions; its dates are those of the entries, no clock."""
    indicators = load_indicators(project.indicators)
    listed = _all(project)
    updated = listed[0][1].date if listed else _NEVER
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        " <title>更正说明</title>",
        " <id>urn:fazhi:revisions</id>",
        f" <updated>{updated}T00:00:00Z</updated>",
        ' <link href="book/generated/revisions.html"/>',
    ]
    for year, revision in listed:
        lines += _feed_entry(year, revision, indicators)
    return "\n".join([*lines, "</feed>"]) + "\n"


def _all(project: Project) -> list[Dated]:
    found = [(year, entry) for year in project.years() for entry in load_revisions(project, year)]
    return sorted(found, key=lambda each: (each[1].date, each[0]), reverse=True)


def _page(project: Project, listed: list[Dated], indicators: dict[str, Indicator]) -> Iterator[str]:
    yield from ("# 更正说明", "")
    years = [year for year in project.years() if read_lock(project, year)]
    if years:
        named = "、".join(f"{year}年度" for year in years)
        yield f"{named}的数字在报告发布后锁定，此后的改动都列在这里。"
    yield "已公布的数字不会悄悄改变：改动须写明原值、新值、理由、经办人和日期，否则网站不能发布。"
    yield ""
    if not listed:
        yield "至今没有更正。"
        return
    yield f"可以用阅读器订阅：{{download}}`更正说明（Atom）<{FEED}>`。"
    yield ""
    yield "| 日期 | 年度 | 指标 | 原值 | 新值 | 理由 | 经办人 |"
    yield "| :-- | :-- | :-- | --: | --: | :-- | :-- |"
    for year, revision in listed:
        yield _row(year, revision, indicators)


def _row(year: int, revision: Revision, indicators: dict[str, Indicator]) -> str:
    label, old, new = _words(revision, indicators)
    cells = (revision.date, f"{year}年度", label, old, new, revision.reason, revision.person)
    return "| " + " | ".join(cell.translate(_TABLE_MARKS) for cell in cells) + " |"


def _words(revision: Revision, indicators: dict[str, Indicator]) -> tuple[str, str, str]:
    indicator = indicators.get(revision.id)
    label, unit = (indicator.label, indicator.unit) if indicator else (revision.id, "")
    new = revision.new_text if revision.new is None else f"{plain(revision.new)}{unit}"
    return label, f"{plain(revision.old)}{unit}", new


def _feed_entry(year: int, revision: Revision, indicators: dict[str, Indicator]) -> list[str]:
    label, old, new = _words(revision, indicators)
    title = f"{year}年度{label}：{old}更正为{new}"
    key = f"{year}:{revision.id}:{revision.date}:{plain(revision.old)}:{revision.new_text}"
    return [
        " <entry>",
        f"  <title>{escape(title)}</title>",
        f"  <id>urn:fazhi:revision:{escape(key)}</id>",
        f"  <updated>{revision.date}T00:00:00Z</updated>",
        '  <link href="book/generated/revisions.html"/>',
        f"  <author><name>{escape(revision.person)}</name></author>",
        f"  <summary>{escape(revision.reason)}</summary>",
        " </entry>",
    ]
