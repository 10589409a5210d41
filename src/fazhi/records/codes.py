"""The unified social credit code (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(3**place % 31 for place in range(17))
_SHAPE = re.compile(rf"[{_ALPHABET}]{{18}}")
SOLE_TRADER_PREFIX = "92"


def uscc_fault(code: str) -> str:
    """Return why *code* is not a valid credit code, empty when it is one."""
    if not _SHAPE.fullmatch(code):
        return "不是18位，或含有不该出现的字符"
    total = sum(_VALUE[c] * w for c, w in zip(code[:17], _WEIGHTS, strict=True))
    return "" if _VALUE[code[17]] == (31 - total % 31) % 31 else "校验位不符"
