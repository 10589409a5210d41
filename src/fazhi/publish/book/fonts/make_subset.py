"""Make the vendored font from Debian's package ``fonts-noto-cjk``.

Usage::

    python make_subset.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Keeps the Simplified Chinese face, every character of GB 2312 and the punctuation, units and marks
the site prints; drops layout tables no page needs. The same input gives the same bytes.
Outlines stand whole, without hints or shared subroutines, so that a site's font is cut quickly.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FACE = "Noto Sans CJK SC"
OUTPUT = Path(__file__).with_name("NotoSansSC-subset.otf")
EXTRA = (
    "〇々—–―…‘’“”·•《》〈〉「」『』【】〔〕〖〗￥¥€£§¶†‡°′″℃‰№×÷±≈≠≤≥∞∑√←↑→↓↔⇒■□▲△"
    "▼▽◆◇○●★☆✓✕✗①②③④⑤⑥⑦⑧⑨⑩❶❷㈠㈡㎡㎏㎜㎝㎞"
)


def gb2312() -> set[int]:
    """Return the code points of every character of GB 2312."""
    points = set()
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes([lead, trail]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return points


def wanted() -> set[int]:
    """Return the code points to keep."""
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
    full_width = set(range(0xFF01, 0xFF5F)) | set(range(0x3000, 0x3020))
    return gb2312() | latin | full_width | {ord(mark) for mark in EXTRA}


def main(source: Path) -> None:
    """Write the subset of *source* beside this script."""
    faces = TTCollection(str(source)).fonts
    font = next(face for face in faces if face["name"].getDebugName(1) == FACE)
    font.recalcTimestamp = False
    options = subset.Options(
        layout_features=["kern", "palt"],
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        name_IDs=["*"],
    )
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted())
    worker.subset(font)
    font.save(OUTPUT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
