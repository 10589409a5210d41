"""The committed sample registers, counted again without the package's own reader."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from ruamel.yaml import YAML
from stdnum.cn import uscc

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
YEARS = (2021, 2022, 2023)
CHINESE = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")}


def source(year):
    """Return the declared sources of *year*."""
    return YAML(typ="safe").load((RAW / str(year) / "source.yml").read_text(encoding="utf-8"))


def grids(path):
    """Yield the cells of every sheet of a workbook, or of the one table of a CSV."""
    if path.suffix == ".csv":
        data = path.read_bytes()
        bom = data.startswith(b"\xef\xbb\xbf")
        text = data.decode("utf-8-sig" if bom else "gb18030")
        yield [[cell or None for cell in row] for row in csv.reader(io.StringIO(text))]
        return
    for sheet in openpyxl.load_workbook(path).worksheets:
        yield [list(row) for row in sheet.iter_rows(values_only=True)]


@cache
def records(path):
    """Return the rows under a header as dictionaries; rows without a running number are none."""
    found = []
    for cells in grids(path):
        header = None
        for place, row in enumerate(cells):
            if "序号" in map(str, row):
                below = cells[place + 1]
                header = [lower or upper for upper, lower in zip(row, below, strict=True)]
                if isinstance(below[0], int) or str(below[0]).isdigit():
                    header = row
            elif header and row[0] is not None and str(row[0]).isdigit():
                found.append(dict(zip(header, row, strict=True)))
    return found


def register(name, year=2022, owns=None):
    """Return the valid rows of one register of *year*, without exact duplicates.

    *owns* is a header no other register of the same file has; a merged first column is filled.
    """
    rows = []
    for file in source(year)["files"]:
        if name in file["registers"]:
            rows += map(dict, records(RAW / str(year) / file["name"]))
    rows = [row for row in rows if owns is None or owns in row]
    for merged in ("类别", "类型"):
        for above, row in pairwise(rows):
            if merged in row and owns:
                row[merged] = row[merged] or above[merged]
    rows = [dict(pairs) for pairs in dict.fromkeys(tuple(row.items()) for row in rows)]
    return [row for row in rows if row["状态"] == "有效"]


def day(cell):
    """Return the date of a cell, or None where a clerk's text is not one."""
    if isinstance(cell, datetime):
        return cell.date()
    text = "" if cell is None else str(cell)
    if re.fullmatch("[0-9]{5}", text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    if text[:1] == "二":
        year, rest = text.split("年")
        month, rest = rest.split("月")
        parts = ["".join(CHINESE[c] for c in year), below_forty(month), below_forty(rest[:-1])]
    else:
        parts = re.findall("[0-9]+", text)
    try:
        return date(*map(int, parts)) if len(str(parts[0])) == 4 else None
    except (ValueError, TypeError, IndexError):
        return None


def below_forty(text):
    """Return the number of 一 to 三十九."""
    tens, _, ones = text.rpartition("十")
    many = int(CHINESE.get(tens, "1")) * 10 if "十" in text else 0
    return many + int(CHINESE.get(ones, "0"))


def number(cell):
    """Return the whole number of a cell, or None."""
    text = unicodedata.normalize("NFKC", str(cell)).strip().replace(",", "")
    return int(text) if text.isdigit() else None


def yuan(cell, scale):
    """Return the 元 of a money cell whose column counts *scale* 元."""
    text = unicodedata.normalize("NFKC", str(cell)).replace(",", "")
    if text in ("None", ""):
        return Decimal(0)
    if text.endswith("万元"):
        return Decimal(text.removesuffix("万元")) * 10000
    return Decimal(text) * scale


def docno(cell):
    """Fold the bracket variants of a document number."""
    text = unicodedata.normalize("NFKC", str(cell or ""))
    return text.replace("[", "〔").replace("]", "〕")


def within(rows, header, year=2022):
    """Return the rows whose date under *header* falls in *year*."""
    return [row for row in rows if (d := day(row[header])) and d.year == year]


def visits():
    """Return the readable inspections completed in 2022."""
    rows = within(register("inspections"), "抽查完成日期")
    return [row for row in rows if day(row["检查日期"])]


def hazards():
    """Return the hazards found in 2022."""
    return within(register("hazards"), "排查日期")


def orders():
    """Return the numbered orders issued in 2022."""
    return [row for row in within(register("orders"), "文书日期") if row["文书编号"]]


def decided():
    """Return the cases decided in 2022."""
    return within(register("penalties"), "处罚决定日期")


def permits(kind=None):
    """Return the cases completed in 2022, all or those of one item."""
    rows = register("permits")
    done = [row | {"决定": row.get("许可决定日期") or row.get("备案日期")} for row in rows]
    done = within(done, "决定")
    return [row for row in done if kind is None or kind in row["事项名称"]]


def test_the_same_bytes_come_out_again(tmp_path):
    """Making the samples anew gives the committed files, byte for byte."""
    command = [sys.executable, ROOT / "data" / "make_sample.py", "--out", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    kept = {name: (RAW / name).read_bytes() for name in made}
    assert kept == made
    assert sum(map(len, kept.values())) < 6_000_000


@pytest.mark.parametrize("year", YEARS)
def test_every_file_is_declared_with_its_hash(year):
    """source.yml names every file of the year, its hash, registers and sender."""
    stated = source(year)
    assert stated["synthetic"] is True
    assert stated["year"] == year
    on_disk = {p.name for p in (RAW / str(year)).iterdir()} - {"source.yml"}
    assert {file["name"] for file in stated["files"]} == on_disk
    for file in stated["files"]:
        content = (RAW / str(year) / file["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert file["registers"]
        assert "虚构" in file["supplied_by"]


@pytest.mark.parametrize("year", YEARS)
def test_nobody_in_the_samples_exists(year):
    """Every company and person is marked 虚构 and no credit code passes its check digit."""
    marked = ("检查对象名称", "被检查单位", "行政相对人名称", "CF_XDR_MC", "XK_XDR_MC")
    marked += ("责任人", "验收人", "主讲人", "评查人", "被检查单位负责人", "执法人员", "执法人员1")
    names, codes = set(), set()
    for file in source(year)["files"]:
        for row in records(RAW / str(year) / file["name"]):
            names |= {row[header] for header in marked if row.get(header)}
            codes |= {str(v) for h, v in row.items() if "信用代码" in h or h.endswith("SHXYM")}
    assert names
    assert all("虚构" in name for name in names)
    codes -= {"None", ""}
    assert len(codes) > 50
    assert all(len(code) == 18 for code in codes)
    assert not [code for code in codes if uscc.is_valid(code)]


def test_inspections_and_orders_bear_out_the_report():
    """41 in-house and 62 joint inspections, all published, and 50 orders."""
    scopes = Counter(row["检查性质"].removesuffix("双随机") for row in visits())
    assert (scopes["部门内"], scopes["跨部门"]) == (41, 62)
    random_visits = [row for row in visits() if "部门" in row["检查性质"]]
    assert all(day(row["公示日期"]) for row in random_visits)
    assert len({docno(row["文书编号"]) for row in orders()}) == 50


def test_hazards_bear_out_the_report():
    """656 violations and hazards."""
    assert len({row["隐患编号"] for row in hazards()}) == 656
    assert len(hazards()) == 656


def test_penalties_bear_out_the_report():
    """7 cases fined 113000 元, every one reviewed before its decision."""
    cases = decided()
    assert len(cases) == 7
    assert sum(yuan(row["罚款金额"], 10000) for row in cases) == 113000
    assert all(day(row["法制审核日期"]) <= day(row["处罚决定日期"]) for row in cases)


def test_permits_bear_out_the_report():
    """190 cases, of them 85 trading permits and 25 precursor filings; none overturned."""
    assert len(permits()) == 190
    assert len(permits("许可证核发")) == 85
    assert len(permits("易制毒")) == 25
    outcomes = {row["复议诉讼结果"] for row in [*permits(), *decided()]}
    outcomes |= {row["结果"] for row in register("governance", owns="证明材料号")}
    assert not outcomes & {"变更", "撤销"}


def materials():
    """Return the batches given out in 2022 whose quantity is a number."""
    rows = within(register("publicity_materials", owns="批次号"), "发放日期")
    rows = [row | {"类别": row["类别"].replace("宣传折页", "折页")} for row in rows]
    return [row for row in rows if number(row["发放数量"]) is not None]


def given(kind, header="发放数量"):
    """Return how much of one kind was given out, or ordered."""
    return sum(number(row[header]) for row in materials() if row["类别"] == kind)


def test_outreach_bears_out_the_report():
    """Materials just above the printed figures, an audience just below 6000, several sessions."""
    assert 1001 <= given("宣传品") <= 1099
    assert 2001 <= given("海报") <= 2199
    assert 3001 <= given("折页") <= 3299
    sessions = within(register("trainings"), "日期(起)")
    attended = [n for row in sessions if (n := number(row["实到人数"])) is not None]
    onsite = [
        number(row["参加人数"])
        for row in within(register("publicity_events", owns="主题节点"), "活动日期(起)")
    ]
    assert len(attended) >= 3
    assert 5700 <= sum(attended) < 6000
    assert 5700 <= sum(attended) + sum(onsite) < 6000
    assert sum(onsite) > 0


def test_governance_bears_out_the_report():
    """A briefing in each quarter, every major decision passed, the reward rules issued."""
    rows = register("governance", owns="证明材料号")
    briefings = [day(row["日期"]) for row in rows if row["类型"] == "法治工作汇报"]
    assert {(d.month - 1) // 3 for d in briefings} == {0, 1, 2, 3}
    decisions = [row for row in rows if row["议题类别"] == "重大行政决策"]
    assert decisions
    assert {(row["类型"], row["结果"]) for row in decisions} == {("党委会议题", "通过")}
    assert any("举报奖励实施办法" in row["题目"] for row in rows if row["类型"] == "规范性文件")
    reviews = register("case_reviews")
    six = ("执法主体资格", "事实证据", "法律适用", "执法程序", "裁量基准", "卷宗规范")
    assert all(number(row[mark]) is not None for row in reviews for mark in six)


def test_second_readings_differ():
    """For every figure with a second reading some record separates the two."""
    random_visits = [row for row in visits() if "部门" in row["检查性质"]]
    names = Counter(row["统一社会信用代码"] for row in random_visits)
    assert len(names) < 103
    records_103 = {docno(row["现场检查记录文号"]) for row in random_visits}
    assert 0 < sum(docno(row["检查记录文号"]) in records_103 for row in orders()) < 50
    assert 0 < sum(row["性质"] == "事故隐患" for row in hazards()) < 656
    assert sum(number(row["条数"]) for row in orders()) < 656
    filed = within(register("penalties"), "立案日期")
    assert len(filed) != 7
    assert {docno(r["案号"]) for r in filed} - {docno(r["案号"]) for r in decided()}
    assert {docno(r["案号"]) for r in decided()} - {docno(r["案号"]) for r in filed}
    assert sum(yuan(row["实际收缴"], 10000) for row in decided()) < 113000
    assert len(within(register("permits"), "受理日期")) != 190
    assert 0 < sum(row["行为性质"] == "许可" for row in permits()) < 190
    assert 0 < sum(row["业务类型"] in ("首次", "新办") for row in permits("许可证核发")) < 85
    for kind in ("宣传品", "海报", "折页"):
        assert given(kind, "定制数量") != given(kind)


def test_registers_agree_but_for_the_planted_exceptions():
    """Counts of a visit or an order equal the hazard rows, save one of each."""
    by_record = Counter(docno(row["检查记录文号"]) for row in hazards())
    counts = ("查处违法违规行为(项)", "一般隐患(项)", "重大隐患(项)")
    off = [
        sum(number(row[c]) for c in counts) - by_record[docno(row["现场检查记录文号"])]
        for row in visits()
    ]
    assert sorted(off)[:-1] == [0] * (len(off) - 1)
    assert max(off) == 1
    by_order = Counter(docno(row["指令书编号"]) for row in hazards())
    stated = [number(row["条数"]) - by_order[docno(row["文书编号"])] for row in orders()]
    assert sorted(stated) == [0] * 49 + [1]
    assert not {docno(n) for n in by_order} - {docno(r["文书编号"]) for r in orders()} - {""}


def test_every_form_of_dirt_is_there():
    """The files hold the forms a reader must cope with."""
    texts = set()
    for year in YEARS:
        for file in source(year)["files"]:
            for cells in grids(RAW / str(year) / file["name"]):
                texts |= {str(cell) for row in cells for cell in row if cell is not None}
    for form in (
        r"[0-9]{4}年[0-9]+月[0-9]+日",
        r"二〇二二年.+日",
        r"[0-9]{4}/[0-9]+/[0-9]+",
        r"[0-9]{4}\.[0-9]+\.[0-9]+",
        r"4[45][0-9]{3}",
        r"2022-09-31",
        r"22\.3\.5",
        r"一批",
        r"约200",
        r"[０-９]+",
        r"[0-9],[0-9]{3}",
        r"[0-9.]+万元",
        r"合计",
        r"小计",
        r"— —",
        r".*﹝2022﹞.*",
        r".*\[2022\].*",
        r".*单位：万元",
    ):
        assert any(re.fullmatch(form, text) for text in texts), form
