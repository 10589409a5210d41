"""Check the rules across the fields of one row, and across the rows of one register."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from fazhi.errors import IntakeError
from fazhi.records.folding import fold_header
from fazhi.records.parse import Parsed, year_of
from fazhi.records.problems import MUST, VERIFY, Fault
from fazhi.records.register import Rule
from fazhi.records.rows import SERIAL_TITLES
from fazhi.records.sheets import blank

# A check looks at one record and returns (field, what was found), or None when the rule holds.
Finding = tuple[str, str] | None
Check = Callable[[dict[str, list[Any]], int], Finding]

_YEAR_IN_NUMBER = re.compile(r"〔((?:19|20)[0-9]{2})〕|(?<![0-9])((?:19|20)[0-9]{2})")
_FIX = "核对原始文书后改正"
_FEW = 3


def check_rows(parsed: Parsed) -> None:
    """Check every declared row rule; ``must`` quarantines the record, ``verify`` reports it."""
    for rule in parsed.raw.register.rules:
        check = _check_of(rule)
        for record in range(len(parsed.raw)):
            finding = check(parsed.values, record)
            if finding is None:
                continue
            field, found = finding
            fault = Fault(field, rule.message, found, "", _FIX)
            if rule.severity == MUST:
                parsed.raw.fault(record, fault)
            else:
                parsed.warn(record, fault)


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


def _ordered(values: dict[str, list[Any]], record: int, keys: Sequence[str]) -> Finding:
    present = [(key, values[key][record]) for key in keys if values[key][record] is not None]
    for (_, before), (key, after) in pairwise(present):
        if before > after:
            return key, f"{before} → {after}"
    return None


def _equal(
    values: dict[str, list[Any]], record: int, keys: Sequence[str], *, wanted: bool
) -> Finding:
    first, second = (values[key][record] for key in keys)
    if first is None or second is None or (first == second) is wanted:
        return None
    return keys[1], str(second)


def _required_if(values: dict[str, list[Any]], record: int, given: dict[str, str]) -> Finding:
    needed = values[given["field"]][record] == given["equals"]
    return (given["then"], "空") if needed and values[given["then"]][record] is None else None


def _year_in_number(values: dict[str, list[Any]], record: int, given: dict[str, str]) -> Finding:
    number, when = values[given["number"]][record], values[given["date"]][record]
    found = _YEAR_IN_NUMBER.search(str(number)) if number is not None else None
    if found is None or when is None or int(found[1] or found[2]) == when.year:
        return None
    return given["number"], f"{number}，日期 {when}"


def _matches(values: dict[str, list[Any]], record: int, given: dict[str, Any]) -> Finding:
    wanted = given["values"].get(values[given["field"]][record])
    found = values[given["then"]][record]
    return (given["then"], str(found)) if wanted and found and found != wanted else None


def _report_next_years(parsed: Parsed, part: int, years: Sequence[int | None], year: int) -> None:
    """Say once per sheet how many records the years next to this one will count."""
    raw = parsed.raw
    field = raw.register.by_key[raw.register.year_field]
    others = [
        n for n, y in enumerate(years) if raw.part_of[n] == part and y in (year - 1, year + 1)
    ]
    others = [n for n in others if n not in raw.faults]
    if others:
        counts = Counter(years[n] for n in others)
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
    # Hashes, not rows: a register may have millions.
    first_of: dict[int, int] = {}
    for record in range(len(raw)):
        cells = _cells_without_serial(parsed, record)
        first = first_of.setdefault(hash(cells), record)
        if first != record and _cells_without_serial(parsed, first) == cells:
            found = f"与{_row_name(parsed, first, record)}完全重复"
            raw.fault(record, Fault("", "整行重复", found, "每条记录只出现一次", "删去重复的行"))
    if raw.register.key:
        _check_key(parsed)


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
    return f"第{raw.row_of[first]}行" if same_sheet else raw.place(first)


def _check_key(parsed: Parsed) -> None:
    raw, keys = parsed.raw, parsed.raw.register.key
    first_of: dict[tuple[object, ...], int] = {}
    for record in parsed.sound():
        key = tuple(parsed.values[k][record] for k in keys)
        if None in key or not parsed.is_valid(record):
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
    years = [year_of(value) for value in parsed.values[field.key]]
    refusals = []
    for number, part in enumerate(raw.parts):
        found = {y for n, y in enumerate(years) if y and raw.part_of[n] == number}
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
            _report_next_years(parsed, number, years, year)
    for record, found_year in enumerate(years):
        if found_year and abs(found_year - year) > 1:
            fault = Fault(
                field.key, "日期离报告年度太远", str(parsed.values[field.key][record]),
                f"{year} 年前后", "核对年份；确实如此的，在核实说明中写明理由",
            )  # fmt: skip
            parsed.warn(record, fault)
    return refusals
