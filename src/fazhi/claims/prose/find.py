"""Find every numeral of a text."""

from __future__ import annotations

from decimal import Decimal

from fazhi.claims.prose.amounts import Amount, read_amount
from fazhi.claims.prose.lists import fill_units
from fazhi.claims.prose.measures import STARTS
from fazhi.claims.prose.names import Names
from fazhi.claims.prose.numeral import Numeral
from fazhi.claims.prose.stream import Stream, make_stream
from fazhi.claims.prose.structure import find_marks

_NO_NAMES = Names()


def find_numbers(text: str, names: Names = _NO_NAMES) -> list[Numeral]:
    """Find every numeral of *text*.

    Args:
        text: Any Chinese prose; may hold layout breaks, Markdown or full-width signs.
        names: The reviewed lists of names and words.

    Returns:
        Numerals in text order; every run of Arabic digits belongs to exactly one of them.
    """
    stream = make_stream(text)
    taken = bytearray(len(stream.text))
    marks = [*names.find_marks(stream.text, taken), *find_marks(stream.text, taken)]
    amounts = fill_units(stream.text, _find_amounts(stream.text, taken))
    found = [
        _numeral(stream, m.start, m.end, m.kind, m.qualifier, m.unit, m.value, m.high)
        for m in marks
        if m.kind
    ]
    found += [
        _numeral(stream, a.start, a.end, a.kind, a.qualifier, _bracketed(a.unit), a.value, a.high)
        for a in amounts
    ]
    return sorted(found, key=lambda numeral: numeral.start)


def _find_amounts(text: str, taken: bytearray) -> list[Amount]:
    amounts = []
    for candidate in STARTS.finditer(text):
        start = candidate.start()
        if taken[start]:
            continue
        amount = read_amount(text, start, taken)
        if amount is None:
            continue
        end = amount.end
        # A name inside the reach of a unit keeps its place: 3项“三项制度”.
        while any(taken[start:end]):
            end -= 1
        taken[amount.start : end] = b"\1" * (end - amount.start)
        amounts.append(amount if end == amount.end else _cut(amount, end))
    return amounts


def _bracketed(unit: str) -> str:
    return unit.replace("(", "（").replace(")", "）")


def _cut(amount: Amount, end: int) -> Amount:
    return Amount(amount.start, end, amount.value, None, "exact", "", "quantity")


def _numeral(
    stream: Stream,
    start: int,
    end: int,
    kind: str,
    qualifier: str,
    unit: str,
    value: Decimal | None,
    high: Decimal | None,
) -> Numeral:
    first, text = stream.slice(start, end)
    if kind == "year" and high is not None:
        qualifier = "range"
    return Numeral(text, first, value, qualifier, unit, kind, high)
