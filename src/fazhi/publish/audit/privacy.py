"""Nothing personal on the site: no raw value of a ``never`` column, no personal number.

A hit names the file and the column it comes from, never the value.
A raw value counts also when it is full-width, spaced or split by invisible characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from fazhi.paths import Project
from fazhi.publish.audit.legible import fold, texts_of
from fazhi.publish.audit.memo import Memo, content_key
from fazhi.records import raw_never_values
from fazhi.records.codes import uscc_fault

# Kinds of paper, not people: what a column of document kinds (证件类型) holds.
_PAPERS = re.compile(
    "(?:居民)?身份证|护照|军官证|士兵证|港澳居民来往内地通行证|台湾居民来往大陆通行证|"
    "外国人永久居留身份证|(?:港澳|台湾|港澳台)居民居住证|统一社会信用代码|其他"
)
_NOTE = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"[、,;/|\n]+")
_ALNUM = "0-9A-Za-z"
_HAN = re.compile("[\u3400-\u9fff]+")
_SPACE = re.compile(r"\s+")
_SHORT_NAME = 3
_BEFORE_A_NAME = re.compile(
    r"(?:人员|负责人|责任人|代表人|联系人|验收人|评查人|经办人|当事人|主讲人|签收人|法人|经理|厂长|店长|主任|"
    r"科长|处长|局长|队长|书记|同志|教师|律师|姓名|由|和|与|及)[:为是]?\s*$"
)
_AFTER_A_NAME = re.compile(r"\s*(?:同志|先生|女士|等人|等|某|经理|主任|科长|处长|局长|律师|老师)")

_GAP = r"[ \t\-–—·.]"
# A slash or a line feed also stands between two numbers, so it bounds neither.
_INSIDE = r"[ \t\n\-–—·・*._/)]"
_LONGEST_GROUP = 12  # between gaps; longer runs are numbers that merely stand side by side
_END = rf"(?:\.0+)?(?![{_ALNUM}]|{_GAP}?[0-9])"
_START = rf"(?<![{_ALNUM}.])(?<![0-9]{_GAP})"
_IDENTITY = re.compile(
    rf"{_START}[1-8](?:{_INSIDE}{{0,3}}[0-9]){{16}}{_INSIDE}{{0,3}}[0-9Xx](?![{_ALNUM}])"
)
_MOBILE = re.compile(
    rf"(?:{_START}|(?<=(?<![{_ALNUM}])86)|(?<=(?<![{_ALNUM}])86[\s-])"
    rf"|(?<=(?<![{_ALNUM}])0086)|(?<=(?<![{_ALNUM}])0086[\s-]))"
    rf"1(?:[3-9][0-9]{_INSIDE}{{0,3}}[0-9]{{4}}{_INSIDE}{{0,3}}[0-9]{{4}}"
    rf"|[3-9](?=[0-9]*\n)(?:\n?[0-9]){{9}}(?!,)"
    rf"|{_GAP}[3-9](?:{_GAP}[0-9]){{9}}){_END}"
)
_CREDIT_CODE = re.compile(
    rf"{_START}[1-9A-Y]{_GAP}?[0-9A-Z](?:{_GAP}?[0-9]){{6}}(?:{_GAP}?[0-9A-Z]){{10}}(?![{_ALNUM}])",
    re.IGNORECASE,
)
_HAN_DIGITS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE_NUMBER = re.compile(
    rf"(?:[{_HAN_DIGITS}]{_GAP}?){{10,17}}[{_HAN_DIGITS}Xx]"
    rf"|(?=[0-9]*[{_HAN_DIGITS}])[{_HAN_DIGITS}0-9]{{10,17}}[{_HAN_DIGITS}0-9Xx]"
)
_CHINESE_DIGITS = str.maketrans(_HAN_DIGITS, "00012345678" + "91" + "123456789")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# As a spreadsheet writes a number column; a sum of money has its unit, a list its bracket.
_BY_THOUSANDS = re.compile(
    r"(?<![0-9A-Za-z,.\[])[0-9]{1,3}(?:,[0-9]{3}){3,4}(?:,[0-9]{2}[0-9Xx])?(?![0-9,]|\s*元)"
)
# A mobile number as a float; writers of floats drop a last zero. What stands before it is looked at
# after its first two characters, because a search for these is quick.
_SCIENTIFIC = re.compile(rf"1\.(?<![{_ALNUM}.,]..)([3-9][0-9]{{8,9}})[Ee]\+?0*10(?![{_ALNUM}.])")
_RIC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def never_values(project: Project) -> dict[str, set[str]]:
    """Return the raw values of all years that may not be published, by column."""
    values: dict[str, set[str]] = defaultdict(set)
    for year in project.years():
        for column, found in raw_never_values(project, year).items():
            values[column] |= found
    return dict(values)


def common_words(project: Project) -> str:
    """Return the reviewed reference texts; a name that is also a word of theirs is ambiguous."""
    files = sorted(project.reference.rglob("*.yml"))
    return fold("\n".join(path.read_text(encoding="utf-8") for path in files))


def leaks(
    files: Iterable[tuple[str, bytes]], wanted: Wanted, memo: Memo | None = None
) -> list[str]:
    """Return one Chinese line per file and column whose values it shows.

    Args:
        files: Name and content of every file that is published, archives and documents too.
        wanted: What may not be published.
        memo: What was found in the same files before.

    Raises:
        AuditError: A file cannot be read, so nobody can vouch for it.
    """
    memo = memo or Memo()
    problems = []
    for name, content in files:
        key = content_key("leaks", name, content)
        found = memo.recall(key, partial(_leaks_in, name, content, wanted))
        problems += [f"{name}：出现不得公开的内容：{column}" for column in found]
    return problems


def _leaks_in(name: str, content: bytes, wanted: Wanted) -> list[str]:
    found: dict[str, None] = {}
    for text in (fold(name), *texts_of(name, content)):
        found.update(dict.fromkeys((*wanted.columns_in(text), *personal_numbers(text))))
    return list(found)


def personal_numbers(text: str) -> list[str]:
    """Return which kinds of personal numbers stand in a folded *text*."""
    text = _OTHER_DIGIT.sub(lambda m: str(int(m[0])), text)
    spelled = (m[0].translate(_CHINESE_DIGITS) for m in _CHINESE_NUMBER.finditer(text))
    joined = (m[0].replace(",", "") for m in _BY_THOUSANDS.finditer(text))
    floats = ("1" + m[1].ljust(10, "0") for m in _SCIENTIFIC.finditer(text))
    parts = (text, *spelled, *joined, *floats)
    return sorted({kind for part in parts for kind in _kinds_in(part)})


def _kinds_in(text: str) -> Iterator[str]:
    if any(_is_identity(number) for number in _written(_IDENTITY, text)):
        yield "居民身份证号码"
    if _MOBILE.search(text):
        yield "手机号码"
    if any(not uscc_fault(number) for number in _written(_CREDIT_CODE, text)):
        yield "统一社会信用代码"


def _written(shape: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield the numbers of one shape, in one piece or in groups, without the gaps."""
    for match in shape.finditer(text):
        groups = re.split(_INSIDE, match[0].upper())
        if len(groups) == 1 or max(map(len, groups)) <= _LONGEST_GROUP:
            yield "".join(groups)


def _is_identity(number: str) -> bool:
    """Return whether check digit (GB 11643, mod 11-2) and date of birth are right."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(d) * w for d, w in zip(number[:17], _RIC_WEIGHTS, strict=True))
    return 1850 <= born.year < 2100 and number[17] == "10X98765432"[total % 11]


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
