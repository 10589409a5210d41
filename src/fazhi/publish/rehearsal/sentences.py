"""The sentences of a year's chapters that print numbers, and what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.errors import FactError
from fazhi.facts import change_phrase
from fazhi.paths import Project
from fazhi.publish.book.years import VERDICT_WORDS, Shelf

NUMBER_ROLE = re.compile(
    r"\{(?P<role>fact|fact-change|fact-number)\}`(?:(?P<year>20[0-9]{2})/)?(?P<id>[a-z_0-9.]+)`"
)
_LINK = re.compile(r"\{(?:doc|ref)\}`([^`<]+?)\s*<[^`]*>`|\[([^\]]*)\]\([^)]*\)")
NO_RECORD = VERDICT_WORDS["no_record"]


@dataclass(frozen=True)
class Sentence:
    """One line of a chapter that prints a number.

    Attributes:
        file: Chapter, relative to the root.
        line: Line number.
        source: The line as written.
    """

    file: str
    line: int
    source: str

    @property
    def place(self) -> str:
        """File and line in Chinese."""
        return f"{self.file}第{self.line}行"


def read_sentences(project: Project, year: int) -> list[Sentence]:
    """Return every line of the chapters of *year* that prints a number, in order."""
    return [
        Sentence(project.relative(path), number, line)
        for path in sorted((project.book / str(year)).glob("*.md"))
        for number, line in _lines(path.read_text(encoding="utf-8"))
        if NUMBER_ROLE.search(line)
    ]


def rendered(sentence: Sentence, shelf: Shelf, year: int) -> str:
    """Return what a reader will see of *sentence*."""
    text = NUMBER_ROLE.sub(lambda found: _printed(found, shelf, year), sentence.source)
    return _LINK.sub(lambda found: found[1] or found[2], text).strip(" |-")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("%"):
            yield number, line


def _printed(found: re.Match[str], shelf: Shelf, year: int) -> str:
    book = shelf.years.get(int(found["year"] or year))
    if book is None:
        return NO_RECORD
    try:
        printed = book.printed(found["id"])
    except FactError:
        return f"〔没有指标 {found['id']}〕"
    if found["role"] == "fact-number":
        return printed.value or NO_RECORD
    if found["role"] == "fact":
        return printed.text
    change = book.changes.get(found["id"])
    return change_phrase(change, shelf.indicators[found["id"]]) if change else "没有与上年的比较"
