"""Give problems back the way staff work: a short summary, a list in Excel or as a page."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from fazhi.records.problems import MUST, SEVERITY_NAMES, Problem
from fazhi.records.result import CleanResult
from fazhi.records.store import write_atomically

_COLUMNS = (
    "文件",
    "工作表",
    "单元格",
    "规则",
    "严重程度",
    "发现",
    "应为",
    "如何修改",
    "位置（写说明时抄写）",
)
_WIDTHS = (30, 16, 10, 30, 10, 36, 36, 44, 36)
_CREATED = datetime(2000, 1, 1)
_FIRST = 8
_A4 = 9
_STYLE = (
    'body{font:16px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#222;'
    "margin:1.5rem auto;max-width:90rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #bbb;padding:.35rem .6rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}"
    "td:nth-child(3),td:nth-child(5){white-space:nowrap}"
    "th{position:sticky;top:0;background:#e8eef4;white-space:nowrap}"
    ".must td:nth-child(5){background:#fbe4e4;font-weight:bold}"
    ".verify td:nth-child(5){background:#fff6dc}"
    "@media print{th{position:static}}"
)


def summary_text(result: CleanResult) -> str:
    """Return a short Chinese summary: what was read, what to mend, what to verify."""
    counts = result.counts.values()
    lines = [f"{result.year}年度登记簿检查" + ("（示例数据）" if result.synthetic else "")]
    lines.append(
        f"读入 {sum(c.rows_in for c in counts)} 行：记录 {sum(c.clean for c in counts)} 条，"
        f"隔离 {sum(c.quarantined for c in counts)} 条，"
        f"标题、合计、说明等 {sum(sum(c.non_records.values()) for c in counts)} 行"
    )
    lines.append(
        f"强制 {len(result.must)} 个（须改正），核实 {len(result.verify)} 个（改正或说明），"
        f"已说明 {len(result.explained)} 个，已更正 {len(result.corrections)} 处"
    )
    lines += _listed("须改正", result.must)
    lines += _listed("须核实", result.verify)
    if not result.problems:
        lines.append("没有问题")
    return "\n".join(lines)


def _listed(title: str, problems: Sequence[Problem]) -> list[str]:
    if not problems:
        return []
    said = list(_grouped(problems))
    lines = [f"{title}：", *(f"  {line}" for line, _ in said[:_FIRST])]
    rest: Counter[str] = Counter()
    for _, group in said[_FIRST:]:
        rest.update(p.rule for p in group)
    if rest:
        kinds = "，".join(f"{rule} {count} 个" for rule, count in rest.most_common(4))
        lines.append(f"  其余 {sum(rest.values())} 个：{kinds}{'等' if len(rest) > 4 else ''}")
    return lines


def _grouped(problems: Sequence[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    """Yield one line for each problem, or for all files of which the very same is to be said."""
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        whole = (problem.rule, problem.found, problem.expected, problem.how_to_fix)
        groups.setdefault(number if problem.row else whole, []).append(problem)
    for group in groups.values():
        line = group[0].message
        if len(group) > 1:
            places = "、".join(dict.fromkeys(p.file for p in group))
            line = f"{len(group)} 处{line.removeprefix(group[0].place)}涉及：{places}"
        yield line, group


def write_problems(result: CleanResult, path: Path) -> None:
    """Write ``problems.xlsx``: one row per problem, those to be mended first."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _CREATED, "title": f"{result.year}年度登记簿问题清单"})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        plain = {"text_wrap": True, "valign": "top", "border": 1}
        formats = {
            MUST: book.add_format({**plain, "bg_color": "#FBE4E4"}),
            "verify": book.add_format({**plain, "bg_color": "#FFF6DC"}),
        }
        sheet = book.add_worksheet("问题清单")
        sheet.write_row(0, 0, _COLUMNS, head)
        for number, problem in enumerate(_in_order(result), 1):
            for column, text in enumerate(_row(problem)):
                sheet.write_string(number, column, text, formats[problem.severity])
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(result.problems), 1), len(_COLUMNS) - 1)
    write_atomically(path, stream.getvalue())


def write_problems_html(result: CleanResult, path: Path) -> None:
    """Write the list of problems as one self-contained page."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = "".join(
        f'<tr class="{p.severity}">' + "".join(f"<td>{escape(t)}</td>" for t in _row(p)) + "</tr>"
        for p in _in_order(result)
    )
    title = f"{result.year}年度登记簿问题清单" + ("（示例数据）" if result.synthetic else "")
    summary = "".join(f"<p>{escape(line)}</p>" for line in summary_text(result).split("\n")[1:3])
    page = (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{summary}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></body></html>\n"
    )
    write_atomically(path, page.encode())


def _in_order(result: CleanResult) -> list[Problem]:
    return [*result.must, *result.verify]


def _row(problem: Problem) -> tuple[str, ...]:
    place = problem.cell or (f"第{problem.row}行" if problem.row else "")
    return (
        problem.file,
        problem.sheet,
        place,
        problem.rule,
        SEVERITY_NAMES[problem.severity],
        problem.found,
        problem.expected,
        problem.how_to_fix,
        problem.row_place,
    )
