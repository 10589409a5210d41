"""Give every number of a page an id, and remember where on the site it is printed."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from fazhi.publish.book.domain import facts_of
from fazhi.publish.book.nodes import FactLink

AROUND = 16
"""Characters of context kept on each side."""


class NumberOccurrences(SphinxTransform):
    """Name the numbers ``n-2022-penalties-cases-1``, ``-2``, … in reading order."""

    default_priority = 800

    def apply(self, **kwargs: object) -> None:
        """Set the ids and record the occurrences of this page."""
        counts: dict[str, int] = {}
        found = []
        for link in self.document.findall(FactLink):
            if link["kind"] != "fact":
                continue
            key = link["key"]
            counts[key] = counts.get(key, 0) + 1
            anchor = f"n-{key.replace('/', '-').replace('.', '-')}-{counts[key]}"
            link["ids"] = [anchor]
            found.append((key, anchor, context_of(link)))
        facts_of(self.env).data["printed"][self.env.docname] = found


def context_of(link: FactLink) -> str:
    """Return the words around *link* within its own block."""
    block: nodes.Element = link.parent
    while isinstance(block, nodes.Inline) and block.parent is not None:
        block = block.parent
    if isinstance(block.parent, nodes.entry):
        return _context_in_table(block.parent, link.astext())
    text, at = block.astext(), 0
    for node in block.findall(nodes.Text):
        if node.parent is link:
            break
        at += len(node.astext())
    shown = link.astext()
    before, after = text[max(0, at - AROUND) : at], text[at + len(shown) :]
    lead = "…" + before.lstrip("0123456789.%") if at > AROUND else before
    tail = after[:AROUND].rstrip("0123456789.") + "…" if len(after) > AROUND else after
    return f"{lead}{shown}{tail}".replace("\n", "")


def _context_in_table(cell: nodes.entry, shown: str) -> str:
    """Return caption, row heading and number: ``主要数字｜行政处罚案件｜7起``."""
    row = cell.parent
    table: nodes.Element = row
    while not isinstance(table, nodes.table):
        table = table.parent
    titles = [child.astext() for child in table.children if isinstance(child, nodes.title)]
    return "｜".join([*titles, row.children[0].astext(), shown])


def setup_occurrences(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(NumberOccurrences)
