"""Invent case reviews, plan targets and the governance register."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sample.enforcement import Row
from sample.names import person
from sample.profiles import Profile

FULL_MARKS = {"s1": 15, "s2": 20, "s3": 20, "s4": 20, "s5": 15, "s6": 10}
REWARD_RULES = "《上海市长宁区应急管理局安全生产举报奖励实施办法》"
STUDY = (
    "《宪法》专题学习",
    "《安全生产法》专题学习",
    "《上海市安全生产条例》专题学习",
    "《行政处罚法》专题学习",
)
DECISIONS = (
    "年度安全生产执法计划",
    "双随机抽查事项清单",
    "防汛防台应急预案修订",
    "重大隐患挂牌督办事项",
    "应急物资储备方案",
    "行政处罚裁量基准",
)


def case_reviews(profile: Profile, cases: list[Row], approvals: list[Row]) -> list[Row]:
    """Return the files reviewed in two batches; the first holds a file of last year."""
    rng = random.Random(f"{profile.year} reviews")
    decided = [c["doc_no"] for c in cases if c["decision_date"].year == profile.year]
    granted = [p["doc_no"] for p in approvals if p["decision_date"].year == profile.year]
    numbers = [("处罚", f"沪长虚应急罚〔{profile.year - 1}〕2号")]
    numbers += [("处罚", no) for no in decided[: profile.reviews // 2]]
    numbers += [("许可", no) for no in rng.sample(granted, profile.reviews - len(numbers))]
    rows = []
    for place, (file_type, case_no) in enumerate(numbers):
        second = place >= len(numbers) // 2
        day = date(profile.year, 11 if second else 7, 18 + place % 3)
        marks = {key: full - rng.choice((0, 0, 1, 2, 4)) for key, full in FULL_MARKS.items()}
        score = sum(marks.values())
        flawed = score < 94
        rows.append(
            {
                "batch": f"{profile.year}年{'下' if second else '上'}半年",
                "date": day,
                "method": "交叉评查" if second else "抽查",
                "file_type": file_type,
                "case_no": case_no,
                "veto": None,
                **marks,
                "score": score,
                "grade": "优秀" if score >= 90 else "合格",
                "issues": rng.choice(("卷内目录不完整", "送达回证填写不规范")) if flawed else None,
                "due_date": day + timedelta(days=20) if flawed else None,
                "fixed_date": day + timedelta(days=rng.randint(6, 18)) if flawed else None,
                "reviewers": f"{person(rng)}、{person(rng)}",
                "status": "有效",
                "note": None,
            }
        )
    return rows


def plan_targets(profile: Profile) -> list[Row]:
    """Return the year's planned figures under the indicators' own ids."""
    internal, joint = profile.plan
    figures = (
        ("inspections.internal", "部门内双随机检查", internal, "家次"),
        ("inspections.joint", "跨部门双随机检查", joint, "家次"),
        ("inspections.total", "双随机检查合计", internal + joint, "家次"),
        ("trainings.sessions", "法治培训", profile.trainings[0] - 2, "场"),
        ("case_reviews.files", "案卷评查", profile.reviews, "卷"),
    )
    return [
        {
            "year": profile.year,
            "metric_id": metric_id,
            "name": name,
            "target": target,
            "unit": unit,
            "definition": "按完成日期计" if unit == "家次" else "按举办日期计",
            "doc_no": f"沪长虚应急〔{profile.year}〕5号",
            "approved_date": date(profile.year, 1, 10),
            "owner": "执法大队" if unit == "家次" else "法规科",
            "status": "有效",
            "note": None,
        }
        for metric_id, name, target, unit in figures
    ]


def governance(profile: Profile, cases: list[Row]) -> list[Row]:
    """Return the year's briefings, party committee items, studies, reviews and documents."""
    rng = random.Random(f"{profile.year} governance")
    year = profile.year
    rows = [
        _entry(
            "法治工作汇报", date(year, month, rng.randint(5, 25)), "听取法治政府建设工作情况汇报"
        )
        for month in profile.briefings
    ]
    for place, title in enumerate(DECISIONS):
        day = date(year, 1 + 2 * place, rng.randint(5, 25))
        rows.append(_entry("党委会议题", day, f"审议{title}", topic="重大行政决策", outcome="通过"))
    day = date(year, 3, 16)
    rows.append(_entry("党委会议题", day, "年度法治工作要点", topic="法治建设", outcome="通过"))
    for place, title in enumerate(STUDY):
        rows.append(_entry("中心组学习", date(year, 2 + 3 * place, rng.randint(3, 26)), title))
    rows.append(_entry("讲法", date(year, 12, 5), "党组书记讲法普法专题讲座"))
    for case in cases:
        if case["review_date"].year == year:
            title = f"{case['case_no']}案法制审核"
            rows.append(
                _entry("法制审核", case["review_date"], title, ref=case["case_no"], outcome="同意")
            )
    if year == 2022:
        number = "沪长虚应急规〔2022〕1号"
        rows.append(_entry("规范性文件", date(2022, 8, 30), REWARD_RULES, doc_no=number))
    rows.append(_entry("法律顾问", date(year, 9, 14), "法律顾问审核合同及执法文书"))
    if year != 2021:
        outcome = "维持" if year == 2022 else "变更"
        challenged = cases[2]
        day = challenged["decision_date"] + timedelta(days=20)
        title = "行政处罚复议案件"
        rows.append(_entry("行政复议", day, title, ref=challenged["case_no"], outcome=outcome))
        challenged["outcome"] = outcome
    for place, row in enumerate(rows, start=1):
        row |= {"id": f"FZ{year}-{place:02d}", "evidence_no": f"档-{year}-{place:03d}"}
    return rows


def _entry(
    kind: str,
    day: date,
    title: str,
    *,
    topic: str | None = None,
    doc_no: str | None = None,
    ref: str | None = None,
    outcome: str | None = None,
) -> Row:
    return {
        "kind": kind,
        "date": day,
        "title": title,
        "topic": topic,
        "doc_no": doc_no,
        "ref": ref,
        "outcome": outcome,
        "status": "有效",
        "note": None,
    }
