"""A pytest plugin: every property is tried on a thousand examples."""

from __future__ import annotations

import pytest
from hypothesis import settings

_SETTINGS = "_hypothesis_internal_use_settings"
EXAMPLES = 1000


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark that selects properties."""
    config.addinivalue_line("markers", "thousand: a property, tried on a thousand examples")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every property and raise its number of examples."""
    for item in items:
        test = getattr(item, "obj", None)
        if getattr(test, "is_hypothesis_test", False):
            item.add_marker("thousand")
            function = getattr(test, "__func__", test)
            own = getattr(function, _SETTINGS, settings())
            setattr(function, _SETTINGS, settings(own, max_examples=EXAMPLES, deadline=None))
