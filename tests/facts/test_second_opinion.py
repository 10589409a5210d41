"""A second route over the clean tables finds what the first got wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facts.in_process import ROOT, compute, count, remember_registers
from facts.tiny_year import YEAR, tiny_project
from fazhi.errors import DefinitionError
from fazhi.facts import load_indicators
from fazhi.facts.second_opinion import FOLDER, load_queries, second_opinion
from fazhi.paths import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the tiny project, counted."""
    with pytest.MonkeyPatch.context() as patch:
        remember_registers(patch)
        made = tiny_project(tmp_path_factory.mktemp("opinion"))
        compute(made, YEAR, patch)
        yield made


def edit_facts(project: Project, indicator_id: str, **changes: object) -> str:
    """Change one fact in ``facts.json``; return the text before."""
    path = project.facts(YEAR)
    before = path.read_text(encoding="utf-8")
    body = json.loads(before)
    for fact in body["facts"]:
        if fact["id"] == indicator_id:
            fact.update(changes)
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return before


def test_both_routes_agree(project):
    """Notebooks and queries give every value, reading and breakdown alike."""
    assert second_opinion(project, YEAR) == []


def test_wrong_value_is_caught(project):
    """A fact that is not what the tables say is named with both numbers."""
    before = edit_facts(project, "penalties.fine_total", value="35001")
    found = second_opinion(project, YEAR)
    project.facts(YEAR).write_text(before, encoding="utf-8")
    assert [str(d) for d in found] == ["penalties.fine_total：事实为35001，复算为35000"]


def test_wrong_reading_is_caught(project):
    """A second reading is recomputed too."""
    readings = [{"label": "按立案日期计", "value": "9"}]
    before = edit_facts(project, "penalties.cases", readings=readings)
    found = second_opinion(project, YEAR)
    project.facts(YEAR).write_text(before, encoding="utf-8")
    assert [str(d) for d in found] == ["penalties.cases（按立案日期计）：事实为9，复算为2"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            'penalties[penalties["decision_date"].dt.year == year]',
            'penalties[penalties["decision_date"].dt.year <= year + 1]',
            "penalties.fine_total：事实为51000，复算为35000",
        ),
        (
            'permits[permits["decision_date"].dt.year == year]',
            'permits[permits["accept_date"].dt.year == year]',
            "permits.green_channel：事实为3，复算为4",
        ),
        (
            'hazards[hazards["found_date"].dt.year == year]',
            'hazards.drop_duplicates("town_code")',
            "hazards.found：事实为2，复算为3",
        ),
        (
            '["部门内双随机", "跨部门双随机"]',
            '["部门内双随机", "跨部门双随机", "专项"]',
            "inspections.published_share：事实为75，复算为66.6667",
        ),
        (
            'orders[orders["issue_date"].dt.year == year]',
            'orders[orders["issue_date"].dt.year == year - 1]',
            "orders.issued：事实为0，复算为2",
        ),
        (
            'inspections.drop_duplicates("obj_key")',
            'inspections.drop_duplicates("town_code")',
            "inspections.enterprises：事实为2，复算为3",
        ),
        (
            'hazards["level"] == "重大"',
            'hazards["level"] != "重大"',
            "hazards.major：事实为2，复算为1",
        ),
        (
            "on_time = (days <= decided",
            "on_time = (days < decided",
            "permits.on_time_share：事实为50，复算为75",
        ),
    ],
)
def test_planted_pandas_mistake_is_caught(project, monkeypatch, right, wrong, expected):
    """A mistake in a notebook shows although value and evidence agree with each other."""
    before = project.facts(YEAR).read_text(encoding="utf-8")
    count(project, YEAR, monkeypatch, {right: wrong})
    found = [str(d) for d in second_opinion(project, YEAR)]
    project.facts(YEAR).write_text(before, encoding="utf-8")
    assert expected in found


def test_fact_without_query_is_a_disagreement(project):
    """A new indicator cannot go unchecked."""
    folder = project.reference / FOLDER
    path = folder / "licensing.sql"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("-- name: permits.tolerant", "-- name: permits.unheard"), "utf-8")
    found = {str(d) for d in second_opinion(project, YEAR)}
    path.write_text(text, encoding="utf-8")
    assert found == {
        "permits.tolerant：事实为1，复算为没有复算查询",
        "permits.unheard：事实为（无），复算为1",
    }


def test_malformed_query_is_named(project):
    """A query that does not run is our own mistake and says which."""
    path = project.reference / FOLDER / "licensing.sql"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("AND tolerant;", "AND tolerance;"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"复算查询无法执行.*查询 permits.tolerant"):
        second_opinion(project, YEAR)
    path.write_text(text, encoding="utf-8")


def test_two_queries_of_one_name_are_refused(tmp_path):
    """Which of two queries counts must not depend on file order."""
    sql = "-- name: a.b\nSELECT 1;\n"
    (tmp_path / "one.sql").write_text(sql + sql, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"复算查询重名；位置：one.sql；实为：a.b"):
        load_queries(tmp_path)


def test_no_query_at_all_is_refused(tmp_path: Path):
    """An empty folder does not mean that all is well."""
    with pytest.raises(DefinitionError, match="没有复算查询"):
        load_queries(tmp_path)


def test_every_indicator_has_a_query():
    """The queries of the repository cover the catalogue, no more and no less."""
    indicators = set(load_indicators(Project(ROOT).indicators))
    queries = load_queries(Project(ROOT).reference / FOLDER)
    assert {name for name in queries if "/" not in name} == indicators
    assert {name.split("/")[0] for name in queries} <= indicators
