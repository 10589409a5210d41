"""Give problems back the way staff work: a short summary, a list in Excel, marked copies."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from fazhi.records.clean import CleanResult
from fazhi.records.kinds import is_xlsx
from fazhi.records.problems import MUST, SEVERITY_NAMES, Problem
from fazhi.records.sheets import Cell
from fazhi.records.store import write_atomically

_COLUMNS = ("文件", "工作表", "单元格", "规则", "严重程度", "发现", "应为", "如何修改")
_WIDTHS = (30, 16, 10, 30, 10, 36, 36, 44)
_CREATED = datetime(2000, 1, 1)
_FIRST = 8
_TITLE_LIMIT = 28
_NOT_IN_TITLES = re.compile(r"[\\*?:/\[\]]")
_STYLE = (
    "body{font:16px/1.6 sans-serif;margin:2rem}table{border-collapse:collapse}"
    "th,td{border:1px solid #888;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    ".must{background:#fbe4e4}.verify{background:#fff6dc}"
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
    lines = [f"{title}：", *(f"  {p.message}" for p in problems[:_FIRST])]
    rest = Counter(p.rule for p in problems[_FIRST:])
    if rest:
        kinds = "，".join(f"{rule} {count} 个" for rule, count in rest.most_common(4))
        lines.append(f"  其余 {sum(rest.values())} 个：{kinds}{'等' if len(rest) > 4 else ''}")
    return lines


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
    )


def write_marked_copies(result: CleanResult, folder: Path) -> list[Path]:
    """Write a copy of every file with problems: cells coloured, each with a comment.

    The content of the cells stays as received; a text file becomes a workbook.

    Args:
        result: What reading the year came to.
        folder: Where the copies go; copies of an earlier check are removed.

    Returns:
        The copies written.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in _in_order(result):
        if problem.row and (result.folder / problem.file).is_file():
            by_file.setdefault(problem.file, []).append(problem)
    if folder.is_dir():
        for old in folder.glob("*.xlsx"):
            old.unlink()
    return [_mark(result, file, problems, folder) for file, problems in sorted(by_file.items())]


def _mark(result: CleanResult, file: str, problems: Iterable[Problem], folder: Path) -> Path:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book, titles = _copy_of(result, file)
    fills = {
        MUST: PatternFill("solid", fgColor="F4B6B6"),
        "verify": PatternFill("solid", fgColor="FFE699"),
    }
    marked: dict[str, set[str]] = {}
    for problem in problems:
        sheet = book[titles[problem.sheet]]
        cell = sheet[problem.cell or f"A{problem.row}"]
        # Inside a merged region only the top-left cell can carry anything.
        for region in sheet.merged_cells.ranges:
            if cell.coordinate in region:
                cell = sheet.cell(region.min_row, region.min_col)
        note = f"【{SEVERITY_NAMES[problem.severity]}】{problem.message.split('：', 1)[1]}"
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(earlier + note, "检查", width=320, height=140)
        if cell.coordinate not in marked.setdefault(sheet.title, set()):
            cell.fill = fills[problem.severity]
            marked[sheet.title].add(cell.coordinate)
    stream = io.BytesIO()
    book.save(stream)
    path = folder / f"{file.removesuffix('.xlsx')}（标注）.xlsx"
    write_atomically(path, stream.getvalue())
    return path


def _copy_of(result: CleanResult, file: str) -> tuple[Any, dict[str, str]]:
    """Return the workbook to mark, and the title in it of each sheet received.

    An .xlsx is copied whole; of anything else the cells are, into a new workbook.
    """
    import openpyxl

    path = result.folder / file
    if is_xlsx(path):
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, rich_text=True)
        return book, {title: title for title in book.sheetnames}
    book, titles = openpyxl.Workbook(), {}
    book.remove(book.worksheets[0])
    for parsed in result.parsed.values():
        for part in parsed.raw.parts:
            if part.sheet.file == file:
                # Other formats allow names Excel does not.
                title = _NOT_IN_TITLES.sub("_", part.sheet.name)[:_TITLE_LIMIT]
                sheet = book.create_sheet(title or "表")
                titles[part.sheet.name] = sheet.title
                _copy_cells(part.sheet.rows, sheet)
    return book, titles


def _copy_cells(rows: Sequence[Sequence[Cell]], sheet: Any) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            _set_plainly(sheet.cell(number, column), value)


def _set_plainly(cell: Any, value: Cell) -> None:
    """Write a value so that Excel shows it and never runs it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
