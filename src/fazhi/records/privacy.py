"""Make companies and people unrecognisable, for good: nothing here can be reversed.

A company keeps its city, its line of business and its legal form (上海某商贸有限公司),
as published enforcement notices have it; everything between them is dropped, never abbreviated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from fazhi.records.codes import SOLE_TRADER_PREFIX
from fazhi.records.folding import tidy_text
from fazhi.records.problems import MASKED

SOME = "某"
SOMEBODY = "某某"
SOLE_TRADER = "某某个体工商户"

# Words a masked name may keep: everybody's words, never anybody's name.
_FORMS = (
    "股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|总公司|公司|合伙企业（有限合伙）|"
    "合伙企业（普通合伙）|合伙企业|律师事务所|会计师事务所|事务所|加油加气站|加油站|加气站|经营部|营业部|"
    "门市部|服务部|商务楼|购物中心|培训中心|服务中心|中心|大酒店|酒店|饭店|宾馆|旅馆|招待所|会所|商厦|"
    "大厦|商场|百货|超市|市场|商城|广场|药房|药店|门店|专卖店|便利店|商店|商行|酒楼|餐厅|饭馆|工厂|分厂|"
    "厂|仓库|仓储|医院|诊所|卫生院|学校|中学|小学|幼儿园|大学|学院|研究所|研究院|协会|合作社|集团|"
    "工作室|店|站|部|所|院|馆|场"
)
_BUSINESSES = (
    "商贸|贸易|国际贸易|进出口|化工|化学|化工原料|化学品|危险品|石油|石化|石油化工|石油销售|成品油|能源|"
    "新能源|燃气|天然气|电力|电气|电器|电子|电炉|仪器|仪表|机械|机电|设备|五金|金属|钢铁|模具|材料|"
    "新材料|建材|建筑|建设|建筑工程|装饰|装潢|装饰工程|工程|安装|市政|环保|环境|环境科技|生物|生物科技|"
    "医药|医疗器械|医疗|药业|食品|饮料|餐饮|餐饮管理|酒店管理|宾馆管理|物业|物业管理|物业服务|商业管理|"
    "商业|百货|零售|连锁|超市|物流|运输|货运|仓储|快递|供应链|供应链管理|汽车|汽车销售|汽车服务|汽车维修|"
    "印刷|包装|纺织|服装|服饰|塑料|橡胶|涂料|油漆|油品|润滑油|制冷|空调|冷链|制造|实业|工贸|投资|"
    "投资管理|资产管理|企业管理|管理|咨询|服务|科技|信息科技|信息技术|网络|网络科技|技术|技术服务|软件|"
    "通信|文化|文化传播|传媒|广告|教育|培训|旅游|体育|健身|娱乐|影视|房地产|置业|置地|安全|安全技术|消防|"
    "消防技术|检测|检验|劳务|人力资源|气体|工业气体|香料|日化|加工|销售|供应|试剂|印务|广场|购物中心|酒店|宾馆|"
    "饭店|商场|生产|开发|租赁|维修|配送|养护"
)
_CITIES = (
    "上海|北京|天津|重庆|江苏|浙江|安徽|福建|江西|山东|河南|河北|湖北|湖南|广东|广西|海南|四川|贵州|"
    "云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|黑龙江|吉林|辽宁|山西|南京|苏州|杭州|宁波|广州|深圳"
)


def _longest_first(words: str) -> str:
    return "|".join(sorted(words.split("|"), key=len, reverse=True))


FORM = re.compile(f"(?:{_longest_first(_FORMS)})$")
BUSINESS = re.compile(f"(?:{_longest_first(_BUSINESSES)})+$")
CITY = re.compile(f"^(?:{_CITIES})")
_NOTE_BRACKET = re.compile("（[^（）]*）")
_ORDINAL = re.compile("^第?[一二三四五六七八九十0-9]*")
BRANCH_ENDS = "分公司|支公司|分店|门店|加油站|营业部|分厂|店|分部"
_BRANCH = re.compile(f"^(.{{4,}}?(?:公司|集团))(.+?)({_ORDINAL.pattern[1:]}(?:{BRANCH_ENDS}))$")
_COMPANY_IN_TEXT = re.compile(
    "[\u4e00-\u9fffA-Za-z0-9（）()·]{2,30}?(?:有限责任公司|股份有限公司|有限公司|合伙企业|经营部|个体工商户)"
)
# After NFKC: identity numbers, credit codes, mobile and landline numbers, plates, bank cards.
_IDENTIFIERS = re.compile(
    r"(?<![0-9A-Z])(?:[0-9]{17}[0-9X]|[0-9A-HJ-NP-RTUWXY]{18}|[0-9]{15,19})(?![0-9A-Z])"
    r"|(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])"
    r"|(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·]?[A-Z0-9]{5,6}",
    re.IGNORECASE,
)
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))} | {
    ord("("): "（",
    ord(")"): "）",
}
_NAME_SEPARATORS = re.compile(r"[、,，;；/\s]+")


def mask_of_party(code: str | None, kind: str | None) -> str | None:
    """Return the mask that a credit code or a declared category alone asks for, if it does."""
    if kind == "自然人":
        return SOMEBODY
    if kind == "个体工商户" or (code or "").startswith(SOLE_TRADER_PREFIX):
        return SOLE_TRADER
    return None


@lru_cache(maxsize=65536)
def mask_company(name: str, code: str | None = None, kind: str | None = None) -> str:
    """Return *name* as published notices write it.

    Args:
        name: Name of a company, shop or person.
        code: Its credit code, if known; 92… is a sole trader (个体工商户).
        kind: Its declared category, if known (自然人, 个体工商户).

    Returns:
        City, 某, line of business and legal form; nothing that tells two companies apart.
    """
    if told := mask_of_party(code, kind):
        return told
    bare = _NOTE_BRACKET.sub("", name)
    city = CITY.match(name.lstrip("（"))
    if branch := _BRANCH.match(bare):
        return f"{mask_company(branch[1])}某{_ORDINAL.sub('', branch[3])}"
    form = FORM.search(name if name.endswith("合伙）") else bare)
    if not form:
        return SOMEBODY
    core = form.string[: form.start()]
    if city:
        core = core.removeprefix(city[0])
    business = BUSINESS.search(core)
    # A core that is nothing but a line of business would still name it: 上海化工有限公司.
    kept = business[0] if business and business.start() > 0 else ""
    return f"{city[0] if city else ''}{SOME}{kept}{form[0]}"


def _narrow(text: str) -> str:
    """Return *text* with half-width letters and digits and full-width brackets."""
    return tidy_text(text).translate(_NARROW)


def mask_text(text: str, secrets: Iterable[str]) -> str:
    """Return free text with names, companies and identifying numbers blotted out.

    Args:
        text: Free text of one record.
        secrets: Names and numbers that stand in the record's other fields.
    """
    folded = _narrow(text)
    for secret in sorted({s for s in secrets if len(s) > 1}, key=len, reverse=True):
        if secret.upper() == secret.lower():  # Chinese: nothing for a search without case to find
            folded = folded.replace(secret, MASKED)
        else:
            folded = re.sub(re.escape(secret), MASKED, folded, flags=re.IGNORECASE)
    folded = _COMPANY_IN_TEXT.sub(MASKED, folded)
    folded = _IDENTIFIERS.sub(MASKED, folded)
    return re.sub(f"{MASKED}(?:{MASKED})+", MASKED, folded)


def secrets_of(name: str) -> list[str]:
    """Return the forms in which a name or number of a record may stand in its free text."""
    folded = _narrow(name)
    bare = _NOTE_BRACKET.sub("", folded)
    form = FORM.search(bare)
    short = CITY.sub("", bare[: form.start()]) if form else ""
    return [folded, bare, *named_in(folded), *([short] if len(short) > 2 else [])]


def named_in(text: str) -> list[str]:
    """Return the single names of a cell that may list several."""
    return [part for part in _NAME_SEPARATORS.split(text) if part]
