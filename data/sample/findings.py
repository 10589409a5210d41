"""Invent the hazards the inspections found and the orders that followed."""

from __future__ import annotations

import random
from datetime import timedelta

from sample.enforcement import Row
from sample.names import officers, person
from sample.profiles import Profile

FAULTS = {
    "许可资质": (
        ("许可证载明的经营范围与实际不一致", "证照悬挂处"),
        ("许可证书未及时办理变更", "办公室"),
    ),
    "责任制": (("安全生产责任制未明确到岗位", "办公室"), ("责任制考核记录缺失", "档案柜")),
    "教育培训考核": (
        ("新进员工三级安全教育记录不全", "培训室"),
        ("特种作业人员证书过期", "配电间"),
    ),
    "隐患排查治理": (("未建立隐患排查治理台账", "安全部"), ("隐患整改未闭环", "仓储区")),
    "预案管理": (("应急预案三年内未修订", "办公室"), ("未按计划开展应急演练", "作业区")),
    "现场设施设备": (
        ("灭火器压力不足", "一层通道"),
        ("安全出口指示标志损坏", "二层走廊"),
        ("配电箱周边堆放杂物", "配电间"),
        ("可燃气体探测器未按期检定", "储存间"),
        ("危险区域未设置警示标志", "装卸区"),
        ("疏散通道被占用", "后门通道"),
    ),
}
ITEM_WEIGHTS = (1, 2, 3, 3, 2, 7)


def hazards(profile: Profile, visits: list[Row]) -> list[Row]:
    """Return one row for each violation or hazard the *visits* counted."""
    rng = random.Random(f"{profile.year} hazards")
    rows = []
    for visit in visits:
        natures = ["违法违规行为"] * visit["n_viol"] + ["事故隐患"] * (
            visit["n_gen"] + visit["n_major"]
        )
        majors = visit["n_major"]
        for place, nature in enumerate(natures):
            major = place >= len(natures) - majors
            rows.append(_hazard(rng, visit, nature, major))
    for number, row in enumerate(rows, start=1):
        row["hazard_id"] = f"YH{profile.year}-{number:04d}"
    return rows


def orders(profile: Profile, visits: list[Row], found: list[Row]) -> list[Row]:
    """Return the year's orders and write their number and dates into the hazards they cover.

    One visit led to two orders, so a record is not an order.
    """
    rng = random.Random(f"{profile.year} orders")
    by_record: dict[str, list[Row]] = {}
    for row in found:
        by_record.setdefault(row["record_no"], []).append(row)
    random_visits = [v for v in visits if "双随机" in v["scope"] and _total(v) >= 2]
    other_visits = [v for v in visits if "双随机" not in v["scope"] and _total(v) >= 2]
    chosen = rng.sample(random_visits, profile.orders - profile.orders_other - 1)
    twice = max(chosen, key=_total)
    chosen += rng.sample(other_visits, profile.orders_other)
    batches = [(v, by_record[v["record_no"]]) for v in chosen if v is not twice]
    batches += [(twice, by_record[twice["record_no"]][0::2])]
    batches += [(twice, by_record[twice["record_no"]][1::2])]
    batches.sort(key=lambda pair: (pair[0]["insp_date"], pair[0]["record_no"]))
    rows = []
    for number, (visit, items) in enumerate(batches, start=1):
        kept = items if len(items) < 4 or visit is twice else items[: rng.randint(3, len(items))]
        rows.append(_order(rng, profile, number, visit, kept))
    return rows


def _hazard(rng: random.Random, visit: Row, nature: str, major: bool) -> Row:
    category = rng.choices(list(FAULTS), ITEM_WEIGHTS)[0]
    text, place = rng.choice(FAULTS[category])
    day = visit["insp_date"]
    return {
        "record_no": visit["record_no"],
        "doc_no": None,
        "obj_name": visit["obj_name"],
        "town_code": visit["town_code"],
        "sector": visit["sector"],
        "nature": nature,
        "category": category,
        "level": "重大" if major else "一般",
        "desc": text,
        "place": place,
        "found_date": day,
        "measure": "当场改正",
        "owner": person(rng),
        "cost_yuan": 0 if rng.random() < 0.6 else rng.randrange(2, 60) * 100,
        "due_date": day + timedelta(days=rng.choice((7, 10, 15))),
        "fixed_date": day,
        "verifier": person(rng),
        "recheck_date": None,
        "state": "已整改",
        "listed": "是" if major else "否",
        "status": "有效",
        "note": None,
    }


def _order(rng: random.Random, profile: Profile, number: int, visit: Row, items: list[Row]) -> Row:
    doc_no = f"（沪长虚）应急责改〔{profile.year}〕第{number:03d}号"
    issued = visit["insp_date"]
    due = issued + timedelta(days=rng.choice((15, 20, 30)))
    rechecked = due + timedelta(days=rng.randint(1, 4)) if rng.random() < 0.96 else None
    outcome = rng.choices(("已整改", "部分整改"), (93, 7))[0] if rechecked else None
    open_items = {"部分整改": 1, None: len(items)}.get(outcome, 0)
    for place, item in enumerate(items):
        fixed = place >= open_items
        item |= {
            "doc_no": doc_no,
            "measure": "限期整改并举一反三",
            "due_date": due,
            "fixed_date": due - timedelta(days=rng.randint(0, 6)) if fixed else None,
            "recheck_date": rechecked,
            "state": "已整改" if fixed else "整改中" if rechecked is None else "逾期",
        }
    (first, first_no), (second, second_no) = officers(rng)
    return {
        "doc_no": doc_no,
        "record_no": visit["record_no"],
        "obj_name": visit["obj_name"],
        "uscc": visit["uscc"],
        "issues": "；".join(dict.fromkeys(item["desc"] for item in items)),
        "n_items": len(items),
        "item_refs": f"第1–{len(items)}项" if len(items) > 1 else "第1项",
        "due_date": due,
        "review_gov": "长宁区人民政府",
        "court": "上海铁路运输法院",
        "officer_1": first,
        "cert_1": first_no,
        "officer_2": second,
        "cert_2": second_no,
        "signer": person(rng),
        "issue_date": issued,
        "served_date": issued + timedelta(days=rng.choice((0, 0, 1))),
        "recheck_no": f"（沪长虚）应急复查〔{rechecked.year}〕第{number:03d}号"
        if rechecked
        else None,
        "recheck_date": rechecked,
        "outcome": outcome,
        "status": "有效",
        "note": None,
    }


def _total(visit: Row) -> int:
    return int(visit["n_viol"] + visit["n_gen"] + visit["n_major"])
