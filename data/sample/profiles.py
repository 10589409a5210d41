"""How much of everything each invented year has; 2022 follows the published report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """The size of one year.

    Attributes:
        year: The year the registers are for.
        months: Weight of each month in the inspections.
        internal: Valid in-house random inspections (部门内双随机) completed in the year.
        joint: Valid cross-department random inspections (跨部门双随机) completed in the year.
        other: Valid other inspections completed in the year.
        hazards: Valid hazards found in the year.
        hazards_other: Those of them found by the other inspections.
        hazards_major: Those of them that are major (重大).
        orders: Valid rectification orders (责令限期整改指令书) issued in the year.
        orders_other: Those of them that follow one of the other inspections.
        unpublished: Random inspections whose result was not made public.
        fines_yuan: Fine of each case decided in the year, the carried-over case first.
        unpaid_yuan: What the last case still owes.
        permits: Completed cases by item.
        tolerant: Cases accepted with documents to follow (容缺受理).
        green: Cases on the fast lane (绿色通道).
        refused: Completed cases that did not end in 准予.
        given: Quantity given out by kind of material.
        made: Quantity ordered by kind of material.
        events: Publicity events; their on-site visitors in all; and online views.
        trainings: Training sessions and people attending in all.
        reviews: Case files reviewed.
        briefings: Months with a rule-of-law briefing (法治工作汇报).
        plan: Planned inspections, in-house and joint.
    """

    year: int
    months: tuple[int, ...]
    internal: int
    joint: int
    other: int
    hazards: int
    hazards_other: int
    hazards_major: int
    orders: int
    orders_other: int
    unpublished: int
    fines_yuan: tuple[int, ...]
    unpaid_yuan: int
    permits: dict[str, int]
    tolerant: int
    green: int
    refused: int
    given: dict[str, int]
    made: dict[str, int]
    events: tuple[int, int, int]
    trainings: tuple[int, int]
    reviews: int
    briefings: tuple[int, ...]
    plan: tuple[int, int]


HAZCHEM = "危险化学品经营许可证核发"
PRECURSOR = "第三类非药品类易制毒化学品经营备案"
EMERGENCY_PLAN = "生产安全事故应急预案备案"
SAFETY_TERMS = "危险化学品建设项目安全条件审查"
SAFETY_DESIGN = "危险化学品建设项目安全设施设计审查"
FIREWORKS = "烟花爆竹经营（零售）许可"

PROFILES = (
    Profile(
        year=2021,
        months=(6, 3, 8, 8, 9, 13, 9, 8, 9, 8, 12, 7),
        internal=36,
        joint=54,
        other=10,
        hazards=571,
        hazards_other=22,
        hazards_major=3,
        orders=44,
        orders_other=2,
        unpublished=4,
        fines_yuan=(12000, 25000, 20000, 16000, 13000),
        unpaid_yuan=0,
        permits={
            HAZCHEM: 71,
            PRECURSOR: 22,
            EMERGENCY_PLAN: 52,
            SAFETY_TERMS: 8,
            SAFETY_DESIGN: 7,
            FIREWORKS: 4,
        },
        tolerant=0,
        green=3,
        refused=2,
        given={"宣传品": 862, "海报": 1534, "折页": 2618, "横幅": 35, "展板": 18},
        made={"宣传品": 1000, "海报": 1600, "折页": 3000, "横幅": 35, "展板": 18},
        events=(14, 1286, 5230),
        trainings=(9, 4368),
        reviews=10,
        briefings=(3, 6, 9, 12),
        plan=(36, 60),
    ),
    Profile(
        year=2022,
        months=(7, 5, 6, 0, 0, 9, 15, 14, 13, 12, 13, 8),
        internal=41,
        joint=62,
        other=14,
        hazards=656,
        hazards_other=31,
        hazards_major=5,
        orders=50,
        orders_other=3,
        unpublished=0,
        fines_yuan=(15000, 20000, 20000, 18000, 15000, 15000, 10000),
        unpaid_yuan=4000,
        permits={
            HAZCHEM: 85,
            PRECURSOR: 25,
            EMERGENCY_PLAN: 58,
            SAFETY_TERMS: 11,
            SAFETY_DESIGN: 8,
            FIREWORKS: 3,
        },
        tolerant=17,
        green=9,
        refused=0,
        given={"宣传品": 1052, "海报": 2126, "折页": 3184, "横幅": 42, "展板": 26},
        made={"宣传品": 1500, "海报": 2400, "折页": 4000, "横幅": 42, "展板": 26},
        events=(12, 214, 16840),
        trainings=(14, 5736),
        reviews=12,
        briefings=(2, 5, 7, 9, 11),
        plan=(40, 60),
    ),
    Profile(
        year=2023,
        months=(5, 7, 9, 9, 10, 14, 10, 9, 10, 9, 11, 8),
        internal=58,
        joint=62,
        other=18,
        hazards=604,
        hazards_other=47,
        hazards_major=2,
        orders=73,
        orders_other=5,
        unpublished=3,
        fines_yuan=(
            *(16000, 30000, 25000, 25000, 22000, 20000),
            *(18000, 18000, 15000, 15000, 14500, 12500),
        ),
        unpaid_yuan=0,
        permits={
            HAZCHEM: 52,
            PRECURSOR: 31,
            EMERGENCY_PLAN: 41,
            SAFETY_TERMS: 9,
            SAFETY_DESIGN: 6,
            FIREWORKS: 3,
        },
        tolerant=6,
        green=12,
        refused=3,
        given={"宣传品": 1420, "海报": 1108, "折页": 3927, "横幅": 64, "展板": 31},
        made={"宣传品": 1500, "海报": 1200, "折页": 4500, "横幅": 64, "展板": 31},
        events=(23, 3975, 9120),
        trainings=(19, 8231),
        reviews=18,
        briefings=(2, 4, 6, 8, 10, 12),
        plan=(55, 65),
    ),
)
