"""Fold away what does not tell two texts apart: width, blanks, invisible marks, bracket shapes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_SQUARE = str.maketrans("【】﹝﹞[]", "〔〕〔〕〔〕")
_ROUND = str.maketrans("()", "（）")
_HEADER_MARKS = re.compile(r"[\s*:_\-—–]+")
_YEAR_BRACKET = re.compile(r"[(（\[【〔﹝]\s*((?:19|20)[0-9]{2})\s*[)）\]】〕﹞]")


def fold_text(text: str) -> str:
    """Return *text* in NFKC without invisible marks and outer blanks, for reading a value."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).strip()


@lru_cache(maxsize=65536)
def fold_header(text: str) -> str:
    """Return the form in which two spellings of one header are equal."""
    folded = fold_text(text).upper()
    return _HEADER_MARKS.sub("", folded.translate(_SQUARE))


@lru_cache(maxsize=65536)
def fold_choice(text: str) -> str:
    """Return the form in which two spellings of one listed value are equal."""
    return _SPACES.sub("", fold_text(text)).upper()


def tidy_text(text: str) -> str:
    """Return *text* for showing: characters kept, invisible marks and outer blanks removed."""
    return INVISIBLE.sub("", text).strip()


def tidy_name(text: str) -> str:
    """Return a company name in one spelling: full-width brackets, no blanks inside."""
    return _SPACES.sub("", tidy_text(text)).translate(_ROUND)


def tidy_number(text: str) -> str:
    """Return a document number in one spelling: year in 〔〕, other brackets full-width."""
    text = _SPACES.sub("", fold_text(text))
    return _YEAR_BRACKET.sub(r"〔\1〕", text).translate(_ROUND)
