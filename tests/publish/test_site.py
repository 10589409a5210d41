"""From registers to the published site, through real papermill and real Jupyter Book."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from building import copy_project, run_fazhi
from fazhi.facts import read_facts
from fazhi.paths import Project
from fazhi.publish.audit.contract import broken_numbers
from fazhi.publish.audit.coverage import load_rules, untraced
from fazhi.publish.audit.links import dead_links
from fazhi.publish.audit.pages import read_pages
from fazhi.publish.release import intact

pytestmark = pytest.mark.slow

PUBLISHED_2022 = {
    "inspections.internal": "41",
    "inspections.joint": "62",
    "orders.issued": "50",
    "hazards.found": "656",
    "penalties.cases": "7",
    "penalties.fine_total": "113000",
    "permits.total": "190",
    "permits.hazchem": "85",
    "permits.precursor": "25",
    "permits.overturned": "0",
    "case_reviews.aspects": "6",
    "penalties.reviewed_share": "100",
    "inspections.published_share": "100",
}
BETWEEN_2022 = {
    "publicity.items": (1000, 1100),
    "publicity.posters": (2000, 2200),
    "publicity.leaflets": (3000, 3300),
    "outreach.audience": (5700, 6000),
    "governance.briefings_per_quarter": (0, 99),
    "trainings.sessions": (2, 99),
}


def test_2022_bears_out_the_published_figures(built_project: Project) -> None:
    """Every figure of the published report is what the records of 2022 give."""
    facts = read_facts(built_project.facts(2022)).facts
    assert {key: str(facts[key].value) for key in PUBLISHED_2022} == PUBLISHED_2022
    for key, (low, high) in BETWEEN_2022.items():
        assert low < facts[key].value < high, key


def test_every_claim_of_2022_is_supported(built_project: Project) -> None:
    """No claim of the published report is loose, contradicted or without records."""
    with built_project.verdicts(2022).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) >= 19
    assert {row["verdict"] for row in rows} == {"supported"}


def test_committed_results_are_what_the_records_give(built_project: Project) -> None:
    """The committed facts, verdicts and comparisons are fresh, byte for byte."""
    committed = Project(Path(__file__).parents[2])
    for year in committed.years():
        for of in (Project.facts, Project.verdicts, Project.comparison):
            assert of(built_project, year).read_bytes() == of(committed, year).read_bytes()


def test_contributions_of_every_total_add_up_to_it(built_project: Project) -> None:
    """The evidence files alone give back each count and total."""
    for year in built_project.years():
        for fact in read_facts(built_project.facts(year)).facts.values():
            path = built_project.processed(year) / fact.evidence
            with path.open(encoding="utf-8", newline="") as handle:
                rows = list(csv.DictReader(handle))
            assert len(rows) == fact.rows
            if fact.unit == "元" and "mean" not in fact.id:
                assert sum(Decimal(row["contribution"]) for row in rows) == fact.value


def test_every_number_of_the_site_leads_to_its_cell(
    built_project: Project, built_site: Path
) -> None:
    """All fact links, all other links and all numerals pass the gates again from outside."""
    pages = read_pages(built_site)
    books = {year: read_facts(built_project.facts(year)) for year in built_project.years()}
    followed, broken = broken_numbers(pages, books)
    assert broken == []
    assert followed > 300
    assert dead_links(built_site, pages) == []
    assert untraced(pages, load_rules(built_project)).problems == []


def test_the_release_is_intact_and_says_it_is_sample_data(built_site: Path) -> None:
    """Every file is in the manifest and every page carries the sample mark."""
    assert intact(built_site)
    for page in read_pages(built_site):
        if page.name.startswith("book/"):
            assert "示例数据" in page.text, page.name


def test_an_unchanged_project_is_not_built_again(built_project: Project) -> None:
    """A second run starts no notebook and no Sphinx and leaves the same release."""
    before = built_project.html.resolve()
    result = run_fazhi(built_project, "site")
    assert result.returncode == 0
    assert built_project.html.resolve() == before


def test_a_wrong_number_in_a_chapter_leaves_the_site_untouched(
    built_project: Project, tmp_path: Path
) -> None:
    """A numeral typed by hand is refused with page and sentence; the old site stands."""
    project = copy_project(tmp_path / "p")
    for name in ("_build", "book/generated"):
        _clone(built_project.root / name, project.root / name)
    for year in project.years():
        for name in ("tables", "evidence", "quarantine"):
            _clone(built_project.processed(year) / name, project.processed(year) / name)
    before = project.html.resolve()
    chapter = project.book / "2022" / "plans.md"
    chapter.write_text(chapter.read_text("utf-8") + "\n全年查处隐患657项。\n", encoding="utf-8")
    result = run_fazhi(project, "site")
    assert result.returncode == 1
    assert "book/2022/plans.html：“657项”没有出处，见“全年查处隐患657项。”" in result.stderr
    assert "Traceback" not in result.stderr
    assert project.html.resolve() == before
    assert intact(before)


def test_a_missing_fact_fails_naming_file_and_line(built_project: Project, tmp_path: Path) -> None:
    """A role with an unknown id stops the build where it stands in the chapter."""
    project = copy_project(tmp_path / "p")
    _clone(built_project.root / "_build" / "executed", project.build / "executed")
    _clone(built_project.root / "_build" / "state", project.build / "state")
    _clone(built_project.root / "book" / "generated", project.book / "generated")
    for year in project.years():
        for name in ("tables", "evidence", "quarantine"):
            _clone(built_project.processed(year) / name, project.processed(year) / name)
    chapter = project.book / "2022" / "plans.md"
    lines = chapter.read_text("utf-8").splitlines()
    chapter.write_text("\n".join([*lines, "", "共{fact}`penalties.none`。", ""]), encoding="utf-8")
    result = run_fazhi(project, "site")
    assert result.returncode == 1
    assert f"book/2022/plans.md:{len(lines) + 2}" in result.stderr
    assert "penalties.none" in result.stderr


def _clone(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def test_facts_json_follows_the_contract(built_project: Project) -> None:
    """Other programs find the keys they rely on, values as decimal strings, sorted by id."""
    body = json.loads(built_project.facts(2022).read_text("utf-8"))
    assert (body["year"], body["synthetic"]) == (2022, True)
    ids = [fact["id"] for fact in body["facts"]]
    assert ids == sorted(ids)
    keys = {
        "id",
        "label",
        "value",
        "unit",
        "definition",
        "definition_version",
        "notebook",
        "cell",
        "formula",
        "readings",
        "inputs",
        "rows",
        "evidence",
    }
    for fact in body["facts"]:
        assert keys <= fact.keys()
        assert str(Decimal(fact["value"])) == fact["value"]
        assert fact["evidence"] == f"evidence/{fact['id']}.csv"
