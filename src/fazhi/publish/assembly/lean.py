"""What the page setter leaves out of Sphinx and MyST-NB: a third of all that they import.

Papermill has run the notebooks, so nothing is executed here; nothing is fetched from a network;
images are vector drawings; our own frame takes the place of the theme's navigation, which would be
parsed and mended; the book has no page about C++.
"""

from __future__ import annotations

from collections.abc import Mapping

import sphinx.application

from fazhi.publish import placeholders

_PLACEHOLDERS: Mapping[str, Mapping[str, object]] = {
    "IPython": {"get_ipython": None},
    "IPython.display": {"display": None},
    "PIL": {},
    "bs4": {"BeautifulSoup": None},
    "myst_nb.core.execute.cache": {"NotebookClientCache": None},
    "myst_nb.core.execute.direct": {"NotebookClientDirect": None},
    "myst_nb.core.execute.inline": {"NotebookClientInline": None},
    "requests": {"get": None},
    "requests.exceptions": {"ConnectionError": None, "HTTPError": None, "RetryError": None},
    "sphinx.util.requests": {"get": None},
}
_UNUSED = (
    "alabaster",
    "sphinx.builders.linkcheck",
    "sphinx.domains.c",
    "sphinx.domains.cpp",
    "sphinx.domains.javascript",
)


def leave_out() -> None:
    """Put placeholders for modules that would never be called; drop what Sphinx need not load."""
    placeholders.put(_PLACEHOLDERS)
    wanted = tuple(n for n in sphinx.application.builtin_extensions if n not in _UNUSED)
    sphinx.application.builtin_extensions = wanted
