"""Mask many names at once as ``privacy`` masks one.

A plain name has no bracket, mark or branch. What masking keeps of it then stands at its ends, and
is found by stripping; every other name is left to ``privacy``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi.records.plain import matching
from fazhi.records.privacy import BRANCH_ENDS, BUSINESS, CITY, FORM, SOME, mask_company

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_PLAIN = r"^[0-9A-Za-z\x{4e00}-\x{9fff}]{2,}$"
_MAYBE_BRANCH = f"(?:公司|集团).+(?:{BRANCH_ENDS})$"
_SHORT = 2


@dataclass(frozen=True)
class _Stripped:
    """Names without what stands at their ends.

    Attributes:
        plain: Whether a name is plain.
        length: Its length.
        bare: Length without its legal form.
        core: The name without form and city.
    """

    plain: NDArray[np.bool_]
    length: NDArray[np.int32]
    bare: NDArray[np.int32]
    core: pa.StringArray

    @classmethod
    def of(cls, names: pa.StringArray) -> _Stripped:
        bare = _without(names, FORM.pattern)
        plain = matching(names, _PLAIN)
        return cls(plain, _lengths(names), _lengths(bare), _without(bare, CITY.pattern))


def masked_names(names: pa.StringArray) -> list[str]:
    """Return ``mask_company`` of each of *names*."""
    found = _Stripped.of(names)
    core, own = _lengths(found.core), _lengths(_without(found.core, BUSINESS.pattern))
    city = found.length - _lengths(_without(names, CITY.pattern))
    sure = found.plain & ~matching(names, _MAYBE_BRANCH) & (found.bare < found.length)
    sure &= (found.bare - core == city) & (own > 0)
    cut = zip(names.to_pylist(), sure.tolist(), city.tolist(), (city + own).tolist(), strict=True)
    return [
        f"{name[:first]}{SOME}{name[last:]}" if plain else mask_company(name)
        for name, plain, first, last in cut
    ]


def searched_names(names: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.bool_]]:
    """Return what to look for to find any form of a name in a text, and for which names it holds.

    Of the forms in which a plain name may stand (``secrets_of``), the shortest is part of all.

    Returns:
        Lower-case texts, and whether a name is plain; what is said of any other means nothing.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found = _Stripped.of(names)
    short = (found.bare < found.length) & (_lengths(found.core) > _SHORT)
    return pc.utf8_lower(pc.if_else(pa.array(short), found.core, names)), found.plain


def _without(names: pa.StringArray, pattern: str) -> pa.StringArray:
    import pyarrow.compute as pc

    return pc.replace_substring_regex(names, pattern, "")


def _lengths(names: pa.StringArray) -> NDArray[np.int32]:
    import pyarrow.compute as pc

    lengths: NDArray[np.int32] = pc.utf8_length(names).to_numpy()
    return lengths
