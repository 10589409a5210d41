"""Tables as docutils nodes: a caption always, the first column as row headings."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.years import VERDICT_WORDS

Cell = list[nodes.Node]


def captioned_table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> nodes.table:
    """Return a table with caption, column headings and row headings.

    Args:
        caption: What the table shows.
        header: Column headings, none empty.
        rows: Cells as lists of inline nodes.
    """
    group = nodes.tgroup(cols=len(header))
    group += [nodes.colspec(colwidth=1, stub=1 if n == 0 else 0) for n in range(len(header))]
    head = nodes.thead("", _row([[nodes.Text(each)] for each in header]))
    group += [head, nodes.tbody("", *(_row(row) for row in rows))]
    return nodes.table("", nodes.title("", caption), group, classes=["facts"])


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def sortable(table: nodes.table, attributes: str = "") -> OwnHtml:
    """Return *table* in a box that ``tables.js`` gives sorting and filtering.

    Args:
        table: The table; it reads the same without the script.
        attributes: Further attributes of the box.
    """
    box = OwnHtml("", start=f'<div class="sortable"{attributes}>', end="</div>")
    box += table
    return box


def verdict_mark(verdict: str) -> Cell:
    """Return a verdict by word; the style sheet adds shape and colour."""
    return [nodes.inline("", VERDICT_WORDS[verdict], classes=["verdict", f"verdict-{verdict}"])]


def ignored(text: str) -> OwnHtml:
    """Return explanatory *text* whose numerals say nothing about the records."""
    return OwnHtml("", nodes.Text(text), start='<span class="fact-ignored">', end="</span>")
