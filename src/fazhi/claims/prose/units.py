"""Units and classifiers (量词) of official prose.

After Arabic digits nearly any classifier or measure may follow; after Chinese numerals only the
ones that make a number of them (三项, 七十人), because Chinese numerals also form names and words.
A bracketed second classifier (人（次）, 辆（艘、架）次) belongs to the unit.
"""

from __future__ import annotations

import re


def _words(text: str) -> list[str]:
    return text.split()


_COUNTERS = _words(
    """
    个 人 名 位 户 家 项 件 起 宗 例 桩 份 本 册 篇 张 幅 块 条 处 座 栋 幢 间 套 台 辆 艘 架 列
    班 部 门 支 只 头 匹 株 棵 枚 颗 粒 根 把 面 口 眼 孔 盏 场 次 轮 批 期 届 节 堂 章 课 道 题 步
    层 段 片 组 队 对 副 盒 箱 袋 包 瓶 管 桶 罐 卷 封 则 句 字 页 款 点 笔 单 票 床 席 店 所 院 校
    站 类 种 样 类别 方面 方 批次 轮次 项次 件次 条次 处次 人次 家次 户次 台次 辆次 艘次 架次
    班次 车次 场次 层次 篇次 频次 班组 队次 床次 例次 车日 宗次 起次 个次 份次 户人 网格 点位
    网点 品种 大类 小类 门类 余种 课时 学时 学分 台套 台件 项目 部门 单位 地区 街镇 街道 乡镇
    社区 村居 县区 区县 省市 省份 城市 国 国家 省 市 区 县 旗 镇 乡 村 园区 片区 岗位 床位 车位
    泊位 席位 铺位 工位 航班 专业 工种 企业 学校 医院 机构 名次 枚次 尾 羽 畦 垄 盘 桌 顶 杆 樘
    扇 束 捆 沓 摞 排 行 列次 趟 圈 拍 招 环 星 代 手 桩次 挂 具 路口 路段 小区 楼栋 门店 标段
    案次 卷次 人份 剂次 剂 针 针次 支次 刀 炉 窝 丛 簇 眼井 幅地 人员 民警 党员 干部 职工
    学生 教师 村民 居民 群众 选手 专家 志愿者 代表 委员 议案 提案 老人 儿童 世界纪录 金牌 银牌
    铜牌 块次 标箱 箱次 车 房 船 机 塔 井 池 库 桥 路 线 馆 厅 馆次 墩 跨 孔次 合同 意见 建议 令
    号文 元次 种次 本次 通
    """
)

_DURATIONS = _words(
    """
    年 年度 周年 个年度 个月 月份 周 个周 星期 个星期 天 日 夜 昼夜 小时 个小时 个半小时 分钟
    个分钟 秒 秒钟 刻钟 工作日 个工作日 自然日 个自然日 日历天 个交易日 交易日 季度 个季度 学年
    个学年 学期 个学期 岁 周岁 世纪 个世纪 旬 轮年 毫秒 个昼夜 人年 人天 人日 个五年 个年头 年头
    个春秋 个节气 届次 个季 个班
    """
)

_MONEY = _words(
    """
    元 块钱 角 美元 欧元 英镑 日元 韩元 港元 港币 澳元 加元 卢布 新加坡元 元人民币 人民币 美金
    元港币 元钱 块 厘钱
    """
)

_PHYSICAL = _words(
    """
    平方公里 平方千米 平方米 平米 平方厘米 平方毫米 立方米 立方 立方厘米 标准立方米 方 公里 千米
    米 厘米 毫米 微米 纳米 里 海里 尺 寸 丈 里程 延米 公里程 亩 亩次 公顷 平方 吨 公斤 千克 克
    毫克 微克 斤 两重 担 吨标准煤 吨标煤 吨油当量 吨公里 人公里 标立方米 升 毫升 千瓦 千瓦时 度
    度电 兆瓦 兆瓦时 瓦 瓦时 伏 千伏 千伏安 伏安 安 安培 赫兹 兆赫 分贝 帕 千帕 兆帕 摄氏度 度角
    ℃ °C ° 级次 千卡 卡路里 焦耳 马力 载重吨 总吨 标准箱 标台 车公里 吨级 吨位 勒克斯 流明 毫西弗
    克标准煤 克标煤
    微西弗 贝克勒尔 焦 m km cm mm kg g t kW kWh MW MWh GW kV MPa kPa Pa dB mg ug μg L ml mL m² m³
    m2 m3 km2 hm2 ㎡ ㎥ km² Hz MHz GHz GB TB PB KB MB EB Mbps Gbps Kbps bit B M G 兆 字节 比特
    像素 万像素 转 节速 倍频 hm² TEU 毫克当量 当量 摩尔 PFLOPS P ppm ppb μm nm 卡 寸地 迈 节能量
    """
)

_RATIOS = ["倍", "番", "成数", "分", "基点", "个基点", "个点", "个身位", "分贝", "码"]

# After Chinese numerals, longest first as well.
_AFTER_CHINESE = _words(
    """
    个 人 名 位 户 家 项 件 起 宗 例 份 本 册 篇 张 幅 块 条 处 座 栋 幢 间 套 台 辆 艘 架 部 支
    只 头 枚 场 次 轮 批 期 届 节 堂 道 题 层 段 片 组 队 对 类 种 方面 批次 项次 件次 人次 家次
    户次 台次 辆次 艘次 架次 班次 场次 起次 宗次 条次 处次 部门 单位 所 座次 门 口 步 点 大类
    小类 街镇 乡镇 街道 社区 村居 省份 城市 工种 品种 门类 倍 番 余种 车次 课时 学时 名次 篇次
    份次 大 级 款 卷 股 根 棵 株 匹 盏 颗 粒 把 桌 排 行 趟 声 封 笔 单 站 院 校 区 县 市 镇 乡
    村 国 省
    """
)
_CHINESE_MEASURES = _words(
    """
    元 块钱 美元 亩 公顷 吨 公斤 斤 公里 平方公里 平方米 立方米 米 厘米 毫米 千瓦 千瓦时 度
    摄氏度 周岁 岁 年 周年 个月 周 星期 天 日 昼夜 小时 个小时 分钟 个工作日 工作日 个自然日
    自然日 季度 个季度 学期 个学期 学年 世纪 个世纪 里 海里 秒 年度 夜 刻钟 代
    """
)

# Longer words that begin like a unit: 分别, 人才, 年均, 本市, 部分.
_NOT_THESE = (
    r"(?!分[别析]|人[才均]|人大代表|人民(?!币)|年均|本[市区年级局省县]|部[分署]|日[常均益]"
    r"|天[津然]|"
    r"元[素旦]|起草|条例|次年|点击|点评|单位面|一[是方]|机关|线[上下]|路径|校园|院士|所有|所属|"
    r"区[间域别]|行政|行动|行业|排名|排查|排放|市场|市民|省级|市级|区级|县级|镇级|村级|国有"
    r"|代表[性团]|"
    r"车辆|船舶|房屋|库存|路面|口岸|步行|层级|类似|段时|方向|方案|方式|方位"
    r"|星期[一二三四五六日天]|期间|对[外内照比接应于]|"
    r"面积|面向|面对|道路|把握|单独|站点|手续|手机|转[为变化移入出让型岗]|卡[点口]|安[全置排]"
    r"|卡号|库区|"
    r"两新|里[的程面]|克服|升[级至到为值高]|度假|节约|节能|节假|节水|节点|担[保任当]|方可|令人"
    r"|米面|线路图|机动|"
    r"厅级|馆藏|招商|招聘|招生|校企|桥梁|井然|池塘|塔吊|船只|焦点|安装|排出|圈层|圈定|机制"
    r"|机构改革|代码|代理|意见建议征)"
)


def _pattern(words: list[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(
        rf"{re.escape(word)}(?![A-Za-z])" if word.isascii() else re.escape(word) for word in ordered
    )


_ALL = _pattern(_COUNTERS + _DURATIONS + _MONEY + _PHYSICAL + _RATIOS)
_PER = (
    rf"(?:(?:/|每)(?:百万|[十百千万亿])?(?:人[·•.]?(?:年|天|日|月|次)|[0-9]{{0,3}}(?:{_ALL})|年|人"
    rf"|天|日|月|小时|秒|班|(?:s|h|d|a|min)(?![A-Za-z])))"
)
_IN_BRACKET = "[次人家户件起辆艘架台名只项份套间批宗个组条处场所座幢栋张册本卷期]"
_BRACKET = rf"(?:\({_IN_BRACKET}(?:、{_IN_BRACKET})*\)次?)?"

AFTER_ARABIC = re.compile(rf"{_NOT_THESE}(?:{_ALL}){_BRACKET}(?:{_PER}){{0,2}}")
AFTER_CHINESE = re.compile(
    rf"{_NOT_THESE}(?:{_pattern(_AFTER_CHINESE + _CHINESE_MEASURES)}){_BRACKET}"
)

_MONEY_UNIT = re.compile("元|块钱|角|英镑|港币|卢布|人民币|美金")
_DURATION_UNIT = re.compile(
    "(?:个)?(?:年度?|周年?|月|星期|天|日|夜|小时|分钟|秒钟?|工作日|自然日|日历天|交易日|季度"
    "|学[年期]|世纪|昼夜|刻钟|年头|周?岁)"
)


def is_money(unit: str) -> bool:
    """Tell whether *unit* is money, alone or per something (元/平方米)."""
    return bool(_MONEY_UNIT.search(unit))


def is_duration(unit: str) -> bool:
    """Tell whether *unit* measures time."""
    return bool(_DURATION_UNIT.fullmatch(unit))
