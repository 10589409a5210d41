"""Problems given back the way staff work."""

# ruff: noqa: E501 - exact messages read better unbroken

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from intake_support import FILES, YEAR, csv_bytes, fine, lay_out

from fazhi.records import CleanResult, check_year_files
from fazhi.records.marked import write_marked_copies
from fazhi.records.report import (
    summary_text,
    write_problems,
    write_problems_html,
)

WORKBOOK = "layout-merged-number.xlsx"


@pytest.fixture(name="result")
def _result(tmp_path: Path) -> CleanResult:
    rows = (fine(1, 决定日期="3月5日"), fine(2, 违法事实="=1+2<script>"), fine(7), fine(8))
    raw = {"罚款.csv": csv_bytes(*rows), WORKBOOK: (FILES / WORKBOOK).read_bytes()}
    return check_year_files(lay_out(tmp_path / "project", raw), YEAR)


def test_summary_counts_and_quotes(result: CleanResult) -> None:
    """The summary says what was read, what to mend and what to verify."""
    assert summary_text(result).splitlines() == [
        "2022年度登记簿检查",
        "读入 8 行：记录 3 条，隔离 3 条，标题、合计、说明等 2 行",
        "强制 3 个（须改正），核实 1 个（改正或说明），已说明 0 个，已更正 0 处",
        "须改正：",
        "  罚款.csv第2行「决定日期」列：日期缺少年份；发现「3月5日」；应为：四位年份的日期，可能是 2022-03-05 "
        "或 2021-03-05。在原始文件中改正该单元格，或在更正文件中写明更正。",
        f"  {WORKBOOK}「台账」第2行「罚款金额(万元)」列：数字写在合并单元格里；发现「2」；应为：每行各自的数字。"
        "取消合并，逐行填写数字。",
        f"  {WORKBOOK}「台账」第3行「罚款金额(万元)」列：数字写在合并单元格里；发现「2」；应为：每行各自的数字。"
        "取消合并，逐行填写数字。",
        "须核实：",
        "  罚款.csv第5行「决定书文号」列：文号不应跳号；发现「（虚）应急罚〔2022〕…号 缺 3、4、5、6」；应为：文号连续。"
        "核对是否漏登；确属空号、作废的，写明说明。",
    ]


def test_a_clean_year_says_so(tmp_path: Path) -> None:
    """No problem is said in words, not by silence."""
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(fine(1))})
    assert summary_text(check_year_files(project, YEAR)).endswith("\n没有问题")


def test_long_lists_are_cut_with_a_count(tmp_path: Path) -> None:
    """Thirty like problems do not scroll the summary away."""
    rows = [fine(n, 决定日期="3月5日") for n in range(1, 31)]
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)})
    assert "  其余 22 个：日期缺少年份 22 个" in summary_text(check_year_files(project, YEAR))


def test_problems_workbook_has_one_row_per_problem(result: CleanResult, tmp_path: Path) -> None:
    """Those to be mended come first, with cell and advice; two runs give the same bytes."""
    path = tmp_path / "problems.xlsx"
    write_problems(result, path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0] == (
        "文件", "工作表", "单元格", "规则", "严重程度", "发现", "应为", "如何修改", "位置（写说明时抄写）",
    )  # fmt: skip
    assert [(r[0], r[2], r[4]) for r in rows[1:]] == [
        ("罚款.csv", "J2", "强制"),
        (WORKBOOK, "H2", "强制"),
        (WORKBOOK, "H3", "强制"),
        ("罚款.csv", "B5", "核实"),
    ]
    before = path.read_bytes()
    write_problems(result, path)
    assert path.read_bytes() == before


def test_marked_copies_colour_and_explain_without_changing_content(
    result: CleanResult, tmp_path: Path
) -> None:
    """The copy holds the received cells plus fill and comment at the problem."""
    folder = tmp_path / "marked"
    folder.mkdir()
    (folder / "old（标注）.xlsx").write_bytes(b"old")
    copies = write_marked_copies(result, folder)
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in copies)
    assert {p.name for p in copies} == {
        "layout-merged-number（标注）.xlsx",
        "罚款.csv（标注）.xlsx",
    }
    marked = openpyxl.load_workbook(folder / "罚款.csv（标注）.xlsx").active
    assert marked["J2"].value == "3月5日"
    assert "【强制】日期缺少年份" in marked["J2"].comment.text
    assert marked["J2"].fill.fgColor.rgb == "00F4B6B6"
    assert (marked["F3"].value, marked["F3"].data_type) == ("=1+2<script>", "s")
    merged = openpyxl.load_workbook(folder / "layout-merged-number（标注）.xlsx").active
    received = openpyxl.load_workbook(FILES / WORKBOOK).active
    assert [c.value for c in merged[2]] == [c.value for c in received[2]]
    assert merged["H2"].comment.text.count("【强制】") == 2


def test_copies_of_other_formats_are_workbooks_with_allowed_titles(tmp_path: Path) -> None:
    """A wrong extension, a sheet name and a character Excel forbids do not stop the marking."""
    names = (
        "value-in-excel97-named.xlsx",
        "value-in-odd-sheet.ods",
        "value-control-character.csv",
    )
    raw = {name: (FILES / name).read_bytes() for name in names}
    result = check_year_files(lay_out(tmp_path / "project", raw), YEAR)
    write_marked_copies(result, tmp_path / "marked")
    titles = {
        path.name: openpyxl.load_workbook(path).sheetnames
        for path in (tmp_path / "marked").iterdir()
    }
    assert titles == {
        "value-in-excel97-named（标注）.xlsx": ["台账"],
        "value-control-character.csv（标注）.xlsx": ["表"],
        "value-in-odd-sheet.ods（标注）.xlsx": ["一季度_二季度_罚款_"],
    }


def test_rich_text_survives_in_the_marked_copy(tmp_path: Path) -> None:
    """Bold words inside a cell stay bold."""
    name = "value-beside-rich-text.xlsx"
    project = lay_out(tmp_path / "project", {name: (FILES / name).read_bytes()})
    result = check_year_files(project, YEAR)
    (copy,) = write_marked_copies(result, tmp_path / "marked")
    cell = openpyxl.load_workbook(copy, rich_text=True).active["F2"]
    assert cell.value[1].font.b


def test_web_view_is_self_contained_and_escaped(tmp_path: Path) -> None:
    """Hostile cell content is shown, not run, and nothing is loaded from elsewhere."""
    project = lay_out(
        tmp_path, {"罚款.csv": csv_bytes(fine(1, 所属街镇="<script>alert(1)</script>"))}
    )
    path = tmp_path / "problems.html"
    write_problems_html(check_year_files(project, YEAR), path)
    page = path.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "http" not in page


def test_a_flood_of_one_problem_is_cut_with_its_count(tmp_path: Path) -> None:
    """Nobody reads 250 equal lines; the count of the rest is one line, the rows are all quarantined."""
    rows = [fine(n, 决定日期="3月5日") for n in range(1, 251)]
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)})
    result = check_year_files(project, YEAR)
    assert result.counts["fines"].quarantined == 250
    assert len(result.must) == 101
    assert result.must[-1].message == (
        "罚款.csv「决定日期」列：日期缺少年份；发现「同类问题另有 150 处，共 250 处」；"
        "应为：四位年份的日期，可能是 2022-03-05 或 2021-03-05。在原始文件中改正该单元格，或在更正文件中写明更正。"
    )


def test_the_same_word_about_many_files_is_said_once(tmp_path: Path) -> None:
    """Three untouched templates are one line that names them."""
    example = ["示例", *fine(1, 违法事实="示例文字")[1:]]
    raw = {f"罚款{n}.csv": csv_bytes([*example[:-1], f"例{n}"]) for n in (1, 2, 3)}
    summary = summary_text(check_year_files(lay_out(tmp_path, raw), YEAR))
    assert summary.count("模板还没有填写") == 1
    assert "  3 处：模板还没有填写；" in summary
    assert "涉及：罚款1.csv、罚款2.csv、罚款3.csv" in summary


def test_a_refused_sheet_is_listed_and_marked_at_its_header(tmp_path: Path) -> None:
    """A missing column names file, sheet and row apart, and is marked in the copy."""
    name = "header-missing-column.xlsx"
    project = lay_out(tmp_path / "project", {name: (FILES / name).read_bytes()})
    result = check_year_files(project, YEAR)
    (problem,) = result.problems
    assert (problem.file, problem.sheet, problem.row) == (name, "台账", 1)
    (copy,) = write_marked_copies(result, tmp_path / "marked")
    comment = openpyxl.load_workbook(copy)["台账"]["A1"].comment
    assert comment.text.startswith("【强制】「罚款台账」缺少必需的列；")


def test_the_copy_of_a_text_file_is_comfortable_to_read(
    result: CleanResult, tmp_path: Path
) -> None:
    """The header stays in sight and columns are as wide as their contents."""
    copies = write_marked_copies(result, tmp_path / "marked")
    sheet = openpyxl.load_workbook(next(c for c in copies if c.name.startswith("罚款"))).active
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width == 25
    assert sheet["B1"].font.b
