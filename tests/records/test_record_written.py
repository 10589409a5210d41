"""Corrections and explanations: data with an author, never a silent edit."""

# ruff: noqa: E501 - exact messages read better unbroken

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from intake_support import YEAR, csv_bytes, fine, lay_out

from fazhi.errors import DefinitionError
from fazhi.paths import Project
from fazhi.records import check_year_files, clean_year, open_year

SIGNED = "reason: 核对决定书原件, person: 虚构某, date: 2023-01-20"
DOUBTFUL = "文号不应跳号"


def a_year(root: Path) -> Project:
    """Return a project with an ambiguous date and a gap in the document numbers."""
    rows = (fine(1), fine(2, 决定日期="3月5日"), fine(3), fine(7))
    return lay_out(root, {"罚款.csv": csv_bytes(*rows)})


def write(path: Path, text: str) -> None:
    """Write a reviewed file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def correct(project: Project, entry: str) -> None:
    """Declare one correction."""
    write(project.corrections(YEAR), f"year: 2022\ncorrections:\n  - {{{entry}, {SIGNED}}}\n")


def test_a_correction_mends_the_cell_and_not_the_file(tmp_path: Path) -> None:
    """The quarantined row comes back with the corrected value; the raw bytes stay."""
    project = a_year(tmp_path)
    raw = (project.raw(YEAR) / "罚款.csv").read_bytes()
    correct(
        project,
        "register: fines, record: {doc_no: （虚）应急罚〔2022〕2号}, column: decided, old: 3月5日, new: 2022-03-05",
    )
    result = clean_year(project, YEAR)
    assert not result.must
    assert [c.signed.person for c in result.corrections] == ["虚构某"]
    assert open_year(project, YEAR).table("fines")["amount_yuan"].sum() == Decimal(80000)
    assert (project.raw(YEAR) / "罚款.csv").read_bytes() == raw


def test_a_correction_may_speak_as_the_list_of_problems_does(tmp_path: Path) -> None:
    """Register and columns may be named by title and header, which is all staff see."""
    project = a_year(tmp_path)
    correct(
        project,
        "register: 罚款台账, record: {决定书文号: （虚）应急罚〔2022〕2号}, column: 决定日期, old: 3月5日, new: 2022-03-05",
    )
    assert not clean_year(project, YEAR).must


@pytest.mark.parametrize(
    ("signature", "message"),
    [
        ("reason: '', person: 某, date: 2023-01-05", "没有写明理由和经办人"),
        ("reason: 笔误, person: , date: 2023-01-05", "没有写明理由和经办人"),
        ("reason: 笔误, person: 某, date: 1月5日", "日期写法不对"),
        ("reason: 笔误, person: 某, date: 2023-1-5", "日期写法不对"),
    ],
)
def test_an_explanation_nobody_signed_does_not_count(
    tmp_path: Path, signature: str, message: str
) -> None:
    """Reason, person and a real date are asked for."""
    project = a_year(tmp_path)
    text = f"explanations:\n  - {{rule: 文号不应跳号, row: 罚款.csv第5行, {signature}}}\n"
    write(project.explanations(YEAR), text)
    with pytest.raises(DefinitionError, match=message):
        clean_year(project, YEAR)


def test_a_row_without_identity_is_corrected_by_its_place(tmp_path: Path) -> None:
    """File and row single out what no key does; an empty new value empties the cell."""
    project = a_year(tmp_path)
    correct(
        project,
        "register: fines, record: {file: 罚款.csv, row: 2}, column: town, old: 新泾镇, new: ''",
    )
    clean_year(project, YEAR)
    assert open_year(project, YEAR).table("fines")["town"].isna().tolist()[0]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("register: fines, record: {row: 3}, column: decided, old: 3月6日, new: x",
         "更正与原始文件不再相符；位置：corrections/2022.yml @ [0]（罚款.csv第3行）；应为：原值「3月6日」；实为：「3月5日」；"
         "请：核对新文件：已改正的删去这条更正，未改正的更新 old。"),
        ("register: fines, record: {row: 9}, column: decided, old: 3月5日, new: x",
         "更正应恰好指向一条记录；位置：corrections/2022.yml @ [0].record；实为：0 条；"
         "请：用编号字段，或 file、sheet、row 写明是哪一行。"),
        ("register: fines, record: {town: 新泾镇}, column: decided, old: 3月5日, new: x",
         "更正应恰好指向一条记录；位置：corrections/2022.yml @ [0].record；"
         "实为：4 条，罚款.csv第2行，罚款.csv第3行，罚款.csv第4行；请：用编号字段，或 file、sheet、row 写明是哪一行。"),
        ("register: fines, record: {number: 2}, column: decided, old: 3月5日, new: x",
         "没有这个字段；位置：corrections/2022.yml @ [0].record；应为：表头里的列名；实为：number。"),
        ("register: fines, record: {row: 3}, column: date, old: 3月5日, new: x",
         "没有这个字段；位置：corrections/2022.yml @ [0].column；应为：表头里的列名；实为：date。"),
        ("register: 罚款台账, record: {row: 3}, column: 处罚决定日期, old: 3月5日, new: x",
         "没有这个字段；位置：corrections/2022.yml @ [0].column；应为：表头里的列名，可能是 决定日期；实为：处罚决定日期。"),
        ("register: 罚款, record: {row: 3}, column: decided, old: 3月5日, new: x",
         "更正所指的登记簿没有收到；位置：corrections/2022.yml @ [0].register；应为：罚款台账 之一；实为：罚款；请：改正 register。"),
        ("register: fines, record: 3, column: decided, old: 3月5日, new: x",
         "record 应写明是哪一条记录；位置：corrections/2022.yml @ [0].record。"),
    ],
)  # fmt: skip
def test_a_correction_that_does_not_fit_stops_the_year(
    tmp_path: Path, entry: str, message: str
) -> None:
    """A lapsed or misdirected correction is never skipped."""
    project = a_year(tmp_path)
    correct(project, entry)
    with pytest.raises(DefinitionError) as refused:
        clean_year(project, YEAR)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("corrections:\n  - {register: fines}\n",
         "键不对；位置：corrections/2022.yml @ [0]；应为：register、record、column、old、new、reason、person、date；实为：多出 无，缺少 record、column、old、new、reason、person、date。"),
        ("corrections: 1\n", "文件应有 corrections 列表；位置：corrections/2022.yml。"),
        ("- 1\n", "文件应有 corrections 列表；位置：corrections/2022.yml。"),
    ],
)  # fmt: skip
def test_a_malformed_corrections_file_names_its_place(
    tmp_path: Path, text: str, message: str
) -> None:
    """Every correction is complete and signed."""
    project = a_year(tmp_path)
    write(project.corrections(YEAR), text)
    with pytest.raises(DefinitionError) as refused:
        clean_year(project, YEAR)
    assert str(refused.value) == message


def explain(project: Project, rule: str, row: str) -> None:
    """Declare one explanation."""
    write(
        project.explanations(YEAR),
        f"year: 2022\nexplanations:\n  - {{rule: {rule}, row: {row}, {SIGNED}}}\n",
    )


def test_an_explained_problem_is_no_longer_open(tmp_path: Path) -> None:
    """What was to be verified stands once somebody has said why."""
    project = a_year(tmp_path)
    assert [p.rule for p in check_year_files(project, YEAR).verify] == [DOUBTFUL]
    explain(project, DOUBTFUL, "罚款.csv第5行")
    result = check_year_files(project, YEAR)
    assert not result.verify
    assert [(p.rule, e.signed.reason) for p, e in result.explained] == [
        (DOUBTFUL, "核对决定书原件")
    ]


def test_a_stale_explanation_is_reported(tmp_path: Path) -> None:
    """An explanation that explains nothing must go."""
    project = a_year(tmp_path)
    explain(project, DOUBTFUL, "罚款.csv第4行")
    messages = [p.message for p in check_year_files(project, YEAR).verify]
    assert messages[-1] == (
        "explanations/2022.yml @ [0]：说明已经过时；发现「罚款.csv第4行：文号不应跳号」；"
        "应为：有一个可以核实的问题与它对应。删去这条说明，或改正 rule 和 row。"
    )


def test_what_must_be_mended_cannot_be_explained_away(tmp_path: Path) -> None:
    """A quarantined row stays quarantined whatever is written about it."""
    project = a_year(tmp_path)
    explain(project, "日期缺少年份", "罚款.csv第3行")
    result = check_year_files(project, YEAR)
    assert [p.rule for p in result.must] == ["日期缺少年份"]
    assert result.verify[-1].rule == "说明已经过时"
