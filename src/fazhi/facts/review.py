"""Tables a notebook shows about a whole year: where rows went, what is wrong, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fazhi.facts.card import Shown, table_html
from fazhi.facts.compare import Change, change_phrase
from fazhi.facts.factbook import plain
from fazhi.facts.indicators import Indicator
from fazhi.records import CleanResult, Register

_SEVERITY = {"must": "强制", "verify": "核实"}


def conservation_table(result: CleanResult, registers: Mapping[str, Register]) -> Shown:
    """Show for each register that rows in = clean + quarantined + declared non-records."""
    header = ("登记簿", "原始行数", "清洁表", "隔离", "非记录行", "守恒")
    rows = [
        (
            registers[name].title,
            str(c.rows_in),
            str(c.clean),
            str(c.quarantined),
            str(sum(c.non_records.values())),
            "是" if c.rows_in == c.clean + c.quarantined + sum(c.non_records.values()) else "否",
        )
        for name, c in result.counts.items()
    ]
    return Shown({"text/html": table_html("行数守恒", header, rows)})


def totals_table(result: CleanResult) -> Shown:
    """Show every total a file states about itself beside the computed sum."""
    header = ("文件", "单元格", "列", "写明的合计", "逐行相加", "结果")
    rows = [
        (
            t.file,
            t.cell,
            t.column,
            plain(t.stated),
            plain(t.computed),
            "相符" if t.agrees else "不符",
        )
        for t in result.totals
    ]
    return Shown({"text/html": table_html("合计核对", header, rows)})


def problems_table(result: CleanResult) -> Shown:
    """Show all problems, those that must be mended first."""
    header = ("程度", "位置", "问题", "发现", "应为", "如何处理")
    rows = [
        (_SEVERITY[p.severity], p.place, p.rule, p.found, p.expected, p.how_to_fix)
        for p in (*result.must, *result.verify)
    ]
    return Shown({"text/html": table_html("问题清单", header, rows)})


def changes_table(changes: Sequence[Change], indicators: Mapping[str, Indicator]) -> Shown:
    """Show every indicator against its baseline, with the reason where there is no number."""
    year, baseline = changes[0].year, changes[0].baseline
    header = ("指标", "单位", f"{year}年", f"{baseline}年", "变化")
    rows = [
        (
            indicators[c.id].label,
            indicators[c.id].unit,
            "无记录" if c.value is None else plain(c.value),
            "无记录" if c.previous is None else plain(c.previous),
            change_phrase(c, indicators[c.id], f"{baseline}年")
            + ("（基数小）" if c.comparable == "small_base" else ""),
        )
        for c in changes
    ]
    return Shown({"text/html": table_html(f"{year}年与{baseline}年比较", header, rows)})
