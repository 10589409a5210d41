"""Check the rules across the fields of one row, and across the rows of one register."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from fazhi.errors import IntakeError
from fazhi.records.column import Column, combinations
from fazhi.records.folding import fold_header
from fazhi.records.parse import Parsed, year_of
from fazhi.records.problems import MUST, VERIFY, Fault
from fazhi.records.register import Rule, rule_fields
from fazhi.records.rows import SERIAL_TITLES
from fazhi.records.sheets import blank

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A check looks at one record and returns (field, what was found), or None when the rule holds.
Finding = tuple[str, str] | None
Check = Callable[[Mapping[str, Sequence[Any]], int], Finding]

_YEAR_IN_NUMBER = re.compile(r"〔((?:19|20)[0-9]{2})〕|(?<![0-9])((?:19|20)[0-9]{2})")
_FIX = "核对原始文书后改正"
_FEW = 3
_MIXER = np.uint64(0x9E3779B97F4A7C15)


def check_rows(parsed: Parsed) -> None:
    """Check every declared row rule; ``must`` quarantines the record, ``verify`` reports it."""
    for rule in parsed.raw.register.rules:
        check = _check_of(rule)
        for record in _suspects(parsed, rule).tolist():
            finding = check(parsed.values, record)
            if finding is None:
                continue
            field, found = finding
            fault = Fault(field, rule.message, found, "", _FIX)
            if rule.severity == MUST:
                parsed.raw.fault(record, fault)
            else:
                parsed.warn(record, fault)


def _suspects(parsed: Parsed, rule: Rule) -> NDArray[np.intp]:
    """Return the records a rule may find fault with: all whose values the check does not pass.

    The check is asked once for each combination of values that occurs; an order is seen by rank.
    """
    columns = [parsed.values[key] for key in rule_fields(rule)]
    if rule.kind in ("ordered", "at_most"):
        return _out_of_order(columns)
    first, which = combinations(columns)
    check = _check_of(rule)
    wrong = [check(parsed.values, record) is not None for record in first.tolist()]
    return np.flatnonzero(np.asarray(wrong, bool)[which])


def _out_of_order(columns: Sequence[Column]) -> NDArray[np.intp]:
    values = sorted({c.value(int(code)) for c in columns for code in c.used()})
    rank_of = {value: rank for rank, value in enumerate(values)}
    highest = np.full(len(columns[0]), -1, np.int32)
    wrong = np.zeros(len(highest), bool)
    for column in columns:
        ranks = np.full(column.size + 1, -1, np.int32)
        for code in column.used():
            ranks[code] = rank_of[column.value(int(code))]
        found = column.at(ranks)
        wrong |= (found >= 0) & (found < highest)
        highest = np.where(found >= 0, found, highest)
    return np.flatnonzero(wrong)


def _check_of(rule: Rule) -> Check:
    given = rule.arguments
    makers: dict[str, Callable[[], Check]] = {
        "ordered": lambda: lambda values, n: _ordered(values, n, given),
        "at_most": lambda: lambda values, n: _ordered(values, n, given),
        "equals": lambda: lambda values, n: _equal(values, n, given, wanted=True),
        "distinct": lambda: lambda values, n: _equal(values, n, given, wanted=False),
        "required_if": lambda: lambda values, n: _required_if(values, n, given),
        "year_in_number": lambda: lambda values, n: _year_in_number(values, n, given),
        "matches": lambda: lambda values, n: _matches(values, n, given),
    }
    return makers[rule.kind]()


def _ordered(values: Mapping[str, Sequence[Any]], record: int, keys: Sequence[str]) -> Finding:
    present = [(key, values[key][record]) for key in keys if values[key][record] is not None]
    for (_, before), (key, after) in pairwise(present):
        if before > after:
            return key, f"{before} → {after}"
    return None


def _equal(
    values: Mapping[str, Sequence[Any]], record: int, keys: Sequence[str], *, wanted: bool
) -> Finding:
    first, second = (values[key][record] for key in keys)
    if first is None or second is None or (first == second) is wanted:
        return None
    return keys[1], str(second)


def _required_if(
    values: Mapping[str, Sequence[Any]], record: int, given: dict[str, str]
) -> Finding:
    needed = values[given["field"]][record] == given["equals"]
    return (given["then"], "空") if needed and values[given["then"]][record] is None else None


def _year_in_number(
    values: Mapping[str, Sequence[Any]], record: int, given: dict[str, str]
) -> Finding:
    number, when = values[given["number"]][record], values[given["date"]][record]
    found = _YEAR_IN_NUMBER.search(str(number)) if number is not None else None
    if found is None or when is None or int(found[1] or found[2]) == when.year:
        return None
    return given["number"], f"{number}，日期 {when}"


def _matches(values: Mapping[str, Sequence[Any]], record: int, given: dict[str, Any]) -> Finding:
    wanted = given["values"].get(values[given["field"]][record])
    found = values[given["then"]][record]
    return (given["then"], str(found)) if wanted and found and found != wanted else None


def _report_next_years(parsed: Parsed, part: int, year: int) -> None:
    """Say once per sheet how many records the years next to this one will count."""
    raw = parsed.raw
    field = raw.register.by_key[raw.register.year_field]
    dates = parsed.values[field.key]
    near = dates.where(lambda value: year_of(value) in (year - 1, year + 1))
    places = np.flatnonzero(near & (raw.part_of == part)).tolist()
    others = [n for n in places if n not in raw.faults]
    if others:
        counts = Counter(year_of(dates[n]) for n in others)
        listed = "，".join(f"{y}年 {n} 条" for y, n in sorted(counts.items(), key=str))
        found = f"{listed}，首见第{raw.row_of[others[0]]}行，按默认口径不计入"
        problem = raw.problem(
            VERIFY, others[0],
            Fault(
                field.key, "有记录不在本年度", found, f"{year} 年的记录",
                "核对是否写错年份；确是相邻年度的，写明说明",
            ),
        )  # fmt: skip
        parsed.warnings.append(replace(problem, row=None, cell=""))


def check_duplicates(parsed: Parsed) -> None:
    """Quarantine rows that repeat an earlier one, whole or by the register's key."""
    raw = parsed.raw
    first_of: dict[int, int] = {}
    for record in _alike(list(parsed.values.values())).tolist():
        cells = _cells_without_serial(parsed, record)
        first = first_of.setdefault(hash(cells), record)
        if first != record and _cells_without_serial(parsed, first) == cells:
            found = f"与{_row_name(parsed, first, record)}完全重复"
            raw.fault(record, Fault("", "整行重复", found, "每条记录只出现一次", "删去重复的行"))
    if raw.register.key:
        _check_key(parsed)


def _alike(columns: Sequence[Column], among: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """Return the records that share all their values with another; a few more by chance.

    Codes are mixed to one number a record, so that millions need no rows; only records that share
    the value of the most varied column come into question.
    """
    import pandas as pd

    most_varied = max(columns, key=lambda column: column.size)
    kept = np.arange(len(most_varied)) if among is None else among
    codes = most_varied.codes[kept].astype(np.intp) + 1
    kept = kept[np.bincount(codes, minlength=1)[codes] > 1]
    mixed = np.zeros(len(kept), np.uint64)
    for column in columns:
        mixed = mixed * _MIXER + column.codes[kept].astype(np.uint64)
    return kept[pd.Series(mixed).duplicated(keep=False).to_numpy()]


def _cells_without_serial(parsed: Parsed, record: int) -> tuple[object, ...]:
    """Return what a row says: its typed values, and every cell no field claims but 序号."""
    raw = parsed.raw
    part = raw.parts[raw.part_of[record]]
    claimed = set(part.header.columns.values())
    row = part.sheet.rows[raw.row_of[record] - 1]
    unclaimed = tuple(
        (part.header.labels[n] if n < len(part.header.labels) else "", str(cell))
        for n, cell in enumerate(row)
        if n not in claimed and not blank(cell) and not _is_serial(part.header.labels, n)
    )
    faulty = raw.faults.get(record, ())
    unread = tuple(f.found for f in faulty if f.column)
    return (*(values[record] for values in parsed.values.values()), unclaimed, unread)


def _is_serial(labels: Sequence[str], index: int) -> bool:
    return index < len(labels) and fold_header(labels[index]) in SERIAL_TITLES


def _row_name(parsed: Parsed, first: int, record: int) -> str:
    raw = parsed.raw
    same_sheet = raw.part_of[first] == raw.part_of[record]
    return f"第{int(raw.row_of[first])}行" if same_sheet else raw.place(first)


def _check_key(parsed: Parsed) -> None:
    raw, keys = parsed.raw, parsed.raw.register.key
    first_of: dict[tuple[object, ...], int] = {}
    sound = parsed.sound()
    counted = sound[parsed.in_force()[sound]]
    for record in _alike([parsed.values[k] for k in keys], counted).tolist():
        key = tuple(parsed.values[k][record] for k in keys)
        if None in key:
            continue
        first = first_of.setdefault(key, record)
        if first == record:
            continue
        titles = "、".join(raw.register.by_key[k].header for k in keys)
        raw.fault(
            record,
            Fault(
                keys[0],
                f"「{titles}」重复",
                f"{'、'.join(map(str, key))}，与{_row_name(parsed, first, record)}相同",
                "有效记录之间不重复",
                "改正编号；如果其中一条已作废，把状态写成作废",
            ),
        )


def check_year(parsed: Parsed, year: int) -> list[IntakeError]:
    """Refuse a sheet that is wholly of another year; report records that are."""
    raw = parsed.raw
    field = raw.register.by_key[raw.register.year_field]
    dates = parsed.values[field.key]
    refusals = []
    for number, part in enumerate(raw.parts):
        here = dates.take(np.flatnonzero(raw.part_of == number))
        found = {y for y in (year_of(here.value(int(code))) for code in here.used()) if y}
        if found and year not in found and len(found) == 1 and len(part.rows) >= _FEW:
            (other,) = found
            refusals.append(
                IntakeError(
                    f"整张表都是 {other} 年的记录",
                    where=f"{part.sheet.file}「{part.sheet.name}」"
                    if part.sheet.name
                    else part.sheet.file,
                    expected=f"{field.header}在 {year} 年",
                    todo=f"可能放错了年份；把它移到 data/raw/{other}，或更换文件",
                )
            )
        else:
            _report_next_years(parsed, number, year)
    far = dates.where(lambda value: abs((year_of(value) or year) - year) > 1)
    for record in np.flatnonzero(far).tolist():
        fault = Fault(
            field.key, "日期离报告年度太远", str(dates[record]),
            f"{year} 年前后", "核对年份；确实如此的，在核实说明中写明理由",
        )  # fmt: skip
        parsed.warn(record, fault)
    return refusals
