"""Read one numeral token as a Decimal.

The grammar decides what is a numeral; cn2an converts tokens that are Chinese throughout.
It is never asked about anything else, because it reads 三四 (three or four) as 34.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache

SCALES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}

_ORDINARY = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億〇○−－", "一二三四五六七八九十百千万亿零零--"
)

_DIGIT = "[一二两三四五六七八九]"
# Below 万; both 三百五 (350) and 三千零五 are current.
_SECTION = f"(?:{_DIGIT}千)?(?:零?{_DIGIT}百)?(?:零?{_DIGIT}?十)?(?:零?{_DIGIT})?"
_CHINESE = re.compile(
    rf"负?(?:零|(?=[^万亿点])(?![^点]*零(?:点"
    rf"|$))(?:(?:{_SECTION}万)?{_SECTION}亿)?(?:{_SECTION}万)?{_SECTION})(?:点[零一二三四五六七八九]+)?"
)
# 二〇二二 is read digit by digit; two digits in a row (三四) are two numbers.
_DIGIT_STRING = re.compile("[零一二三四五六七八九]{3,}")

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PLACES = f"(?:{_ARABIC}千)?(?:{_ARABIC}百)?(?:{_ARABIC}十)?"
_ARABIC_ONLY = re.compile(rf"[-+]?{_ARABIC}")
# 1.2万亿, 1亿2000万, 3万1千, 1万2000; never 3万1, which could be 30001 or 31000.
_MIXED = re.compile(
    rf"[-+]?(?=[0-9])(?:{_PLACES}(?:{_ARABIC})?万?亿)?(?:{_PLACES}(?:{_ARABIC})?万)?(?:{_PLACES}"
    rf"|[0-9]{{3,4}})"
)
_MIXED_PART = re.compile(rf"{_ARABIC}|[十百千万亿]")


@cache
def parse_number(text: str) -> Decimal | None:
    """Read *text* as exactly one numeral.

    Args:
        text: Arabic or full-width digits with or without thousands separators and decimals,
            Chinese numerals (十一万三千, 两百, 零), or a mixture (1.2万, 3万1千).

    Returns:
        The value, or None when *text* is anything but one numeral.
    """
    # ① and ² would pass NFKC as ordinary digits and join their neighbours.
    if any(c.isdigit() and not c.isdecimal() for c in text):
        return None
    token = unicodedata.normalize("NFKC", text).strip().translate(_ORDINARY)
    if _ARABIC_ONLY.fullmatch(token):
        return Decimal(token.replace(",", ""))
    if token == "半":
        return Decimal("0.5")
    if _DIGIT_STRING.fullmatch(token) or (token.strip("负") and _CHINESE.fullmatch(token)):
        return _chinese(token)
    return _mixed(token) if _MIXED.fullmatch(token) else None


def _chinese(token: str) -> Decimal | None:
    # A fifth of a second to import, and many commands never meet a Chinese numeral.
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(token, "smart")))
    except (ValueError, KeyError):
        # 一亿一 is well formed for the grammar above and breaks cn2an.
        return None


def _mixed(token: str) -> Decimal:
    total = section = number = Decimal(0)
    for part in _MIXED_PART.findall(token):
        if part in "万亿":
            total = (total + section + number) * SCALES[part] if part == "亿" else total
            total = total + (section + number) * SCALES[part] if part == "万" else total
            section = number = Decimal(0)
        elif part in SCALES:
            section, number = section + number * SCALES[part], Decimal(0)
        else:
            number = Decimal(part.replace(",", ""))
    value = total + section + number
    return -value if token.startswith("-") else value
