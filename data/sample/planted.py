"""Plant what real exports get wrong; nothing planted is needed for a published figure.

`data/README.md` lists every planting; keep the two together.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sample.dirt import Raw
from sample.enforcement import Row

Tables = dict[str, list[Row]]

NOTHING_FOUND: Row = {
    **dict.fromkeys(("n_viol", "n_gen", "n_major", "n_listed"), 0),
    "result": "未发现问题",
}


def plant(year: int, tables: Tables) -> Tables:
    """Return the tables of *year* with void rows, unreadable rows and small disagreements."""
    sown = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    {2021: _plant_2021, 2022: _plant_2022, 2023: _plant_2023}[year](sown)
    return sown


def _plant_2021(t: Tables) -> None:
    _void_visit(t, "（沪长虚）应急检记〔2021〕第901号")
    number = "（沪长虚）应急检记〔2021〕第902号"
    _unreadable(t["inspections"], 30, insp_date="2021-02-29", record_no=number, **NOTHING_FOUND)
    for place, row in enumerate(t["hazards"]):
        row["photos"] = place % 4 + 1
    _void(t["hazards"], 100, hazard_id="YH2021-9001", record_no=None, doc_no=None)
    _void(t["permits"], 25, accept_no="长虚应受〔2021〕0801号")
    _unreadable(t["publicity_materials"], 2, batch_no="WL2021-91", qty_given="若干", qty_made=None)


def _plant_2022(t: Tables) -> None:
    _void_visit(t, "（沪长虚）应急检记〔2022〕第901号")
    september = next(
        place
        for place, row in enumerate(t["inspections"])
        if row["scope"] == "跨部门双随机" and row["insp_date"].month == 9
    )
    number = "（沪长虚）应急检记〔2022〕第902号"
    _unreadable(
        t["inspections"], september, insp_date="2022-09-31", record_no=number, **NOTHING_FOUND
    )
    # One visit counts one hazard more than the hazard register holds.
    overcounted = next(row for row in t["inspections"] if row["n_gen"] > 3)
    overcounted["n_gen"] += 1
    _void(
        t["orders"],
        12,
        doc_no="（沪长虚）应急责改〔2022〕第051号",
        record_no=None,
        note="文书制作有误，作废重开",
    )
    _unreadable(t["orders"], 30, doc_no="", record_no=None)
    # One order states one item more than the hazard register holds for it.
    t["orders"][20]["n_items"] += 1
    for row in t["hazards"]:
        row["half"] = 1 if row["found_date"].month <= 6 else 2
    blank = {"record_no": None, "doc_no": None}
    _unreadable(t["hazards"], 40, hazard_id="YH2022-9001", found_date="22.3.5", **blank)
    _void(t["hazards"], 500, hazard_id="YH2022-9002", **blank)
    _penalties_2022(t["penalties"])
    _void(t["permits"], 60, accept_no="长虚应受〔2022〕0801号", note="申请人重复提交")
    _unreadable(t["permits"], 90, accept_no="长虚应受〔2022〕0802号", decision_date="2022-02-30")
    _void(
        t["publicity_events"],
        3,
        event_id="XC2022-91",
        n_onsite=0,
        n_online=0,
        n_consult=0,
        note="因疫情取消",
    )
    _unreadable(t["publicity_materials"], 4, batch_no="WL2022-91", qty_given="一批", qty_made=None)
    # Given out of last year's stock: nothing was ordered.
    t["publicity_materials"][1] |= {"qty_made": 0, "cost_yuan": 0, "note": "动用上年结存"}
    _unreadable(
        t["trainings"],
        6,
        train_id="PX2022-91",
        n_attended="约200",
        n_invited=None,
        n_exam=None,
        n_pass=None,
    )
    _void(t["governance"], 2, id="FZ2022-91", note="重复登记")


def _penalties_2022(cases: list[Row]) -> None:
    unfined: dict[str, Any] = {
        "fine_yuan": None,
        "paid_yuan": None,
        "paid_date": None,
        "closed_date": None,
    }
    undecided = unfined | dict.fromkeys(
        (
            "doc_no",
            "kinds",
            "content",
            "review_date",
            "notice_date",
            "decision_date",
            "pub_date",
            "outcome",
        )
    )
    number = "（沪长虚）应急罚立〔2022〕第90号"
    _void(cases, 3, case_no=number, **undecided, note="立案有误，撤销立案")
    waiting = cases[6] | undecided | {"source_record_no": None, "note": "调查中"}
    waiting |= {"case_no": "（沪长虚）应急罚立〔2022〕第91号", "filed_date": date(2022, 11, 24)}
    waiting["facts"] = "调查中"
    cases.insert(len(cases) - 1, waiting)


def _plant_2023(t: Tables) -> None:
    _void_visit(t, "（沪长虚）应急检记〔2023〕第901号")
    _void(t["orders"], 40, doc_no="（沪长虚）应急责改〔2023〕第074号", record_no=None)
    _unreadable(
        t["hazards"],
        77,
        hazard_id="YH2023-9001",
        found_date="2023年13月1日",
        record_no=None,
        doc_no=None,
    )
    spared = t["penalties"][4] | {
        "case_no": "（沪长虚）应急罚立〔2023〕第90号",
        "doc_no": "沪长虚应急不罚〔2023〕1号",
        "kinds": "其他-不予行政处罚",
        "content": "违法行为轻微并及时改正，不予行政处罚",
        "fine_yuan": None,
        "paid_yuan": None,
        "paid_date": None,
    }
    t["penalties"].insert(5, spared)
    t["penalties"][8] |= {
        "party_name": "丙某丁（虚构）",
        "party_kind": "自然人",
        "party_code": None,
    }
    t["penalties"][8]["facts"] = f"检查发现丙某丁（虚构）{t['penalties'][8]['violation']}"
    next(row for row in t["case_reviews"] if row["issues"])["fixed_date"] = None
    _void(t["permits"], 70, accept_no="长虚应受〔2023〕0801号")
    _unreadable(t["permits"], 20, accept_no="长虚应受〔2023〕0802号", accept_date="23.7.6")
    _unreadable(
        t["trainings"],
        3,
        train_id="PX2023-91",
        start_date="9月中旬",
        n_attended=0,
        n_invited=0,
        n_exam=None,
        n_pass=None,
    )


def _void(rows: list[Row], place: int, **changes: object) -> None:
    rows.insert(place, rows[place] | changes | {"status": "作废"})


def _unreadable(rows: list[Row], place: int, **changes: object) -> None:
    raw = {
        key: Raw(v) if isinstance(v, str) and not key.endswith(("_no", "_id")) else v
        for key, v in changes.items()
    }
    rows.insert(place, rows[place] | raw)


def _void_visit(t: Tables, record_no: str) -> None:
    _void(t["inspections"], 10, record_no=record_no, note="重复录入", **NOTHING_FOUND)
