"""The pages of a built site, parsed once for all gates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from fazhi.publish.audit.memo import Memo, content_key

NOTEBOOKS = "book/generated/"
_FACTS = "//a[contains(concat(' ', @class, ' '), ' fact ')]"
_LOADED = "//script/@src | //img/@src | //link[@rel!='canonical']/@href | //iframe/@src"


@dataclass(frozen=True)
class Page:
    """One HTML page.

    Attributes:
        name: Path below the site, with forward slashes.
        text: The file's text.
        memo: What was read of the same page before.
    """

    name: str
    text: str
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)

    @cached_property
    def tree(self) -> lxml_html.HtmlElement:
        """The parsed page."""
        return lxml_html.document_fromstring(self.text)

    @cached_property
    def _outline(self) -> dict[str, Any]:
        key = content_key("outline", self.name, self.text.encode())
        return self.memo.recall(key, self._read_outline)

    def _read_outline(self) -> dict[str, Any]:
        links = self.tree.xpath(_FACTS)
        return {
            "ids": sorted(map(str, self.tree.xpath("//@id | //a/@name"))),
            "targets": list(dict.fromkeys(map(str, self.tree.xpath("//@href | //@src")))),
            "loaded": list(map(str, self.tree.xpath(_LOADED))),
            "facts": [[dict(link.attrib), link.text_content()] for link in links],
        }

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every anchor of the page."""
        return frozenset(self._outline["ids"])

    @property
    def targets(self) -> list[str]:
        """Where its links and resources lead, each once."""
        targets: list[str] = self._outline["targets"]
        return targets

    @property
    def loaded(self) -> list[str]:
        """What a browser fetches to show it."""
        loaded: list[str] = self._outline["loaded"]
        return loaded

    @property
    def facts(self) -> list[tuple[dict[str, str], str]]:
        """Attributes and text of every link of a number to its cell."""
        return [(attributes, text) for attributes, text in self._outline["facts"]]

    @property
    def is_narrative(self) -> bool:
        """Whether people wrote it (and not a notebook or an index of the site)."""
        return self.name.startswith("book/") and not self.name.startswith(NOTEBOOKS)

    @property
    def article(self) -> lxml_html.HtmlElement:
        """The main text, without navigation."""
        found = self.tree.xpath("//article") or self.tree.xpath("//main") or [self.tree]
        return found[0]


def read_pages(site: Path, memo: Memo | None = None) -> list[Page]:
    """Return all pages below *site*, sorted by name."""
    memo = memo or Memo()
    return [
        Page(p.relative_to(site).as_posix(), p.read_text(encoding="utf-8"), memo)
        for p in sorted(site.rglob("*.html"))
        if "_static" not in p.relative_to(site).parts
    ]
