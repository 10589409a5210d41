"""A definition (口径) changes: the comparison says 不可比 and no line joins the two."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from facts.in_process import compute, copy_project
from fazhi.facts import change_phrase, compare, load_indicators, write_comparison
from fazhi.paths import Project
from fazhi.publish.book.years import read_shelf

CHANGED, SAME = "orders.issued", "penalties.cases"
VERSION = """
  versions:
    - version: 2
      since: 2023
      definition: 送达日期在本年度内的有效指令书份数
      reason: 与送达回证一致
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two years counted under a catalogue whose one definition has a second version."""
    project = copy_project(tmp_path, 2022, 2023)
    shutil.rmtree(project.reference / "claims")
    text = project.indicators.read_text(encoding="utf-8")
    head, tail = text.split(f"- id: {CHANGED}\n", 1)
    entry, blank, rest = tail.partition("\n\n")
    changed = f"{head}- id: {CHANGED}\n{entry}{VERSION}{blank}{rest}"
    project.indicators.write_text(changed, encoding="utf-8")
    books = {year: compute(project, year, monkeypatch) for year in (2022, 2023)}
    indicators = load_indicators(project.indicators)
    write_comparison(compare(books[2023], books[2022], 2022, indicators), project.comparison(2023))
    return project


def test_a_second_version_makes_the_years_incomparable(project: Project) -> None:
    """From the catalogue through the notebooks to the wording: 不可比, with the reason."""
    shelf = read_shelf(project.root)
    indicators, changes = shelf.indicators, shelf.year(2023).changes
    assert shelf.year(2022).book.facts[CHANGED].definition_version == 1
    assert shelf.year(2023).book.facts[CHANGED].definition == "送达日期在本年度内的有效指令书份数"
    phrase = change_phrase(changes[CHANGED], indicators[CHANGED])
    assert phrase == "与上年不可比（口径不同（第1版与第2版））"
    assert changes[SAME].comparable != "no"
    assert shelf.breaks(CHANGED) == [2023]
    assert shelf.breaks(SAME) == []
