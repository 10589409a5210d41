"""A module nobody calls costs no import, until somebody asks for it."""

from __future__ import annotations

import sys
from importlib import import_module

from fazhi.publish import placeholders

_NAME = "colorsys"  # of the standard library, small, and used by nothing here


def test_a_placeholder_stands_for_a_module_until_it_is_taken_away() -> None:
    """It has the members given; afterwards the import finds the module itself."""
    sys.modules.pop(_NAME, None)
    placeholders.put({_NAME: {"rgb_to_hsv": None}})
    assert import_module(_NAME).rgb_to_hsv is None
    placeholders.take_away()
    assert import_module(_NAME).rgb_to_hsv(1, 1, 1) == (0.0, 0.0, 1)


def test_a_module_that_is_there_stays() -> None:
    """Nothing that is in use is replaced."""
    placeholders.put({"json": {"loads": None}})
    assert sys.modules["json"].loads("1") == 1
