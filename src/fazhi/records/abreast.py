"""Do independent work on all processors: what Arrow and numpy compute needs no turn of Python's."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")
_FEW_ROWS = 20_000


def abreast(work: Callable[..., Made], *items: Iterable[Any], rows: int) -> list[Made]:
    """Return what *work* makes of each of *items* (as ``map`` hands them out), in their order.

    Args:
        work: A function.
        *items: Its arguments.
        rows: How many rows (or bytes) it is about; for few, threads cost more than they save.

    Raises:
        Exception: What *work* raises for the first item it fails on.
    """
    if rows <= _FEW_ROWS:
        return list(map(work, *items))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, *items))


def give_memory_back() -> None:
    """Return to the system what threads freed; the C library would keep it in a heap for each."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
