"""Say which indicator a number of the draft speaks of, by its unit, its words and its section.

Words are compared as pairs of characters, weighted by how few indicators they occur in, so 收缴 and
平均 tell three sums of money apart where 罚款 cannot.
A value never decides: a wrong number must bind as well as a right one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fazhi.claims.claim import Claim
from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.prose import find_numbers
from fazhi.claims.prose.numeral import MEASURED
from fazhi.facts.indicators import Indicator

THRESHOLD = 0.42
_MARGIN = 0.04
_SECTION_BONUS = 0.05
_REACH = 30
# Weight of a phrase that cannot be more specific.
_FULL_PHRASE = 30
_SAME = (
    frozenset(("起", "件", "宗", "例", "案")),
    frozenset(("家次", "户次")),
    frozenset(("人次", "人（次）")),
    frozenset(("场", "场次", "次", "期")),
    frozenset(("项", "处", "条", "项次")),
    frozenset(("份", "件", "张", "册", "本")),
    frozenset(("份", "本", "册")),
    frozenset(("卷", "件", "份", "宗")),
    frozenset(("家", "户")),
    frozenset(("天", "日", "个工作日", "工作日")),
    frozenset(("套", "件", "张", "幅")),
)
_NOT_A_WORD = re.compile("[^\u4e00-\u9fffA-Za-z+]+")
_PARTICLES = re.compile("[的了为达各]|共计?")
_OTHER_YEAR = re.compile("(?:上年|去年|上一年|前年|同期)(?:同期)?(?:为|有|共)?[^，。；]{0,6}$")
_YEAR = re.compile("(20[0-9]{2})年")
_PLANNED = re.compile(
    "计划|目标|力争|应当|拟|预计|将(?!近)|每(?:人|家|次|户|件|名|平方米|月|年|日|天)"
)


@dataclass(frozen=True)
class Subject:
    """What an indicator sounds like in prose.

    Attributes:
        indicator: The indicator.
        phrases: Its label and, where published, the sentence of its claim.
        section: Where its claim stands.
    """

    indicator: Indicator
    phrases: tuple[Mapping[str, float], ...]
    section: str


class Binder:
    """Finds the indicator that a number speaks of."""

    def __init__(self, indicators: Mapping[str, Indicator], claims: Iterable[Claim]) -> None:
        by_id = {claim.id: claim for claim in claims}
        texts = {
            key: [indicator.label, *([_wordless(by_id[key].sentence)] if key in by_id else [])]
            for key, indicator in indicators.items()
        }
        seen = Counter(pair for words in texts.values() for pair in set(_pairs("，".join(words))))
        weight = {pair: math.log(1 + len(texts) / count) for pair, count in seen.items()}
        self._subjects = [
            Subject(
                indicator=indicator,
                phrases=tuple(
                    {pair: weight.get(pair, 0.0) for pair in _pairs(text)} for text in texts[key]
                ),
                section=by_id[key].section if key in by_id else "",
            )
            for key, indicator in indicators.items()
        ]

    def bind(self, draft: Draft, shown: Shown, year: int) -> Indicator | None:
        """Return the indicator *shown* speaks of in *year*, or None."""
        if shown.numeral.kind == "yoy_percent" or _speaks_of_another_year(draft, shown, year):
            return None
        near = set(_pairs(shown.before[-_REACH:] + "，" + shown.after))
        wide = near | set(_pairs(draft.words((shown.part[0], shown.at[0]))))
        scored = sorted(
            (
                (_score(shown, subject, near, wide), subject.indicator)
                for subject in self._subjects
                if _unit_fits(shown, subject.indicator.unit)
            ),
            key=lambda pair: -pair[0],
        )
        if not scored or scored[0][0] < THRESHOLD:
            return None
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN and scored[1][0] >= THRESHOLD:
            return None
        return scored[0][1]

    def bind_phrase(self, words: str, ids: Sequence[str]) -> Indicator | None:
        """Return the one of *ids* that *words* speak of, whatever the unit."""
        pairs = set(_pairs(words))
        scored = [
            (_overlap(pairs, subject.phrases), subject.indicator)
            for subject in self._subjects
            if subject.indicator.id in ids
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= THRESHOLD else None


def _score(shown: Shown, subject: Subject, near: set[str], wide: set[str]) -> float:
    words = 0.8 * _overlap(near, subject.phrases) + 0.2 * _overlap(wide, subject.phrases)
    here = subject.section != "" and subject.section == shown.section
    return words + (_SECTION_BONUS if here else 0)


def _overlap(pairs: set[str], phrases: Sequence[Mapping[str, float]]) -> float:
    """Return how much of the best phrase occurs among *pairs*, a long phrase before a short one."""
    best = 0.0
    for phrase in phrases:
        whole = sum(phrase.values())
        matched = sum(weight for pair, weight in phrase.items() if pair in pairs)
        best = max(best, matched / (whole or 1) * (1 + min(matched, _FULL_PHRASE) / 100))
    return best


def _wordless(sentence: str) -> str:
    """Return *sentence* without its numbers, whose characters are no words of the subject."""
    for numeral in find_numbers(sentence):
        if numeral.kind in MEASURED:
            sentence = sentence.replace(numeral.text, "，")
    return sentence


def _pairs(text: str) -> list[str]:
    words = _NOT_A_WORD.split(text)
    cleaned = (_PARTICLES.sub("", word) for word in words)
    return [word[n : n + 2] for word in cleaned for n in range(len(word) - 1)]


def _unit_fits(shown: Shown, unit: str) -> bool:
    written = shown.numeral.unit
    if not written:
        return False
    if written == unit or (written + shown.after).startswith(unit):
        return True
    return any(written in same and unit in same for same in _SAME)


def _speaks_of_another_year(draft: Draft, shown: Shown, year: int) -> bool:
    if _OTHER_YEAR.search(shown.before) or _PLANNED.search(shown.before[-12:]):
        return True
    named = _YEAR.findall(draft.words((shown.part[0], shown.at[0])))
    return bool(named) and int(named[-1]) != year
