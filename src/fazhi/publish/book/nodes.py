"""The two inline nodes of the book: a traced number, and one derived from two years."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from fazhi.publish.book.domain import facts_of
from fazhi.publish.book.problems import complain
from fazhi.publish.book.years import Printed


class FactLink(nodes.Inline, nodes.TextElement):
    """A number that leads to the cell that computed it.

    Attributes ``key``, ``value``, ``verdict`` and ``kind`` (``fact``, ``fact-change``) become the
    attributes of the link; ``href`` is filled in when the page is written.
    ``mark`` is the verdict, or ``computed`` for a number that no published claim asserts.
    """


class OwnHtml(nodes.General, nodes.Element):
    """HTML written by this package alone: attributes ``start`` and ``end`` enclose the children."""


def fact_link(printed: Printed, text: str | None = None, kind: str = "fact") -> FactLink:
    """Return the link for *printed*, showing *text* or the printed form."""
    shown = printed.text if text is None else text
    return FactLink(
        "", nodes.Text(shown), key=printed.key, value=printed.value, verdict=printed.verdict,
        mark=printed.mark, kind=kind,
    )  # fmt: skip


def resolve_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill in where each number of the page leads to; report one that leads nowhere."""
    domain = facts_of(app.env)
    for link in doctree.findall(FactLink):
        year, indicator_id = link["key"].split("/", 1)
        anchor = indicator_id.replace(".", "-")
        page = domain.cell_page(int(year), anchor)
        if page is None:
            complain(f"数字 {link['key']} 没有计算单元（锚点 {anchor}）", link)
            page = docname
        link["href"] = app.builder.get_relative_uri(docname, page) + "#" + anchor


def visit_fact_link(self: HTML5Translator, node: FactLink) -> None:
    """Write the link of design's contract, inside a span that other pages can point to.

    A copy in a table of contents has no ``href`` and stays plain text.
    """
    if "href" not in node:
        return
    verdict = "" if node["kind"] != "fact" else f' data-verdict="{node["verdict"]}"'
    basis = ' data-basis="computed"' if verdict and node["mark"] == "computed" else ""
    anchors = "".join(f' id="{each}"' for each in node["ids"][:1])
    self.body.append(
        f'<span class="fact-at"{anchors}>'
        f'<a class="{node["kind"]}" data-fact="{self.attval(node["key"])}" '
        f'data-value="{self.attval(node["value"])}"{verdict} '
        f'href="{self.attval(node["href"])}"{basis}>'
    )


def depart_fact_link(self: HTML5Translator, node: FactLink) -> None:
    """Close the link."""
    if "href" not in node:
        return
    self.body.append("</a></span>")


def visit_own_html(self: HTML5Translator, node: OwnHtml) -> None:
    """Write the opening HTML."""
    self.body.append(node["start"])


def depart_own_html(self: HTML5Translator, node: OwnHtml) -> None:
    """Write the closing HTML."""
    self.body.append(node["end"])


def ignore(self: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Leave only the text in formats other than HTML."""


def setup_nodes(app: Sphinx) -> None:
    """Register both nodes with their writers."""
    plain = (ignore, ignore)
    app.add_node(
        FactLink, html=(visit_fact_link, depart_fact_link), latex=plain, text=plain, man=plain
    )
    app.add_node(
        OwnHtml, html=(visit_own_html, depart_own_html), latex=plain, text=plain, man=plain
    )
