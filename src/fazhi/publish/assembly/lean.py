"""What the page setter leaves out of Sphinx and MyST-NB: a third of all that they import.

Papermill has run the notebooks, so nothing is executed here; nothing is fetched from a network;
the book has no page about C++.  Who asks for any of it all the same meets None and stops.
"""

from __future__ import annotations

import sys
from types import ModuleType

import sphinx.application

_PLACEHOLDERS = {
    "myst_nb.core.execute.cache": "NotebookClientCache",
    "myst_nb.core.execute.direct": "NotebookClientDirect",
    "myst_nb.core.execute.inline": "NotebookClientInline",
    "sphinx.util.requests": "get",
}
_UNUSED = {
    "alabaster",
    "sphinx.domains.c",
    "sphinx.domains.cpp",
    "sphinx.domains.javascript",
}


def leave_out() -> None:
    """Put placeholders for modules that would never be called; drop domains without pages."""
    for name, member in _PLACEHOLDERS.items():
        module = ModuleType(name)
        setattr(module, member, None)
        sys.modules[name] = module
    wanted = tuple(n for n in sphinx.application.builtin_extensions if n not in _UNUSED)
    sphinx.application.builtin_extensions = wanted
