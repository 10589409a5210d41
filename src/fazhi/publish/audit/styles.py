"""What style sheets say once their escapes are decoded: ``content`` shows text to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_STYLE = re.compile(
    r"<style\b[^>]*>(.*?)</style|\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(?:\r\n|[\r\n\f])|(.))")
_BACKSLASH = re.compile(r"\\|&(?:#0*92|#[xX]0*5[cC]|bsol)")
_LAST_CHARACTER = 0x10FFFF


def decoded(style: str) -> str:
    """Return a style sheet with its escapes decoded and its broken strings joined."""
    return _ESCAPE.sub(_character, style)


def styles_in(markup: str) -> Iterator[str]:
    """Yield the style texts of a page or drawing that have escapes, decoded."""
    if not _BACKSLASH.search(markup):
        return
    for match in _STYLE.finditer(markup):
        style = unescape(match[match.lastindex or 1])
        if "\\" in style:
            yield decoded(style)


def _character(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[2] or ""
    code = int(escape[1], 16)
    return chr(code) if code <= _LAST_CHARACTER else "\ufffd"
