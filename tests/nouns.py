"""Which nouns of a package can be changed after they are made."""

from __future__ import annotations

import pkgutil
from dataclasses import is_dataclass
from importlib import import_module
from types import ModuleType


def changeable_nouns(package: ModuleType) -> list[str]:
    """Return the dataclasses of *package* that are not frozen, by module."""
    prefix = f"{package.__name__}."
    modules = [import_module(m.name) for m in pkgutil.walk_packages(package.__path__, prefix)]
    return [
        f"{module.__name__}.{name}"
        for module in modules
        for name, noun in sorted(vars(module).items())
        if is_dataclass(noun) and isinstance(noun, type) and noun.__module__ == module.__name__
        if not noun.__dataclass_params__.frozen  # type: ignore[attr-defined]
    ]
