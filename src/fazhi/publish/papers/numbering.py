"""The levels of an official text: 一、 then （一） then 1. then （1）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fazhi.publish.papers.blocks import Block, Heading, Text, plain_text
from fazhi.quantity import in_chinese

_WRITTEN = {
    1: re.compile(r"[一二三四五六七八九十]+、"),
    2: re.compile(r"（[一二三四五六七八九十]+）"),
    3: re.compile(r"[0-9]+[.．]"),
    4: re.compile(r"（[0-9]+）"),
}


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* with a number before each heading that was written without one.

    Every heading counts, written number or not, so that a number is never given twice.
    """
    counts = [0] * 5
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (4 - block.level)
            if not _WRITTEN[block.level].match(plain_text(block.spans)):
                prefix = Text(_prefix(block.level, counts[block.level]))
                yield replace(block, spans=(prefix, *block.spans))
                continue
        yield block


def _prefix(level: int, number: int) -> str:
    chinese = in_chinese(number)
    return {1: f"{chinese}、", 2: f"（{chinese}）", 3: f"{number}.", 4: f"（{number}）"}[level]
