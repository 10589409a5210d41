"""Terms of the glossary explained where a page first uses them: on hover, tap and focus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from fazhi.publish.book.nodes import OwnHtml
from fazhi.publish.book.years import year_of_page

GLOSSARY = "book/glossary"
_EVERYDAY = "glossary-trace"
"""Section whose words (记录, 事实 …) have their everyday meaning in the chapters of a report."""
_SECTION = re.compile(r"^\(([a-z-]+)\)=$")


def read_terms(text: str) -> dict[str, tuple[str, str]]:
    """Return section and explanation of each term of the glossary page *text*."""
    terms: dict[str, tuple[str, str]] = {}
    section = term = ""
    inside = False
    for line in text.splitlines():
        if found := _SECTION.match(line):
            section = found[1]
        elif line.startswith("```"):
            inside = line == "```{glossary}"
        elif inside and line and not line.startswith(" "):
            term = line
        elif inside and line.strip() and term not in terms:
            terms[term] = (section, line.strip())
    return terms


class ExplainTerms(SphinxTransform):
    """Turn the first use of each term into a control with its explanation beside it."""

    default_priority = 790

    def apply(self, **kwargs: object) -> None:
        """Mark the terms of this page."""
        docname, path = self.env.docname, Path(self.env.srcdir) / f"{GLOSSARY}.md"
        if docname == GLOSSARY or "/generated/" in docname or not path.is_file():
            return
        self.env.note_dependency(str(path))
        listed = read_terms(path.read_text(encoding="utf-8"))
        in_year = year_of_page(docname) is not None
        meanings = {t: m for t, (s, m) in listed.items() if not (in_year and s == _EVERYDAY)}
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if not _is_reading_text(paragraph):
                continue
            for text in [each for each in paragraph.children if isinstance(each, nodes.Text)]:
                pieces = list(_explained(str(text), meanings, self.env.new_serialno("term")))
                if any(isinstance(piece, OwnHtml) for piece in pieces):
                    paragraph.replace(text, pieces)
                    paragraph["classes"].append("has-term")


def _is_reading_text(paragraph: nodes.paragraph) -> bool:
    """Return whether *paragraph* stands in running text, not in a table, tile or caption."""
    around = paragraph.parent
    while around is not None:
        if isinstance(around, nodes.table | OwnHtml):
            return False
        around = around.parent
    return True


def _explained(text: str, meanings: dict[str, str], number: int) -> Iterator[nodes.Node]:
    """Yield *text* with the terms of *meanings* in it explained; take those from *meanings*."""
    while meanings:
        longest_first = sorted(meanings, key=len, reverse=True)
        found = re.search("|".join(map(re.escape, longest_first)), text)
        if found is None:
            break
        if found.start():
            yield nodes.Text(text[: found.start()])
        yield _term(found[0], meanings.pop(found[0]), f"term-{number}-{len(meanings)}")
        text = text[found.end() :]
    if text:
        yield nodes.Text(text)


def _term(term: str, meaning: str, anchor: str) -> OwnHtml:
    # Not a button: its words could not run on over the end of a line.
    start = f'<span class="term"><span role="button" tabindex="0" aria-describedby="{anchor}">'
    told = f'<span class="fact-ignored" role="tooltip" id="{anchor}">{escape(meaning)}</span>'
    return OwnHtml("", nodes.Text(term), start=start, end=f"</span>{told}</span>")


def setup_terms(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(ExplainTerms)
