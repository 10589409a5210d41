"""The chain behind a number, whole and in Chinese."""

from __future__ import annotations

import json

import pytest

from facts.in_process import compute, remember_registers
from facts.tiny_year import YEAR, raw_file, tiny_project
from fazhi.errors import FactError, UsageError
from fazhi.facts.trace import trace_fact, trace_json, trace_text

VERDICTS = """\
id,section,printed,qualifier,claimed,computed,unit,verdict,note
penalties.fine_total,一（三）,3.5万元,exact,35000,35000,元,supported,
"""
COMPARISON = """\
id,year,baseline,value,previous,change,percent,comparable,note
penalties.fine_total,2022,2021,35000,28000,7000,25,yes,
penalties.cases,2022,2021,2,,,,no,没有2021年度的记录
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the tiny project, counted, with a verdict and two comparisons."""
    with pytest.MonkeyPatch.context() as patch:
        remember_registers(patch)
        made = tiny_project(tmp_path_factory.mktemp("trace"))
        compute(made, YEAR, patch)
        made.verdicts(YEAR).write_text(VERDICTS, encoding="utf-8")
        made.comparison(YEAR).write_text(COMPARISON, encoding="utf-8")
        yield made


def test_text_has_every_link_of_the_chain(project):
    """From the printed form to the hash of the file and who sent it."""
    trace = trace_fact(project, "2022/penalties.fine_total")
    digest = trace.files[0].recorded
    assert trace_text(trace) == (
        "2022年度行政处罚罚款金额：35000元（示例数据）\n"
        "  编号　　2022/penalties.fine_total\n"
        "  报告写法　3.5万元，见一（三）；与记录相符\n"
        "  口径　　处罚决定日期在本年度内的有效案件，决定书载明的罚款金额之和（第1版）\n"
        "  另一读法　按实际收缴金额计：35000元\n"
        "  另一读法　按立案日期计：36000元\n"
        "  与2021年比　28000 → 35000，25%\n"
        "  计算　　notebooks/20_enforcement.ipynb 单元 penalties-fine_total\n"
        + "".join(f"      {line}\n" for line in trace.fact.formula.splitlines())
        + "  证据　　2条记录（data/processed/2022/evidence/penalties.fine_total.csv）\n"
        "      data/raw/2022/penalties.csv第2行　计入 15000\n"
        "      data/raw/2022/penalties.csv第3行　计入 20000\n"
        "  来源文件　1个\n"
        "      data/raw/2022/penalties.csv　法规科　2023-01-16\n"
        f"        sha256 {digest}（与现有文件一致）\n"
    )


def test_long_evidence_is_cut_with_a_count(project):
    """The text stays readable; the rest is in the evidence file."""
    text = trace_text(trace_fact(project, "2022/penalties.cases"), first_rows=1)
    assert "其余1条见证据文件" in text
    assert "与2021年比　不可比：没有2021年度的记录" in text
    assert "本年度报告没有印出这个数" in text


def test_json_sums_to_the_value(project):
    """The machine form holds all records; their contributions are the total."""
    body = json.loads(trace_json(trace_fact(project, "2022/penalties.fine_total")))
    assert sum(int(row["contribution"]) for row in body["evidence"]) == int(body["value"])
    assert body["inputs"][0]["intact"] is True
    assert body["verdict"]["printed"] == "3.5万元"


def test_altered_and_missing_raw_files_are_seen(project):
    """Hashes are taken anew, so that a file changed since shows."""
    path = project.root / raw_file("penalties")
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    assert "现有文件已变为" in trace_text(trace_fact(project, "2022/penalties.cases"))
    path.unlink()
    assert "（文件不见了）" in trace_text(trace_fact(project, "2022/penalties.cases"))
    path.write_bytes(before)


@pytest.mark.parametrize(
    ("reference", "error", "message"),
    [
        (
            "penalties.cases",
            UsageError,
            "追溯的写法不对；应为：年度/指标编号，如 2022/penalties.fine_total；"
            "实为：penalties.cases。",
        ),
        (
            "",
            UsageError,
            "追溯的写法不对；应为：年度/指标编号，如 2022/penalties.fine_total；实为：（空）。",
        ),
        (
            "2022/penalties.fine_totl",
            FactError,
            "2022年度没有事实 penalties.fine_totl；位置：data/processed/2022/facts.json；"
            "请：看看是不是 penalties.fine_total、penalties.fine_mean、penalties.collected_total。",
        ),
        (
            "2024/penalties.cases",
            FactError,
            "2024年度还没有计算出事实；应为：2022；请：运行 make year YEAR=2024。",
        ),
    ],
)
def test_wrong_references_are_answered(project, reference, error, message):
    """A typing mistake gets the form or near ids, never a traceback."""
    with pytest.raises(error) as caught:
        trace_fact(project, reference)
    assert str(caught.value) == message


def test_fact_without_record_says_why(project):
    """An indicator that could not be computed names the reason."""
    path = project.facts(YEAR)
    before = path.read_text(encoding="utf-8")
    body = json.loads(before)
    body["facts"] = [f for f in body["facts"] if f["id"] != "penalties.cases"]
    body["missing"] = [{"id": "penalties.cases", "reason": "缺少登记簿：penalties"}]
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(FactError) as caught:
        trace_fact(project, "2022/penalties.cases")
    path.write_text(before, encoding="utf-8")
    assert str(caught.value) == "2022年度的 penalties.cases 无记录；实为：缺少登记簿：penalties。"


def test_damaged_evidence_is_refused(project):
    """A chain with a broken link is not shown as whole."""
    path = project.evidence(YEAR) / "penalties.cases.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text("file,sheet\n甲\n", encoding="utf-8")
    with pytest.raises(FactError) as caught:
        trace_fact(project, "2022/penalties.cases")
    path.write_text(before, encoding="utf-8")
    assert str(caught.value) == (
        "证据文件缺失或已损坏；位置：data/processed/2022/evidence/penalties.cases.csv；"
        "请：运行 make year YEAR=2022。"
    )
