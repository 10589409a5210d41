"""Words that make a number a bound or an approximation, before and after it.

以上, 以下, 以内 include the number itself; 超过, 不满, 不足, 以外 do not (民法典 article 1259).
近三年, 近5年来 mean the recent years and approximate nothing.
"""

from __future__ import annotations

import re

# Each with what may not stand before it, so that 节约5吨 and 附近3家 stay exact.
_BEFORE = [
    (
        "at_least",
        r"(?:不少于|不低于|不小于|不下于?|不得少于|不得低于|至少(?:要|有|为|达到?|完成)?|最少"
        r"|起码)",
    ),
    (
        "at_most",
        r"(?:不超过|不多于|不高于|不大于|不得超过|不得多于|不得高于|未超过|没有超过|至多"
        r"|最多)(?:为|达)?",
    ),
    ("more_than", r"(?:超过|超出|突破|多于|高于|大于|(?<![赶高反])超|逾|远超)了?"),
    ("less_than", r"(?:不足|不到|不满|未满|低于|少于|小于|未达到?)"),
    ("nearly", r"(?:将近|接近|逼近|(?<![附最邻靠就亲临相远])近)"),
    (
        "about",
        r"(?:大约|大概|大致|(?<![节预签公合制履契违邀条婚租特集简相誓隐大])约(?:为|有|占|合|需"
        r"|达|计)?)",
    ),
    ("at_least", r"(?<![未不期届圆美])(?:年满|满)"),
]
_BEFORE_PATTERN = re.compile(
    "(?:" + "|".join(f"(?P<q{n}>{words})" for n, (_, words) in enumerate(_BEFORE)) + ")$"
)
# 每季度至少听取一次: the word governs the number across its verb.
_AT_A_DISTANCE = re.compile(
    r"(?P<at_least>至少|不少于|不低于)[\u4e00-\u9fff]{1,6}$|(?P<at_most>最多(?!的)|至多|不超过)[\u4e00-\u9fff]{1,4}$"
)

_AFTER = re.compile(
    r"(?:\(含\))?(?:及|或|含)?(?P<at_least>以上|之上)(?!的?简称)"
    r"|(?:\(含\))?(?:及|或|含)?(?P<at_most>以下|以内|之内)(?!简称)"
    r"|(?P<about>左右|上下(?!级|班|联动|游)|前后)"
    r"|(?P<more_than>以外|开外|有余)"
)
_WITHIN = re.compile("内(?![容部外设在涵需河陆])")


def before(text: str, start: int, *, duration: bool = False) -> tuple[str, int] | None:
    """Read the qualifier that ends at *start*; return it with its own start.

    Args:
        text: The stream.
        start: Where the number begins.
        duration: Whether the unit measures time; only then does 满 set a limit.
    """
    left = text[max(0, start - 8) : start]
    found = _BEFORE_PATTERN.search(left)
    if not found or (found.group() in ("满", "年满") and not duration):
        return None
    name = next(_BEFORE[int(key[1:])][0] for key, value in found.groupdict().items() if value)
    return name, start - len(left) + found.start()


def at_a_distance(text: str, start: int) -> str | None:
    """Read a qualifier parted from the number by its verb (至少听取一次)."""
    found = _AT_A_DISTANCE.search(text[max(0, start - 10) : start])
    return found.lastgroup if found else None


def after(text: str, end: int, *, duration: bool) -> tuple[str, int] | None:
    """Read the qualifier that begins at *end*; return it with its own end.

    Args:
        text: The stream.
        end: Position after the number and its unit.
        duration: Whether the unit measures time; only then does a plain 内 set a limit.
    """
    found = _AFTER.match(text, end)
    if found and found.lastgroup:
        return found.lastgroup, found.end()
    if duration and _WITHIN.match(text, end):
        return "at_most", end + 1
    return None


_NEARLY_SO_LONG = re.compile(
    "(?:历时|长达|耗时|用时|耗费|达|已有|已经?|为期|持续|坚持了?|积累了?|等了|用了|花了"
    "|工作了?|任职|从事|相隔|时隔|拖延|超期|提前|推迟)$"
)


_SHORT_UNIT = re.compile("(?:天|小时|分钟|秒)$")
_SINCE = re.compile("以?来|内|间|里|中")


def is_recent(text: str, word_start: int, end: int) -> bool:
    """Tell 近三年来 (the last three years) from 历时近三年 (nearly three) and 近45天."""
    if _SHORT_UNIT.search(text, word_start, end) and not _SINCE.match(text, end):
        return False
    return not _NEARLY_SO_LONG.search(text[max(0, word_start - 4) : word_start])
