"""Office files are zip archives: write them so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

_DATE = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def repacked(data: bytes, edit: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """Return the archive *data* with fixed dates, order and origin.

    Args:
        data: A zip archive.
        edit: Given name and content of each entry, returns the content to store.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in sorted(old.namelist(), key=lambda each: (each != _FIRST, each)):
            content = old.read(name)
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, edit(name, content) if edit else content)
    return target.getvalue()


def swap_in(data: bytes, target: Path) -> Path:
    """Write *data* to *target* whole or not at all, and return *target*."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{target.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(target)
    return target
