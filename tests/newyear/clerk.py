"""A clerk's January: types a year into the templates, makes mistakes, mends them.

Everything goes through openpyxl, cell by cell under the printed headers, as a person would; the
project's own code is not asked where anything belongs.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

YEAR = 2024
HEADER_ROW = 3
FIRST_ROW = 5
HAZCHEM = "危险化学品经营许可证核发"
PRECURSOR = "第三类非药品类易制毒化学品经营备案"
PARTIES = ("甲（虚构）商场有限公司", "乙（虚构）加油站有限公司", "丙（虚构）宾馆有限公司")

Row = dict[str, Any]


def type_rows(path: Path, rows: list[Row]) -> None:
    """Type *rows* below the example row, each value under its printed header."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    for number, row in enumerate(rows):
        sheet.cell(FIRST_ROW + number, 1, number + 1)
        for header, value in row.items():
            sheet.cell(FIRST_ROW + number, column[header], value)
    book.save(path)


def retype(path: Path, row: int, header: str, value: Any) -> None:
    """Type *value* over what stands in one cell."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    sheet.cell(row, column[header]).value = value
    book.save(path)


def delete_example(path: Path) -> None:
    """Delete the example row: the register has no record, and that is a statement."""
    book = load_workbook(path)
    book.worksheets[0].delete_rows(HEADER_ROW + 1)
    book.save(path)


def fill(path: Path, header: str, text: str) -> None:
    """Fill in every 待填写 of ``source.yml`` after *header*."""
    lines = path.read_text(encoding="utf-8").splitlines()
    mended = [
        line.replace("待填写", text, 1) if line.strip(" -").startswith(f"{header}:") else line
        for line in lines
    ]
    path.write_text("\n".join(mended) + "\n", encoding="utf-8")


def a_year() -> dict[str, list[Row]]:
    """Return the records of the year by register title."""
    return {
        "双随机检查台账": [_visit(n) for n in range(1, 6)],
        "违法违规行为和事故隐患台账": [_hazard(n) for n in range(1, 7)],
        "责令限期整改指令书台账": [_order(n) for n in (2, 4)],
        "行政处罚台账": [_case(1, "1.5"), _case(2, "2"), _case(3, "1.6")],
        "行政审批办件台账": [_permit(n) for n in range(1, 5)],
        "普法宣传活动台账": [
            {"活动编号": "HD-1", "活动名称": "安全生产月", "活动日期(起)": date(YEAR, 6, 1),
             "参加人数": 120, "计量单位": "人次", "状态": "有效"}
        ],
        "普法宣传物料台账": [
            {"批次号": f"WL-{n}", "物料名称": kind, "类别": kind, "单位": unit, "定制数量": 1200,
             "发放数量": 1020 + n, "发放日期": date(YEAR, 6, 1), "状态": "有效"}
            for n, (kind, unit) in enumerate((("宣传品", "件"), ("海报", "套"), ("折页", "份")), 1)
        ],
        "法治培训台账": [
            {"培训编号": f"PX-{n}", "培训名称": "安全生产培训", "日期(起)": date(YEAR, n, 11),
             "应到人数": 90, "实到人数": 80, "考试人数": 70, "合格人数": 68, "状态": "有效"}
            for n in (4, 5)
        ],
        "行政执法案卷评查台账": [
            {"评查批次": "1", "评查日期": date(YEAR, 9, 1), "案卷类型": "处罚",
             "案号/文书号": f"案〔2023〕{n}号", "等次": "优秀" if n == 1 else "合格",
             "状态": "有效"}
            for n in (1, 2, 3)
        ],
        "年度执法计划指标表": [
            {"年度": YEAR, "指标编码": "inspections.total", "指标名称": "双随机检查", "计划数": 4,
             "状态": "有效"}
        ],
        "法治工作台账": [
            {"编号": f"G-{month}", "类型": "法治工作汇报", "日期": date(YEAR, month, 10),
             "题目": "听取法治工作汇报", "状态": "有效"}
            for month in (2, 5, 8)
        ],
    }  # fmt: skip


def _visit(n: int) -> Row:
    return {
        "检查性质": "跨部门双随机" if n == 3 else "部门内双随机",
        "抽查机关(牵头)": "区应急局", "参与部门": "公安；消防" if n == 3 else None,
        "检查对象名称": PARTIES[n % 3], "所属街镇": "华阳路街道", "行业类别": "大型商场",
        "检查日期": date(YEAR, n, 5), "抽查完成日期": date(YEAR, n, 6), "检查结果": "未发现问题",
        "现场检查记录文号": f"检记〔{YEAR}〕第{n:03d}号", "公示日期": date(YEAR, n, 16),
        "状态": "有效",
    }  # fmt: skip


def _hazard(n: int) -> Row:
    return {
        "隐患编号": f"YH-{n}", "被检查单位": PARTIES[n % 3], "所属街镇": "江苏路街道",
        "行业类别": "宾旅馆", "性质": "事故隐患", "类别": "责任制", "隐患级别": "一般",
        "排查日期": date(YEAR, 3, n), "整改完成日期": date(YEAR, 4, n), "整改状态": "已整改",
        "状态": "有效",
    }  # fmt: skip


def _order(n: int) -> Row:
    return {
        "文书编号": f"责改〔{YEAR}〕第{n}号", "被检查单位": PARTIES[n % 3], "条数": n,
        "文书日期": date(YEAR, 3, 6), "复查日期": date(YEAR, 3, 20), "状态": "有效",
    }  # fmt: skip


def _case(n: int, fine: str) -> Row:
    return {
        "案号": f"案〔{YEAR}〕{n}号", "行政相对人名称": PARTIES[n % 3],
        "行政处罚决定书文号": f"罚〔{YEAR}〕{n}号", "处罚类别": "罚款",
        "罚款金额(万元)": float(fine), "实际收缴(万元)": float(fine),
        "立案日期": date(YEAR, n, 20), "法制审核日期": date(YEAR, n + 1, 10),
        "处罚决定日期": date(YEAR, n + 1, 16), "状态": "有效",
    }  # fmt: skip


def _permit(n: int) -> Row:
    return {
        "受理号": f"受〔{YEAR}〕{n}号", "行政相对人名称": PARTIES[n % 3],
        "事项名称": PRECURSOR if n == 3 else HAZCHEM, "行为性质": "备案" if n == 3 else "许可",
        "业务类型": "首次", "受理日期": date(YEAR, n, 4), "许可决定日期": date(YEAR, n, 8),
        "承诺时限": 5, "容缺受理": "否", "绿色通道": "否", "办理结果": "准予", "状态": "有效",
    }  # fmt: skip
