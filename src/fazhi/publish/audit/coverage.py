"""Nothing untraced: every numeral of a narrative page is a fact or falls under a named rule.

The rules are one reviewed list, ``data/reference/coverage.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lxml.html import HtmlElement

from fazhi.claims.prose import Names, Numeral, find_numbers, load_names
from fazhi.errors import DefinitionError
from fazhi.paths import Project
from fazhi.publish.audit.memo import Memo, content_key
from fazhi.publish.audit.pages import Page
from fazhi.records.schema import read_yaml

_BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "caption",
    "figcaption",
    "div",
    "section",
    "summary",
    "article",
}
_SKIPPED = {"script", "style", "nav", "svg", "template", "select", "button"}
# Only this package writes these tags with these classes; a chapter may give a class to a block.
_TRACED = {("a", "fact"), ("a", "fact-change"), ("span", "fact-derived")}
_UNREAD = {("a", "headerlink"), ("span", "fact-ignored"), ("footer", "prev-next-footer")}
_PLACEHOLDER = "▢"
_SPOKEN = ("alt", "title")
_CIRCLED = frozenset(map(chr, range(ord("①"), ord("⑳") + 1)))
_FINANCIAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+")


@dataclass(frozen=True)
class Rule:
    """Why a numeral may stand untraced.

    Attributes:
        name: Chinese name, printed with the count.
        reason: Why this is not a claim about the records.
        kinds: Kinds of numerals it covers; empty for any.
        pattern: What the text around (the block) must match at the numeral; None for any.
        pages: Pages it is limited to; empty for all.
    """

    name: str
    reason: str
    kinds: frozenset[str]
    pattern: re.Pattern[str] | None
    pages: frozenset[str]

    def covers(self, page: str, block: str, numeral: Numeral) -> bool:
        """Return whether the rule allows *numeral*, which stands in *block* of *page*."""
        if self.pages and page not in self.pages:
            return False
        if self.kinds and numeral.kind not in self.kinds:
            return False
        if self.pattern is None:
            return True
        end = numeral.start + len(numeral.text)
        return any(
            m.start() <= numeral.start and end <= m.end() for m in self.pattern.finditer(block)
        )


@dataclass(frozen=True)
class Rulebook:
    """The reviewed lists the scan goes by.

    Attributes:
        rules: Why a numeral may stand untraced.
        names: Official names that hold numerals, and words that only look like numerals.
    """

    rules: tuple[Rule, ...]
    names: Names


@dataclass
class Coverage:
    """What the scan found.

    Attributes:
        traced: Numbers printed as facts.
        by_rule: Allowed numerals by rule name.
        problems: One line per untraced numeral, with page and sentence.
    """

    traced: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def load_rules(project: Project) -> Rulebook:
    """Read the reviewed lists.

    Raises:
        DefinitionError: The list is missing or malformed.
    """
    path = project.reference / "coverage.yml"
    try:
        entries: Sequence[Mapping[str, Any]] = read_yaml(path)
        rules = tuple(
            Rule(
                name=entry["name"],
                reason=entry["reason"],
                kinds=frozenset(entry.get("kinds", ())),
                pattern=re.compile(entry["pattern"]) if "pattern" in entry else None,
                pages=frozenset(entry.get("pages", ())),
            )
            for entry in entries
        )
    except (OSError, KeyError, TypeError, re.error) as problem:
        raise DefinitionError(
            "数字放行规则无法读取", where="data/reference/coverage.yml", got=str(problem)
        ) from problem
    names = load_names(project.reference / "names.yml", project.root)
    return Rulebook(rules, names)


def untraced(pages: Sequence[Page], rulebook: Rulebook, memo: Memo | None = None) -> Coverage:
    """Scan the narrative pages.

    Args:
        pages: All pages of the site; notebooks and indexes are passed over.
        rulebook: The reviewed lists.
        memo: What was found on the same pages before.
    """
    memo = memo or Memo()
    coverage = Coverage()
    for page in pages:
        if not page.is_narrative:
            continue
        key = content_key("untraced", page.name, page.text.encode())
        traced, by_rule, problems = memo.recall(key, partial(_scan, page, rulebook))
        coverage.traced += traced
        coverage.by_rule.update(by_rule)
        coverage.problems += problems
    return coverage


def _scan(page: Page, rulebook: Rulebook) -> tuple[int, dict[str, int], list[str]]:
    traced, by_rule, problems = 0, Counter[str](), []
    for block in _blocks(page.article):
        traced += block.count(_PLACEHOLDER)
        for numeral in _numerals(block, rulebook.names):
            rule = next((r for r in rulebook.rules if r.covers(page.name, block, numeral)), None)
            if rule:
                by_rule[rule.name] += 1
            else:
                around = _around(block, numeral)
                problems.append(f"{page.name}：“{numeral.text}”没有出处，见“{around}”")
    return traced, by_rule, problems


def _numerals(block: str, names: Names) -> list[Numeral]:
    """Return every numeral, those in scripts that no report uses (Ⅶ, ٣, 壹拾) included."""
    found = find_numbers(block, names)
    read = {at for each in found for at in range(each.start, each.start + len(each.text))}
    odd = [
        (at, letter)
        for at, letter in enumerate(block)
        if unicodedata.category(letter) in ("Nd", "Nl", "No")
        and letter not in _CIRCLED
        and letter != "〇"
    ]
    odd += [(match.start(), match[0]) for match in _FINANCIAL.finditer(block)]
    return [*found, *(_odd(at, text) for at, text in odd if at not in read)]


def _odd(start: int, text: str) -> Numeral:
    return Numeral(text=text, start=start, value=None, qualifier="exact", unit="", kind="unread")


def _around(block: str, numeral: Numeral) -> str:
    start = max(0, numeral.start - 15)
    return block[start : numeral.start + len(numeral.text) + 15].replace("\n", "")


def _blocks(element: HtmlElement) -> Iterator[str]:
    """Yield the text of each block; a traced number is one placeholder."""
    pieces: list[str] = []
    yield from _walk(element, pieces)
    if text := "".join(pieces).strip():
        yield text


def _walk(element: HtmlElement, pieces: list[str]) -> Iterator[str]:
    pieces.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            pieces.append(child.tail or "")
            continue
        marks = {(child.tag, each) for each in (child.get("class") or "").split()}
        if not _is_our_chart(child):
            yield from (child.get(name) for name in _SPOKEN if child.get(name))
        if child.tag in _SKIPPED or marks & _UNREAD:
            pass
        elif marks & _TRACED:
            pieces.append(_PLACEHOLDER)
        elif child.tag in _BLOCKS:
            if text := "".join(pieces).strip():
                yield text
            pieces.clear()
            yield from _blocks(child)
        else:
            yield from _walk(child, pieces)
        pieces.append(child.tail or "")


def _is_our_chart(element: HtmlElement) -> bool:
    """Return whether *element* is an image of ``{fact-chart}``, whose text is computed."""
    parent = element.getparent()
    return element.tag == "img" and parent.tag == "figure" and parent.get("data-source") is not None
