"""Sheets that look alike in every year."""

from __future__ import annotations

from sample import columns as c
from sample.columns import columns
from sample.enforcement import Row
from sample.sheets import Sheet

NOTES = ("填表说明：本表为示例数据，由程序虚构。", "填表人：甲某（虚构）    审核人：乙某（虚构）")


def title(year: int, name: str) -> str:
    """Return the title above a table."""
    return f"{year}年{name}（示例数据）"


def publicity(year: int, t: dict[str, list[Row]]) -> list[Sheet]:
    """Return the sheets of events and of materials; these end each kind with a 小计."""
    return [
        Sheet(
            "宣传活动",
            title(year, "普法宣传活动台账") if year != 2023 else "",
            columns(c.EVENTS),
            t["publicity_events"],
            total=("n_onsite", "n_online", "n_consult"),
        ),
        Sheet(
            "宣传物料",
            title(year, "普法宣传物料台账"),
            columns(c.MATERIALS),
            t["publicity_materials"],
            preamble="填报单位：法规科（虚构）",
            total=("qty_made", "qty_given"),
            subtotal_by="kind",
            merge_by="kind",
            notes=NOTES,
        ),
    ]


def trainings(year: int, t: dict[str, list[Row]]) -> Sheet:
    """Return the sheet of trainings; in 2022 its 合计 forgot the last session."""
    return Sheet(
        "培训",
        title(year, "法治培训台账"),
        columns(c.TRAININGS),
        t["trainings"],
        preamble="填报单位：法规科（虚构）    计量单位：人次",
        total=("n_attended",),
        total_skips=1 if year == 2022 else 0,
        notes=NOTES[1:],
    )


def reviews(year: int, t: dict[str, list[Row]]) -> Sheet:
    """Return the sheet of case reviews."""
    return Sheet("案卷评查", title(year, "案卷评查台账"), columns(c.REVIEWS), t["case_reviews"])


def plan(year: int, t: dict[str, list[Row]]) -> Sheet:
    """Return the sheet of the yearly plan."""
    return Sheet("执法计划", title(year, "年度执法计划"), columns(c.PLAN), t["plan_targets"])


def governance(year: int, t: dict[str, list[Row]]) -> Sheet:
    """Return the sheet of governance, its kinds merged."""
    return Sheet(
        "法治工作",
        title(year, "法治工作台账"),
        columns(c.GOVERNANCE),
        t["governance"],
        merge_by="kind",
    )
