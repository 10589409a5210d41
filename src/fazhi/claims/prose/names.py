"""Official names that contain numerals (三项制度, 二十大) and words that only look like numbers.

The reviewed lists are ``data/reference/names.yml``; what follows a rule (二十届三中全会, 一户一策,
“X+Y” in quotation marks) needs no entry there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fazhi.claims.prose.structure import Mark
from fazhi.claims.reference import Node, read_yaml

_NUMERALS = "[0-9一二两三四五六七八九十百千万]"
_RULES = re.compile(
    r"(?:第?[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])届[一二三四五六七八九]中全会"
    r"|(?<=[党\n，。、；的])(?:十[六七八九]|二十)大(?![中小力量类型项举])"
    r"|(?<![0-9一二三四五六七八九])十?[一二三四五六七八九十]五(?=[”]?(?:规划|期间|时期|普法|末"
    r"|以来|开局|收官|目标|发展|重点))"
    r"|一[户企案园地事村校街人品县乡镇河湖库船车楼店区桥山岗员栋厂业项馆居桩家物点路湾景类班组件批号]一[策档案码牌品卡证表册图网员警技景长业景方法制议评清特台账组单责查队站日终室村屋片]{1,2}"
    r"|(?<![0-9一二三四五六七八九十])[一二两三四五六七八九十]+[个项大]“[^”\n]{1,12}”(?=工程"
    r"|行动|活动|机制|体系|建设|制度)"
    r"|[二两三四五六七八九十]+大[\u4e00-\u9fff]{0,6}?(?:攻坚战|保卫战|战役|战略|行动|工程|计划"
    r"|专项|体系|高地|机制)"
    r"|[两三五]年(?:攻坚|专项|提升|滚动|)?行动(?:计划|方案)?(?=[\u4e00-\u9fff（(《》，。、]|$)"
    r"|1\+N|[0-9N]+(?:\+[0-9A-ZXn]+)+"
)
# A short quoted phrase with a numeral is a name (“四不两直”, “5·12”), unless it is a code.
_QUOTED = re.compile(r"“([^“”\n，。；]{1,14})”")
_NOT_NAMED = re.compile(
    r"(?:19|20)[0-9]{2}年|[0-9.]+(?:%|万|亿|元|件|起|人|家|项|次|个|条|份|名|分钟|小时|天)"
    r"|^[0-9]+$|^[A-Za-z]|^[0-9][A-Za-z]$"
    r"|^[0-9]{3,}|^第[一二三四五六七八九十0-9]+[^方][^\u4e00-\u9fff]?$"
)
_SURE = re.compile(_NUMERALS)


@dataclass(frozen=True)
class Names:
    """The reviewed lists.

    Attributes:
        names: Official names; found anywhere.
        words: Words that are not numbers.
    """

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All entries as one pattern, longest first."""
        entries = sorted(self.names | self.words, key=lambda entry: (-len(entry), entry))
        # 四分之一 and 十分之三 are fractions, whatever 之一 and 十分 mean elsewhere.
        any_entry = "|".join(map(re.escape, entries)) or "(?!)"
        return re.compile(rf"(?<!分)(?:{any_entry})(?!之[一二三四五六七八九]|钟)")

    def find_marks(self, text: str, taken: bytearray) -> Iterator[Mark]:
        """Claim names, with kind ``policy_name``, and words, with an empty kind."""
        found = [
            *((m.span(), self._kind(m.group())) for m in self.pattern.finditer(text)),
            *((m.span(), "policy_name") for m in _RULES.finditer(text)),
            *((m.span(1), "policy_name") for m in _QUOTED.finditer(text) if self._is_name(m[1])),
        ]
        # A quoted phrase is one name even when part of it stands in a list.
        for (start, end), kind in sorted(found, key=lambda item: item[0][0] - item[0][1]):
            if any(taken[start:end]) or _continues(text, start):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield Mark(start, end, kind)

    def _kind(self, entry: str) -> str:
        return "policy_name" if entry in self.names else ""

    def _is_name(self, quoted: str) -> bool:
        bare = self.pattern.sub(lambda m: "" if m.group() in self.words else m.group(), quoted)
        return bool(_SURE.search(bare)) and not _NOT_NAMED.search(quoted)


def _continues(text: str, start: int) -> bool:
    """Tell whether an entry that begins with a numeral is the tail of a longer number."""
    return bool(
        start
        and re.match("[0-9一二两三四五六七八九十百千万亿]", text[start])
        and re.match("[0-9一二三四五六七八九十百第]", text[start - 1])
    )


def load_names(path: Path, root: Path | None = None) -> Names:
    """Read the reviewed lists.

    Args:
        path: ``data/reference/names.yml``.
        root: Project root, so that messages show the path relative to it.

    Raises:
        DefinitionError: An entry is not a text or stands twice.
    """
    top = read_yaml(path, root).table(("names", "words"))
    names, words = _entries(top.child("names")), _entries(top.child("words"))
    for entry in sorted(names & words):
        raise top.child("words").wrong(f"“{entry}”同时列为名称与普通词", todo="删去其中一处")
    return Names(names, words)


def _entries(node: Node) -> frozenset[str]:
    entries: set[str] = set()
    for item in node.items():
        entry = item.text()
        if entry in entries:
            raise item.wrong("词条重复", todo="删去其中一个")
        entries.add(entry)
    return frozenset(entries)
