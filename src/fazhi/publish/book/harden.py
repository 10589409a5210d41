"""Make the finished site safe to publish: no inline code, a strict policy, nothing unused.

What is inline and known is moved or dropped; what is inline and unknown stops the publication,
because moving it would turn an injected script into a permitted one.
"""

from __future__ import annotations

import re

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
_UNUSED = (
    "scripts", "styles", "vendor", "locales", "images", "webpack-macros.html",
    "sbt-webpack-macros.html", "doctools.js", "sphinx_highlight.js", "searchtools.js",
    "documentation_options.js", "translations.js", "basic.css", "file.png", "minus.png", "plus.png",
)  # fmt: skip
_MYSTNB = re.compile(r"mystnb\..*\.css")
_INTERNAL = (".buildinfo", "objects.inv")
_REFRESH = re.compile(r'<meta http-equiv="Refresh" content="0; url=([^"]+)"', re.IGNORECASE)
_REDIRECT = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
  <meta charset="utf-8">
  <meta http-equiv="refresh" content="0; url={url}">
  <title>转到首页</title>
</head>
<body><main><h1>转到首页</h1><p><a href="{url}">打开首页</a></p></main></body>
</html>
"""
_KNOWN_STYLES = (
    re.compile(r"<style scoped>\s*\.dataframe[^<]*</style>"),
    re.compile(r' style="text-align: (?:right|left|center);"'),
    re.compile(r' border="1"'),
)
_HEAD = re.compile(r'(<head>\s*<meta charset="utf-8">)')
_EXTERNAL = re.compile(
    r'<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc="(?:https?:)?//[^"]*"'
    r'|<link\b(?![^>]*rel="canonical")[^>]*\bhref="(?:https?:)?//[^"]*"'
)
_INLINE = {
    "内联脚本": re.compile(r'<script\b(?![^>]*\bsrc=)(?! type="application/ld\+json">)[^>]*>'),
    "内联样式块": re.compile(r"<style\b[^>]*>"),
    "内联样式": re.compile(r"<[a-z][^>]*\sstyle=\"[^\"]*\"[^>]*>"),
    "内联事件": re.compile(r"<[a-z][^>]*\son[a-z]+=\"[^\"]*\"[^>]*>"),
    "脚本链接": re.compile(r"href=\"javascript:[^\"]*\"", re.IGNORECASE),
    "外部资源": _EXTERNAL,
}


def is_left_out(name: str) -> bool:
    """Return whether no reader needs the file *name* of what Sphinx writes."""
    folder, _, inside = name.partition("/")
    first = inside.partition("/")[0]
    unused = folder == "_static" and (first in _UNUSED or _MYSTNB.fullmatch(first) is not None)
    return unused or name in _INTERNAL


def harden_page(text: str) -> str:
    """Return *text* without the known inline styles and with the policy in its head."""
    if redirect := _REFRESH.search(text):
        text = _REDIRECT.format(url=redirect[1])
    for known in _KNOWN_STYLES:
        text = known.sub("", text)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return text if meta in text else _HEAD.sub(rf"\1\n  {meta}", text, count=1)


def dangers(text: str) -> list[str]:
    """Return what a page may not hold, with the passage found."""
    found = [
        f"{what} {match[0][:80]}" for what, rule in _INLINE.items() for match in rule.finditer(text)
    ]
    if "Content-Security-Policy" not in text:
        found.append("缺少内容安全策略")
    return found
