"""Check the registers of a year against one another; every finding is to be verified (核实).

Each check takes the typed tables by register and yields (table, record, fault).
A check whose registers or columns were not received finds nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from fazhi.records.linkcheck import named_documents_exist, one_kind_of_random_check
from fazhi.records.parse import Parsed, year_of
from fazhi.records.problems import VERIFY, Fault, Problem

Finding = tuple[Parsed, int, Fault]
Tables = Mapping[str, Parsed]
Check = Callable[[Tables], Iterator[Finding]]

_RUNNING = re.compile(r"^(.*〔[0-9]{4}〕(?:第)?)([0-9]+)(号?)$")
_NOTHING_FOUND = "未发现问题"
_MANY_GAPS = 10
_SERIES = 3
# A leap this long starts another series of numbers rather than missing so many documents.
_LEAP = 50
_PARTIES = {
    "inspections": "obj_name",
    "orders": "obj_name",
    "penalties": "party_name",
    "permits": "party_name",
}


def cross_check(tables: Tables) -> list[Problem]:
    """Return what the registers of a year say against one another."""
    findings = [finding for check in _CHECKS for finding in check(tables)]
    return [table.raw.problem(VERIFY, record, fault) for table, record, fault in findings]


def _listed(table: Parsed, key: str) -> Counter[Any]:
    """Return how many counted records name each document."""
    return Counter(dict(table.values[key].take(np.asarray(table.counted(), np.intp)).counts()))


def _linked(table: Parsed, key: str) -> bool:
    """Return whether any counted record says which document it belongs to."""
    return any(number is not None for number in _listed(table, key))


def _of_the_year(table: Parsed) -> list[int]:
    """Return counted records but those of earlier years, whose hazards are in their registers."""
    dates = table.values[table.raw.register.year_field]
    recent = dates.where(lambda value: (year_of(value) or table.year) >= table.year)
    return [n for n in table.counted() if recent[n]]


def _hazards_per_inspection(tables: Tables) -> Iterator[Finding]:
    inspections, hazards = tables.get("inspections"), tables.get("hazards")
    if not (inspections and hazards and _linked(hazards, "record_no")):
        return
    listed = _listed(hazards, "record_no")
    parts = [inspections.values[key] for key in ("n_viol", "n_gen", "n_major")]
    for n in _of_the_year(inspections):
        counts = [column[n] for column in parts if column[n] is not None]
        number = inspections.values["record_no"][n]
        if counts and sum(counts) != listed[number]:
            yield (
                inspections,
                n,
                Fault(
                    "record_no",
                    "检查台账的问题数应与隐患台账的行数一致",
                    f"{number}：台账合计 {sum(counts)} 项，隐患台账 {listed[number]} 行",
                    "两者相等",
                    "核对漏登、重登或文号写错的隐患",
                ),
            )


def _hazards_per_order(tables: Tables) -> Iterator[Finding]:
    orders, hazards = tables.get("orders"), tables.get("hazards")
    if not (orders and hazards and _linked(hazards, "doc_no")):
        return
    listed = _listed(hazards, "doc_no")
    for n in _of_the_year(orders):
        stated, number = orders.values["n_items"][n], orders.values["doc_no"][n]
        if stated is not None and stated != listed[number]:
            yield (
                orders,
                n,
                Fault(
                    "n_items",
                    "指令书的条数应与隐患台账的行数一致",
                    f"{number}：指令书 {stated} 条，隐患台账 {listed[number]} 行",
                    "两者相等",
                    "核对漏登、重登或文号写错的隐患",
                ),
            )


def _orders_follow_findings(tables: Tables) -> Iterator[Finding]:
    orders, inspections = tables.get("orders"), tables.get("inspections")
    if not (orders and inspections):
        return
    results = dict(_column_by(inspections, "record_no", "result"))
    for n in orders.counted():
        number = orders.values["record_no"][n]
        if number is not None and results.get(number) == _NOTHING_FOUND:
            yield (
                orders,
                n,
                Fault(
                    "record_no",
                    "下达指令书的检查应发现了问题",
                    f"{orders.values['doc_no'][n]}：检查结果为{_NOTHING_FOUND}",
                    "检查结果为发现问题",
                    "核对检查结果或文号",
                ),
            )


def _penalties_have_source(tables: Tables) -> Iterator[Finding]:
    penalties, inspections = tables.get("penalties"), tables.get("inspections")
    if not (penalties and inspections):
        return
    dates = dict(_column_by(inspections, "record_no", "insp_date"))
    for n in penalties.counted():
        source, filed = penalties.values["source_record_no"][n], penalties.values["filed_date"][n]
        seen = dates.get(source)
        if source is not None and seen is not None and filed is not None and filed < seen:
            yield (
                penalties,
                n,
                Fault(
                    "filed_date",
                    "立案不应早于案件来源的检查",
                    f"立案 {filed}，检查 {seen}",
                    "检查在先",
                    "核对来源检查记录文号和日期",
                ),
            )


def _numbers_run_on(tables: Tables) -> Iterator[Finding]:
    """Report gaps in the running numbers of documents: a missing document or a missing row."""
    for table in tables.values():
        key = table.raw.register.key
        if len(key) != 1 or table.raw.register.by_key[key[0]].type != "docno":
            continue
        for (before, after), record_of in _series(table, key[0]).items():
            # A quarantined row fills a gap but does not stretch the series; it may be misnumbered.
            sound = sorted(number for number, n in record_of.items() if n not in table.raw.faults)
            steps = [(a, b) for a, b in pairwise(sound) if b - a < _LEAP]
            missing = [n for a, b in steps for n in range(a + 1, b) if n not in record_of]
            if not missing or len(sound) < _SERIES:
                continue
            listed = "、".join(map(str, missing[:_MANY_GAPS]))
            more = "等" if len(missing) > _MANY_GAPS else ""
            found = f"{before}…{after} 缺 {listed}{more}"
            how = "核对是否漏登；确属空号、作废的，写明说明"
            yield table, record_of[sound[-1]], Fault(key[0], "文号不应跳号", found, "文号连续", how)


def _series(table: Parsed, key: str) -> dict[tuple[str, str], dict[int, int]]:
    """Return records by running number, by what stands around the number; 作废 included."""
    series: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for record, number in enumerate(table.values[key]):
        found = _RUNNING.match(number) if isinstance(number, str) else None
        if found:
            series[found[1], found[3]].setdefault(int(found[2]), record)
    return series


def _near_duplicates(tables: Tables) -> Iterator[Finding]:
    inspections = tables.get("inspections")
    if not inspections:
        return
    values = inspections.values
    seen: dict[tuple[Any, ...], int] = {}
    for n in inspections.counted():
        party = values["uscc"][n] or values["obj_name"][n]
        first = seen.setdefault((party, values["insp_date"][n], values["scope"][n]), n)
        if first != n:
            yield (
                inspections,
                n,
                Fault(
                    "",
                    "同一对象同日同类的检查只应登记一次",
                    f"与{inspections.raw.place(first)}疑似重复",
                    "一次检查一行",
                    "确是两次检查的，写明说明；重复的删去一行",
                ),
            )


def _one_name_per_code(tables: Tables) -> Iterator[Finding]:
    """Report a credit code that stands beside two names; the names are not repeated here."""
    first_name: dict[Any, Any] = {}
    for name, party in _PARTIES.items():
        table = tables.get(name)
        if table is None:
            continue
        codes = next(table.values[f.key] for f in table.raw.register.fields if f.type == "uscc")
        for n in table.counted():
            code, known = codes[n], table.values[party][n]
            if code is None or known is None:
                continue
            first, place = first_name.setdefault(code, (known, table.raw.place(n)))
            if first != known:
                yield (
                    table,
                    n,
                    Fault(
                        "",
                        "同一信用代码的单位名称应一致",
                        f"与{place}的名称不同",
                        "一码一名",
                        "核对名称或代码；年内更名的，写明说明",
                    ),
                )


def _column_by(table: Parsed, key: str, wanted: str) -> Iterator[tuple[Any, Any]]:
    for n in table.counted():
        yield table.values[key][n], table.values[wanted][n]


_CHECKS: tuple[Check, ...] = (
    _hazards_per_inspection,
    _hazards_per_order,
    _orders_follow_findings,
    _penalties_have_source,
    _numbers_run_on,
    _near_duplicates,
    _one_name_per_code,
    named_documents_exist,
    one_kind_of_random_check,
)
