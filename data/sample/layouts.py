"""Put each year's registers into the files a bureau would send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample import columns as c
from sample import planted, tables
from sample.columns import columns
from sample.enforcement import Row
from sample.sheets import Sheet, csv_file, workbook
from sample.tables import NOTES

COUNTS = ("n_viol", "n_gen", "n_major", "n_listed")
FOUND = dict.fromkeys(COUNTS, "查处情况")
MONEY = ("fine_yuan", "paid_yuan", "confiscated_yuan")
PUBLICITY = ("publicity_events", "publicity_materials")
SQUAD, LAW, DESK = "执法大队（虚构）", "法规科（虚构）", "行政审批科（虚构）"


@dataclass(frozen=True)
class RawFile:
    """One file as received.

    Attributes:
        name: File name.
        content: Its bytes.
        registers: Registers it holds.
        supplied_by: Invented section that sent it.
    """

    name: str
    content: bytes
    registers: tuple[str, ...]
    supplied_by: str


def files(year: int, clean: dict[str, list[Row]]) -> list[RawFile]:
    """Return the files of *year* with their planted dirt."""
    arrange = {2021: _files_2021, 2022: _files_2022, 2023: _files_2023}[year]
    return arrange(planted.plant(year, clean))


def _files_2021(t: dict[str, list[Row]]) -> list[RawFile]:
    visits = Sheet("双随机", "", columns(c.INSPECTIONS), t["inspections"], duplicate=(20,))
    orders = Sheet(
        "指令书",
        tables.title(2021, "责令限期整改指令书台账"),
        columns(c.ORDERS),
        t["orders"],
        notes=NOTES,
    )
    found = Sheet(
        "隐患台账",
        tables.title(2021, "违法违规行为和事故隐患台账"),
        columns(c.HAZARDS + " 现场照片数=photos", wan=("cost_yuan",)),
        t["hazards"],
        repeat_every=150,
    )
    cases = Sheet("行政处罚", "", columns(c.PENALTIES, c.PENALTY_CODES, wan=MONEY), t["penalties"])
    approvals = Sheet(
        "行政审批办件",
        tables.title(2021, "行政审批办件台账"),
        columns(c.PERMITS),
        t["permits"],
        preamble="填报单位：行政审批科（虚构）",
        repeat_every=60,
    )
    return [
        RawFile("双随机检查台账2021.csv", csv_file(visits, "gb18030"), ("inspections",), SQUAD),
        RawFile("责令限期整改指令书2021.xlsx", workbook([orders]), ("orders",), SQUAD),
        RawFile("事故隐患台账2021.xlsx", workbook([found]), ("hazards",), SQUAD),
        RawFile("行政处罚双公示2021.csv", csv_file(cases, "utf-8-sig"), ("penalties",), LAW),
        RawFile("行政审批办件台账2021.xlsx", workbook([approvals]), ("permits",), DESK),
        RawFile("普法宣传台账2021.xlsx", workbook(tables.publicity(2021, t)), PUBLICITY, LAW),
        RawFile("培训台账2021.xlsx", workbook([tables.trainings(2021, t)]), ("trainings",), LAW),
        RawFile(
            "案卷评查2021.csv", csv_file(tables.reviews(2021, t), "gb18030"), ("case_reviews",), LAW
        ),
        RawFile(
            "年度执法计划2021.xlsx", workbook([tables.plan(2021, t)]), ("plan_targets",), SQUAD
        ),
        RawFile(
            "法治工作台账2021.xlsx", workbook([tables.governance(2021, t)]), ("governance",), LAW
        ),
    ]


def _files_2022(t: dict[str, list[Row]]) -> list[RawFile]:
    visits = [
        Sheet(
            name,
            tables.title(2022, f"{name}台账"),
            columns(c.INSPECTIONS, groups=FOUND),
            [row for row in t["inspections"] if row["scope"] == name],
            preamble="填报单位：执法大队（虚构）    填报日期：2023年1月10日",
            total=COUNTS,
            notes=NOTES,
        )
        for name in ("部门内双随机", "跨部门双随机")
    ]
    rest = [row for row in t["inspections"] if "双随机" not in row["scope"]]
    visits.append(
        Sheet(
            "其他检查",
            tables.title(2022, "其他执法检查台账"),
            columns(c.INSPECTIONS, groups=FOUND),
            rest,
            total=COUNTS,
        )
    )
    orders = Sheet("指令书", "", columns(c.ORDERS), t["orders"], duplicate=(7,))
    return [
        RawFile("双随机检查台账2022.xlsx", workbook(visits), ("inspections",), SQUAD),
        RawFile("责令限期整改指令书台账2022.csv", csv_file(orders, "gb18030"), ("orders",), SQUAD),
        *_hazard_halves(t["hazards"]),
        RawFile("行政处罚台账2022.xlsx", workbook([_penalties_2022(t)]), ("penalties",), LAW),
        RawFile("行政审批办件台账2022.xlsx", workbook(_permits_2022(t)), ("permits",), DESK),
        RawFile("普法宣传台账2022.xlsx", workbook(tables.publicity(2022, t)), PUBLICITY, LAW),
        RawFile(
            "培训台账2022.csv",
            csv_file(tables.trainings(2022, t), "utf-8-sig"),
            ("trainings",),
            LAW,
        ),
        RawFile("案卷评查2022.xlsx", workbook([tables.reviews(2022, t)]), ("case_reviews",), LAW),
        RawFile(
            "执法计划和法治工作2022.xlsx",
            workbook([tables.plan(2022, t), tables.governance(2022, t)]),
            ("plan_targets", "governance"),
            LAW,
        ),
    ]


def _files_2023(t: dict[str, list[Row]]) -> list[RawFile]:
    quarters = [
        Sheet(
            f"{name}季度",
            tables.title(2023, f"{name}季度双随机检查台账"),
            columns(c.INSPECTIONS),
            [row for row in t["inspections"] if _quarter(row["done_date"], 2023) == place],
            total=COUNTS,
        )
        for place, name in enumerate("一二三四")
    ]
    orders = Sheet("指令书", "", columns(c.ORDERS), t["orders"])
    found = Sheet(
        "隐患台账",
        tables.title(2023, "违法违规行为和事故隐患台账"),
        columns(c.HAZARDS, {"cost_yuan": "整改资金（元）"}),
        t["hazards"],
        duplicate=(30, 31),
    )
    cases = Sheet(
        "行政处罚",
        tables.title(2023, "行政处罚台账"),
        columns(c.PENALTIES, c.IN_YUAN),
        t["penalties"],
        total=("fine_yuan", "paid_yuan"),
        notes=NOTES,
    )
    approvals = Sheet("办件", "", columns(c.PERMITS, c.PERMIT_CODES), t["permits"], duplicate=(12,))
    happenings, goods = tables.publicity(2023, t)
    return [
        RawFile("双随机检查台账2023.xlsx", workbook(quarters), ("inspections",), SQUAD),
        RawFile("责令限期整改指令书2023.csv", csv_file(orders, "utf-8-sig"), ("orders",), SQUAD),
        RawFile("事故隐患台账2023.xlsx", workbook([found]), ("hazards",), SQUAD),
        RawFile("行政处罚台账2023.xlsx", workbook([cases]), ("penalties",), LAW),
        RawFile("行政审批办件台账2023.csv", csv_file(approvals, "gb18030"), ("permits",), DESK),
        RawFile("宣传活动2023.csv", csv_file(happenings, "utf-8-sig"), ("publicity_events",), LAW),
        RawFile("宣传物料2023.xlsx", workbook([goods]), ("publicity_materials",), LAW),
        RawFile("培训台账2023.xlsx", workbook([tables.trainings(2023, t)]), ("trainings",), LAW),
        RawFile("案卷评查2023.xlsx", workbook([tables.reviews(2023, t)]), ("case_reviews",), LAW),
        RawFile(
            "年度执法计划2023.xlsx", workbook([tables.plan(2023, t)]), ("plan_targets",), SQUAD
        ),
        RawFile(
            "法治工作台账2023.xlsx", workbook([tables.governance(2023, t)]), ("governance",), LAW
        ),
    ]


def _quarter(day: date, year: int) -> int:
    """Return the quarter of *day* from 0; a visit completed next January closes the year."""
    return 3 if day.year > year else (day.month - 1) // 3


def _hazard_halves(rows: list[Row]) -> list[RawFile]:
    halves = []
    for name, first, renamed, wan in (
        ("上半年", True, {}, ("cost_yuan",)),
        ("下半年", False, {"cost_yuan": "整改资金（元）"}, ()),
    ):
        sheet = Sheet(
            name,
            tables.title(2022, f"{name}违法违规行为和事故隐患台账"),
            columns(c.HAZARDS, renamed, wan=wan),
            [row for row in rows if (row["half"] == 1) == first],
            preamble="填报单位：执法大队（虚构）",
            repeat_every=120,
            duplicate=(17,),
            notes=NOTES[1:],
        )
        halves.append(
            RawFile(f"事故隐患台账2022{name}.xlsx", workbook([sheet]), ("hazards",), SQUAD)
        )
    return halves


def _penalties_2022(t: dict[str, list[Row]]) -> Sheet:
    bare = {"fine_yuan": "罚款金额", "paid_yuan": "实际收缴", "confiscated_yuan": "没收金额"}
    return Sheet(
        "行政处罚",
        tables.title(2022, "行政处罚台账"),
        columns(c.PENALTIES, bare, wan=MONEY),
        t["penalties"],
        preamble="填报单位：法规科（虚构）    单位：万元",
        total=("fine_yuan", "paid_yuan"),
        notes=NOTES,
    )


def _permits_2022(t: dict[str, list[Row]]) -> list[Sheet]:
    return [
        Sheet(
            f"行政{kind}",
            tables.title(2022, f"行政{kind}办件台账"),
            columns(c.PERMITS, {"decision_date": header}),
            [row for row in t["permits"] if row["act_kind"] == kind],
            duplicate=duplicate,
            notes=NOTES[1:],
        )
        for kind, header, duplicate in (("许可", "许可决定日期", ()), ("备案", "备案日期", (9,)))
    ]
