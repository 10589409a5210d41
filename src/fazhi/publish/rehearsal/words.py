"""Words a person wrote around a number, held against its value.

Each check takes one clause with the number it is about and returns what is wrong, or nothing.
Words beside ``{fact-change}`` need no check: the role chooses them from the data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fazhi.facts import Change, Fact, plain
from fazhi.publish.book.years import Shelf, YearBook
from fazhi.publish.rehearsal.sentences import NUMBER_ROLE, Sentence

_CLAUSE = re.compile(r"[^，。；：！？|]+")
_UP = "增长|增加|增多|上升|提高|提升|上涨|扩大|翻番"
_DOWN = "下降|减少|降低|回落|下滑|压降"
_LEVEL = "持平|不变|一致"
_TREND = re.compile(f"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<level>{_LEVEL})")
_BARE_TREND = re.compile(
    r"(?:同比|环比|比上年|较上年|与上年|与去年|比去年|较去年)?(?:有所|明显|显著|持续|稳步|大幅|小幅|略有)?"
    rf"(?:{_UP}|{_DOWN}|{_LEVEL})(?:较快|明显|显著)?"
)
_QUARTERLY = re.compile("每个?季度")
_EVERY = re.compile(
    "(?<![平人户日年])均(?!价|值|衡)|全部|所有|一律|全覆盖|无一例外|每(?!个?季度|家次|人次)"
)
_SEVERAL = re.compile("多(?=[场次项家个件起批期份])|若干")
_NONE = re.compile(
    "没有(?=发生|出现|被|接到|收到|变更|撤销|一)|未发生|未出现|无一(?!例外)|零(?=投诉|事故|撤销|变更)"
)
_HEDGE = re.compile(r"(?P<word>近|约|超过|逾|突破|不足|不到|超)$")
_SEVERAL_AT_LEAST = 3
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Clause:
    """One clause and the number it speaks of.

    Attributes:
        text: The clause as written, roles included.
        before: What stands before the number in the clause; empty when the number is elsewhere.
        id: Indicator id.
        fact: The number; None without record.
        change: Its change against the year before.
        exact: Whether the number is printed without a qualifier of its own.
    """

    text: str
    before: str
    id: str
    fact: Fact | None
    change: Change | None
    exact: bool


@dataclass(frozen=True)
class Unsupported:
    """A word that the data do not bear out.

    Attributes:
        place: File and line in Chinese.
        word: The word.
        id: Indicator id.
        reason: What the data say, in Chinese.
        clause: The clause it stands in.
    """

    place: str
    word: str
    id: str
    reason: str
    clause: str


def unsupported(sentences: Sequence[Sentence], shelf: Shelf, year: int) -> list[Unsupported]:
    """Return every word around a number that its value does not bear out, in order."""
    found: list[Unsupported] = []
    for sentence in sentences:
        for clause in _clauses(sentence.source, shelf, year):
            for check in _CHECKS:
                for word, reason in check(clause):
                    found.append(Unsupported(sentence.place, word, clause.id, reason, clause.text))
        found += _parts(sentence, shelf, year)
    return found


def _clauses(text: str, shelf: Shelf, year: int) -> Iterator[Clause]:
    """Yield each clause with each number of its own, or with the one last named (同比增长)."""
    last: re.Match[str] | None = None
    for piece in _CLAUSE.finditer(text):
        words = piece[0].strip(" -")
        numbers = [m for m in NUMBER_ROLE.finditer(words) if m["role"] != "fact-change"]
        for number in numbers:
            yield _clause(words, words[: number.start()], number, shelf, year)
        if not numbers and last and _BARE_TREND.fullmatch(words):
            yield _clause(words, "", last, shelf, year)
        last = numbers[-1] if numbers else last


def _clause(text: str, before: str, number: re.Match[str], shelf: Shelf, year: int) -> Clause:
    book = shelf.years.get(int(number["year"] or year))
    key = number["id"]
    if book is None:
        return Clause(text, before, key, None, None, exact=True)
    return Clause(
        text, before, key, book.book.facts.get(key), book.changes.get(key), _exact(book, key)
    )


def _exact(book: YearBook, key: str) -> bool:
    claim, fact = book.claims.get(key), book.book.facts.get(key)
    if claim is not None:
        return claim.qualifier == "exact"
    return fact is None or not re.search("余|近", fact.display)


def _without_numbers(text: str) -> str:
    return NUMBER_ROLE.sub("", text)


def _trend(clause: Clause) -> Iterator[tuple[str, str]]:
    found = _TREND.search(_without_numbers(clause.text))
    if found is None or clause.fact is None:
        return
    change = clause.change
    if change is None or change.change is None:
        note = change.note if change else "没有与上年的比较"
        yield found[0], f"与上年不可比（{note}）"
        return
    actual = "up" if change.change > 0 else "down" if change.change < 0 else "level"
    if found.lastgroup != actual:
        word = {"up": "上升", "down": "下降", "level": "持平"}[actual]
        yield found[0], f"实际{word}：上年{_shown(change.previous)}，本年{_shown(change.value)}"


def _every(clause: Clause) -> Iterator[tuple[str, str]]:
    found = _EVERY.search(_without_numbers(clause.text))
    if found is None:
        return
    if clause.fact is None:
        yield found[0], "没有记录，不能这样说"
    elif clause.fact.unit == "%" and clause.fact.value < _HUNDRED:
        yield found[0], f"比例为{plain(clause.fact.value)}%，有例外"


def _quarterly(clause: Clause) -> Iterator[tuple[str, str]]:
    found = _QUARTERLY.search(_without_numbers(clause.text))
    if found is None or not clause.id.endswith("_per_quarter"):
        return
    if clause.fact is None:
        yield found[0], "没有记录，不能这样说"
    elif clause.fact.value < 1:
        yield found[0], "有的季度一次也没有"


def _several(clause: Clause) -> Iterator[tuple[str, str]]:
    found = _SEVERAL.search(_without_numbers(clause.text))
    if found is None:
        return
    if clause.fact is None:
        yield found[0], "没有记录，不能这样说"
    elif clause.fact.value < _SEVERAL_AT_LEAST:
        yield found[0], f"只有{plain(clause.fact.value)}{clause.fact.unit}，不足三"


def _none(clause: Clause) -> Iterator[tuple[str, str]]:
    found = _NONE.search(_without_numbers(clause.text))
    if found is None:
        return
    if clause.fact is None:
        yield found[0], "没有记录不等于没有发生"
    elif clause.fact.value > 0:
        yield found[0], f"登记簿中有{plain(clause.fact.value)}{clause.fact.unit}"


def _hedge(clause: Clause) -> Iterator[tuple[str, str]]:
    found = _HEDGE.search(clause.before)
    if found and clause.exact and clause.fact is not None:
        yield found["word"], f"后面印出的是确切的数{clause.fact.display}"


def _parts(sentence: Sentence, shelf: Shelf, year: int) -> Iterator[Unsupported]:
    """Report a part (其中) larger than the whole named before it in the same unit."""
    head, word, tail = sentence.source.partition("其中")
    wholes, parts = (list(NUMBER_ROLE.finditer(text)) for text in (head, tail))
    if not (word and wholes and parts):
        return
    whole = _clause(head, "", wholes[-1], shelf, year).fact
    for number in parts:
        part = _clause(tail, "", number, shelf, year).fact
        if whole and part and part.unit == whole.unit and part.value > whole.value:
            reason = f"{_shown(part.value)}大于总数{_shown(whole.value)}"
            yield Unsupported(sentence.place, word, part.id, reason, sentence.source)


def _shown(value: Decimal | None) -> str:
    return "无记录" if value is None else plain(value)


_CHECKS: tuple[Callable[[Clause], Iterator[tuple[str, str]]], ...] = (
    _trend, _every, _quarterly, _several, _none, _hedge,
)  # fmt: skip
