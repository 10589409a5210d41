"""Tell, for many texts at once, which ones surely stand for themselves.

Each test is narrower than the rule it stands in for: a text that passes is read, or masked, as it
stands; one that does not is left to the function that decides cell by cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fazhi.records.register import Field

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

# Longer than any word for "nothing", and without a sign that folding would change or drop.
_TEXT = r"^[0-9A-Za-z\x{4e00}-\x{9fff}（）〔〕《》，。、；：-]{5,}$"
_NUMBER = r"^[0-9A-Za-z\x{4e00}-\x{9fff}（）〔〕-]{5,}$"
_FOLDED_YEAR = r"（(?:19|20)[0-9]{2}[）〕]|〔(?:19|20)[0-9]{2}）"


def surely_plain(texts: pa.StringArray | None, declared: Field) -> NDArray[np.bool_]:
    """Return which *texts* a cell of the field *declared* certainly holds as they stand."""
    if texts is None:
        return np.zeros(0, bool)
    if declared.type == "text" and not declared.values:
        return matching(texts, _TEXT)
    if declared.type == "docno":
        return matching(texts, _NUMBER) & ~matching(texts, _FOLDED_YEAR)
    return np.zeros(len(texts), bool)


def matching(texts: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    """Return which *texts* hold the RE2 *pattern*."""
    import pyarrow.compute as pc

    found: NDArray[np.bool_] = pc.match_substring_regex(texts, pattern).to_numpy(
        zero_copy_only=False
    )
    return found
