"""Score the numeral finder on annotated prose of a hundred fields of government."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fazhi.claims.prose import Names, Numeral, find_numbers, load_names
from fazhi.claims.prose.numeral import MEASURED

ROOT = Path(__file__).parents[3]
MARK = re.compile("⟦([^⟧]*)⟧")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the numerals it holds."""

    text: str
    expected: tuple[Numeral, ...]


def unmark(marked: str) -> Sentence:
    """Read ``⟦text|kind|value|unit|qualifier⟧`` marks."""
    text, expected, position = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        words, kind, value, unit, qualifier = [*mark[1].split("|"), "", "", "", ""][:5]
        low, _, high = value.partition("..")
        expected.append(
            Numeral(
                text=words,
                start=len(text),
                value=Decimal(low) if low else None,
                qualifier="range" if high else qualifier or "exact",
                unit=unit,
                kind=kind,
                high=Decimal(high) if high else None,
            )
        )
        text += words
        position = mark.end()
    return Sentence(text + marked[position:], tuple(expected))


HERE = Path(__file__).parent
CORPUS = {
    f"{path.stem}-{field}": lines
    for path in (HERE / "corpus.yml", HERE / "corpus_wide.yml")
    for field, lines in YAML(typ="safe").load(path.read_text(encoding="utf-8")).items()
}
SENTENCES = [unmark(line) for lines in CORPUS.values() for line in lines]


@pytest.fixture(scope="module")
def names() -> Names:
    """Return the reviewed names of the repository."""
    return load_names(ROOT / "data" / "reference" / "names.yml")


def test_scores_on_annotated_prose(names: Names, capsys: pytest.CaptureFixture[str]) -> None:
    """Span F1 ≥ 0.98; value, unit and qualifier ≥ 0.97; kind ≥ 0.95, in every kind."""
    spans = Counter[str]()
    measured, kinds = Counter[str](), Counter[str]()
    kind_right = Counter[str]()
    for sentence in SENTENCES:
        found = {(n.start, n.text): n for n in find_numbers(sentence.text, names)}
        wanted = {(n.start, n.text): n for n in sentence.expected}
        spans += Counter(found=len(found), wanted=len(wanted), both=len(found.keys() & wanted))
        for key in found.keys() & wanted.keys():
            got, want = found[key], wanted[key]
            kinds[want.kind] += 1
            kind_right[want.kind] += got.kind == want.kind
            if want.kind in MEASURED:
                same = (got.value, got.high, got.unit) == (want.value, want.high, want.unit)
                measured += Counter(all=1, value=same, qualifier=got.qualifier == want.qualifier)
    f1 = 2 * spans["both"] / (spans["found"] + spans["wanted"])
    value, qualifier = (measured[key] / measured["all"] for key in ("value", "qualifier"))
    by_kind = {kind: kind_right[kind] / kinds[kind] for kind in sorted(kinds)}
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(SENTENCES)} sentences, {spans['wanted']} numerals: span F1 {f1:.3f}, "
            f"value and unit {value:.3f}, qualifier {qualifier:.3f}\nkind "
            + ", ".join(f"{k} {v:.2f} of {kinds[k]}" for k, v in by_kind.items())
            + "\n"
        )
    assert len(SENTENCES) >= 120
    assert f1 >= 0.98
    assert min(value, qualifier) >= 0.97
    assert min(by_kind.values()) >= 0.95


@pytest.mark.parametrize("field", CORPUS)
def test_every_digit_run_belongs_to_exactly_one_numeral(field: str, names: Names) -> None:
    """No Arabic digit is left over or claimed twice, in whatever layout."""
    text = "\n".join(unmark(line).text for line in CORPUS[field])
    covered = Counter(
        position for n in find_numbers(text, names) for position in range(n.start, n.end)
    )
    digits = {m.start() for m in re.finditer("[0-9０-９]", text)}
    assert {position for position in digits if covered[position] != 1} == set()
