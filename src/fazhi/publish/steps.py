"""Whether a step must run again: decided by the content of what it reads and wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import fazhi
from fazhi.paths import Project

_PACKAGE = Path(fazhi.__file__).parent
_LOCK = _PACKAGE.parents[1] / "requirements.lock"


@dataclass(frozen=True)
class Step:
    """One piece of work whose result is files.

    Attributes:
        name: Such as ``2022/20_enforcement``.
        inputs: Files that decide the result, beside our own code and the lock file.
        outputs: Files or folders it writes.
        settings: Parameters that decide the result.
    """

    name: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    settings: Mapping[str, int] = field(default_factory=dict)


def is_current(project: Project, step: Step) -> bool:
    """Return whether all *step* reads is unchanged and all it wrote is undamaged."""
    try:
        state = json.loads(_state(project, step).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(state == _fingerprint(step))


def forget(project: Project, step: Step) -> None:
    """Make *step* due; called before it runs, so that a crash leaves it due."""
    _state(project, step).unlink(missing_ok=True)


def remember(project: Project, step: Step) -> None:
    """Note that *step* has run."""
    path = _state(project, step)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(_fingerprint(step)), encoding="utf-8")
    temporary.replace(path)


def files_hash(files: Iterable[Path]) -> str:
    """Return one hash over names and contents; a missing file counts as such."""
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _state(project: Project, step: Step) -> Path:
    return project.build / "state" / f"{step.name.replace('/', '-')}.json"


def _fingerprint(step: Step) -> dict[str, str]:
    settings = json.dumps(dict(step.settings), sort_keys=True)
    inputs = f"{settings} {files_hash(step.inputs)} {_code_hash()}"
    written: list[Path] = []
    for output in step.outputs:
        inside = (
            sorted(p for p in output.rglob("*") if p.is_file()) if output.is_dir() else [output]
        )
        written += inside
    return {
        "inputs": hashlib.sha256(inputs.encode()).hexdigest(),
        "outputs": files_hash(written),
    }


@cache
def _code_hash() -> str:
    """Return one hash over the code that computes and the versions it runs on."""
    parts = ("quantity", "records", "facts", "claims", "publish/statistics", "publish/papers",
             "publish/revisions")  # fmt: skip
    code = [p for part in parts for p in sorted((_PACKAGE / part).rglob("*.py"))]
    single = [
        _PACKAGE / "publish" / name
        for name in ("charts.py", "drawing.py", "pages.py", "published.py")
    ]
    return files_hash([*code, *single, _LOCK])
