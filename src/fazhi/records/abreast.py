"""Do independent work on all processors: what Arrow and numpy compute needs no turn of Python's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")


def abreast(work: Callable[..., Made], *items: Iterable[Any]) -> list[Made]:
    """Return what *work* makes of each of *items* (as ``map`` hands them out), in their order.

    Raises:
        Exception: What *work* raises for the first item it fails on.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, *items))
