"""Invent penalty cases."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sample.enforcement import BUREAU, Row
from sample.names import Party
from sample.profiles import PROFILES, Profile

VIOLATIONS = (
    ("未如实记录安全生产教育和培训情况", "《中华人民共和国安全生产法》"),
    ("未将事故隐患排查治理情况如实记录", "《中华人民共和国安全生产法》"),
    ("特种作业人员无证上岗作业", "《中华人民共和国安全生产法》"),
    ("未按规定制定应急预案或者未定期组织演练", "《中华人民共和国安全生产法》"),
    ("未在有较大危险因素的设施设备上设置警示标志", "《中华人民共和国安全生产法》"),
)
CARRIED_FINE_YUAN = {p.year - 1: p.fines_yuan[0] for p in PROFILES}


def penalties(profile: Profile, pool: dict[str, tuple[Party, ...]], visits: list[Row]) -> list[Row]:
    """Return the cases of the year's file, filed first first.

    The first was filed last December, the last is decided next January: both also stand in the
    neighbouring year's file. The last case decided in the year is not fully paid.
    """
    rng = random.Random(f"{profile.year} penalties")
    owners = {party.name: party for parties in pool.values() for party in parties}
    sources = [v for v in visits if v["n_viol"] >= 1 and v["insp_date"].year == profile.year]
    sources = [v for v in sources if v["insp_date"].month <= 10]
    picked = rng.sample(sources, len(profile.fines_yuan) - 1)
    picked.sort(key=lambda v: (v["insp_date"], v["record_no"]))
    rows = [carried_case(profile.year - 1, pool)]
    for number, (visit, fine_yuan) in enumerate(
        zip(picked, profile.fines_yuan[1:], strict=True), start=2
    ):
        filed = visit["insp_date"] + timedelta(days=rng.randint(2, 9))
        case = _case(
            rng,
            owners[visit["obj_name"]],
            filed,
            fine_yuan=fine_yuan,
            year=profile.year,
            number=number,
        )
        rows.append(case | {"source_record_no": visit["record_no"]})
    rows[-1]["paid_yuan"] -= profile.unpaid_yuan
    if profile.unpaid_yuan:
        rows[-1]["closed_date"] = None
    return [*rows, carried_case(profile.year, pool)]


def carried_case(year: int, pool: dict[str, tuple[Party, ...]]) -> Row:
    """Return the case filed in December of *year* and decided in the next January."""
    rng = random.Random(f"{year} carried case")
    filed = date(year, 12, rng.randint(12, 20))
    fine_yuan = CARRIED_FINE_YUAN.get(year, 15000)
    row = _case(
        rng,
        rng.choice(pool["其他"][:5]),
        filed,
        fine_yuan=fine_yuan,
        year=year + 1,
        number=1,
    )
    decided = date(year + 1, 1, rng.randint(9, 18))
    row |= {
        "case_no": f"（沪长虚）应急罚立〔{year}〕第99号",
        "review_date": decided - timedelta(days=8),
        "notice_date": decided - timedelta(days=6),
        "decision_date": decided,
        "paid_date": decided + timedelta(days=7),
        "closed_date": decided + timedelta(days=14),
        "pub_date": decided + timedelta(days=5),
        "note": "举报线索立案，无双随机检查记录",
    }
    return row


def _case(
    rng: random.Random, party: Party, filed: date, *, fine_yuan: int, year: int, number: int
) -> Row:
    violation, basis = rng.choice(VIOLATIONS)
    decided = filed + timedelta(days=rng.randint(32, 52))
    warned = rng.random() < 0.4
    return {
        "case_no": f"（沪长虚）应急罚立〔{filed.year}〕第{number:02d}号",
        "party_name": party.name,
        "party_kind": party.kind,
        "party_code": party.code,
        "doc_no": f"沪长虚应急罚〔{year}〕{number}号",
        "violation": violation,
        "facts": f"检查发现{party.name}{violation}",
        "basis": basis,
        "kinds": "警告；罚款" if warned else "罚款",
        "content": f"{'警告，并' if warned else ''}处以罚款人民币{fine_yuan}元",
        "fine_yuan": fine_yuan,
        "confiscated_yuan": None,
        "licence": None,
        "filed_date": filed,
        "procedure": "普通",
        "review_date": decided - timedelta(days=rng.randint(8, 14)),
        "notice_date": decided - timedelta(days=rng.randint(5, 7)),
        "decision_date": decided,
        "paid_date": decided + timedelta(days=rng.randint(3, 14)),
        "paid_yuan": fine_yuan,
        "closed_date": decided + timedelta(days=rng.randint(15, 25)),
        "outcome": None,
        "pub_date": decided + timedelta(days=rng.randint(1, 7)),
        "source_record_no": None,
        "organ": BUREAU,
        "status": "有效",
        "note": None,
    }
