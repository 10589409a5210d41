"""Numerals that measure nothing: dates, references, headings, names, codes, ranks, ratios.

Rules are tried in order and the first to claim a place keeps it, so the narrow ones stand first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from fazhi.claims.prose import qualifiers
from fazhi.claims.prose.units import AFTER_ARABIC
from fazhi.quantity import parse_number

_C = "[零〇一二两三四五六七八九十百千]"
_NUMBER = rf"(?:[0-9]+|{_C}+)"
_DASH = "(?:-|—{1,2}|~|至|到)"
_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二]{1}[九〇零○][零〇○一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TIME = (
    r"(?:2[0-4]|1[0-9]|0?[0-9])(?::[0-5][0-9]){1,2}|(?:2[0-4]|1[0-9]"
    r"|0?[0-9])[时点](?:[0-5]?[0-9]分|半|整|许|钟)?"
)
_SAID = r"(?<=[\n。；;，,、：:—(（“])"


@dataclass(frozen=True)
class Mark:
    """A place of the stream that a rule claims.

    Attributes:
        start: First position.
        end: Position after the last.
        kind: Kind of the numeral; empty for words that only look like numbers.
        value: Of ordinals and years.
        high: High end of a range of years.
        unit: As written.
        qualifier: Of fractions and grades.
    """

    start: int
    end: int
    kind: str
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    qualifier: str = "exact"


def _date_rules() -> list[tuple[str, str]]:
    days = rf"{_DAY}(?:{_DASH}{_DAY})?[日号]"
    day_of = rf"{_MONTH}月份?(?:{days}(?:{_TIME})?)?"
    moment = rf"{_DAY}日(?:{_TIME})"
    full = rf"(?:{_YEAR}|[0-9]{{2}})年(?:{_MONTH}月份?(?:{days}(?:{_TIME})?)?)"
    clock = rf"(?:凌晨|早上|上午|中午|下午|晚上?)?(?:{_TIME})"
    tail = rf"(?:{full}|{_MONTH}月份?(?:{_DAY}[日号])?|{_DAY}[日号])(?:{clock})?"
    return [
        ("date", r"前(?:[一二三四]|[1-4])个?季度"),
        ("date", rf"(?<![0-9]){full}(?:{_DASH}(?:次年)?{tail})?(?!之)"),
        ("date", rf"(?<![0-9.]){_YEAR}年{_MONTH}{_DASH}{_MONTH}月份?"),
        (
            "date",
            r"(?<![0-9A-Za-z.\-/])(?:19|20)[0-9]{2}([-/.])(?:1[0-2]|0?[1-9])\1(?:3[01]"
            r"|[12][0-9]|0?[1-9])(?![0-9])",
        ),
        (
            "date",
            rf"(?<![0-9.])(?:{_YEAR}年)?第?(?:[1-4]|[一二三四]){_DASH}?(?:[1-4]"
            rf"|[一二三四])?季度(?=[,，。；、]|[^内至])",
        ),
        (
            "date",
            rf"(?<![0-9.年]){_MONTH}(?:月份?)?(?:(?:{_DASH}"
            rf"|[、和]){_MONTH}(?:月份?)?)+(?<=[月份])(?!{_DAY}[日号])",
        ),
        (
            "date",
            rf"(?<![0-9.零〇一二三四五六七八九十百个第]){day_of}(?:{_DASH}{tail})?(?![0-9]*[一-龥]?均)(?!(?:月)?之)",
        ),
        ("date", rf"(?<![0-9.]){moment}"),
        ("date", rf"(?<=[每当次上本]月){_DAY}[日号]"),
        (
            "date",
            rf"(?<=[于在自从至到,，日(（—当和、今本每。；\n]){_DAY}日(?=[在起前止至到上下中晚凌早,，。)）、；,]"
            rf"|[一-龥])(?!内|以内|之内|以上|左右|常|均)",
        ),
        (
            "date",
            rf"(?<![0-9:.])(?:{_TIME})(?:{_DASH}(?:{_TIME}))?(?![0-9:比.]"
            rf"|[个名项条意建要措])(?<![0-9]点)",
        ),
        (
            "date",
            r"(?<=[午晨晚上])(?:1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])点(?:半|整|钟"
            r"|[0-5]?[0-9]分|[一二三四五]?十?[一二三四五六七八九]?[五十]分)?",
        ),
        ("year", rf"(?<![0-9.]){_YEAR}(?:年度?)?{_DASH}(?:{_YEAR}|[0-9]{{2}})(?:年度?|学年度?)"),
        ("year", rf"(?<![0-9.]){_YEAR}(?:[、和及与]{_YEAR})*(?:年度?|学年度?)(?![0-9]*月)"),
        ("year", rf"(?<![0-9.]){_YEAR}{_DASH}{_YEAR}(?![0-9])"),
        ("year", r"(?<=[(（|\n])(?:19|20)[0-9]{2}(?=[)）|\n])"),
        (
            "year",
            r"(?:(?:20|二十)世纪)?(?:[0-9]0|[一二三四五六七八九]十)年代(?:[初中末])?"
            r"|(?:[12][0-9]|十[八九]|二十一?)世纪(?!之?交通)",
        ),
    ]


_LEGAL = [
    r"〔(?:19|20)[0-9]{2}〕\s?(?:第)?[0-9]+(?:[-—][0-9]+)?号|[\[【(](?:19"
    r"|20)[0-9]{2}[\]】)](?:第)?[0-9]+号",
    r"\((?:19"
    r"|20)[0-9]{2}\)[\u4e00-\u9fff][0-9]{0,6}[\u4e00-\u9fff0-9]{0,10}?[0-9]+号(?:之[一二三四五六七八九十])?",
    r"(?<![A-Za-z])(?:GB|GA|AQ|HJ|JGJ|JGG|CJJ|JTG|DL|SL|TB|YY|WS|NY|LY|QX|MZ|XF|DB[0-9]{0,6}"
    r"|ISO|IEC|IEEE|CJ|JT|SH|SY|HG|MT|T(?=/[A-Z]))"
    r"(?:/[A-Z]+)?[ ]?[A-Z]{0,6}[ ]?[0-9]+(?:\.[0-9]+)*(?:[-—:][0-9]{2,4})?(?![0-9])",
    rf"(?:第{_NUMBER}章)?(?:第{_NUMBER}节)?第{_NUMBER}条(?:之[一二三四五六七八九十])?(?:第{_NUMBER}款)?(?:第?[(（]?{_NUMBER}[)）]?项)?(?:第{_NUMBER}目)?",
    rf"第{_NUMBER}款(?:第?[(（]?{_NUMBER}[)）]?项)?",
    rf"第[(（]{_NUMBER}[)）]项|[(（]{_NUMBER}[)）]项",
    rf"(?<=令)第?{_NUMBER}号|第?{_NUMBER}号令",
    rf"(?<=公告)第?{_NUMBER}号|(?<=[\n]文号)第{_NUMBER}号",
]

_AT_START = r"(?:(?<=\n)|^)[#>*+-]{0,6}"
# 1.2 项目概况 is a heading, 11.3万元 and 2.5公里， at the start of a cell are not.
_MEASURED = rf"(?:{AFTER_ARABIC.pattern})(?![\u4e00-\u9fff])"
_HEADING = [
    rf"{_AT_START}(?P<n>{_C}{{1,3}}、|[(（](?:{_C}{{1,3}}|[0-9]{{1,2}})[)）]、?)",
    rf"{_SAID}[(（](?:{_C}{{1,3}}|[0-9]{{1,2}})[)）](?=[\u4e00-\u9fff“《])",
    rf"{_AT_START}(?P<n>[0-9]{{1,2}}(?:\.[0-9]{{1,2}})+)(?![0-9万亿千百%‰余多.、])(?!{_MEASURED})(?=.)",
    rf"{_AT_START}(?P<n>(?:[0-9]{{1,2}}\.)*[0-9]{{1,2}}[.、])(?![0-9])(?=.)",
    r"(?<=[。；;])[0-9]{1,2}[.、](?=[\u4e00-\u9fff“《])",
    r"(?<=[，,：:])[0-9]{1,2}\.(?=[\u4e00-\u9fff“《])",
    rf"(?:{_AT_START}|{_SAID})(?P<n>(?:十?[一二三四五六七八九]|十)(?:是|要(?![素求点件闻])"
    rf"|则(?=[\u4e00-\u9fff])))",
    rf"(?:{_AT_START}|{_SAID})(?P<n>其[一二三四五六七八九十](?=[,，、是:：]))",
    rf"(?:{_AT_START}|{_SAID})(?P<n>第(?:{_C}{{1,2}}|[0-9]{{1,2}})(?=[,，:：是]|、[^第二三四五六七八九十]))",
    rf"{_AT_START}(?P<n>第(?:{_C}{{1,3}}|[0-9]{{1,3}})[章节编部篇](?:分)?)",
    r"[①-⑳](?=[\u4e00-\u9fff])",
]

# 下架APP52款 counts apps; PM2.5 and G60 name things.
_WORD_AND_COUNT = r"[A-Za-z]{2,}[0-9.]+[万亿]?(?:余|多)?[款个家件起套名辆人元项](?![一-龥]?级)"

_TECHNICAL = [
    r"(?<=\n)(?P<n>[-—]+[0-9]{1,3}[-—]+)(?=\n)",
    rf"(?:附件|附表|附图|专栏)(?P<n>[0-9]+(?![0-9.]*(?:份|个|件|张|项))|{_C}(?=[,，:：、。]))",
    r"(?<![A-Za-z0-9.])[248]K(?![A-Za-z])",
    r"https?://[^\s\u4e00-\u9fff，。；、）)]+|www\.[^\s\u4e00-\u9fff，。；、）)]+"
    r"|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+",
    r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9])|(?<![0-9A-Za-z])(?:0[0-9]{2,3}[-—][0-9]{7,8}"
    r"|[48]00-[0-9]{3}-?[0-9]{4})(?:-[0-9]+)?(?![0-9])",
    r"(?<![0-9A-Za-z])(?=[A-Z0-9]{18}(?![A-Z0-9]))(?=[0-9]*[A-Z])[A-Z0-9]{18}",
    r"[0-9]+(?:\.[0-9]+)?×[0-9]+(?:\.[0-9]+)?(?:×[0-9]+(?:\.[0-9]+)?)*(?:小时|天|毫米|厘米|米)?",
    r"[0-9A-Za-zXN]+(?:\+[0-9A-Za-zXN]+)+",
    rf"(?<![A-Za-z0-9])(?!{_WORD_AND_COUNT})[A-Za-z]+(?:[-—.·][A-Za-z]+)*[-—]?[0-9]+(?:[.\-][0-9]+)*[A-Za-z]*(?![0-9])",
    r"(?<![A-Za-z0-9.])[0-9]+(?:\.[0-9]+)?[A-EG-Z](?:级|类|型"
    r"|(?=网络|基站|信号|通信|技术|消息|套餐|纸|打印|影院|景区|旅游|产业园|终端|用户|融合|应用|工厂"
    r"|专网|物联|时代))(?![A-Za-z])",
    r"(?<![A-Za-z0-9.])[2-6][Gg](?![A-Za-z])",
    r"(?<![A-Za-z0-9.])[1-5]A(?![A-Za-z])",
    r"[0-9]+(?:\.[0-9]+)+版|[0-9]+\.[0-9]+(?=时代|模式|平台|系统|升级)|(?!(?:19"
    r"|20)[0-9]{2}\.)v[0-9]+(?:\.[0-9]+)+|[0-9]+(?:\.[0-9]+){3,}",
    r"(?<![0-9])[0-9]+(?:号线|路公交|次列车|号楼|号机组?|号桥|号台风|号院|号店|号门|号厅"
    r"|号(?!召|文|角|称|令)|室|弄|楼(?!栋|宇|盘|层|道))",
    r"(?<![0-9.])(?:110|114|119|120|122|12[1-9][0-9]{2}|12[0-9]{3}|96[0-9]{3,4}|95[0-9]{3}"
    r"|10086|10010|10000)(?=[”\"']|(?:[\u4e00-\u9fff]{0,8})?(?:热线|平台|专线|电话|报警|接警"
    r"|接处|警情|指挥|急救|联动|投诉|举报|工单|服务台|短信|受理|台(?!次))"
    r"|[、,，和与及及/](?:1[0-9]{2,4}))",
    r"(?<![0-9.])(?:110|119|120|122|12(?:30[59]|315|32[089]|333|34[58]|350|36[69]|371|38[089])"
    r"|96110)(?![0-9.%‰]|[\u4e00-\u9fff])",
    r"(?<=[拨打通话线线服务:：“])(?:1[0-9]{2}|12[0-9]{3})(?=[”,，。；、和）)])",
]

_RATIO = [
    rf"(?:{_C}+|[0-9]+)分之(?:{_C}+|[0-9]+)(?:点{_C}+)?",
    r"(?<![0-9.:])[0-9]+(?:\.[0-9]+)?(?::[0-9]+(?:\.[0-9]+)?)+(?![0-9])",
    rf"(?<![0-9.])[0-9]+(?:\.[0-9]+)?比[0-9]+(?:\.[0-9]+)?(?![0-9个名项件起家万亿])"
    rf"|(?<={_C})?[一二三四五六七八九十]比[一二三四五六七八九十](?![一-龥]{{0,1}}[较例])",
    r"(?<![0-9./〔A-Za-z\-])[1-9][0-9]?/[1-9][0-9]{0,2}(?![0-9/])(?=[的以左,，。；、）)]|$|\n)",
]

# Ranks of size, which may be bounds like any amount: 8级以上大风.
_GRADE = [
    r"(?<![0-9个])[0-9]+(?:\.[0-9]+)?(?:星级|级(?!台阶|次|联|政府|河长|网格)"
    r"|[百]?强(?![化制调])|线城市|类区|环(?=[路线以内外,，。、]))",
]

_ORDER = [
    rf"第{_NUMBER}(?:[、和至]{_NUMBER})+(?:批次?|类|期|阶段|届|组|产业|名|位)?",
    rf"第?(?:[0-9]+|{_C}+)届(?=全国|人大|政协|[省市区县乡镇州旗]委|人民代表|党代会|常委会"
    rf"|人大常委会|全会|纪委|理事会|委员会|职代会|[一二三四五六七八九十]次)",
    rf"(?<=[大协届会]){_C}+次(?=全体会议|会议|全会|党代会)",
    rf"(?<![目之])前(?:[0-9]+|{_C}+)(?:名|位|强|列|茅)",
    rf"第{_NUMBER}(?:届|次|批次?|位|名|期|轮|例|个|项|方案|阶段|类|级|组|号|版|座|家|代|集|讲"
    rf"|课|场|天|年|期|步|条线|档|部分|部|卷|辑|梯队|梯次|层|座|支|套|号线|周|站|人|道|篇|大|单"
    rf"|枪|棒|产业|环|象限|课堂|生产力|标段|标)?",
    r"(?:[一二三四五六七八九十]+)(?:级(?!台阶|联动|政府|河长|网格|次|书记|干部|党委|平台|体系"
    r"|贯通|架构|管理)|星级|线城市|等奖|等功|类区|号线|线品牌|类(?=地区|疫苗|水质|医疗器械"
    r"|易制毒|压力|机构|场所|河道|企业|功))",
    r"[一二三四五](?:期(?=工程|项目|建设|扩建|改造|地块|主体|[东西南北中]段)|类(?=海水|功能区|费用|人员|地区"
    r"|保护))",
    r"(?<=[的为获评共计立])(?:[一二三])等(?=[,，。奖功、])",
]


_BOUNDED = "other, with 以上 or 近"


def _compile() -> list[tuple[str, re.Pattern[str]]]:
    rules = [("legal_reference", rule) for rule in _LEGAL]
    rules += [("other", rule) for rule in _TECHNICAL]
    rules += [("ordinal_heading", rule) for rule in _HEADING]
    rules += _date_rules()
    rules += [(_BOUNDED, rule) for rule in (*_RATIO, *_GRADE)]
    rules += [("other", rule) for rule in _ORDER]
    return [(kind, re.compile(rule)) for kind, rule in rules]


_RULES = _compile()
_PERCENT_OF = re.compile("[百千]分之")
_NUMERAL = re.compile(rf"[0-9]+|{_C}+")
_ORDINAL = re.compile(
    rf"[^0-9零〇一二两三四五六七八九十百千]*({_NUMBER})[^0-9零〇一二两三四五六七八九十百千.]*"
)


def find_marks(text: str, taken: bytearray) -> Iterator[Mark]:
    """Claim every place of *text* that measures nothing.

    Args:
        text: The stream.
        taken: One byte per character, non-zero where a place is claimed; updated.

    Yields:
        Claims in the order of the rules.
    """
    for kind, rule in _RULES:
        for found in rule.finditer(text):
            start, end = found.span("n" if "n" in rule.groupindex else 0)
            if any(taken[start:end]) or _PERCENT_OF.match(text, start):
                continue
            taken[start:end] = b"\1" * (end - start)
            mark = _mark(start, end, "other" if kind == _BOUNDED else kind, text[start:end])
            yield _bounded(text, mark, taken) if kind == _BOUNDED else mark


def _bounded(text: str, mark: Mark, taken: bytearray) -> Mark:
    """Take in the words that make a fraction or grade a bound: 近三分之一, 8级以上."""
    before = qualifiers.before(text, mark.start)
    after = qualifiers.after(text, mark.end, duration=False)
    start = before[1] if before and not any(taken[before[1] : mark.start]) else mark.start
    end = after[1] if after and not any(taken[mark.end : after[1]]) else mark.end
    words = [each[0] for each in (before, after) if each]
    taken[start:end] = b"\1" * (end - start)
    return replace(mark, start=start, end=end, qualifier=words[0] if words else "exact")


def _mark(start: int, end: int, kind: str, words: str) -> Mark:
    if kind == "date":
        return Mark(start, end, kind)
    if kind == "year":
        return _year(start, end, words)
    ordinal = _ORDINAL.fullmatch(words) if kind in ("ordinal_heading", "other") else None
    return Mark(start, end, kind, parse_number(ordinal[1]) if ordinal else None)


def _year(start: int, end: int, words: str) -> Mark:
    numbers = [parse_number(word) for word in _NUMERAL.findall(words)]
    value = numbers[0]
    high = numbers[1] if len(numbers) > 1 and "世纪" not in words else None
    if high is not None and value is not None and high < 100:
        high += value - value % 100
    unit = "年" if words.rstrip("度")[-1] == "年" else ""
    return Mark(start, end, "year", value, high, unit)
