"""Rules across the fields of one row, and what only a workbook can carry."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from intake_support import HEADER, YEAR, fine, lay_out

from fazhi.errors import IntakeError
from fazhi.records import check_year_files
from fazhi.records.column import Column
from fazhi.records.htmltable import read_html
from fazhi.records.register import Rule, Surrogate
from fazhi.records.rules import _check_of
from fazhi.records.store import number_by_first_appearance

VALUES = {
    "a": [1, 5, None, 3],
    "b": [2, 4, 9, 3],
    "kind": ["海报", "海报", "折页", None],
    "unit": ["套", "件", "份", "件"],
}
RULES = {
    "at_most": (["a", "b"], {1: ("b", "5 → 4")}),
    "ordered": (["a", "b"], {1: ("b", "5 → 4")}),
    "equals": (["a", "b"], {0: ("b", "2"), 1: ("b", "4")}),
    "distinct": (["a", "b"], {3: ("b", "3")}),
    "matches": (
        {"field": "kind", "then": "unit", "values": {"海报": "套", "折页": "份"}},
        {1: ("unit", "件")},
    ),
    "required_if": ({"field": "kind", "equals": "折页", "then": "a"}, {2: ("a", "空")}),
}


@pytest.mark.parametrize("kind", RULES)
def test_row_rule_finds_exactly_its_rows(kind: str) -> None:
    """A blank operand satisfies every rule but required_if."""
    arguments, expected = RULES[kind]
    check = _check_of(Rule(f"x.{kind}", "must", kind, arguments, "规则"))
    found = {n: check(VALUES, n) for n in range(4)}
    assert {n: finding for n, finding in found.items() if finding} == expected


def test_spanning_cells_of_a_page_keep_their_place() -> None:
    """A cell over two rows does not push the next row's cells to the left."""
    page = "<table><tr><td rowspan=2>甲</td><td>乙<br>丙</td></tr><tr><td>丁</td></tr></table>"
    (sheet,) = read_html("x.xls", page)
    assert sheet.rows == [["甲", "乙\n丙"], [None, "丁"]]
    assert [(m.top, m.left, m.bottom, m.right) for m in sheet.merges] == [(0, 0, 1, 0)]


def test_several_tables_of_a_page_are_several_sheets() -> None:
    """Nothing of a page with two tables is dropped."""
    sheets = read_html(
        "x.xls", "<table><tr><td>甲</td></tr></table><table><tr><td>乙</td></tr></table>"
    )
    assert [(s.name, s.rows) for s in sheets] == [("表1", [["甲"]]), ("表2", [["乙"]])]


@pytest.mark.parametrize("cell", ["error", "formula"])
def test_what_the_value_reader_leaves_out_is_not_taken_for_blank(tmp_path: Path, cell: str) -> None:
    """A pasted error value and a formula never computed fault the row, alone in it or not."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(HEADER)
    sheet.append(fine(1))
    for row in (2, 3):
        target = sheet.cell(row, HEADER.index("条数") + 1)
        target.value = "#DIV/0!" if cell == "error" else "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    project = lay_out(tmp_path, {"罚款.xlsx": stream.getvalue()})
    result = check_year_files(project, YEAR)
    rule = {"error": "单元格是 Excel 错误值", "formula": "公式没有存下结果"}[cell]
    assert [p.cell for p in result.must if p.rule == rule] == ["L2", "L3"]
    assert result.counts["fines"].quarantined == 2


def test_a_file_too_large_is_refused_before_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size limit is checked on the file, not in memory."""
    monkeypatch.setattr("fazhi.records.intake.SIZE_LIMIT", 3)
    project = lay_out(tmp_path, {"罚款.csv": b"abcd"})
    (refusal,) = check_year_files(project, YEAR).refusals
    assert isinstance(refusal, IntakeError)
    assert str(refusal) == "文件太大；位置：罚款.csv；应为：2 GB 以内；请：拆成几个文件。"


def test_identity_is_numbered_by_first_appearance() -> None:
    """Equal codes are equal, a lone name is itself, no identity is no number."""
    codes, names = ["X", None, "Y", None, None], ["甲", "甲", "乙", "丙", None]
    values = {"code": Column.of(codes), "name": Column.of(names)}
    assert number_by_first_appearance(values, Surrogate("key", ("code", "name"))) == [
        "E0001",
        "E0001",
        "E0002",
        "E0003",
        None,
    ]


def test_dates_of_the_workbook_need_no_text(tmp_path: Path) -> None:
    """A true date cell is the date."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, fine(1))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, HEADER.index("决定日期"), date(2022, 3, 9), day)
    project = lay_out(tmp_path, {"罚款.xlsx": stream.getvalue()})
    result = check_year_files(project, YEAR)
    assert not result.problems
    assert result.parsed["fines"].values["decided"] == [date(2022, 3, 9)]
