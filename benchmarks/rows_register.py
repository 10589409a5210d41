"""A seeded hazards register (隐患台账) of any length as CSV, for measuring many rows.

What a province would send: one row a hazard, names and numbers that repeat as they do in life,
and a little dirt whose exact count is known, so that a run can be proved right before it is timed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

YEAR = 2022
HEADER = (
    "序号", "隐患编号", "检查记录文号", "指令书编号", "被检查单位", "所属街镇", "行业类别",
    "性质", "类别", "隐患级别", "隐患描述", "部位", "判定依据", "排查日期", "整改措施", "责任人",
    "整改资金(万元)", "整改期限", "整改完成日期", "验收人", "复查日期",
    "整改状态", "挂牌督办", "状态",
    "备注",
)  # fmt: skip
_TOWNS = ("华阳路街道", "江苏路街道", "新华路", "310105005", "天山路街道", "虹桥", "新泾镇")
_SECTORS = ("大型商场", "宾馆", "加油站", "危化品经营", "工贸", "其他")
_CATEGORIES = ("许可资质", "责任制", "教育培训考核", "隐患排查治理", "预案管理", "现场设施设备")
_WHAT = ("安全出口堵塞", "灭火器压力不足", "配电箱未关闭", "未按规定存放化学品", "应急预案未备案")
_WHERE = ("一层东侧", "二层仓库", "地下车库", "配电间", "厨房")
_TRADES = ("商贸", "化工", "物流", "餐饮管理", "机电设备")
_SYLLABLES = "虚拟构示样例甲乙丙丁戊己庚辛壬癸子丑寅卯"
_DIRT_EVERY = 997
_VOID_EVERY = 500
_REPEAT_EVERY = 9973
_ROWS_PER_FILE = 4_000_000
_ROWS_PER_VISIT, _ROWS_PER_COMPANY = 8, 20


@dataclass(frozen=True)
class Expected:
    """What a right run finds in the register.

    Attributes:
        rows_in: Rows of the file, title and header included.
        clean: Records in the clean table.
        quarantined: Records in quarantine.
        found: Value of ``hazards.found``.
        major: Value of ``hazards.major``.
    """

    rows_in: int
    clean: int
    quarantined: int
    found: int
    major: int


def write_register(folder: Path, rows: int) -> Expected:
    """Write a register of *rows* records, as files a bureau could send; return what it holds."""
    clean = found = major = 0
    previous: list[str] = []
    fresh = _rows(rows)
    numbers = range(1, rows + 1)
    files = [numbers[first : first + _ROWS_PER_FILE] for first in range(0, rows, _ROWS_PER_FILE)]
    for part, held in enumerate(files, 1):
        path = folder / f"隐患台账{part}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            stream.write(f"{YEAR}年隐患台账（示例数据）" + "," * (len(HEADER) - 1) + "\r\n")
            stream.write(",".join(HEADER) + "\r\n")
            for number in held:
                repeated = number % _REPEAT_EVERY == 0
                own = next(fresh)
                cells = [str(number), *previous[1:]] if repeated else own
                stream.write(",".join(cells) + "\r\n")
                previous = cells
                sound = not repeated and number % _DIRT_EVERY != 0
                valid = sound and cells[23] != "作废"
                clean += sound
                found += valid
                major += valid and cells[9] == "重大"
    return Expected(rows + 2 * len(files), clean, rows - clean, found, major)


def _rows(rows: int) -> Iterator[list[str]]:
    chance = random.Random(YEAR)
    companies = max(10, rows // _ROWS_PER_COMPANY)
    first = date(YEAR, 1, 1)
    for number in range(1, rows + 1):
        visit = 1 + number // _ROWS_PER_VISIT
        found = first + timedelta(days=chance.randrange(340))
        fixed = found + timedelta(days=chance.randrange(1, 15))
        if number % _DIRT_EVERY == 0:
            written = "3月5日"
        else:
            written = found.isoformat() if number % 3 else found.strftime("%Y/%m/%d")
        yield [
            str(number),
            f"YH{YEAR}{number:08d}",
            f"（虚）应急检记〔{YEAR}〕{visit:07d}号",
            f"（虚）应急责改〔{YEAR}〕{visit:07d}号" if visit % 2 else "",
            _company(chance.randrange(companies)),
            chance.choice(_TOWNS),
            chance.choice(_SECTORS),
            "违法违规行为" if chance.random() < 0.3 else "事故隐患",
            chance.choice(_CATEGORIES),
            "重大" if chance.random() < 0.01 else "一般",
            f"{chance.choice(_WHERE)}{chance.choice(_WHAT)}第{chance.randrange(1, 400)}处",
            chance.choice(_WHERE),
            f"《安全生产法》第{chance.randrange(1, 120)}条",
            written,
            f"立即整改{chance.choice(_WHAT)}",
            f"{chance.choice(_SYLLABLES)}某{chance.choice(_SYLLABLES)}",
            f"{chance.randrange(0, 300) / 100:.2f}",
            (found + timedelta(days=30)).isoformat(),
            fixed.isoformat(),
            f"{chance.choice(_SYLLABLES)}某{chance.choice(_SYLLABLES)}",
            (fixed + timedelta(days=3)).isoformat(),
            "已整改",
            "是" if chance.random() < 0.01 else "否",
            "作废" if number % _VOID_EVERY == 0 else "有效",
            "",
        ]


def _company(number: int) -> str:
    name, rest = "", number
    for _ in range(5):
        rest, digit = divmod(rest, len(_SYLLABLES))
        name += _SYLLABLES[digit]
    return f"上海{name}{_TRADES[number % len(_TRADES)]}有限公司"
