"""How long a long draft takes: every numeral of one megabyte of prose, and its whole check.

Run ``python benchmarks/text.py``; prints megabytes, seconds and the ratio of both parts.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

from ruamel.yaml import YAML

from fazhi.claims.draft import check_text, load_records
from fazhi.claims.prose import find_numbers, load_names, read_text
from fazhi.paths import Project

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "claims" / "prose" / "corpus.yml"
SIZE_BYTES = 1_000_000
_MARK = re.compile(r"⟦([^|⟧]*)[^⟧]*⟧")


def long_draft(target: Path) -> Path:
    """Write a draft of one megabyte, made of the annotated sentences over and over."""
    fields = YAML(typ="safe").load(CORPUS.read_text("utf-8"))
    sentences = [_MARK.sub(r"\1", text) for texts in fields.values() for text in texts]
    text = ""
    while len(text.encode()) < SIZE_BYTES:
        text += "\n".join(sentences) + "\n"
    target.write_text(text, encoding="utf-8")
    return target


def main() -> None:
    """Time the listing and the check side by side."""
    project = Project(ROOT)
    draft = long_draft(project.build / "draft.txt")
    names = load_names(project.reference / "names.yml", project.root)
    records = load_records(project, project.years()[-1])
    document = read_text(draft)
    begun = time.perf_counter()
    found = find_numbers(document.text, names)
    listed = time.perf_counter() - begun
    begun = time.perf_counter()
    report = check_text(document, records, names)
    checked = time.perf_counter() - begun
    size = draft.stat().st_size / 1e6
    print(f"{size:.2f} MB, {len(found)} numerals listed in {listed:.1f} s")
    print(f"{len(report.findings)} findings in {checked:.1f} s, {checked / listed:.1f} x listing")


if __name__ == "__main__":
    main()
