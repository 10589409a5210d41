"""The table as a page: what was promised, how it was proved, what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assurance.lab import Measured
from assurance.promises import PROMISES, Promise
from fazhi.facts import FactBook

UNPROVED = "未证明"
_WORDS = {True: "达到", False: "未达到", None: UNPROVED}


def verdict(measured: Measured | None) -> str:
    """Return 达到, 未达到 or 未证明."""
    return _WORDS[measured.met if measured else None]


def assurance_page(measured: Mapping[int, Measured], books: Mapping[int, FactBook]) -> str:
    """Return the page as Markdown; its only date is that of the data."""
    cutoffs = "、".join(book.cutoff for _, book in sorted(books.items()))
    counts = dict.fromkeys(_WORDS.values(), 0)
    for promise in PROMISES:
        counts[verdict(measured.get(promise.number))] += 1
    lines = [
        "# 可信证明",
        "",
        "本页由 `make assure` 生成：每一条承诺怎样证明，量到多少。"
        "没有证明的写“未证明”，不以别的代替。",
        f"数据截至 {cutoffs}。“程序”是量得时程序的指纹；指纹不同的各行，其间程序改过。",
        "",
        "共 "
        + str(len(PROMISES))
        + " 条："
        + "，".join(f"{w} {n} 条" for w, n in counts.items())
        + "。",
        "",
        "| # | 承诺 | 目标 | 结果 | 结论 | 程序 | 命令 |",
        "| --: | :-- | :-- | :-- | :-- | :-- | :-- |",
    ]
    lines += [_row(promise, measured.get(promise.number)) for promise in PROMISES]
    return "\n".join(lines) + "\n"


def as_chapter(page: str) -> str:
    """Return the page as a chapter of the book: its table with a caption."""
    text, rows = page.split("\n| #", 1)
    return f"{text}\n:::{{table}} 承诺与结果\n\n| #{rows}:::\n"


def _row(promise: Promise, measured: Measured | None) -> str:
    result = measured.result if measured else "没有运行"
    code = f"`{measured.code}`" if measured and measured.code else "—"
    cells = (
        str(promise.number), promise.promise, promise.target, result, verdict(measured),
        code, f"`{promise.command}`",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def write_page(text: str, path: Path) -> None:
    """Write the page whole or not at all."""
    aside = path.with_suffix(".tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
