"""Read a date from one cell, by a closed grammar; what is not in the grammar is not guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from fazhi.records.folding import fold_text
from fazhi.records.problems import CellError

OPEN_END = date(2099, 12, 31)
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
# Serials of 1954 to 2119; shorter numbers are more likely counts than dates.
_SERIALS = range(20_000, 80_001)

_YMD = re.compile(
    r"([12][0-9]{3})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)"
    r"(?:\s*T?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
# Blanks around a separator, and the day of the week behind a date, say nothing.
_LOOSE = re.compile(r"\s*([年月日号./-])\s*")
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周)([一二三四五六日天])\)?$")
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日天")
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_NO_YEAR = re.compile(r"([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})[日号]?")
_DAY_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([12][0-9]{3})")
_NO_MONTH = re.compile(r"([12][0-9]{3})年?")
_NO_DAY = re.compile(r"([12][0-9]{3})(?:[-/.]|年)([0-9]{1,2})月?")
_RANGE_DASH = re.compile(r"\s*(?:[-—–~～]|至|到)+\s*")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4}|[12][0-9]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_EXPECTED = "日期，例如 2022-03-05"


def parse_date(cell: object, year: int, epoch_1904: bool = False) -> date | None:
    """Read one cell as a date.

    Args:
        cell: A cell value that is not blank.
        year: Report year, only used to spell out the choices of an ambiguous date.
        epoch_1904: Whether the workbook counts days from 1904.

    Returns:
        The date; None for the zero dates (1899-12-31, 1900-01-00) that stand for no date.

    Raises:
        CellError: Impossible or ambiguous; the choices are in ``expected``.
    """
    if isinstance(cell, datetime):
        return _real(cell.date())
    if isinstance(cell, date):
        return _real(cell)
    if isinstance(cell, bool):
        raise CellError("日期不合规范", _EXPECTED)
    if isinstance(cell, int | float):
        return _from_number(cell, epoch_1904)
    return _from_text(fold_text(str(cell)), year, epoch_1904)


def split_range(text: str) -> tuple[str, str] | None:
    """Return the two ends of a date range (2022年6月1日-30日), each a full date text.

    Only a range whose first end is a full date is split; anything else is left to be
    reported by ``parse_date``.
    """
    folded = _arabic(_LOOSE.sub(r"\1", fold_text(text)))
    first = _YMD.match(folded)
    if not first:
        return None
    year, month = first[1], first[2] or first[4]
    dash = _RANGE_DASH.match(folded, first.end())
    rest = folded[dash.end() :] if dash else ""
    if _YMD.fullmatch(rest):
        return first[0], rest
    if other := _NO_YEAR.fullmatch(rest):
        return first[0], f"{year}-{other[1]}-{other[2]}"
    if other := re.fullmatch(r"([0-9]{1,2})[日号]?", rest):
        return first[0], f"{year}-{month}-{other[1]}"
    return None


def _from_number(number: float, epoch_1904: bool) -> date | None:
    if number in (0, 1):
        return None
    whole = int(number)
    if whole in _SERIALS:
        return (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=whole)
    if number == whole and (compact := _COMPACT.fullmatch(str(whole))):
        return _date(*compact.groups())
    raise CellError("日期不合规范", _EXPECTED)


def _from_text(text: str, year: int, epoch_1904: bool) -> date | None:
    if text in ("长期", "长期有效", "永久"):
        return OPEN_END
    if text in ("1900-01-00", "0000-00-00"):
        return None
    if named := _WEEKDAY.search(text):
        return _on_weekday(_from_text(text[: named.start()], year, epoch_1904), named[1])
    text = _arabic(_LOOSE.sub(r"\1", text))
    if match := _YMD.fullmatch(text):
        return _real(_date(match[1], match[2] or match[4], match[3] or match[5]))
    if match := _COMPACT.fullmatch(text):
        return _date(*match.groups())
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", text):
        return _from_number(float(text), epoch_1904)
    _refuse_ambiguous(text, year)
    raise CellError("日期不合规范", _EXPECTED)


def _on_weekday(value: date | None, named: str) -> date | None:
    if value and named not in _WEEKDAYS[value.weekday()]:
        wanted = f"{value} 是星期{_WEEKDAYS[value.weekday()][0]}"
        raise CellError("日期与星期不符", wanted, "核对是日期写错还是星期写错")
    return value


def _refuse_ambiguous(text: str, year: int) -> None:
    if match := _SHORT_YEAR.fullmatch(text):
        a, b, c = match.groups()
        readings = [f"20{a:0>2}-{b:0>2}-{c:0>2}", f"20{c:0>2}-{b:0>2}-{a:0>2}"]
        raise CellError("日期的年份不是四位", _choices(readings))
    if match := _DAY_LAST.fullmatch(text):
        a, b, y = match.groups()
        raise CellError(
            "日期的月、日先后不明", _choices([f"{y}-{a:0>2}-{b:0>2}", f"{y}-{b:0>2}-{a:0>2}"])
        )
    if match := _NO_MONTH.fullmatch(text):
        raise CellError("日期缺少月、日", f"{match[1]}年的哪一月哪一日")
    if match := _NO_DAY.fullmatch(text):
        raise CellError("日期缺少日", f"{match[1]}年{int(match[2])}月的哪一日")
    if match := _NO_YEAR.fullmatch(text):
        a, b = match.groups()
        raise CellError(
            "日期缺少年份", _choices([f"{y}-{a:0>2}-{b:0>2}" for y in (year, year - 1)])
        )
    if len(parts := _RANGE_DASH.split(text)) == 2 and _NO_YEAR.fullmatch(parts[0]):
        raise CellError("日期缺少年份", f"写全年份的起止日期，例如 {year}年6月1日-30日")
    if len(parts) == 2 and _YMD.fullmatch(parts[0]):
        raise CellError("一格里写了两个日期", "起、止日期分两列填写")


def _choices(readings: list[str]) -> str:
    possible = [r for r in readings if _possible(r)]
    return (
        ("四位年份的日期，可能是 " + " 或 ".join(dict.fromkeys(possible)))
        if possible
        else _EXPECTED
    )


def _possible(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _arabic(text: str) -> str:
    """Turn 二〇二二年三月五日 into 2022年3月5日; leave anything else alone."""
    return _CHINESE_DATE.sub(
        lambda m: f"{m[1].translate(_CHINESE_DIGITS)}年{_small(m[2])}月{_small(m[3])}日", text
    )


def _small(numeral: str) -> str:
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return numeral.translate(_CHINESE_DIGITS)
    return f"{tens.translate(_CHINESE_DIGITS) or 1}{ones.translate(_CHINESE_DIGITS) or 0}"


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise CellError("没有这一天", "日历上有的日期") from None


def _real(value: date) -> date | None:
    """Return None for the dates with which Excel and databases say "no date"."""
    return None if value <= date(1900, 1, 1) else value
