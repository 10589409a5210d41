"""A text without the accidents of layout: one spelling per sign, no stray spaces or line breaks.

Exports from Word and PDF put a space between digits and characters in half the cases and break
lines and pages inside sentences and numbers.
The grammar reads a stream in which such breaks are gone, and each character knows where it stood.
A real boundary (paragraph, list item, table cell, two numbers side by side) stays as a line feed.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

BOUNDARY = "\n"
PARAGRAPH_END = "\u2029"
"""Ends a paragraph of a Word document or a row of its tables; unlike a line feed, it is meant."""

_WIDE = {ord(plain) + 0xFEE0: ord(plain) for plain in string.digits + string.ascii_letters}
# The full-width comma stays: only an ASCII comma separates thousands.
_SIGNS = str.maketrans("％﹪（）．－−／＋～〜∶：｜＜＞—–―─﹝﹞［］", "%%().--/+~~::|<>————〔〕[]")
_ONE_SPELLING = {**_WIDE, **_SIGNS}

# 人民币叁万元整: capital numerals (大写数字) guard sums of money; elsewhere 陆 and 伍 make words.
_ORDINARY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟圆", "一二三四五六七八九十百千元")
_CAPITALS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆]")
_WIDE_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")

# Layout: white space, invisible characters, Markdown emphasis.
_LAYOUT = re.compile(r"(?:\s|[\u200b\u200c\u200d\ufeff]|\*\*|__|`)+")
_SENTENCE_END = re.compile(r"[。!?！？;；:|…][”’」』)\]]?$")
_ITEM_START = re.compile(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})*[.、](?![0-9])|第[一二三四五六七八九十百]+[章节条]"
    r"|[#>|]|[-*+•·][ \t]|[①-⑳])"
)
_GROUP_OF_THREE = re.compile(r"[0-9]{3}(?![0-9])")
_LEADING_GROUP = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:,?[0-9]{3})*$")
_YEAR_AT_END = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}$")
_YEAR_AT_START = re.compile(r"(?:19|20)[0-9]{2}(?![0-9.])")
_CHARACTER = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Stream:
    """The readable text and where each of its characters stood.

    Attributes:
        text: What the grammar reads.
        origin: For each character of ``text`` its position in the source.
        source: The text as given.
    """

    text: str
    origin: list[int]
    source: str

    def slice(self, start: int, end: int) -> tuple[int, str]:
        """Return where ``text[start:end]`` stood and how it was written there."""
        first, last = self.origin[start], self.origin[end - 1] + 1
        return first, self.source[first:last]


def make_stream(source: str) -> Stream:
    """Read *source* into a stream."""
    plain = _CAPITALS.sub(lambda found: found[0].translate(_ORDINARY), source)
    plain = _WIDE_THOUSANDS.sub(",", plain).translate(_ONE_SPELLING)
    parts: list[str] = []
    origin: list[int] = []
    position = 0
    for layout in _LAYOUT.finditer(plain):
        parts.append(plain[position : layout.start()])
        origin.extend(range(position, layout.start()))
        joint = _joint(plain, layout.start(), layout.end())
        parts.append(joint)
        origin.extend([layout.start()] * len(joint))
        position = layout.end()
    parts.append(plain[position:])
    origin.extend(range(position, len(plain)))
    return Stream("".join(parts), origin, source)


def _joint(plain: str, start: int, end: int) -> str:
    """Return what stands in the stream for the layout ``plain[start:end]``."""
    if start == 0 or end == len(plain):
        return BOUNDARY
    layout, before, after = plain[start:end], plain[start - 1], plain[end]
    if PARAGRAPH_END in layout:
        return BOUNDARY
    if "\n" in layout or "\r" in layout or "\f" in layout:
        return _line_joint(plain, start, end)
    if before.isdigit() and after.isdigit():
        return "" if _is_thousands(plain, start, end) else BOUNDARY
    if "\t" in layout:
        return BOUNDARY
    # Latin words stay apart; 145 km and GB 50016 do not need the space, but the latter keeps it.
    latin = before.isascii() and before.isalpha() and after.isascii() and after.isalnum()
    return " " if latin else ""


def _line_joint(plain: str, start: int, end: int) -> str:
    line_start = plain.rfind("\n", 0, start) + 1
    line = plain[line_start:start]
    if _SENTENCE_END.search(line[-2:]) or _ITEM_START.match(plain, end):
        return BOUNDARY
    # A line that holds nothing but a number or a marker is a table cell, not half a sentence.
    line_end = plain.find("\n", end)
    following = plain[end : line_end if line_end >= 0 else None]
    if plain[end].isdigit() and (line[-1:].isdigit() or line[-1:] == "."):
        years = _YEAR_AT_END.search(line) and _YEAR_AT_START.match(following)
        wrapped = not years and _CHARACTER.search(line) and _CHARACTER.search(following)
        return "" if wrapped else BOUNDARY
    return ""


def _is_thousands(plain: str, start: int, end: int) -> bool:
    """Tell ``1 000`` from two numbers side by side."""
    narrow = end - start == 1
    before = _LEADING_GROUP.search(plain, max(0, start - 12), start)
    return bool(narrow and before and _GROUP_OF_THREE.match(plain, end))
