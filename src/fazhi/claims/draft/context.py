"""A draft as a sequence of shown numbers, each with its sentence, its words and its section."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from fazhi.claims.claim import Claim
from fazhi.claims.draft.intervals import Interval, rounding_interval
from fazhi.claims.prose import Document, Names, Numeral, find_numbers
from fazhi.claims.prose.numeral import MEASURED
from fazhi.claims.prose.stream import Stream, make_stream
from fazhi.claims.semantics import written_step

_SENTENCE_END = re.compile("[。！？!?\n]")
_PART_END = re.compile("[。！？!?\n；;]")
_AFTER = re.compile("[\u4e00-\u9fff“”《》（）()]{0,12}")
_CHAPTER = re.compile("[一二三四五六七八九十]+、")
_SECTION = re.compile("[(（][一二三四五六七八九十]+[)）]")


@dataclass(frozen=True)
class Shown:
    """A measured number of the draft with what stands around it.

    Attributes:
        numeral: As found; its ``start`` counts in the document's text.
        at: Its span in the stream.
        sentence: Span of its sentence in the stream.
        part: Span of its part of the sentence, up to a semicolon.
        before: Words between the measured number before it, in the same part, and itself.
        after: Words right behind it.
        section: For example ``一（三）``; empty before the first heading.
    """

    numeral: Numeral
    at: tuple[int, int]
    sentence: tuple[int, int]
    part: tuple[int, int]
    before: str
    after: str
    section: str

    @property
    def value(self) -> Decimal:
        """The stated value; measured numbers always have one."""
        return self.numeral.value or Decimal(0)

    @property
    def exact(self) -> bool:
        """Whether no word approximates it."""
        return self.numeral.qualifier == "exact"

    @property
    def interval(self) -> Interval:
        """All values that the printed form may stand for, given its rounding."""
        step = written_step(self.numeral.text)
        rounded = step != 1 or self.numeral.kind in ("percent", "yoy_percent")
        return rounding_interval(self.value, step if rounded else Decimal(0))

    def as_claim(self, id_: str, unit: str) -> Claim:
        """Return what the number asserts, as a claim on the indicator *id_*."""
        return Claim(
            id=id_,
            section=self.section,
            printed=self.numeral.text,
            qualifier=self.numeral.qualifier,
            value=self.numeral.value,
            unit=unit,
            high=self.numeral.high,
        )


@dataclass(frozen=True)
class Draft:
    """A document, read.

    Attributes:
        document: As opened.
        stream: Its text without the accidents of layout.
        numerals: All numerals.
        shown: The measured ones, with their context.
    """

    document: Document
    stream: Stream
    numerals: tuple[Numeral, ...]
    shown: tuple[Shown, ...]

    def words(self, span: tuple[int, int]) -> str:
        """Return the stream between two positions."""
        return self.stream.text[span[0] : span[1]]

    def source_span(self, span: tuple[int, int]) -> tuple[int, int]:
        """Translate a span of the stream into one of the document's text."""
        start, text = self.stream.slice(*span)
        return start, start + len(text)

    def parts(self) -> Iterator[list[Shown]]:
        """Yield the shown numbers part by part."""
        group: list[Shown] = []
        for shown in self.shown:
            if group and shown.part != group[0].part:
                yield group
                group = []
            group.append(shown)
        if group:
            yield group

    def between(self, left: Shown, right: Shown) -> str:
        """Return the words between two numbers."""
        return self.words((left.at[1], right.at[0]))


def read_draft(document: Document, names: Names) -> Draft:
    """Find the numbers of *document* and what stands around them."""
    numerals = tuple(find_numbers(document.text, names))
    stream = make_stream(document.text)
    spans = [
        (bisect_left(stream.origin, n.start), bisect_left(stream.origin, n.end)) for n in numerals
    ]
    sentences = _Splitter(stream.text, _SENTENCE_END)
    parts = _Splitter(stream.text, _PART_END)
    shown: list[Shown] = []
    section = ""
    for numeral, at in zip(numerals, spans, strict=True):
        if numeral.kind == "ordinal_heading":
            section = _next_section(section, "".join(numeral.text.split()))
        if numeral.kind not in MEASURED or numeral.value is None:
            continue
        part = parts.around(at[0])
        previous = shown[-1].at[1] if shown and shown[-1].part == part else part[0]
        after = _AFTER.match(stream.text, at[1])
        shown.append(
            Shown(
                numeral=numeral,
                at=at,
                sentence=sentences.around(at[0]),
                part=part,
                before=stream.text[previous : at[0]],
                after=after.group() if after else "",
                section=section,
            )
        )
    return Draft(document, stream, numerals, tuple(_cut_after(shown)))


def _cut_after(shown: Sequence[Shown]) -> Iterator[Shown]:
    """End the words behind a number where the next number begins."""
    for this, following in zip_longest(shown, shown[1:]):
        room = following.at[0] - this.at[1] if following else len(this.after)
        yield replace(this, after=this.after[: max(0, room)])


class _Splitter:
    """Find the stretch of text, between two ends, that holds a position."""

    def __init__(self, text: str, end: re.Pattern[str]) -> None:
        self._ends = [0, *(found.end() for found in end.finditer(text)), len(text)]

    def around(self, position: int) -> tuple[int, int]:
        index = bisect_left(self._ends, position + 1)
        return self._ends[index - 1], self._ends[index]


def _next_section(section: str, heading: str) -> str:
    if _CHAPTER.fullmatch(heading):
        return heading.removesuffix("、")
    if _SECTION.fullmatch(heading):
        chapter = re.split("[(（]", section)[0]
        return chapter + heading.replace("(", "（").replace(")", "）")
    return section
