"""What the last run of each proof came to, kept beside the pages made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from assurance.copies import REPOSITORY
from assurance.lab import Measured
from fazhi.publish.assembly.inputs import code_digest

KEPT = REPOSITORY / "docs" / "assurance.json"


def fingerprint() -> str:
    """Return what tells this state of the program from any other."""
    return code_digest()[:12]


def kept_results() -> dict[int, Measured]:
    """Return the last result of each proof; nothing where none was ever run."""
    if not KEPT.exists():
        return {}
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return {int(number): Measured(**result) for number, result in kept.items()}


def keep(measured: Mapping[int, Measured]) -> dict[int, Measured]:
    """Keep new results, each with the fingerprint, and return all."""
    code = fingerprint()
    merged = {**kept_results(), **{n: replace(m, code=code) for n, m in measured.items()}}
    body = {str(number): asdict(merged[number]) for number in sorted(merged)}
    KEPT.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return merged
