"""Source cells: an anchor that never moves, and 本数见于, the places that print the number."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from fazhi.publish.book.domain import cell_key, facts_of
from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.years import year_of_page


class AnchorCells(SphinxTransform):
    """Give each code cell of a notebook its own id as anchor, and note which ones hold facts."""

    default_priority = 780

    def apply(self, **kwargs: object) -> None:
        """Anchor the cells of this page."""
        path = Path(self.env.doc2path(self.env.docname))
        year = year_of_page(self.env.docname)
        if path.suffix != ".ipynb" or year is None:
            return
        ids = [cell.get("id", "") for cell in json.loads(path.read_text("utf-8"))["cells"]]
        held = set()
        for container in self.document.findall(nodes.container):
            if container.get("nb_element") != "cell_code":
                continue
            cell_id = ids[container["cell_index"]]
            container["ids"] = [cell_id]
            if "fact" in container["cell_metadata"].get("tags", ()):
                held.add((year, cell_id))
                container["fact_key"] = cell_key(year, cell_id)
        facts_of(self.env).data["cells"][self.env.docname] = held


def list_occurrences(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Append to each source cell the places on the site that print its number."""
    domain = facts_of(app.env)
    for container in list(doctree.findall(nodes.container)):
        if "fact_key" not in container:
            continue
        items = nodes.bullet_list()
        for place in domain.occurrences(container["fact_key"]):
            uri = app.builder.get_relative_uri(docname, place.docname)
            title = app.env.titles[place.docname].astext()
            link = nodes.reference("", title, refuri=f"{uri}#{place.anchor}", internal=True)
            entry = nodes.paragraph("", "", link, nodes.Text(f"：{place.context}"))
            items += nodes.list_item("", entry)
        box = OwnHtml("", start='<div class="seen-at">', end="</div>")
        words = "本数见于" if len(items) else "本数未在正文中印出"
        box += nodes.paragraph("", words, classes=["seen-at-title"])
        if len(items):
            box += items
        container.append(box)


def setup_cells(app: Sphinx) -> None:
    """Register the transform and the list."""
    app.add_transform(AnchorCells)
    app.connect("doctree-resolved", list_occurrences)
