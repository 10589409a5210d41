"""What a release was built from, as an in-toto Statement v1 with an SLSA provenance v1 predicate.

SLSA build level 1: the provenance exists, is complete and names every input by digest.
It is not signed and the builder is whoever ran ``make site``, so it is not level 2; what it claims
can be checked all the same, because anybody can rebuild the release bit by bit (``make verify``).
No clock, user or machine stands in it: equal inputs give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import fazhi
from fazhi.paths import Project
from fazhi.publish.release import MANIFEST
from fazhi.records import sha256_of

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "urn:fazhi:make-site:v1"
LOCK = "requirements.lock"


def write_statement(project: Project, release: Path, known: Mapping[str, str] = {}) -> Path:
    """Write the statement on *release* into ``_build/provenance/`` and return its path.

    Args:
        project: The project.
        release: Folder of the release.
        known: SHA-256 of inputs as the build has read them, by path.
    """
    path = statement_path(project, release)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        statement(project, release, known), ensure_ascii=False, indent=1, sort_keys=True
    )
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(path)
    for other in path.parent.iterdir():
        if not (project.build / "releases" / other.name.partition(".")[0]).is_dir():
            other.unlink()
    return path


def statement_path(project: Project, release: Path) -> Path:
    """Return where the statement on *release* stands."""
    return project.build / "provenance" / f"{release.name}.intoto.json"


def statement(project: Project, release: Path, known: Mapping[str, str] = {}) -> dict[str, Any]:
    """Return the statement: the release's manifest, and every input by SHA-256."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": MANIFEST, "digest": {"sha256": sha256_of(release / MANIFEST)}}],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"command": "make site", "years": project.years()},
                "internalParameters": {},
                "resolvedDependencies": [
                    {"uri": name, "digest": {"sha256": known.get(name) or sha256_of(path)}}
                    for name, path in _dependencies(project)
                ],
            },
            "runDetails": {"builder": {"id": "urn:fazhi:local-make", "version": {}}},
        },
    }


def inputs(project: Project) -> list[Path]:
    """Return every file a release is made from, our own code excepted."""
    folders = (project.root / "data" / "raw", project.reference, project.notebooks, project.book)
    files = [project.config, project.toc, project.root / LOCK]
    for folder in folders:
        files += (p for p in folder.rglob("*") if p.is_file())
    generated = project.book / "generated"
    return sorted(p for p in files if p.is_file() and not p.is_relative_to(generated))


def _dependencies(project: Project) -> list[tuple[str, Path]]:
    package = Path(fazhi.__file__).parent
    code = (p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    named = [(project.relative(path), path) for path in inputs(project)]
    named += [(f"src/fazhi/{path.relative_to(package).as_posix()}", path) for path in code]
    return sorted(named)
