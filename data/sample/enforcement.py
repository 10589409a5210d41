"""Invent inspections and how much each of them found."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from sample.names import Party, officers
from sample.profiles import Profile

Row = dict[str, Any]

BUREAU = "长宁区应急管理局（示例）"
ITEMS = ("许可资质", "责任制", "教育培训考核", "隐患排查治理", "预案管理", "现场设施设备")
PARTNERS = {
    "大型商场": "市场监管、消防、公安",
    "ODS企业": "生态环境、市场监管",
    "宾旅馆": "公安、消防、卫生健康",
    "加油站": "市场监管、消防、生态环境、公安",
}
JOINT_WEIGHTS = {"大型商场": 16, "ODS企业": 8, "宾旅馆": 24, "加油站": 14}
INTERNAL_WEIGHTS = {"危化经营": 22, "工贸": 12, "其他": 7}


def inspections(profile: Profile, pool: dict[str, tuple[Party, ...]]) -> list[Row]:
    """Return the year's inspections in order, with the one carried over from last year first.

    One visit of the last days of December ends in January: it stands in both years' files.
    """
    rng = random.Random(f"{profile.year} inspections")
    rows = [_visit(rng, profile, "部门内双随机", pool) for _ in range(profile.internal - 1)]
    rows += [_visit(rng, profile, "跨部门双随机", pool) for _ in range(profile.joint)]
    others = ("专项", "举报核查", "整改复查", "计划")
    rows += [_visit(rng, profile, others[i % 4], pool) for i in range(profile.other)]
    rows.sort(key=lambda row: (row["insp_date"], row["obj_name"]))
    for number, row in enumerate(rows, start=1):
        row["record_no"] = f"（沪长虚）应急检记〔{profile.year}〕第{number:03d}号"
    _share_hazards(rng, profile, rows)
    for row in rng.sample([r for r in rows if "双随机" in r["scope"]], profile.unpublished):
        row["pub_date"] = None
    return [carried_visit(profile.year - 1, pool), *rows, carried_visit(profile.year, pool)]


def carried_visit(year: int, pool: dict[str, tuple[Party, ...]]) -> Row:
    """Return the visit made at the end of *year* and completed at the start of the next."""
    rng = random.Random(f"{year} carried visit")
    row = _visit_to(rng, rng.choice(pool["工贸"]), "部门内双随机", date(year, 12, 30), year)
    row |= {"done_date": date(year + 1, 1, 4), "pub_date": date(year + 1, 1, 12)}
    row["record_no"] = f"（沪长虚）应急检记〔{year}〕第900号"
    return _found(row, 0, 0, 0)


def _visit(
    rng: random.Random, profile: Profile, scope: str, pool: dict[str, tuple[Party, ...]]
) -> Row:
    weights = JOINT_WEIGHTS if scope == "跨部门双随机" else INTERNAL_WEIGHTS
    sector = rng.choices(list(weights), list(weights.values()))[0]
    month = rng.choices(range(1, 13), profile.months)[0]
    # The year's last days are left to the visit that is carried over.
    day = date(profile.year, month, rng.randint(1, 22 if month == 12 else 28))
    if day.weekday() > 4:
        day += timedelta(days=7 - day.weekday())
    return _visit_to(rng, rng.choice(pool[sector]), scope, day, profile.year)


def _visit_to(rng: random.Random, party: Party, scope: str, day: date, year: int) -> Row:
    (first, first_no), (second, second_no) = officers(rng)
    joint = scope == "跨部门双随机"
    random_pick = "双随机" in scope
    return {
        "plan_no": f"310105{year}{'20' if joint else '10'}" if random_pick else None,
        "plan_name": f"{year}年度{scope}抽查计划" if random_pick else None,
        "task_no": f"310105{year}{'20' if joint else '10'}{day:%m%d}" if random_pick else None,
        "spot_type": "定向" if random_pick else None,
        "scope": scope,
        "lead": BUREAU,
        "partners": PARTNERS[party.sector] if joint else None,
        "obj_name": party.name,
        "uscc": party.code,
        "town_code": party.town,
        "sector": party.sector,
        "items": "、".join(rng.sample(ITEMS, rng.randint(3, 6))),
        "insp_date": day,
        "done_date": day + timedelta(days=rng.choice((0, 0, 1, 2))),
        "officers": f"{first}、{second}",
        "cert_nos": f"{first_no}、{second_no}",
        "pub_date": day + timedelta(days=rng.randint(5, 16)),
        "status": "有效",
        "note": None,
    }


def _share_hazards(rng: random.Random, profile: Profile, visits: list[Row]) -> None:
    """Spread the year's hazards over the visits; some find nothing, some find many."""
    for random_pick, total, majors in (
        (True, profile.hazards - profile.hazards_other, profile.hazards_major),
        (False, profile.hazards_other, 0),
    ):
        group = [v for v in visits if ("双随机" in v["scope"]) == random_pick]
        clean = rng.sample(range(len(group)), len(group) // 7)
        weights = [0.0 if i in clean else rng.uniform(0.4, 2.2) for i in range(len(group))]
        counts = [int(w > 0) for w in weights]
        for pick in rng.choices(range(len(group)), weights, k=total - sum(counts)):
            counts[pick] += 1
        worst = sorted(range(len(group)), key=lambda i: -counts[i])[:majors]
        for place, visit in enumerate(group):
            n_major = int(place in worst)
            n_viol = sum(rng.random() < 0.28 for _ in range(counts[place] - n_major))
            _found(visit, n_viol, counts[place] - n_major - n_viol, n_major)


def _found(visit: Row, n_viol: int, n_gen: int, n_major: int) -> Row:
    total = n_viol + n_gen + n_major
    pending = total > 2
    visit |= {"n_viol": n_viol, "n_gen": n_gen, "n_major": n_major, "n_listed": n_major}
    visit["result"] = (
        "未发现问题" if total == 0 else "发现问题待后续处理" if pending else "发现问题经责令已改正"
    )
    return visit
