"""The Sphinx extension that makes the book: traced numbers, Chinese search, the look.

1. ``years``        what is known of each year
2. ``domain``       what the book remembers between its pages
3. ``roles``        numbers in sentences;  ``tables``, ``tiles``, ``charts``, ``comparing``,
                    ``commitments``  many at once;  ``sparkline``  a small chart
4. ``nodes``        the HTML of a number;  ``occurrences``  where each is printed
5. ``cells``        source cells and their anchors;  ``terms``  words of the glossary explained
6. ``search``       Chinese full-text search
7. ``pages``        the frame around every page
8. ``inspector``    what the panel beside a number shows
9. ``fonts``, ``harden``   run on the finished HTML
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fazhi.publish.book.fonts import FONT_PATH, subset_fonts

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["FONT_PATH", "setup", "subset_fonts"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    from fazhi.publish.book import (
        cells,
        charts,
        commitments,
        comparing,
        domain,
        inspector,
        nodes,
        occurrences,
        pages,
        roles,
        search,
        tables,
        terms,
        tiles,
    )

    app.add_domain(domain.FactDomain)
    for name, role in roles.ROLES.items():
        app.add_role(name, role)
    for name, directive in {**tables.DIRECTIVES, **comparing.DIRECTIVES}.items():
        app.add_directive(name, directive)
    app.add_directive("fact-chart", charts.FactChart)
    app.add_directive("fact-headlines", tiles.FactHeadlines)
    app.add_directive("commitments", commitments.Commitments)
    nodes.setup_nodes(app)
    occurrences.setup_occurrences(app)
    cells.setup_cells(app)
    terms.setup_terms(app)
    search.setup_search(app)
    pages.setup_pages(app)
    app.connect("env-get-outdated", domain.outdated_pages)
    app.connect("env-updated", domain.rewritten_pages)
    app.connect("doctree-resolved", nodes.resolve_links)
    app.connect("build-finished", inspector.write_panels)
    app.connect("build-finished", comparing.write_comparisons)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
