"""The raw values that may not be published, and whether a text shows one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fazhi.publish.audit.legible import fold

# Kinds of paper, not people: what a column of document kinds (证件类型) holds.
_PAPERS = re.compile(
    "(?:居民)?身份证|护照|军官证|士兵证|港澳居民来往内地通行证|台湾居民来往大陆通行证|"
    "外国人永久居留身份证|(?:港澳|台湾|港澳台)居民居住证|统一社会信用代码|其他"
)
_NOTE = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"[、,;/|\n]+")
_HAN = re.compile("[\u3400-\u9fff]+")
_SPACE = re.compile(r"\s+")
_SHORT_NAME = 3
_BEFORE_A_NAME = re.compile(
    r"(?:人员|负责人|责任人|代表人|联系人|验收人|评查人|经办人|当事人|主讲人|签收人|法人|经理|厂长|店长|主任|"
    r"科长|处长|局长|队长|书记|同志|教师|律师|姓名|由|和|与|及)[:为是]?\s*$"
)
_AFTER_A_NAME = re.compile(r"\s*(?:同志|先生|女士|等人|等|某|经理|主任|科长|处长|局长|律师|老师)")


@dataclass(frozen=True)
class Wanted:
    """The values to look for, as one expression.

    Attributes:
        columns: Column names by value, folded and without blanks.
        expression: Matches any value, blanks allowed inside.
        everyday: Short names that are also everyday words.
    """

    columns: Mapping[str, frozenset[str]]
    expression: re.Pattern[str] | None
    everyday: frozenset[str]

    @classmethod
    def of(cls, never: Mapping[str, Iterable[str]], common: str = "") -> Wanted:
        """Return what to look for.

        Args:
            never: Raw values that may not be published, by column.
            common: Texts made of everyday words. A short name that occurs in them (高峰) counts
                only where it stands alone or beside a word such as 负责人.
        """
        columns: dict[str, set[str]] = defaultdict(set)
        for column, values in never.items():
            for value in values:
                for form in _forms(value):
                    columns[form].add(column)
        expression = re.compile(_either(columns), re.IGNORECASE) if columns else None
        everyday = frozenset(v for v in columns if _is_short_name(v) and v in common)
        return cls({v: frozenset(c) for v, c in columns.items()}, expression, everyday)

    def columns_in(self, text: str) -> set[str]:
        """Return the columns of which a value stands in a folded *text*."""
        found: set[str] = set()
        match = self.expression.search(text) if self.expression else None
        while match and self.expression:
            value = _SPACE.sub("", match[0]).upper()
            if self._counts(text, match, value):
                found |= self.columns[value]
            match = self.expression.search(text, match.start() + 1)
        return found

    def _counts(self, text: str, match: re.Match[str], value: str) -> bool:
        """Return whether the value stands there as itself, not inside another word or number."""
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :][:6]
        if _runs_on(before[-1:], value[0]) or _runs_on(value[-1], after[:1]):
            return False
        if not _is_short_name(value):
            return True
        if not _HAN.match(before[-1:]) and not _HAN.match(after[:1]):
            return True
        if len(match[0]) > len(value):
            return False  # 主张 伟大 is no 张伟
        named = _BEFORE_A_NAME.search(before) or _AFTER_A_NAME.match(after)
        return value not in self.everyday or named is not None


def _runs_on(left: str, right: str) -> bool:
    """Return whether two neighbours belong to one number or one Latin word."""
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _is_short_name(value: str) -> bool:
    return len(value) <= _SHORT_NAME and bool(_HAN.fullmatch(value))


def _forms(value: str) -> set[str]:
    """Return how a raw value may be written: whole, without notes in brackets, name by name."""
    whole = fold(value).upper()
    parts = {whole, _NOTE.sub("", whole), *_SEPARATORS.split(whole)}
    parts |= {_NOTE.sub("", part) for part in parts}
    compact = {_SPACE.sub("", part) for part in parts}
    return {part for part in compact if len(part) > 1 and not _PAPERS.fullmatch(part)}


def _either(values: Iterable[str]) -> str:
    """Return one expression for all values, factored by prefix so that a miss costs one step."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for value in values:
        node = tree
        for character in value:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: Mapping[str, Mapping]) -> str:  # type: ignore[type-arg]
    """Return the expression of one node, its longest value first."""
    options = [
        re.escape(character) + (r"\s*" if set(below) - {""} else "") + _branch(below)
        for character, below in sorted(node.items(), reverse=True)
        if character
    ]
    if not options:
        return ""
    return f"(?:{'|'.join(options)})" + ("?" if "" in node else "")
