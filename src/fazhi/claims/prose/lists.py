"""Units left out in lists: 41、62家次; 分别为12、8和3件; 1.2、3.4亿元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fazhi.claims.prose.amounts import Amount

_NUMBER_END = "0123456789万亿"
_BETWEEN = re.compile("[、和及与或]|以及")


def fill_units(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Give bare numbers the unit, scale and kind of the number their list ends with."""
    filled = list(amounts)
    for position in range(len(filled) - 2, -1, -1):
        this, following = filled[position], filled[position + 1]
        bare = not this.unit and this.kind == "quantity" and text[this.end - 1] in _NUMBER_END
        if bare and following.unit and _BETWEEN.fullmatch(text[this.end : following.start]):
            shared = not this.scaled and following.scaled
            # 3、5万元 means 30000; 8000、1.2万元 does not.
            scale = following.scale if shared and this.value < 1000 else 1
            filled[position] = replace(
                this,
                value=this.value * scale,
                unit=following.unit,
                kind=following.kind,
                scaled=following.scaled,
                scale=following.scale,
            )
    return filled
