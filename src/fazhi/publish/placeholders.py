"""Modules that the libraries we use import, and that nothing here ever calls.

A placeholder stands for such a module in a process of ours: it costs nothing to import.  Who asks
it for anything all the same meets None and stops.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType


class _Placeholder(ModuleType):
    """A module without content."""


def put(members: Mapping[str, Mapping[str, object]]) -> None:
    """Put a placeholder for each module, unless it is imported already.

    Args:
        members: What is imported from it, by module.
    """
    for name, found in members.items():
        module = _Placeholder(name)
        module.__dict__.update(found)
        sys.modules.setdefault(name, module)


def take_away() -> None:
    """Remove all placeholders: whoever imports one of these modules now gets the module."""
    for name in [n for n, module in sys.modules.items() if isinstance(module, _Placeholder)]:
        del sys.modules[name]
