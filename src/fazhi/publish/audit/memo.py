"""Results of gates by the content they judged: a page that did not change is not judged again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")


class Memo:
    """Remembers results between builds; only those asked for again stay.

    The file may hold values that must not be published, so only its owner may read it.

    Args:
        path: Where results are kept; None forgets everything.
        basis: Digest of all that decides a result beside its key; another basis forgets all.
    """

    def __init__(self, path: Path | None = None, basis: str = "") -> None:
        self._path, self._basis = path, basis
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        try:
            kept = json.loads(path.read_text(encoding="utf-8")) if path else {}
        except (OSError, ValueError):
            kept = {}
        if isinstance(kept, dict) and kept.get("basis") == basis:
            self._known = kept["results"]

    def recall(self, key: str, compute: Callable[[], Result]) -> Result:
        """Return the result known for *key*, else compute it; it must be plain JSON."""
        if key not in self._used:
            self._used[key] = self._known[key] if key in self._known else compute()
        result: Result = self._used[key]
        return result

    def known(self, key: str) -> Any:
        """Return what the last build found for *key*, None if it did not ask."""
        return self._known.get(key)

    def keep(self, key: str, result: Any) -> None:
        """Remember *result*, which must be plain JSON."""
        self._used[key] = result

    def save(self) -> None:
        """Keep the results used."""
        if self._path is None:
            return
        aside = self._path.with_suffix(".tmp")
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            json.dump({"basis": self._basis, "results": self._used}, handle, ensure_ascii=False)
        aside.replace(self._path)


def file_key(kind: str, name: str, digest: str) -> str:
    """Return the key of a result of *kind* about one file, by its SHA-256."""
    return f"{kind} {name} {digest}"


def content_key(kind: str, name: str, content: bytes) -> str:
    """Return the same key for a file whose content is at hand."""
    return file_key(kind, name, hashlib.sha256(content).hexdigest())
