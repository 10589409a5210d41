"""The pages of a built site, parsed once for all gates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import html as lxml_html

NOTEBOOKS = "book/generated/"


@dataclass(frozen=True)
class Page:
    """One HTML page.

    Attributes:
        name: Path below the site, with forward slashes.
        text: The file's text.
    """

    name: str
    text: str

    @cached_property
    def tree(self) -> lxml_html.HtmlElement:
        """The parsed page."""
        return lxml_html.document_fromstring(self.text)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every anchor of the page."""
        return frozenset(self.tree.xpath("//@id")) | frozenset(self.tree.xpath("//a/@name"))

    @property
    def is_narrative(self) -> bool:
        """Whether people wrote it (and not a notebook or an index of the site)."""
        return self.name.startswith("book/") and not self.name.startswith(NOTEBOOKS)

    @property
    def article(self) -> lxml_html.HtmlElement:
        """The main text, without navigation."""
        found = self.tree.xpath("//article") or self.tree.xpath("//main") or [self.tree]
        return found[0]


def read_pages(site: Path) -> list[Page]:
    """Return all pages below *site*, sorted by name."""
    return [
        Page(p.relative_to(site).as_posix(), p.read_text(encoding="utf-8"))
        for p in sorted(site.rglob("*.html"))
        if "_static" not in p.relative_to(site).parts
    ]
