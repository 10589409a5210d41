"""Invent publicity events, publicity materials and trainings."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

from sample.enforcement import Row
from sample.names import TOWNS, person
from sample.profiles import Profile

UNITS = {"宣传品": "件", "海报": "套", "折页": "份", "横幅": "条", "展板": "块"}
GOODS = {
    "宣传品": ("安全法治帆布袋", "应急知识扇子", "宪法书签", "反光钥匙扣", "安全月水杯"),
    "海报": ("新修订《安全生产法》海报", "有限空间作业海报", "国际减灾日海报", "宪法宣传周海报"),
    "折页": ("《上海市安全生产条例》折页", "举报奖励折页", "家庭应急折页", "危化品安全折页"),
    "横幅": ("安全生产月横幅",),
    "展板": ("宪法宣传展板",),
}
CAMPAIGNS = (
    ("全国安全生产月", 6, "安全宣传咨询日"),
    ("国际减灾日", 10, "减灾知识进社区"),
    ("宪法宣传周", 12, "宪法进企业"),
    ("其他", 3, "安全法治宣传"),
    ("其他", 9, "应急普法云课堂"),
)
FORMS = ("咨询；展板", "讲座", "竞答；线上", "播放宣传片；横幅", "咨询；横幅；展板", "线上")
TOPICS = (
    ("安全生产法", "《安全生产法》专题培训"),
    ("上海市安全生产条例", "《上海市安全生产条例》宣贯"),
    ("行政处罚法", "《行政处罚法》执法培训"),
    ("应急保障", "应急保障培训交流"),
    ("执法业务", "执法业务与案卷制作"),
)


def shares(rng: random.Random, total: int, parts: int, spread: float = 0.5) -> list[int]:
    """Split *total* into *parts* whole numbers of uneven size."""
    weights = [rng.uniform(1 - spread, 1 + spread) for _ in range(parts)]
    cuts = [round(total * sum(weights[:i]) / sum(weights)) for i in range(parts + 1)]
    return [b - a for a, b in pairwise(cuts)]


def events(profile: Profile) -> list[Row]:
    """Return the year's publicity events; online views are kept apart from visitors."""
    rng = random.Random(f"{profile.year} events")
    count, onsite, online = profile.events
    visitors, views = shares(rng, onsite, count), shares(rng, online, count, 0.9)
    rows = []
    for place in range(count):
        campaign, month, name = CAMPAIGNS[place % len(CAMPAIGNS)]
        start = date(profile.year, month, rng.randint(1, 24))
        town = rng.choice(list(TOWNS.values()))
        rows.append(
            {
                "name": f"{name}（{town}）",
                "campaign": campaign,
                "start_date": start,
                "end_date": start + timedelta(days=rng.choice((0, 0, 1, 6))),
                "place": f"{town}（虚构）广场",
                "town_code": town,
                "host": rng.choice(("法规科", "宣传科", "应急管理科")),
                "form": FORMS[place % len(FORMS)],
                "n_onsite": visitors[place],
                "n_online": views[place],
                "n_consult": visitors[place] // 5,
                "unit": "人次",
                "status": "有效",
                "note": None,
            }
        )
    rows.sort(key=lambda row: (row["start_date"], row["name"]))
    for number, row in enumerate(rows, start=1):
        row["event_id"] = f"XC{profile.year}-{number:02d}"
    return rows


def materials(profile: Profile, happenings: list[Row]) -> list[Row]:
    """Return the year's batches by kind; one batch of each kind is given out next January."""
    rng = random.Random(f"{profile.year} materials")
    rows = []
    for kind, goods in GOODS.items():
        given = shares(rng, profile.given[kind], len(goods))
        spare = shares(rng, profile.made[kind] - profile.given[kind], len(goods))
        for item, qty, extra in zip(goods, given, spare, strict=True):
            event = rng.choice(happenings)
            batch = _batch(
                rng, kind, item, qty_made=qty + extra, qty_given=qty, day=event["start_date"]
            )
            rows.append(batch | {"event_id": event["event_id"]})
    late = _batch(
        rng, "折页", "春节安全折页", qty_made=300, qty_given=260, day=date(profile.year + 1, 1, 12)
    )
    rows.insert(max(i for i, row in enumerate(rows) if row["kind"] == "折页") + 1, late)
    for number, row in enumerate(rows, start=1):
        row["batch_no"] = f"WL{profile.year}-{number:02d}"
    return rows


def _batch(
    rng: random.Random, kind: str, item: str, *, qty_made: int, qty_given: int, day: date
) -> Row:
    return {
        "item": item,
        "kind": kind,
        "unit": UNITS[kind],
        "qty_made": qty_made,
        "qty_given": qty_given,
        "date": day,
        "event_id": None,
        "cost_yuan": qty_made * rng.choice((2, 3, 5)),
        "status": "有效",
        "note": None,
    }


def trainings(profile: Profile) -> list[Row]:
    """Return the year's sessions; the small ones are for the bureau's own officers."""
    rng = random.Random(f"{profile.year} trainings")
    count, attended = profile.trainings
    inward = max(3, count // 4)
    small = [rng.randint(32, 58) for _ in range(inward)]
    sizes = small + shares(rng, attended - sum(small), count - inward)
    months = [m + 1 for m in range(12) if profile.months[m]]
    rows = []
    for place, size in enumerate(sizes):
        inside = place < inward
        topic, name = (
            TOPICS[(2 + place) % 5] if inside else TOPICS[place % 4 if place % 4 != 2 else 0]
        )
        start = date(profile.year, months[place * len(months) // count], rng.randint(3, 27))
        exam = inside or place % 5 == 0
        n_exam = size - rng.randint(0, 2) if inside else size // 3
        rows.append(
            {
                "name": f"{name}（{'对内' if inside else '对外'}第{place + 1}场）",
                "start_date": start,
                "end_date": start + timedelta(days=rng.choice((0, 0, 1))),
                "hours": rng.choice(("2", "3", "4", "1.5")),
                "topic": topic,
                "direction": "对内" if inside else "对外",
                "mode": "线下" if inside else rng.choice(("线下", "线上", "混合")),
                "audience": "本局干部"
                if inside
                else rng.choice(
                    ("单位主要负责人、安全生产责任人", "从业人员", "企业职工、从业人员")
                ),
                "n_invited": size + rng.randint(0, 12),
                "n_attended": size,
                "unit": "人次",
                "n_exam": n_exam if exam else None,
                "n_pass": n_exam - rng.randint(0, 3) if exam else None,
                "lecturer": person(rng),
                "sheet_no": f"QD-{profile.year}-{place + 1:02d}",
                "status": "有效",
                "note": None,
            }
        )
    rows.sort(key=lambda row: (row["start_date"], row["name"]))
    for number, row in enumerate(rows, start=1):
        row["train_id"] = f"PX{profile.year}-{number:02d}"
    return rows
