"""Check that a document named in one register stands in another, and that no visit counts twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fazhi.records.parse import Parsed
from fazhi.records.problems import Fault

_YEAR = re.compile("〔([0-9]{4})〕")
_SOURCES = (
    ("orders", "record_no", "inspections"),
    ("penalties", "source_record_no", "inspections"),
    ("hazards", "record_no", "inspections"),
    ("hazards", "doc_no", "orders"),
)
_RANDOM = ("部门内双随机", "跨部门双随机")


def named_documents_exist(tables: Mapping[str, Parsed]) -> Iterator[tuple[Parsed, int, Fault]]:
    """Report a number of this year that the register it points to does not have."""
    for name, field, target in _SOURCES:
        table, source = tables.get(name), tables.get(target)
        if not (table and source):
            continue
        # A quarantined row is named in its own problem; its document is not missing.
        known = set(source.values["record_no" if target == "inspections" else "doc_no"])
        title = source.raw.register.title
        for n in table.counted():
            number = table.values[field][n]
            year = _YEAR.search(str(number))
            if number is None or number in known or not year or int(year[1]) != table.year:
                continue
            fault = Fault(
                field, f"所写文号应在{title}中", str(number), f"{title}有这一文号",
                "核对是否漏登或文号写错；确实不在的，写明说明",
            )  # fmt: skip
            yield table, n, fault


def one_kind_of_random_check(
    tables: Mapping[str, Parsed],
) -> Iterator[tuple[Parsed, int, Fault]]:
    """Report a visit registered both as 部门内 and as 跨部门: it would count in both figures."""
    table = tables.get("inspections")
    if not table:
        return
    values = table.values
    seen: dict[tuple[object, object], int] = {}
    for n in table.counted():
        if values["scope"][n] not in _RANDOM:
            continue
        visit = values["uscc"][n] or values["obj_name"][n], values["insp_date"][n]
        first = seen.setdefault(visit, n)
        if values["scope"][first] != values["scope"][n]:
            found = f"与{table.raw.place(first)}同日，性质不同"
            how = "确是两次检查的，写明说明；重复的删去一行"
            rule = "同一次检查不应既是部门内又是跨部门双随机"
            yield table, n, Fault("scope", rule, found, "只算一种", how)
