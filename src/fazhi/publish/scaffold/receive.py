"""Register received files in ``source.yml``: name and sha256 by machine, the rest by people."""

from __future__ import annotations

import io

from ruamel.yaml import YAML

from fazhi.paths import Project
from fazhi.records.sources import (
    SOURCE_FILE,
    TO_FILL,
    declared_sources,
    raw_files,
    require_plain_file,
    sha256_of,
)


def receive(project: Project, year: int) -> list[str]:
    """Bring the file list of *year* up to date with the folder.

    Only for a year that is not yet published: a published year's files may not change unnoticed.

    Args:
        project: The project.
        year: Report year.

    Returns:
        One Chinese line per file added, changed or gone.

    Raises:
        IntakeError: There is no list, or a folder or link lies among the files.
        DefinitionError: The list is malformed.
    """
    declared_sources(project, year)
    path = project.raw(year) / SOURCE_FILE
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 200
    body = yaml.load(path.read_text(encoding="utf-8"))
    known = {entry["name"]: entry for entry in body.get("files") or []}
    notes, entries = [], []
    for file in raw_files(project, year):
        require_plain_file(file)
        digest = sha256_of(file)
        entry = known.pop(file.name, None)
        if entry is None:
            entry = {"name": file.name, "sha256": digest, "supplied_by": TO_FILL}
            notes.append(f"新登记：{file.name}")
        elif entry.get("sha256") != digest:
            entry["sha256"] = digest
            notes.append(f"已更新：{file.name}")
        entries.append(entry)
    notes += [f"已移出：{name}" for name in known]
    if notes:
        body["files"] = entries
        out = io.StringIO()
        yaml.dump(body, out)
        path.write_text(out.getvalue(), encoding="utf-8")
    return notes
