"""What registers say against one another and against last year."""

# ruff: noqa: E501 - exact messages read better unbroken

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from intake_support import YEAR, csv_bytes, fine, lay_out

from fazhi.paths import Project
from fazhi.records import check_year_files, load_registers
from fazhi.records.lastyear import compare_years

REPOSITORY = Path(__file__).parents[2]
INSPECTION = {
    "现场检查记录文号": "（虚）检〔2022〕第1号", "检查性质": "部门内双随机", "检查对象名称": "上海甲乙商贸有限公司（虚构）",
    "统一社会信用代码": "91310105MA1FW00290", "检查日期": "2022-03-01", "抽查完成日期": "2022-03-02",
    "检查结果": "发现问题待后续处理", "查处违法违规行为(项)": 1, "一般隐患(项)": 0, "重大隐患(项)": 0,
}  # fmt: skip
ORDER = {
    "文书编号": "（虚）责改〔2022〕第1号", "检查记录文号": "（虚）检〔2022〕第1号",
    "被检查单位": "上海甲乙商贸有限公司（虚构）", "统一社会信用代码": "91310105MA1FW00290", "条数": 1,
    "文书日期": "2022-03-02", "整改期限": "2022-03-20",
}  # fmt: skip
HAZARD = {
    "隐患编号": "YH1", "检查记录文号": "（虚）检〔2022〕第1号", "指令书编号": "（虚）责改〔2022〕第1号",
    "被检查单位": "上海甲乙商贸有限公司（虚构）", "性质": "事故隐患", "隐患描述": "通道堵塞", "排查日期": "2022-03-01",
    "隐患级别": "一般", "整改状态": "整改中",
}  # fmt: skip
PENALTY = {
    "案号": "案1", "行政相对人名称": "上海甲乙商贸有限公司（虚构）",
    "行政相对人代码_1(统一社会信用代码)": "91310105MA1FW00290", "行政处罚决定书文号": "（虚）罚〔2022〕第1号",
    "立案日期": "2022-03-03", "处罚决定日期": "2022-04-01", "来源检查记录文号": "（虚）检〔2022〕第1号",
}  # fmt: skip


def table(*rows: dict[str, object]) -> bytes:
    """Return a CSV of rows with the same keys."""
    return csv_bytes(*(tuple(r.values()) for r in rows), header=tuple(rows[0]))


def found(root: Path, **registers: Sequence[dict[str, object]]) -> list[str]:
    """Return the messages on files of the named registers, read by the repository's declarations."""
    project = Project(root)
    project.registers.mkdir(parents=True)
    for path in (REPOSITORY / "data" / "reference" / "registers").glob("*.yml"):
        (project.registers / path.name).write_bytes(path.read_bytes())
    lay_out(root, {f"{name}.csv": table(*rows) for name, rows in registers.items()})
    result = check_year_files(project, YEAR)
    return [f"{p.place}：{p.rule}；{p.found}" for p in result.problems]


def test_consistent_registers_raise_nothing(tmp_path: Path) -> None:
    """One inspection, its order, its hazard and its penalty agree."""
    assert not found(
        tmp_path, inspections=[INSPECTION], orders=[ORDER], hazards=[HAZARD], penalties=[PENALTY]
    )


CASES = {
    "counts of an inspection": (
        {"inspections": [INSPECTION | {"一般隐患(项)": 2}], "hazards": [HAZARD]},
        "inspections.csv第2行「现场检查记录文号」列：检查台账的问题数应与隐患台账的行数一致；"
        "（虚）检〔2022〕第1号：台账合计 3 项，隐患台账 1 行",
    ),
    "items of an order": (
        {"orders": [ORDER | {"条数": 4}], "hazards": [HAZARD]},
        "orders.csv第2行「条数」列：指令书的条数应与隐患台账的行数一致；"
        "（虚）责改〔2022〕第1号：指令书 4 条，隐患台账 1 行",
    ),
    "order without finding": (
        {"inspections": [INSPECTION | {"检查结果": "未发现问题"}], "orders": [ORDER]},
        "orders.csv第2行「检查记录文号」列：下达指令书的检查应发现了问题；▇",
    ),
    "case filed before its inspection": (
        {"inspections": [INSPECTION], "penalties": [PENALTY | {"立案日期": "2022-02-01"}]},
        "penalties.csv第2行「立案日期」列：立案不应早于案件来源的检查；立案 2022-02-01，检查 2022-03-01",
    ),
    "gap in the numbers": (
        {"penalties": [
            PENALTY | {"案号": f"案{n}", "行政处罚决定书文号": f"（虚）罚〔2022〕第{n}号"} for n in (1, 2, 5)
        ]},
        "penalties.csv第4行「行政处罚决定书文号」列：文号不应跳号；（虚）罚〔2022〕第…号 缺 3、4",
    ),
    "same party, day and kind": (
        {"inspections": [INSPECTION, INSPECTION | {"现场检查记录文号": "（虚）检〔2022〕第2号"}]},
        "inspections.csv第3行：同一对象同日同类的检查只应登记一次；与inspections.csv第2行疑似重复",
    ),
    "order of an unknown inspection": (
        {"inspections": [INSPECTION], "orders": [ORDER | {"检查记录文号": "（虚）检〔2022〕第8号"}]},
        "orders.csv第2行「检查记录文号」列：所写文号应在双随机检查台账中；▇",
    ),
    "hazard of an unknown order": (
        {"orders": [ORDER], "hazards": [HAZARD, HAZARD | {"隐患编号": "YH2", "指令书编号": "（虚）责改〔2022〕第8号"}]},
        "hazards.csv第3行「指令书编号」列：所写文号应在责令限期整改指令书台账中；▇",
    ),
    "one visit as both kinds of random check": (
        {"inspections": [INSPECTION | {"参与部门": ""}, INSPECTION | {
            "现场检查记录文号": "（虚）检〔2022〕第2号", "检查性质": "跨部门双随机", "参与部门": "消防"}]},
        "inspections.csv第3行「检查性质」列：同一次检查不应既是部门内又是跨部门双随机；与inspections.csv第2行同日，性质不同",
    ),
    "two names for one code": (
        {"inspections": [INSPECTION], "penalties": [PENALTY | {"行政相对人名称": "上海丙丁有限公司（虚构）"}]},
        "penalties.csv第2行：同一信用代码的单位名称应一致；与inspections.csv第2行的名称不同",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_contradiction_between_registers_is_reported(tmp_path: Path, name: str) -> None:
    """Each contradiction is named at the row that carries it, to be verified."""
    registers, message = CASES[name]
    assert found(tmp_path, **registers) == [message]


def test_void_rows_take_no_part(tmp_path: Path) -> None:
    """作废 records neither count nor contradict."""
    assert not found(
        tmp_path,
        inspections=[INSPECTION | {"状态": "有效"}],
        hazards=[HAZARD | {"状态": "有效"}, HAZARD | {"隐患编号": "YH2", "状态": "作废"}],
    )


def test_an_order_of_last_year_is_not_compared_with_this_years_hazards(tmp_path: Path) -> None:
    """The sheet a clerk carries over from last year has its hazards in last year's register."""
    old = {
        "文书编号": "（虚）责改〔2021〕第9号",
        "文书日期": "2021-12-30",
        "整改期限": "2022-01-10",
        "条数": 5,
    }
    (message,) = found(tmp_path, orders=[ORDER, ORDER | old], hazards=[HAZARD])
    assert "有记录不在本年度；2021年 1 条，首见第3行，按默认口径不计入" in message


def test_last_years_register_that_vanished_or_shrank_is_reported() -> None:
    """A register gone, or another order of magnitude, is not taken for granted."""
    registers = load_registers(Project(REPOSITORY))
    problems = compare_years(
        {"permits": 19}, {"permits": 190, "hazards": 600, "gone": 5}, registers, YEAR
    )
    assert [p.message for p in problems] == [
        "违法违规行为和事故隐患台账：去年有的登记簿今年没有收到；发现「2021 年 600 条」；"
        "应为：收到文件，或说明不再登记。向报送单位索取；确已停用的，写明说明。",
        "行政审批办件台账：记录数与去年相差十倍以上；发现「190 条 → 19 条」；应为：同一数量级。"
        "核对是否漏报、重报或换了统计单位；确实如此的，写明说明。",
    ]


def test_last_years_files_are_compared_without_being_cleaned(tmp_path: Path) -> None:
    """Twenty fines last year and one this year is worth a question."""
    rows = [
        fine(
            n, 决定书文号=f"（虚）应急罚〔2021〕{n}号", 立案日期="2021-03-01", 决定日期="2021-03-05"
        )
        for n in range(1, 21)
    ]
    lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)}, year=YEAR - 1)
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(fine(1))})
    assert [p.found for p in check_year_files(project, YEAR).verify] == ["20 条 → 1 条"]


def test_a_silent_month_in_a_busy_register_is_reported(tmp_path: Path) -> None:
    """Sixty records and none in two months is worth a question."""
    rows = [
        fine(n, 立案日期="2022-01-01", 决定日期=f"2022-{n % 10 + 1:02d}-05") for n in range(1, 61)
    ]
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)})
    assert [p.found for p in check_year_files(project, YEAR).verify] == ["11月、12月"]


def test_support_writes_plain_csv() -> None:
    """The helper's files are what a spreadsheet would save."""
    text = csv_bytes(fine(1)).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text)))[0] == "序号"
