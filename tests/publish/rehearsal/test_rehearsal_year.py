"""A year before publication: what changes, what is missing, what no longer fits."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from fazhi.facts import FactBook, read_facts, write_facts
from fazhi.paths import Project
from fazhi.publish.rehearsal import rehearsal_text, rehearse
from fazhi.publish.revisions import publish_lock
from publish.papers.paper_project import fact_book, make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The chapters of 2022 with facts of three years, committed."""
    project = make_project(tmp_path_factory.mktemp("project"))
    shutil.rmtree(project.published(2022).parent, ignore_errors=True)
    publish_lock(project, 2022)
    git = ["git", "-C", str(project.root), "-c", "user.name=a", "-c", "user.email=a@example.cn"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], check=True)
    return project


def _changed(book: FactBook, key: str, **fields: object) -> FactBook:
    fact = replace(book.facts[key], **fields)
    return replace(book, facts={**book.facts, key: fact})


def test_nothing_changed_is_said_so(project: Project) -> None:
    """Committed facts rehearsed again change no sentence and pass."""
    found = rehearse(project, 2022, read_facts(project.facts(2022)))
    assert found.stands
    assert (found.altered, found.missing, found.definitions) == ((), (), ())
    assert "与上次提交相比会改变的句子：无" in rehearsal_text(found)


def test_a_changed_fact_shows_its_sentences_and_its_claim(project: Project) -> None:
    """A changed number is shown with place, old and new text; its claim and its lock fail."""
    book = _changed(fact_book(2022), "permits.other", value=Decimal(81), display="81件")
    book = _changed(book, "penalties.cases", value=Decimal(8), display="8起")
    found = rehearse(project, 2022, book)
    assert not found.stands
    altered = [each for each in found.altered if each.place.startswith("book/2022/measures.md第")]
    assert [each.before[-8:] for each in altered] == ["余办件为80件。"]
    assert [each.after[-8:] for each in altered] == ["余办件为81件。"]
    assert [line.split("：")[0] for line in found.claims] == ["penalties.cases"]
    assert "{id: penalties.cases, old: 7, new: 8}" in found.locked
    text = rehearsal_text(found)
    assert "不成立的论断：1处" in text
    assert "    原：" in text


def test_missing_records_and_definitions_are_listed(project: Project) -> None:
    """Indicators without records and definitions that differ from last year's have their lines."""
    book = fact_book(2023)
    facts = {key: fact for key, fact in book.facts.items() if key != "permits.total"}
    book = replace(book, facts=facts, missing={"permits.total": "缺少登记簿：行政审批办件台账"})
    book = _changed(book, "hazards.found", definition_version=2, definition="新口径")
    book = _changed(book, "penalties.fine_total", unit="万元")
    found = rehearse(project, 2023, book)
    assert found.missing == ("行政审批办件（permits.total）：缺少登记簿：行政审批办件台账",)
    assert [line for line in found.definitions if "hazards" in line] == [
        "违法违规行为和事故隐患（hazards.found）：口径由第1版改为第2版，与上年不可比；新口径：新口径"
    ]
    assert "单位由“元”改为“万元”" in "\n".join(found.definitions)


def test_last_years_words_are_held_against_this_year(project: Project) -> None:
    """均, 没有 and the like, published last year, may not be copied when the data changed."""
    book = fact_book(2023)
    book = _changed(book, "permits.overturned", value=Decimal(2), display="2件")
    book = _changed(book, "governance.decisions_share", value=Decimal(90), display="90%")
    found = "\n".join(rehearse(project, 2023, book).wordings)
    assert "permits.overturned：2022年写“没有”，本年为2件，不能照写" in found
    assert "governance.decisions_share：2022年写“均”，本年为90%，不能照写" in found


def test_without_a_commit_all_sentences_are_shown(tmp_path: Path) -> None:
    """A year that was never committed shows every sentence as it will read."""
    project = make_project(tmp_path)
    write_facts(fact_book(2022), project.facts(2022))
    found = rehearse(project, 2022, fact_book(2022))
    assert not found.has_before
    assert all(each.before == "" for each in found.altered)
    assert "将印出的句子（此前没有提交过）" in rehearsal_text(found)
