"""The container of Excel 97 files, as far as it takes to know that reading one will end.

A damaged container can chain its sectors into a loop; the reader would follow it until the
machine has no memory left.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HEADER = 512
_SHIFTS = (9, 12)


def chains_end(data: bytes) -> bool:
    """Return whether every chain of sectors of an OLE container comes to an end.

    Args:
        data: The whole file.
    """
    if len(data) < _HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SHIFTS:
        return False
    size = 1 << shift
    table = _allocation_table(data, size)
    (mini_start,) = struct.unpack_from("<I", data, 60)
    if _loops(table):
        return False
    mini: list[int] = []
    sector = mini_start
    while sector < len(table):
        mini += _sector(data, sector, size)
        sector = table[sector]
    return not _loops(mini)


def _allocation_table(data: bytes, size: int) -> list[int]:
    """Return the successor of every sector."""
    listed = list(struct.unpack_from("<109I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        entries = _sector(data, more, size)
        if not entries:
            break
        listed += entries[:-1]
        more = entries[-1]
    table: list[int] = []
    for sector in listed[: len(data) // size]:
        table += _sector(data, sector, size)
    return table


def _sector(data: bytes, number: int, size: int) -> Sequence[int]:
    """Return a sector as numbers; nothing when it lies outside the file."""
    start = (number + 1) * size
    cells = data[start : start + size]
    return struct.unpack(f"<{size // 4}I", cells) if len(cells) == size else ()


def _loops(successor: Sequence[int]) -> bool:
    """Return whether following the successors from anywhere never ends."""
    seen_from: list[int | None] = [None] * len(successor)
    for start in range(len(successor)):
        sector = start
        while sector < len(successor) and seen_from[sector] is None:
            seen_from[sector] = start
            sector = successor[sector]
        if sector < len(successor) and seen_from[sector] == start:
            return True
    return False
