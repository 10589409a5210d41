"""Nothing personal on the site: no raw value of a ``never`` column, no personal number.

A hit names the file and the column it comes from, never the value.
A raw value counts also when it is full-width, spaced or split by invisible characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from fazhi.paths import Project
from fazhi.publish.audit.legible import fold, texts_of
from fazhi.publish.audit.memo import Memo, file_key
from fazhi.publish.audit.wanted import Wanted
from fazhi.publish.release import Site
from fazhi.records.codes import uscc_fault

_ALNUM = "0-9A-Za-z"
_GAP = r"[ \t\-–—·.]"
# A slash or a line feed also stands between two numbers, so it bounds neither.
_INSIDE = r"[ \t\n\-–—·・*._/)]"
_LONGEST_GROUP = 12  # between gaps; longer runs are numbers that merely stand side by side
_END = rf"(?:\.0+)?(?![{_ALNUM}]|{_GAP}?[0-9])"
# What stands before a number is looked at after its first character: a search for that is quick.
_IDENTITY = re.compile(
    rf"[1-8](?<![{_ALNUM}.][1-8])(?<![0-9]{_GAP}[1-8])"
    rf"(?:{_INSIDE}{{0,3}}[0-9]){{16}}{_INSIDE}{{0,3}}[0-9Xx](?![{_ALNUM}])"
)
_MOBILE = re.compile(
    rf"1(?:(?<![{_ALNUM}.]1)(?<![0-9]{_GAP}1)"
    rf"|(?<=(?<![{_ALNUM}])861)|(?<=(?<![{_ALNUM}])86[\s-]1)"
    rf"|(?<=(?<![{_ALNUM}])00861)|(?<=(?<![{_ALNUM}])0086[\s-]1))"
    rf"(?:[3-9][0-9]{_INSIDE}{{0,3}}[0-9]{{4}}{_INSIDE}{{0,3}}[0-9]{{4}}"
    rf"|[3-9](?=[0-9]*\n)(?:\n?[0-9]){{9}}(?!,)"
    rf"|{_GAP}[3-9](?:{_GAP}[0-9]){{9}}){_END}"
)
_CREDIT_CODE = re.compile(
    rf"[1-9A-Ya-y](?<![{_ALNUM}.].)(?<![0-9]{_GAP}.){_GAP}?[{_ALNUM}]"
    rf"(?:{_GAP}?[0-9]){{6}}(?:{_GAP}?[{_ALNUM}]){{10}}(?![{_ALNUM}])"
)
_HAN_DIGITS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE_NUMBER = re.compile(
    rf"(?:[{_HAN_DIGITS}]{_GAP}?){{10,17}}[{_HAN_DIGITS}Xx]"
    rf"|(?=[0-9]*[{_HAN_DIGITS}])[{_HAN_DIGITS}0-9]{{10,17}}[{_HAN_DIGITS}0-9Xx]"
)
_CHINESE_RUN = re.compile(rf"[{_HAN_DIGITS}0-9](?:{_GAP}?[{_HAN_DIGITS}0-9Xx]){{10,}}")
_CHINESE_DIGITS = str.maketrans(_HAN_DIGITS, "00012345678" + "91" + "123456789")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# As a spreadsheet writes a number column; a sum of money has its unit, a list its bracket.
_BY_THOUSANDS = re.compile(
    r"[0-9](?<![0-9A-Za-z,.\[][0-9])[0-9]{0,2}(?:,[0-9]{3}){3,4}(?:,[0-9]{2}[0-9Xx])?(?![0-9,]|\s*元)"
)
# A mobile number as a float; writers of floats drop a last zero.
_SCIENTIFIC = re.compile(rf"1\.(?<![{_ALNUM}.,]..)([3-9][0-9]{{8,9}})[Ee]\+?0*10(?![{_ALNUM}.])")
_RIC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def never_values(project: Project, *years: int) -> dict[str, set[str]]:
    """Return the raw values of *years* that may not be published, of all when none is named."""
    from fazhi.records import raw_never_values

    values: dict[str, set[str]] = defaultdict(set)
    for year in years or project.years():
        for column, found in raw_never_values(project, year).items():
            values[column] |= found
    return dict(values)


def common_words(project: Project) -> str:
    """Return the reviewed reference texts; a name that is also a word of theirs is ambiguous."""
    files = sorted(project.reference.rglob("*.yml"))
    return fold("\n".join(path.read_text(encoding="utf-8") for path in files))


def leaks(files: Iterable[tuple[str, bytes]], wanted: Wanted) -> list[str]:
    """Return one Chinese line per file and column whose values it shows.

    Args:
        files: Name and content of every file that is published, archives and documents too.
        wanted: What may not be published.

    Raises:
        AuditError: A file cannot be read, so nobody can vouch for it.
    """
    return [
        _leak(name, column)
        for name, content in files
        for column in _leaks_in(name, content, wanted)
    ]


def leaks_since(site: Site, wanted: Wanted, memo: Memo, added: Wanted | None) -> list[str]:
    """Return what ``leaks`` finds in all files of *site*; a file is not searched twice for a value.

    Args:
        site: The site.
        wanted: What may not be published.
        memo: What was found in the same files before.
        added: The part of *wanted* that was not yet looked for then; all of it when None. A file
            that was clean is searched for this part only.

    Raises:
        AuditError: A file cannot be read, so nobody can vouch for it.
    """
    problems = []
    for name, digest in site.digests.items():
        key = file_key("leaks", name, digest)
        if added is None or memo.known(key) != []:
            found = _leaks_in(name, (site.folder / name).read_bytes(), wanted)
        elif added.expression is not None:
            found = _values_in(name, (site.folder / name).read_bytes(), added)
        else:
            found = []
        memo.keep(key, found)
        problems += [_leak(name, column) for column in found]
    return problems


def _leak(name: str, column: str) -> str:
    return f"{name}：出现不得公开的内容：{column}"


def _values_in(name: str, content: bytes, wanted: Wanted) -> list[str]:
    texts = (fold(name), *texts_of(name, content))
    return sorted({column for text in texts for column in wanted.columns_in(text)})


def _leaks_in(name: str, content: bytes, wanted: Wanted) -> list[str]:
    found: dict[str, None] = {}
    for text in (fold(name), *texts_of(name, content)):
        found.update(dict.fromkeys((*wanted.columns_in(text), *personal_numbers(text))))
    return list(found)


def personal_numbers(text: str) -> list[str]:
    """Return which kinds of personal numbers stand in a folded *text*."""
    text = _OTHER_DIGIT.sub(lambda m: str(int(m[0])), text)
    runs = (run[0] for run in _CHINESE_RUN.finditer(text))
    numbers = (number[0] for run in runs for number in _CHINESE_NUMBER.finditer(run))
    spelled = (number.translate(_CHINESE_DIGITS) for number in numbers)
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
