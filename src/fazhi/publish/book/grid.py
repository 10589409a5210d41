"""Tables as docutils nodes: a caption always, the first column as row headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.years import VERDICT_WORDS

Cell = list[nodes.Node]
_QUANTITY = re.compile("[+−]?[0-9][0-9.,]*[^0-9]{0,6}")
_NO_QUANTITY = {"—", "无记录", "不可比"}


def captioned_table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> nodes.table:
    """Return a table with caption, column headings and row headings.

    Args:
        caption: What the table shows.
        header: Column headings, none empty.
        rows: Cells as lists of inline nodes.
    """
    numeric = [n for n in range(1, len(header)) if _is_numeric([row[n] for row in rows])]
    group = nodes.tgroup(cols=len(header))
    group += [nodes.colspec(colwidth=1, stub=1 if n == 0 else 0) for n in range(len(header))]
    head = nodes.thead("", _row([[nodes.Text(each)] for each in header], numeric))
    group += [head, nodes.tbody("", *(_row(row, numeric) for row in rows))]
    return nodes.table("", nodes.title("", caption), group, classes=["facts"])


def _is_numeric(column: Sequence[Cell]) -> bool:
    """Return whether a column holds quantities and nothing else; those are set flush right."""
    texts = ["".join(node.astext() for node in cell) for cell in column]
    said = [text for text in texts if text not in _NO_QUANTITY]
    return bool(said) and all(_QUANTITY.fullmatch(text) for text in said)


def _row(cells: Sequence[Cell], numeric: Sequence[int]) -> nodes.row:
    return nodes.row(
        "",
        *(
            nodes.entry(
                "",
                nodes.paragraph("", "", *cell),
                classes=["text-right"] if n in numeric else [],
            )
            for n, cell in enumerate(cells)
        ),
    )


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
