"""What the page setter leaves out of Sphinx and MyST-NB: a third of all that they import.

Papermill has run the notebooks, so nothing is executed here; nothing is fetched from a network;
the book has no page about C++.  Who asks for any of it all the same meets None and stops.
"""

from __future__ import annotations

import sys
from types import ModuleType

import sphinx.application

_PLACEHOLDERS = {
    "IPython": ("get_ipython",),
    "IPython.display": ("display",),
    "myst_nb.core.execute.cache": ("NotebookClientCache",),
    "myst_nb.core.execute.direct": ("NotebookClientDirect",),
    "myst_nb.core.execute.inline": ("NotebookClientInline",),
    "requests": ("get",),
    "requests.exceptions": ("ConnectionError", "HTTPError", "RetryError"),
    "sphinx.util.requests": ("get",),
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
    for name, members in _PLACEHOLDERS.items():
        module = ModuleType(name)
        module.__dict__.update(dict.fromkeys(members))
        sys.modules[name] = module
    wanted = tuple(n for n in sphinx.application.builtin_extensions if n not in _UNUSED)
    sphinx.application.builtin_extensions = wanted
