"""Count the statutory tables from the same clean tables as the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fazhi.paths import Project
from fazhi.publish.statistics.tables import Line, StatTable

if TYPE_CHECKING:
    import pandas as pd

    from fazhi.records import YearRecords

PENALTY_KINDS = (
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级",
    "吊销许可证件", "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留",
    "其他",
)  # fmt: skip
"""In the order of the form, light to heavy."""
NOT_A_PENALTY = "不予行政处罚"
UNSTATED = "未注明"
SCOPES = ("部门内双随机", "跨部门双随机", "计划", "专项", "举报核查", "整改复查", "其他")
_GRANTING = ("首次", "延期", "变更", UNSTATED)
_COERCION = (
    "查封", "扣押", "冻结", "其他强制措施", "加处罚款", "划拨", "拍卖", "代履行", "其他强制执行",
    "申请法院强制执行",
)  # fmt: skip
_PROCEDURES = {"简易": "summary", "普通": "ordinary"}
_YUAN_PER_WAN = Decimal(10_000)


def statistics(project: Project, year: int) -> list[StatTable]:
    """Return the statutory tables of *year*.

    Raises:
        FactError: The year's tables are missing or damaged.
    """
    from fazhi.records import open_year

    records = open_year(project, year)
    return [
        permit_table(_rows(records, "permits"), year),
        penalty_table(_rows(records, "penalties"), year),
        coercion_table(),
        other_table(_rows(records, "inspections"), _rows(records, "permits"), year),
    ]


def permit_table(permits: pd.DataFrame | None, year: int) -> StatTable:
    """Return 表一 from the valid permit records; None where the register is absent."""
    counts: Counter[str] = Counter()
    if permits is not None:
        licences = permits[permits["act_kind"].fillna(UNSTATED) != "备案"]
        counts["applied"] = _in_year(licences["apply_date"], year)
        counts["accepted"] = _in_year(licences["accept_date"], year)
        for row in _decided(permits, year):
            counts[_permit_outcome(row)] += 1
            counts["revoked"] += row["act_kind"] != "备案" and row["outcome"] == "撤销"
    labels = {
        "applied": "申请数量", "accepted": "受理数量", "granted": "许可数量",
        "refused": "不予许可数量", "revoked": "撤销许可数量", "administered": "注销、补证数量",
        "ended": "撤回、终止数量", "unstated": "性质或结果未注明数量",
    }  # fmt: skip
    lines = _lines("permits", labels, counts, "件", permits is not None)
    return StatTable("permits", "表一", "行政许可", lines, (
        "申请、受理、决定日期在本年1月1日至12月31日的分别计入，三者互不相减。",
        "准予首次申请、变更、延续的计入许可数量；注销和补证不是准予许可，单独列出。",
        "行政备案不是行政许可，列入表四。",
        "撤销许可数量按本年作出的许可中后来被撤销的件数计，登记簿没有撤销日期。",
    ))  # fmt: skip


def penalty_table(penalties: pd.DataFrame | None, year: int) -> StatTable:
    """Return 表二 from the valid penalty records; None where the register is absent."""
    counts: Counter[str] = Counter()
    fines, confiscated = Decimal(0), Decimal(0)
    for row in _decided(penalties, year):
        kinds = _kinds(row["kinds"])
        if NOT_A_PENALTY in kinds:
            continue
        counts[heaviest(kinds)] += 1
        counts["total"] += 1
        counts[
            {"简易": "summary", "普通": "ordinary"}.get(row["procedure"] or "", "procedure")
        ] += 1
        fines += row["fine_yuan"] or Decimal(0)
        confiscated += row["confiscated_yuan"] or Decimal(0)
    known = penalties is not None
    labels = {kind: kind for kind in PENALTY_KINDS}
    if counts[UNSTATED]:
        labels[UNSTATED] = "处罚种类未注明"
    labels |= {"total": "合计", "summary": "其中：简易程序", "ordinary": "其中：普通程序"}
    if counts["procedure"]:
        labels["procedure"] = "其中：程序未注明"
    amounts = (
        ("amount", "罚没金额", "万元", (fines + confiscated) / _YUAN_PER_WAN),
        ("fines", "其中：罚款金额", "元", fines),
        ("confiscated", "其中：没收金额", "元", confiscated),
    )
    return StatTable(
        "penalties", "表二", "行政处罚",
        (
            *_lines("penalties", labels, counts, "宗", known),
            *(
                Line(f"penalties.{key}", label, unit, value if known else None)
                for key, label, unit, value in amounts
            ),
        ),
        (
            "处罚决定日期在本年1月1日至12月31日的计入，后来被撤销的也计入；不予行政处罚的不计。",
            "同一决定书有两种以上处罚的计一宗，列入其中最重的一种；种类按表中顺序由轻到重。",
            "罚没金额以决定书载明的为准，不是实际收缴的金额。",
        ),
    )  # fmt: skip


def coercion_table() -> StatTable:
    """Return 表三: no register of coercive measures is kept, so nothing is known, not even zero."""
    lines = (Line(f"coercion.{n}", label, "宗", None) for n, label in enumerate(_COERCION, 1))
    return StatTable("coercion", "表三", "行政强制", tuple(lines), (
        "没有行政强制登记簿，各项一律写无记录；无记录不等于零。",
    ))  # fmt: skip


def other_table(
    inspections: pd.DataFrame | None, permits: pd.DataFrame | None, year: int
) -> StatTable:
    """Return 表四 from the valid inspection and permit records; None where one is absent."""
    counts: Counter[str] = Counter()
    if inspections is not None:
        done = inspections[inspections["done_date"].dt.year == year]
        counts.update(done["scope"].fillna(UNSTATED).tolist())
        counts["total"] = len(done)
    known = inspections is not None
    labels = {"total": "行政检查", **{scope: f"其中：{scope}" for scope in SCOPES}}
    if counts[UNSTATED]:
        labels[UNSTATED] = "其中：性质未注明"
    filings = sum(row["act_kind"] == "备案" for row in _decided(permits, year))
    filed = Line("other.filings", "行政备案", "件", None if permits is None else Decimal(filings))
    return StatTable(
        "other", "表四", "其他行政执法行为",
        (*_lines("inspections", labels, counts, "次", known), filed),
        (
            "检查完成日期在本年1月1日至12月31日的计入；对一家单位检查一次计一次，几个部门同去也计一次。",
            "行政备案按备案日期计入，一个受理号计一件。",
        ),
    )  # fmt: skip


def heaviest(kinds: Sequence[str]) -> str:
    """Return the heaviest of *kinds* by the order of the form, or 未注明 where none is known."""
    known = [kind for kind in kinds if kind in PENALTY_KINDS]
    return max(known, key=PENALTY_KINDS.index) if known else UNSTATED


def _rows(records: YearRecords, register: str) -> pd.DataFrame | None:
    return records.valid(register) if records.has(register) else None


def _in_year(dates: pd.Series, year: int) -> int:
    return int((dates.dt.year == year).sum())


def _decided(frame: pd.DataFrame | None, year: int) -> Iterator[Mapping[str, Any]]:
    """Yield the records decided in *year*, blanks as None."""
    if frame is not None:
        decided = frame[frame["decision_date"].dt.year == year].astype(object)
        yield from decided.where(decided.notna(), None).to_dict("records")


def _permit_outcome(row: Mapping[str, Any]) -> str:
    """Return the line of 表一 that a decided record falls under; every record has exactly one."""
    act, result = row["act_kind"], row["result"]
    if act == "备案":
        return "filed"
    if act != "许可" or result not in ("准予", "不予", "撤回", "终止"):
        return "unstated"
    if result == "准予":
        return "granted" if (row["business_type"] or UNSTATED) in _GRANTING else "administered"
    return "refused" if result == "不予" else "ended"


def _kinds(cell: object) -> list[str]:
    return str(cell).split("；") if cell else []


def _lines(
    prefix: str,
    labels: Mapping[str, str],
    counts: Mapping[str, int],
    unit: str,
    known: bool,
) -> tuple[Line, ...]:
    return tuple(
        Line(f"{prefix}.{key}", label, unit, Decimal(counts[key]) if known else None)
        for key, label in labels.items()
    )
