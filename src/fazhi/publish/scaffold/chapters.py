"""A new year's chapter out of last year's: its structure and numbers stay, its statements do not.

Headings, anchors, figures, tables of numbers and sentences that print a number are carried over,
with last year moved to the new one. A sentence without a number says something about last year
only; it stays as a comment for whoever writes the new one, and is never published unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from fazhi.facts import Indicator

REVISE = "% 待改写：请逐句核实本节文字，改好后删去本行和下面的“上年”各行。"
DRAFT = "草稿"
_LAST = "% 上年："
_INVENTED = re.compile(r"```\{admonition\} .*(?:虚构章节|草稿)")
_PRINTS = re.compile(r"\{(?:fact|fact-change|fact-number|claims-summary|doc)\}`|\]\([^)]+\.md")
_ROLE = re.compile(r"(\{(?:fact|fact-change|fact-number)\}`)(20[0-9]{2})/")
_EXACT = re.compile(r"\{fact-number\}(`(?:20[0-9]{2}/)?([a-z_.0-9]+)`)")
_COMMITMENT = re.compile(r"^\(y20[0-9]{2}-commitment-[a-z0-9-]+\)=", re.M)


def chapter_skeleton(text: str, last: int, year: int, indicators: Mapping[str, Indicator]) -> str:
    """Return the chapter of *year* with the structure of last year's *text*.

    Args:
        text: The chapter as it stands for *last*.
        last: The year carried over.
        year: The new year.
        indicators: The catalogue; says which unit a number brings along.
    """
    first, *rest = _blocks(text)
    kept = [block for block in rest if not _INVENTED.match(block[0])]
    carried = [
        _carry(block, last, year) + (f"\n\n{REVISE}" if _opens_prose(block, after) else "")
        for block, after in zip(kept, [*kept[1:], [""]], strict=False)
    ]
    title = _moved(first[0], last, year).replace("（虚构）", "")
    parts = [title, _draft_notice(last), *carried]
    return _with_units("\n\n".join(part for part in parts if part), indicators) + "\n"


def _draft_notice(last: int) -> str:
    return (
        f"```{{admonition}} {DRAFT}\n:class: note\n"
        f"本页沿用{last}年度的结构，数字由登记簿算出，文字尚待核实，没有公布。\n```"
    )


def _blocks(text: str) -> Iterator[list[str]]:
    """Yield runs of lines between blank lines; a fenced block is one run whatever it holds."""
    block: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        if line or fenced:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _carry(block: Sequence[str], last: int, year: int) -> str:
    whole, table = "\n".join(block), block[0].startswith("|")
    if _COMMITMENT.search(whole) or (table and _later(whole, last)):
        return "\n".join(_LAST + line for line in block)
    if table or block[0].startswith("```") or _is_heading(block):
        return "\n".join(_moved(line, last, year) for line in block)
    return "\n".join(
        _moved(line, last, year) if _PRINTS.search(line) and not _later(line, last)
        else line if line.startswith("%") else _LAST + line
        for line in block
    )  # fmt: skip


def _is_heading(block: Sequence[str]) -> bool:
    return any(line.startswith("#") for line in block)


def _opens_prose(block: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether *block* is a heading that sentences follow, not figures or a way in."""
    way_in = ("```", "|", "- {doc}", "#", "(")
    commitment = bool(_COMMITMENT.search("\n".join(after)))
    return _is_heading(block) and bool(after[0]) and (commitment or not after[0].startswith(way_in))


def _later(text: str, last: int) -> bool:
    """Return whether *text* prints a number of a year after its own, which has no facts yet."""
    return any(int(found) > last for _, found in _ROLE.findall(text))


def _moved(line: str, last: int, year: int) -> str:
    """Move the year wherever it names the year of the page, and nowhere else."""
    line = _ROLE.sub(lambda m: f"{m[1]}{int(m[2]) + year - last}/", line)
    line = line.replace(f"(y{last}-", f"(y{year}-").replace(f"(#y{last}-", f"(#y{year}-")
    line = line.replace(f"generated/{last}/", f"generated/{year}/")
    line = line.replace(f"{{claims-summary}}`{last}`", f"{{claims-summary}}`{year}`")
    return re.sub(rf"{last}(?=年度|年(?![0-9]+月|—))", str(year), line)


def _with_units(text: str, indicators: Mapping[str, Indicator]) -> str:
    """Let a bare number followed by its unit bring the unit along, as an unpublished year does."""
    pieces, at = [], 0
    for found in _EXACT.finditer(text):
        indicator = indicators.get(found[2])
        if indicator is None or not text.startswith(indicator.unit, found.end()):
            continue
        pieces += [text[at : found.start()], f"{{fact}}{found[1]}"]
        at = found.end() + len(indicator.unit)
    return "".join([*pieces, text[at:]])
