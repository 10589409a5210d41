"""Make companies, credit codes and persons that cannot be anybody."""

from __future__ import annotations

import random
from dataclasses import dataclass

CODE_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = tuple(3**place % 31 for place in range(17))

TOWNS = {
    "310105001": "华阳路街道",
    "310105002": "江苏路街道",
    "310105004": "新华路街道",
    "310105005": "周家桥街道",
    "310105006": "天山路街道",
    "310105008": "仙霞新村街道",
    "310105009": "虹桥街道",
    "310105010": "程家桥街道",
    "310105011": "北新泾街道",
    "310105102": "新泾镇",
}
TOWN_WEIGHTS = (9, 8, 11, 13, 14, 9, 12, 7, 8, 15)

TRADES = {
    "大型商场": ("百货", "购物中心管理", "商业广场管理"),
    "ODS企业": ("制冷设备", "冷链技术", "空调工程"),
    "宾旅馆": ("酒店管理", "宾馆", "旅馆"),
    "加油站": ("加油站", "油品供应"),
    "危化经营": ("化工贸易", "化学试剂", "气体供应", "涂料销售"),
    "工贸": ("食品加工", "机械制造", "印务", "服装"),
    "其他": ("商贸", "物业管理", "餐饮管理", "仓储服务"),
}
POOL_SIZES = {
    "大型商场": 18,
    "ODS企业": 12,
    "宾旅馆": 26,
    "加油站": 14,
    "危化经营": 58,
    "工贸": 34,
    "其他": 24,
}
FIRST = "云松竹梅兰桂槐枫杉榆棠菱荷苇莲柏桐"
SECOND = "杉溪岭岚湾渡桥亭舟泉屿麓浦"
STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Party:
    """A company or one-person business.

    Attributes:
        name: Invented name, always with 虚构 in it.
        code: Credit code (统一社会信用代码) whose check digit is wrong.
        kind: Class of the party (行政相对人类别).
        town: Name of its sub-district (街镇).
        sector: Line of business (行业类别).
    """

    name: str
    code: str
    kind: str
    town: str
    sector: str


def check_symbol(body: str) -> str:
    """Return the right check symbol of GB 32100-2015 for the first 17 symbols of a code."""
    total = sum(CODE_SYMBOLS.index(c) * w for c, w in zip(body, CODE_WEIGHTS, strict=True))
    return CODE_SYMBOLS[-total % 31]


def broken_code(rng: random.Random, prefix: str) -> str:
    """Return a credit code that starts with *prefix* and fails its check digit."""
    body = prefix + "".join(rng.choice(CODE_SYMBOLS) for _ in range(17 - len(prefix)))
    wrong = [symbol for symbol in CODE_SYMBOLS if symbol != check_symbol(body)]
    return body + rng.choice(wrong)


def parties() -> dict[str, tuple[Party, ...]]:
    """Return the companies of every sector; the same ones each year."""
    rng = random.Random("parties")
    words = [a + b for a in FIRST for b in SECOND if a != b]
    rng.shuffle(words)
    supply = iter(words)
    return {
        sector: tuple(_party(rng, sector, next(supply), place) for place in range(size))
        for sector, size in POOL_SIZES.items()
    }


def person(rng: random.Random) -> str:
    """Return a person's name that is plainly made up."""
    return f"{rng.choice(STEMS)}某{rng.choice(STEMS)}（虚构）"


def officers(rng: random.Random) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return two different officers, each as name and certificate number."""
    first, second = rng.sample(range(10), 2)
    return (
        (f"{STEMS[first]}某（虚构）", f"虚证-{first + 1:04d}"),
        (f"{STEMS[second]}某（虚构）", f"虚证-{second + 1:04d}"),
    )


def _party(rng: random.Random, sector: str, word: str, place: int) -> Party:
    trade = rng.choice(TRADES[sector])
    town = rng.choices(list(TOWNS.values()), TOWN_WEIGHTS)[0]
    if sector in ("其他", "工贸") and place % 6 == 5:
        name = f"上海市长宁区（虚构）{word}某{trade}店"
        return Party(name, broken_code(rng, "92310105MA"), "个体工商户", town, sector)
    name = f"上海（虚构）{word}某{trade}有限公司"
    return Party(name, broken_code(rng, "91310105MA"), "法人及非法人组织", town, sector)
