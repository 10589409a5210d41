"""Invent permit and filing cases."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sample.enforcement import BUREAU, Row
from sample.names import Party
from sample.profiles import (
    EMERGENCY_PLAN,
    FIREWORKS,
    HAZCHEM,
    PRECURSOR,
    SAFETY_DESIGN,
    SAFETY_TERMS,
    Profile,
)

FILINGS = {PRECURSOR, EMERGENCY_PLAN}
SECTORS = {
    HAZCHEM: ("危化经营",),
    PRECURSOR: ("危化经营",),
    EMERGENCY_PLAN: ("危化经营", "工贸", "加油站", "大型商场"),
    SAFETY_TERMS: ("加油站", "危化经营"),
    SAFETY_DESIGN: ("加油站", "危化经营"),
    FIREWORKS: ("其他",),
}
KINDS = {
    HAZCHEM: (("首次", "延期", "变更"), (34, 46, 20)),
    PRECURSOR: (("首次", "延期", "变更"), (30, 55, 15)),
    EMERGENCY_PLAN: (("首次", "变更"), (80, 20)),
}
CARRIED = {2020: 2, 2021: 3, 2022: 5, 2023: 4}
THREE_YEARS = timedelta(days=3 * 365)


def permits(profile: Profile, pool: dict[str, tuple[Party, ...]]) -> list[Row]:
    """Return the cases of the year's file in the order of their decision.

    Some were accepted last December, some are decided next January; these stand in two files.
    """
    rng = random.Random(f"{profile.year} permits")
    early = carried_permits(profile.year - 1, pool)
    rows = []
    for item, count in profile.permits.items():
        number = count - sum(row["item"] == item for row in early)
        rows += [_case(rng, item, _accepted(rng, profile), pool) for _ in range(number)]
    rows.sort(key=lambda row: (row["accept_date"], row["party_name"], row["item"]))
    for number, row in enumerate(rows, start=1):
        _number(row, profile.year, number)
    plain = [row for row in rows if row["item"] in (EMERGENCY_PLAN, HAZCHEM)]
    picked = rng.sample(plain, profile.tolerant + profile.green + profile.refused)
    for row in picked[: profile.tolerant]:
        row["tolerant"] = "是"
    for row in picked[profile.tolerant : profile.tolerant + profile.green]:
        row["green_channel"] = "是"
    for row in picked[profile.tolerant + profile.green :]:
        row |= {"result": rng.choice(("不予", "撤回")), "valid_from": None, "valid_to": None}
    rows = [*early, *rows]
    rows.sort(key=lambda row: (row["decision_date"], row["accept_no"]))
    return rows + carried_permits(profile.year, pool)


def carried_permits(year: int, pool: dict[str, tuple[Party, ...]]) -> list[Row]:
    """Return the cases accepted in the last days of *year* and decided in the next January."""
    rng = random.Random(f"{year} carried permits")
    rows = []
    for number in range(CARRIED[year]):
        item = (HAZCHEM, EMERGENCY_PLAN, PRECURSOR)[number % 3]
        row = _case(rng, item, date(year, 12, 28), pool)
        decided = date(year + 1, 1, 4 + number)
        row |= {"decision_date": decided, "promised_days": 10, "legal_days": 20}
        if row["valid_from"]:
            row |= {"valid_from": decided, "valid_to": decided + THREE_YEARS}
        rows.append(_number(row, year, 901 + number))
    return rows


def _accepted(rng: random.Random, profile: Profile) -> date:
    # Nothing is accepted after 10 December, so that only the carried cases straddle the years.
    # The lockdown of April and May 2022 slows permits but does not stop them.
    weights = [4 if profile.months[m] == 0 else 10 for m in range(12)]
    month = rng.choices(range(1, 13), weights)[0]
    return date(profile.year, month, rng.randint(1, 10 if month == 12 else 28))


def _case(rng: random.Random, item: str, accepted: date, pool: dict[str, tuple[Party, ...]]) -> Row:
    party = rng.choice(pool[rng.choice(SECTORS[item])])
    filing = item in FILINGS
    kind = rng.choices(*KINDS[item])[0] if item in KINDS else "首次"
    promised = 5 if filing else 10
    decided = accepted + timedelta(days=max(1, min(14, round(rng.gauss(promised * 0.6, 2)))))
    lasting = item in (HAZCHEM, PRECURSOR, FIREWORKS)
    return {
        "party_name": party.name,
        "party_kind": party.kind,
        "party_code": party.code,
        "legal_person": None,
        "doc_name": f"{item}{'证明' if filing else '决定书'}",
        "permit_class": None if filing else "普通",
        "item": item,
        "act_kind": "备案" if filing else "许可",
        "business_type": kind,
        "apply_date": accepted - timedelta(days=rng.randint(0, 4)),
        "accept_date": accepted,
        "decision_date": decided,
        "result": "准予",
        "valid_from": decided if lasting else None,
        "valid_to": decided + THREE_YEARS if lasting else None,
        "legal_days": 10 if filing else 20,
        "promised_days": promised,
        "tolerant": "否",
        "green_channel": "否",
        "outcome": None,
        "organ": BUREAU,
        "status": "有效",
        "note": None,
    }


def _number(row: Row, year: int, number: int) -> Row:
    row["accept_no"] = f"长虚应受〔{year}〕{number:04d}号"
    row["doc_no"] = f"沪长虚应{row['act_kind']}〔{row['decision_date'].year}〕{number:04d}号"
    return row
