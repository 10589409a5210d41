"""Chinese full-text search that runs in the page, offline, over ``file://`` too.

Text and query are cut by one rule into prefixed tokens, so no page with the query is missed:

=====  ===========================  ==========
z1.    each Chinese character       z1罚
z2.    each pair of neighbours      z2罚款
n.     a whole number               n.11d3.
w.     a run of Latin letters       w.pm
=====  ===========================  ==========

The page text itself is stored beside the index, one small script a page, from which the excerpt is
cut and on which the phrase is confirmed (two characters may stand together elsewhere on the page).
"""

from __future__ import annotations

import json
import re
import unicodedata
from html import unescape
from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import SearchLanguage, languages

HAN = "\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff"
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
_PIECE = re.compile(f"[{HAN}]+|[0-9]+(?:,[0-9]{{3}}(?![0-9]))*(?:\\.[0-9]+)*|[a-z]+")
_TAG = re.compile(r"<(style|script|title)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)

SPLITTER = Path(__file__).with_name("splitter.js")


def tokens(text: str) -> list[str]:
    """Cut *text* into search tokens, in reading order, without repeats.

    White space between two Chinese characters is a line break or a gap in a title, not a border.
    """
    separated = text.replace("，", "。")  # or NFKC would make it a thousands separator
    folded = _BETWEEN_HAN.sub("", unicodedata.normalize("NFKC", separated).lower())
    found: dict[str, None] = {}
    for match in _PIECE.finditer(folded):
        found.update(dict.fromkeys(_piece_tokens(match[0])))
    return list(found)


def _piece_tokens(piece: str) -> list[str]:
    if piece[0].isdecimal():
        return [f"n.{piece.replace(',', '').replace('.', 'd')}."]
    if "a" <= piece[0] <= "z":
        return [f"w.{piece}"]
    pairs = [f"z2{a}{b}" for a, b in pairwise(piece)]
    return [f"z1{character}" for character in piece] + pairs


class ChineseSearch(SearchLanguage):
    """The rule above for Sphinx's index and, as JavaScript, for the query."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = SPLITTER.read_text(encoding="utf-8")

    def split(self, input: str) -> list[str]:
        """Cut *input* into tokens."""
        return tokens(input)


class ChineseHtmlBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder, except that a block of text is indexed whole.

    Sphinx indexes each text node alone, which would lose every phrase that runs into or out of a
    number, a link or an emphasis.
    """

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Index *doctree* and store its text for excerpts."""
        flat = flatten(doctree)
        super().index_page(pagename, flat, title)
        text = "\n".join(" ".join(each.astext().split()) for each in flat.findall(nodes.Text))
        path = Path(self.outdir) / "_static" / "fazhi" / "text" / f"{pagename}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = json.dumps([pagename, text], ensure_ascii=False)
        path.write_text(f"fazhiText(...{body});\n", encoding="utf-8")


def flatten(doctree: nodes.document) -> nodes.document:
    """Return a copy of *doctree* in which every block of text is one text node."""
    flat = doctree.deepcopy()
    for raw in list(flat.findall(nodes.raw)):
        shown = _TAG.sub(" ", raw.astext()) if "html" in raw["format"] else ""
        raw.parent.replace(raw, nodes.Text(unescape(shown)))
    for block in list(flat.findall(nodes.TextElement)):
        if not isinstance(block, nodes.Inline):
            block.children = [nodes.Text(block.astext())]
    return flat


def setup_search(app: Sphinx) -> None:
    """Register language and builder."""
    languages["zh"] = ChineseSearch
    app.add_builder(ChineseHtmlBuilder, override=True)
