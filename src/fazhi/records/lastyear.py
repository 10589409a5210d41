"""Compare a year's registers with last year's: a jump, a register gone, a month with nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from fazhi.records.parse import Parsed
from fazhi.records.problems import VERIFY, Problem
from fazhi.records.register import Register

JUMP = 10
_MONTHLY = 60


def compare_years(
    now: Mapping[str, int], before: Mapping[str, int], registers: Mapping[str, Register], year: int
) -> list[Problem]:
    """Return registers that vanished, or whose size changed by an order of magnitude.

    Args:
        now: Clean records by register.
        before: The same of last year.
        registers: Declarations.
        year: Report year.
    """
    problems = []
    for name, earlier in sorted(before.items()):
        if name not in registers:
            continue
        title, later = registers[name].title, now.get(name)
        if later is None:
            problems.append(
                _problem(
                    name, title, "去年有的登记簿今年没有收到", f"{year - 1} 年 {earlier} 条",
                    "收到文件，或说明不再登记", "向报送单位索取；确已停用的，写明说明",
                )
            )  # fmt: skip
        elif later and earlier and (later >= JUMP * earlier or earlier >= JUMP * later):
            problems.append(
                _problem(
                    name, title, "记录数与去年相差十倍以上", f"{earlier} 条 → {later} 条",
                    "同一数量级", "核对是否漏报、重报或换了统计单位；确实如此的，写明说明",
                )
            )  # fmt: skip
    return problems


def empty_registers(tables: Mapping[str, Parsed], year: int) -> list[Problem]:
    """Return registers that were received without a single record."""
    return [
        _problem(
            name, table.raw.parts[0].sheet.file, "登记簿里没有一条记录", "0 条", "至少一条记录",
            f"确认 {year} 年确无此项工作；否则补齐记录",
        )
        for name, table in tables.items()
        if not len(table.raw)
    ]  # fmt: skip


def silent_months(tables: Mapping[str, Parsed], year: int) -> list[Problem]:
    """Return months without any record in registers that are written every week."""
    problems = []
    for name, table in tables.items():
        dates = table.values[table.raw.register.year_field]
        months: Counter[int] = Counter()
        for found, count in dates.counts():
            if isinstance(found, date) and found.year == year:
                months[found.month] += count
        silent = [month for month in range(1, 13) if not months[month]]
        if silent and sum(months.values()) >= _MONTHLY:
            listed = "、".join(f"{month}月" for month in silent)
            problems.append(
                _problem(
                    name, table.raw.parts[0].sheet.file, "有的月份没有一条记录", listed,
                    "每月都有记录", "核对是否漏报；确实没有的，写明说明",
                )
            )  # fmt: skip
    return problems


def _problem(register: str, file: str, rule: str, found: str, expected: str, how: str) -> Problem:
    return Problem(VERIFY, register, file, "", None, "", "", rule, found, expected, how)
