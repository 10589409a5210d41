"""The one vendored font: whole for charts, cut to the site's characters for readers."""

from __future__ import annotations

import io
import logging
import re
from html import unescape
from pathlib import Path

FONT_PATH = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
"""Noto Sans CJK SC, GB 2312 and symbols; give it to ``matplotlib.font_manager.addfont``."""
LICENCE_PATH = FONT_PATH.with_name("OFL.txt")
WEB_FONT = "_static/fazhi/site.woff2"
_TAG = re.compile(r"<[^>]+>")


def subset_fonts(html_dir: Path) -> Path:
    """Write the font cut to the characters the site shows, with its licence beside it.

    Args:
        html_dir: Root of the finished site.

    Returns:
        The font written; the same pages give the same bytes.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
    font = TTFont(io.BytesIO(FONT_PATH.read_bytes()), recalcTimestamp=False)
    options = subset.Options(flavor="woff2", layout_features=["kern", "palt"], hinting=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=sorted(characters(html_dir)))
    worker.subset(font)
    target = html_dir / WEB_FONT
    font.flavor = "woff2"
    font.save(target)
    target.with_name("OFL.txt").write_text(LICENCE_PATH.read_text("utf-8"), encoding="utf-8")
    return target


def characters(html_dir: Path) -> set[int]:
    """Return the code points shown on any page, by a script, or likely in a search box."""
    found = set(range(0x20, 0x7F))
    for page in sorted(html_dir.rglob("*.html")):
        text = unescape(_TAG.sub("", page.read_text(encoding="utf-8")))
        found.update(map(ord, text))
    for script in sorted((html_dir / "_static" / "fazhi").glob("*.js")):
        found.update(map(ord, script.read_text(encoding="utf-8")))
    return {point for point in found if point >= 0x20}
