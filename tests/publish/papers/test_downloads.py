"""Downloads open everywhere, run nothing, say what they are, and come out the same each time."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.book.years import read_shelf
from fazhi.publish.papers.data import Column, DataTable, year_tables
from fazhi.publish.papers.downloads import downloads_page, write_downloads
from fazhi.publish.papers.package import dataset_jsonld
from fazhi.publish.papers.spreadsheet import Cover, csv_bytes, defused, json_bytes, workbook_bytes
from publish.papers.paper_project import make_project

COVER = Cover("标题", (("数据性质", "示例"),), "2022-12-31")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with everything 2022 can offer."""
    return make_project(tmp_path_factory.mktemp("downloads"))


@pytest.fixture(scope="module")
def files(project: Project) -> dict[str, Path]:
    """The downloads of 2022 by name."""
    written = write_downloads(project, 2022, project.root / "downloads")
    return {path.name: path for path in written}


def table(*rows: tuple[str | Decimal | None, ...]) -> DataTable:
    """Return a table of a text and a number."""
    columns = (Column("名称", "string", "文字"), Column("数值", "number", "数"))
    return DataTable("t", "表", "说明", columns, rows)


def test_every_table_is_there_in_every_format(files: dict[str, Path]) -> None:
    """Facts, readings, parts, verdicts, comparison, statistics, chart: CSV and JSON; workbooks."""
    names = ["facts", "readings", "breakdowns", "verdicts", "comparison", "statistics",
             "chart-hazards-by-town"]  # fmt: skip
    expected = {f"{name}.{suffix}" for name in names for suffix in ("csv", "json")}
    assert set(files) == expected | {"datapackage.json", "fazhi-2022.xlsx", "statistics.xlsx"}


def test_data_package_validates_against_its_files(files: dict[str, Path]) -> None:
    """Each CSV holds what the Table Schema says: names, types, keys, digest, length."""
    result = frictionless.validate(str(files["datapackage.json"]))
    assert result.valid, result.flatten(["type", "message"])
    assert {task.name for task in result.tasks} >= {"facts", "statistics", "chart-hazards-by-town"}


def test_data_package_notices_a_changed_file(files: dict[str, Path], tmp_path: Path) -> None:
    """The validation can fail: a number replaced by a word is found."""
    for path in files.values():
        shutil.copy(path, tmp_path)
    facts = tmp_path / "facts.csv"
    facts.write_bytes(facts.read_bytes().replace(b"113000", b"eleven"))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_same_inputs_give_the_same_bytes(
    project: Project, files: dict[str, Path], tmp_path: Path
) -> None:
    """Also the workbooks, whose format carries dates."""
    for again in write_downloads(project, 2022, tmp_path):
        assert again.read_bytes() == files[again.name].read_bytes(), again.name


def test_sample_data_say_so_in_every_row_and_real_data_do_not(
    project: Project, files: dict[str, Path], tmp_path: Path
) -> None:
    """A table that is cut loose from its page still carries the mark."""
    for name, path in files.items():
        if path.suffix == ".csv":
            rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
            assert rows, name
            assert {row["数据性质"] for row in rows} == {"示例数据"}
    real = year_tables(make_project(tmp_path, synthetic=False), 2022)
    assert not [t.name for t in real if "示例" in str(t)]


def test_csv_opens_in_excel(files: dict[str, Path]) -> None:
    """UTF-8 with byte order mark, CRLF, money exact to the digit in 元."""
    content = files["facts.csv"].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    fine = next(row for row in rows if row["指标编号"] == "penalties.fine_total")
    assert (fine["数值"], fine["单位"]) == ("113000", "元")


def test_workbook_has_cover_notes_and_one_table_a_sheet(files: dict[str, Path]) -> None:
    """封面 and 说明 first; header rows frozen, nothing merged, no formula; dates fixed."""
    book = openpyxl.load_workbook(files["fazhi-2022.xlsx"])
    assert book.sheetnames[:3] == ["封面", "说明", "全部指标"]
    assert "示例数据" in str(book["封面"]["B2"].value)
    assert book["全部指标"].freeze_panes == book["说明"].freeze_panes == "A2"
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert book.properties.creator in (None, "")
    assert str(book.properties.created) == "2022-12-31 00:00:00"
    header = [cell.value for cell in book["全部指标"][1]]
    described = [(row[0].value, row[1].value) for row in book["说明"].iter_rows()]
    assert all(("2022年全部指标", name) in described for name in header)


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
)
def test_leading_formula_text_is_defused(text: str) -> None:
    """In CSV and XLSX alike it is text after an apostrophe; JSON keeps it as it is."""
    one = table((text, Decimal(1)))
    row = next(csv.reader(io.StringIO(csv_bytes(one).decode("utf-8-sig"), newline="")))
    assert row == ["名称", "数值"]
    assert f"'{text}".encode() in csv_bytes(one)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([one], COVER)))
    assert str(book["表"]["A2"].value).startswith("'")
    assert json.loads(json_bytes(one))["rows"][0]["名称"] == text


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_no_text_can_start_a_formula(text: str) -> None:
    """Whatever the text, a cell never begins with a sign that starts a formula."""
    safe = defused(text)
    assert not safe.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert safe.removeprefix("'") == text.removeprefix("'")


def test_negative_numbers_stay_numbers() -> None:
    """Defusing is for text; −3 in a number column can still be added up."""
    one = table(("减少", Decimal("-3.5")), ("无", None))
    assert csv_bytes(one).decode("utf-8-sig").splitlines() == ["名称,数值", "减少,-3.5", "无,"]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([one], COVER)))
    assert (book["表"]["B2"].value, book["表"]["B3"].value) == (-3.5, None)


def test_a_number_too_long_for_a_spreadsheet_is_kept_as_text() -> None:
    """Spreadsheets keep fifteen digits; a longer number is not rounded in silence."""
    one = table(("长", Decimal("12345678901234567890")))
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([one], COVER)))
    assert book["表"]["B2"].value == "12345678901234567890"


def test_archives_carry_no_clock(files: dict[str, Path]) -> None:
    """Every entry of a workbook has the same fixed date."""
    with zipfile.ZipFile(files["statistics.xlsx"]) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_damaged_chart_data_are_refused(tmp_path: Path) -> None:
    """The message names the file."""
    project = make_project(tmp_path)
    (project.generated(2022) / "charts" / "hazards-by-town.json").write_text("{", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        write_downloads(project, 2022, tmp_path / "d")
    assert str(caught.value) == (
        "图的数据无法读取；位置：book/generated/2022/charts/hazards-by-town.json；"
        "请：运行 make site 重新计算。"
    )


def test_page_links_every_file(project: Project, files: dict[str, Path]) -> None:
    """Each file written has a link, and each link has a file."""
    page = downloads_page(project, 2022)
    for name in files:
        assert f"](downloads/{name})" in page
    assert page.count("](downloads/") == len(files)


def test_dataset_description_is_for_machines(project: Project, files: dict[str, Path]) -> None:
    """schema.org Dataset: name, period, mark, every indicator with unit, files that exist."""
    body = dataset_jsonld(read_shelf(project.root), 2022)
    assert (body["@type"], body["inLanguage"]) == ("Dataset", "zh-CN")
    assert body["temporalCoverage"] == "2022-01-01/2022-12-31"
    assert body["description"].startswith("示例数据")
    fine = next(v for v in body["variableMeasured"] if v["propertyID"] == "penalties.fine_total")
    assert (fine["value"], fine["unitText"]) == ("113000", "元")
    assert {each["contentUrl"] for each in body["distribution"]} <= set(files)


def test_sheets_are_named_by_title_and_never_twice() -> None:
    """A sheet is named in Chinese, without year or bracket; what would clash takes its id."""
    titles = ("2022年各月检查（家次）", "2022年各月检查（件）", "2022年（空）")
    tables = [replace(table(), name=f"t{n}", title=title) for n, title in enumerate(titles)]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables, COVER)))
    assert book.sheetnames == ["封面", "说明", "各月检查", "t1", "t2"]
