"""Write one value the several ways people write it; the meaning never changes here."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from sample.columns import YUAN_PER_WAN, Column
from sample.names import TOWNS

Cell = str | int | float | date | None

NAME_KEYS = {"obj_name", "party_name"}
NUMBER_KEYS = {"doc_no", "record_no", "source_record_no", "case_no", "accept_no"}
MONEY_KEYS = {"fine_yuan", "paid_yuan", "cost_yuan", "confiscated_yuan"}
# 0 and 无 mean different things, so a null is never written where a count belongs.
NULLABLE_KEYS = {"partners", "licence", "outcome", "veto", "issues", "note", "recheck_no", "topic"}
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
EXCEL_EPOCH = date(1899, 12, 30)
ALIASES = {
    "scope": {"跨部门双随机": "跨部门", "部门内双随机": "部门内"},
    "sector": {"ODS企业": "ODS", "危化经营": "危化品经营", "大型商场": "商场"},
    "item": {
        "危险化学品经营许可证核发": "危化经营许可证核发",
        "第三类非药品类易制毒化学品经营备案": "第三类非药品类易制毒备案",
    },
    "business_type": {"延期": "延续", "首次": "新办"},
    "level": {"一般": "1", "重大": "2"},
    "kind": {"折页": "宣传折页"},
    "unit": {"人次": "人（次）"},
}


class Raw(str):
    """A cell's text that stands as it is: planted dirt, not a value to be dressed."""

    __slots__ = ()


def dress(rng: random.Random, column: Column, value: object, as_text: bool) -> Cell:
    """Return *value* as one clerk would have written it.

    Args:
        rng: Source of the clerk's whims.
        column: Column the cell stands in.
        value: Clean value; a `Raw` passes untouched.
        as_text: The file has no cell types (CSV), so a date is always text.
    """
    if isinstance(value, Raw):
        return str(value)
    if value is None:
        return rng.choice(("无", "—", "/", "— —")) if _may_mark(rng, column) else None
    if isinstance(value, date):
        return _date(rng, value, as_text)
    if column.key in MONEY_KEYS and isinstance(value, int):
        return _money(rng, value, column.scale)
    if isinstance(value, int):
        return _count(rng, value)
    return _text(rng, column.key, str(value))


def _may_mark(rng: random.Random, column: Column) -> bool:
    return column.key in NULLABLE_KEYS and rng.random() < 0.3


def _date(rng: random.Random, day: date, as_text: bool) -> Cell:
    if not as_text and rng.random() < 0.6:
        return day
    serial = (day - EXCEL_EPOCH).days
    styles: dict[Cell, int] = {
        str(serial) if as_text else serial: 1,
        _chinese_date(day): 1,
        f"{day.year}年{day.month}月{day.day}日": 7,
        f"{day.year}/{day.month}/{day.day}": 5,
        f"{day.year}.{day.month}.{day.day}": 4,
        day.isoformat(): 6,
    }
    chosen: Cell = rng.choices(list(styles), list(styles.values()))[0]
    return chosen


def _chinese_date(day: date) -> str:
    year = str(day.year).translate(CHINESE_DIGITS)
    return f"{year}年{_below_forty(day.month)}月{_below_forty(day.day)}日"


def _below_forty(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("", "十", "二十", "三十")[tens] + " 一二三四五六七八九"[ones].strip()


def _money(rng: random.Random, yuan: int, scale: int) -> Cell:
    style = rng.randrange(10)
    if yuan and style == 0:
        return f"{Decimal(yuan) / YUAN_PER_WAN}万元"
    if scale == YUAN_PER_WAN:
        wan = Decimal(yuan) / YUAN_PER_WAN
        return str(wan).translate(FULL_WIDTH) if style == 1 else float(wan)
    return f"{yuan:,}" if style < 4 else yuan


def _count(rng: random.Random, number: int) -> Cell:
    style = rng.randrange(20)
    if number >= 1000 and style < 8 and not 2000 <= number < 2100:
        return f"{number:,}"
    if style == 19:
        return str(number).translate(FULL_WIDTH)
    return f" {number} " if style == 18 else number


def _text(rng: random.Random, key: str, text: str) -> str:
    style = rng.randrange(20)
    if key == "town_code" and style < 5:
        return _town(style, text)
    if key in NAME_KEYS and style < 3:
        return (text.replace("（", "(").replace("）", ")"), text + "　", " " + text)[style]
    if key in NUMBER_KEYS and style < 4:
        return (
            text.replace("〔", "﹝").replace("〕", "﹞"),
            text.replace("〔", "[").replace("〕", "]"),
            text.replace("（", "(").replace("）", ")"),
            text.replace("〔", "［").replace("〕", "］"),
        )[style]
    return ALIASES.get(key, {}).get(text, text) if style < 2 else text


def _town(style: int, name: str) -> str:
    if style < 3:
        return next(code for code, known in TOWNS.items() if known == name)
    return name.removesuffix("街道")
