"""The one vendored font: whole for charts, cut to the site's characters for readers."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

FONT_PATH = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
"""Noto Sans CJK SC, GB 2312 and symbols; give it to ``matplotlib.font_manager.addfont``."""
LICENCE_PATH = FONT_PATH.with_name("OFL.txt")
WEB_FONT = "_static/fazhi/site.woff"
ALWAYS = frozenset(range(0x20, 0x7F))
"""What is cut out whatever the pages show."""
_SCRIPTS = "_static/fazhi/"
_TAG = re.compile(r"<[^>]+>")


def subset_fonts(html_dir: Path) -> Path:
    """Write the font cut to the characters the site shows, with its licence beside it.

    Args:
        html_dir: Root of the finished site.

    Returns:
        The font written; the same pages give the same bytes.
    """
    target = html_dir / WEB_FONT
    target.write_bytes(cut(sorted(characters(html_dir))))
    target.with_name(LICENCE_PATH.name).write_bytes(LICENCE_PATH.read_bytes())
    return target


def cut(points: Sequence[int], font: Any = None) -> bytes:
    """Return the font with the glyphs of *points* only, as WOFF.

    WOFF 2 would be a twentieth smaller and take three times as long.

    Args:
        points: Code points.
        font: The whole font, already read; it is used up.
    """
    from fontTools import subset

    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
    font = font or _read_font()
    options = subset.Options(flavor="woff", layout_features=["kern", "palt"])
    worker = subset.Subsetter(options)
    worker.populate(unicodes=points)
    worker.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _read_font() -> Any:
    from fontTools.ttLib import TTFont

    font = TTFont(FONT_PATH, recalcTimestamp=False, recalcBBoxes=False)
    font.ensureDecompiled()
    return font


def cut_as_asked() -> None:
    """Cut to the points listed on standard input, none if nothing is, to standard output."""
    import fontTools.subset  # noqa: F401 - while the points are still being gathered

    font = _read_font()
    asked = sys.stdin.read()
    if asked:
        sys.stdout.buffer.write(cut(json.loads(asked), font))


def characters(html_dir: Path) -> set[int]:
    """Return the code points shown on any page, by a script, or likely in a search box."""
    found = set(ALWAYS)
    for path in html_dir.rglob("*"):
        name = path.relative_to(html_dir).as_posix()
        if shows_text(name):
            found.update(map(ord, shown_in(name, path.read_text(encoding="utf-8"))))
    return found


def shows_text(name: str) -> bool:
    """Return whether the file *name* of a site is a page, or a script that may write on one."""
    return name.endswith(".html") or (name.startswith(_SCRIPTS) and name.endswith(".js"))


def shown_in(name: str, text: str) -> str:
    """Return every character that file *name* with this *text* may show, once, in order."""
    shown = unescape(_TAG.sub("", text)) if name.endswith(".html") else text
    return "".join(sorted(character for character in set(shown) if character >= " "))
