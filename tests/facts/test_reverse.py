"""From a raw cell forward to facts, and what no fact uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from facts.in_process import compute, remember_registers
from facts.tiny_year import YEAR, raw_file, rows, tiny_project, write_raw
from fazhi.errors import DefinitionError, UsageError
from fazhi.facts.factbook import FactBook, read_facts
from fazhi.facts.reverse import cell_json, cell_text, trace_cell
from fazhi.facts.trace import evidence_of
from fazhi.facts.unused import FILE, unused, unused_text
from fazhi.facts.uses import column_uses
from fazhi.paths import Project
from fazhi.records import load_registers, open_year

Outcome = dict[str, tuple[Any, ...]]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the tiny project, counted."""
    with pytest.MonkeyPatch.context() as patch:
        remember_registers(patch)
        made = tiny_project(tmp_path_factory.mktemp("reverse"))
        compute(made, YEAR, patch)
        yield made


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Return a function that recounts after changing one cell of a second copy."""
    with pytest.MonkeyPatch.context() as patch:
        remember_registers(patch)
        copy = tiny_project(tmp_path_factory.mktemp("changed"))

        def recount(register: str, row: int, key: str, value: Any) -> Outcome:
            tables = rows()
            tables[register][row - 2][key] = value
            write_raw(copy, tables)
            return outcome(copy, compute(copy, YEAR, patch))

        recount.copy = copy
        yield recount


def outcome(project: Project, book: FactBook) -> Outcome:
    """Return value and counted records of every fact."""
    return {
        key: (fact.value, evidence_of(project, book.year, fact)) for key, fact in book.facts.items()
    }


def address(project: Project, register: str, row: int, key: str) -> str:
    """Return the address of a field in a tiny file."""
    header = (project.root / raw_file(register)).read_text(encoding="utf-8").splitlines()[0]
    column = header.split(",").index(load_registers(project)[register].by_key[key].header)
    return f"{raw_file(register)}#R{row}C{column + 1}"


def moved(project: Project, where: str, *moves: str) -> set[str]:
    """Return the facts that a cell moves in one of these ways."""
    return {touch.id for touch in trace_cell(project, where).facts if touch.move in moves}


def clean_rows(project: Project, register: str) -> list[int]:
    """Return the rows of a register that reached its clean table."""
    return [int(row) for row in open_year(project, YEAR).table(register)["source_row"]]


def differences(before: Outcome, after: Outcome) -> set[str]:
    """Return the facts whose value or counted records differ."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@pytest.mark.parametrize(
    ("register", "row", "key", "value"),
    [
        ("penalties", 3, "fine_yuan", "2.5"),
        ("penalties", 3, "status", "作废"),
        ("penalties", 3, "paid_yuan", "1"),
        ("hazards", 3, "state", "逾期"),
        ("hazards", 2, "found_date", "2021-12-31"),
        ("trainings", 2, "n_attended", 81),
        ("permits", 3, "promised_days", 9),
        ("inspections", 3, "town_code", "310105004"),
    ],
)
def test_changing_a_covered_cell_changes_exactly_the_listed_facts(
    project, changed, register, row, key, value
):
    """Property of the trace: what it lists moves, and nothing else does."""
    listed = moved(project, address(project, register, row, key), "value")
    before = outcome(project, read_facts(project.facts(YEAR)))
    after = changed(register, row, key, value)
    unlike = differences(before, after)
    if key == "state":
        # From 整改中 to 逾期: read by the fact, and neither counts as rectified.
        assert listed == {"hazards.rectified_rate"}
        assert unlike == set()
    else:
        assert unlike == listed


_CELLS = [
    (register, number + 2, key)
    for register, records in rows().items()
    for number, record in enumerate(records)
    for key in record
    if register in ("inspections", "hazards", "penalties", "permits", "governance")
]


@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cell=st.sampled_from(_CELLS), data=st.data())
def test_no_cell_moves_an_unlisted_fact(project, changed, cell, data):
    """Whatever sound value of its column a cell takes, only listed facts move."""
    register, row, key = cell
    values = sorted({str(r[key]) for r in rows()[register] if r.get(key) not in ("", None)})
    value = data.draw(st.sampled_from(values))
    assume(str(rows()[register][row - 2][key]) != value)
    assume(key not in load_registers(project)[register].key)
    listed = moved(project, address(project, register, row, key), "value", "possible")
    after = changed(register, row, key, value)
    assume(clean_rows(changed.copy, register) == clean_rows(project, register))
    assert differences(outcome(project, read_facts(project.facts(YEAR))), after) <= listed


def test_row_lists_every_fact_that_counts_it(project):
    """A row without column shows its contribution to each fact."""
    text = cell_text(trace_cell(project, f"{raw_file('penalties')}#R3"))
    assert text == (
        "data/raw/2022/penalties.csv第3行\n"
        "  penalties.cases　立案处罚案件：改动即影响此数，计入 1（处罚决定日期、处罚类别、状态）\n"
        "  penalties.collected_total　实际收缴罚款金额：改动即影响此数，计入 20000"
        "（处罚决定日期、处罚类别、实际收缴(万元)、状态）\n"
        "  penalties.fine_mean　平均每起罚款金额：改动即影响此数，计入 20000"
        "（处罚决定日期、罚款金额(万元)、处罚类别、状态）\n"
        "  penalties.fine_total　行政处罚罚款金额：改动即影响此数，计入 20000"
        "（处罚决定日期、罚款金额(万元)、处罚类别、状态）\n"
        "  penalties.reviewed_share　处罚案件法制审核率：改动即影响此数，计入 1"
        "（处罚决定日期、处罚类别、法制审核日期、状态）\n"
    )


def test_json_form_holds_the_same_facts(project):
    """A program reads what a person reads."""
    found = trace_cell(project, f"{raw_file('penalties')}#R3")
    body = json.loads(cell_json(found))
    assert [touch["id"] for touch in body["facts"]] == [touch.id for touch in found.facts]
    assert (body["register"], body["row"], body["state"]) == ("penalties", 3, "clean")


def test_second_readings_and_breakdowns_are_told_apart(project):
    """A filing date moves readings only, a town only how the hazards are split."""
    filed = address(project, "penalties", 3, "filed_date")
    assert moved(project, filed, "reading") == {"penalties.cases", "penalties.fine_total"}
    assert moved(project, filed, "value", "possible") == set()
    assert moved(project, address(project, "hazards", 3, "town_code"), "breakdown") == {
        "hazards.found"
    }


def test_identity_moves_through_the_running_number(project):
    """A name that is never shown still decides how many entities were inspected."""
    where = address(project, "inspections", 2, "obj_name")
    assert moved(project, where, "value") == {"inspections.enterprises"}


def test_uncounted_row_may_be_drawn_in(project):
    """A void visit counts nowhere, but making it valid again would."""
    where = address(project, "inspections", 6, "status")
    assert moved(project, where, "value") == set()
    assert "inspections.internal" in moved(project, where, "possible")
    row = cell_text(trace_cell(project, f"{raw_file('inspections')}#R6"))
    assert row.endswith("改动状态、日期等格可能使它计入，请写到格再查\n")


def test_rows_that_are_no_records_say_what_they_are(project):
    """Header and title rows move nothing."""
    found = trace_cell(project, f"{raw_file('penalties')}#A1")
    assert (found.state, found.facts) == ("no_record", ())
    assert (
        cell_text(found)
        == "data/raw/2022/penalties.csv第1行A列「案号」\n  不是记录行：标题与表头\n"
    )


def test_quarantined_row_says_why(tmp_path, monkeypatch):
    """A row set aside counts nowhere; the reason is given."""
    remember_registers(monkeypatch)
    project = tiny_project(tmp_path)
    tables = rows()
    tables["penalties"][1]["fine_yuan"] = "两万左右"
    write_raw(project, tables)
    compute(project, YEAR, monkeypatch)
    found = trace_cell(project, f"{raw_file('penalties')}#R3")
    assert found.state == "quarantined"
    assert "已隔离，没有计入任何事实：罚款金额(万元)" in cell_text(found)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            "penalties.csv",
            "单元格地址的写法不对；应为：data/raw/2022/penalties.xlsx#Sheet1!R12"
            "（整行）或 …#Sheet1!C12（一格）；CSV 写 …csv#R12；实为：penalties.csv。",
        ),
        (
            "data/raw/2022/penaltys.csv#R2",
            "没有收到过这个文件；实为：data/raw/2022/penaltys.csv；"
            "请：看看是不是 data/raw/2022/penalties.csv",
        ),
        ("data/raw/2020/penalties.csv#R2", "没有2020年度的原始文件；位置：data/raw/"),
        ("data/processed/2022/facts.json#R2", "不是收到的原始文件；"),
        (
            "data/raw/2022/penalties.csv#R99",
            "没有这一行；位置：data/raw/2022/penalties.csv；应为：1 至 4；实为：99。",
        ),
        ("data/raw/2022/penalties.csv#Sheet1!R2", "没有这张工作表；"),
        ("data/raw/2022/处罚.csv#R2", "没有收到过这个文件；实为：data/raw/2022/处罚.csv；"),
    ],
)
def test_wrong_addresses_are_answered(project, where, message):
    """A wrong file, sheet or row is named with what there is."""
    with pytest.raises(UsageError) as caught:
        trace_cell(project, where)
    assert str(caught.value).startswith(message)


def test_addresses_name_the_same_cell_in_three_ways(project):
    """R3C1, A3 and $A$3 are one cell; R3 alone is the row."""
    cells = {
        trace_cell(project, f"{raw_file('penalties')}#{form}") for form in ("R3C1", "A3", "$A$3")
    }
    assert len(cells) == 1
    assert trace_cell(project, f"{raw_file('penalties')}#R3").column == ""


def test_unused_records_have_a_reason(project):
    """A special visit and a void one count nowhere and say why."""
    reasons = {(u.register, u.row): u.reason for u in unused(project, YEAR).records}
    assert reasons == {
        ("inspections", 5): "报告只论“双随机”检查，其他检查不计",
        ("inspections", 6): "作废，不计入",
        ("penalties", 4): "按日期不属于本年度",
    }


def test_no_column_is_unused_without_a_reason(project):
    """The declarations of the repository cover every column."""
    found = unused(project, YEAR)
    assert found.undeclared == []
    assert "列　备注\n  行政执法案卷评查台账：备注\n" in unused_text(found)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        (
            {"penalties": ["fine_yuan"]},
            "已有事实使用这一列，说明过时；位置："
            "unused.yml @ columns[0]；实为：penalties.fine_yuan；请：删去这一项。",
        ),
        (
            {"penalties": ["fine"]},
            "没有这一列；位置：unused.yml @ columns[0]；"
            "实为：penalties.fine；请：改正登记簿名或字段名。",
        ),
    ],
)
def test_outdated_declarations_are_refused(project, declared: Mapping[str, list[str]], message):
    """A declared exception must still be one."""
    path = project.reference / FILE
    before = path.read_text(encoding="utf-8")
    listing = "".join(f"      {name}: [{', '.join(keys)}]\n" for name, keys in declared.items())
    text = f"records: []\ncolumns:\n  - reason: 试\n    registers:\n{listing}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        unused(project, YEAR)
    path.write_text(before, encoding="utf-8")
    assert str(caught.value) == message


def test_texts_are_columns_only_of_the_register_beside_them(project):
    """``outcome`` of penalties is read, ``outcome`` of the governance register is not."""
    uses = column_uses(project)["permits.overturned"].value
    assert ("penalties", "outcome") in uses
    assert ("governance", "outcome") not in uses


def test_a_sheet_that_is_not_there_is_quoted(project):
    """The answer repeats the sheet that was asked for."""
    with pytest.raises(UsageError) as caught:
        trace_cell(project, "data/raw/2022/penalties.csv#Sheet1!R2")
    assert caught.value.got == "Sheet1"
