"""A change between two years is split into parts that add up to it exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.errors import FactError
from fazhi.facts import Breakdown, Fact, Part
from fazhi.paths import Project
from fazhi.publish.statistics import changes_page, explain_change
from fazhi.publish.statistics.changes import EXPLAINED
from publish.papers.paper_project import fact_book, make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with hazards split by town in 2021 and 2022."""
    return make_project(tmp_path_factory.mktemp("changes"))


def split(fact: Fact, by: str, parts: dict[str, int]) -> Fact:
    """Return *fact* with one split and the value it adds up to."""
    pieces = tuple(Part(label, Decimal(value)) for label, value in parts.items())
    whole = sum((piece.value for piece in pieces), Decimal(0))
    return replace(fact, value=whole, breakdowns=(Breakdown(by, "按街镇", "项", pieces, "c"),))


PARTS = st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.integers(0, 999))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(PARTS, PARTS)
def test_parts_add_up_whatever_they_are(new: dict[str, int], old: dict[str, int]) -> None:
    """Parts only one year has count too; the changes add up to the change of the fact."""
    fact = fact_book(2022).facts["hazards.found"]
    current, previous = split(fact, "town", new), split(fact, "town", old)
    parts = explain_change(current, previous, "town")
    assert sum(part.change for part in parts) == current.value - previous.value
    assert {part.label for part in parts} == set(new) | set(old)
    assert [part.change for part in parts] == sorted((p.change for p in parts), reverse=True)


def test_months_stay_in_order() -> None:
    """Months are listed as they follow each other, not by size."""
    fact = fact_book(2022).facts["hazards.found"]
    current = split(fact, "month", {"10月": 5, "2月": 1})
    parts = explain_change(current, split(fact, "month", {"1月": 3}), "month")
    assert [(part.label, part.change) for part in parts] == [("1月", -3), ("2月", 1), ("10月", 5)]


def test_a_split_that_does_not_add_up_is_refused() -> None:
    """Parts that lost a record are never published as an explanation."""
    fact = fact_book(2022).facts["hazards.found"]
    good = split(fact, "town", {"甲": 5})
    with pytest.raises(FactError) as caught:
        explain_change(replace(good, value=Decimal(6)), good, "town")
    assert str(caught.value) == (
        "事实 hazards.found 按街镇各部分之和不等于合计；应为：6；实为：5；"
        "请：检查分组单元是否遗漏或重名。"
    )


def test_a_dimension_the_facts_lack_is_refused() -> None:
    """The message lists the dimensions there are."""
    fact = split(fact_book(2022).facts["hazards.found"], "town", {"甲": 5})
    with pytest.raises(FactError) as caught:
        explain_change(fact, fact, "sector")
    assert str(caught.value) == "事实 hazards.found 没有按 sector 的分组；应为：已有分组：town。"


def test_two_indicators_are_not_compared() -> None:
    """Facts of different indicators have no common change."""
    facts = fact_book(2022).facts
    with pytest.raises(FactError) as caught:
        explain_change(facts["hazards.found"], facts["permits.total"], "town")
    assert caught.value.what == "两个事实不是同一指标"


def test_page_shows_every_shared_dimension_with_its_total(project: Project) -> None:
    """A new town, a town that fell away, the total, and a plain word where nothing is shared."""
    page = changes_page(project, 2022)
    assert ":::{table} 违法违规行为和事故隐患按街镇的增减（项）" in page
    assert "| 华阳路街道 | 200 | 280 | +80 |" in page
    assert "| 江苏路街道 | 101 | 0 | −101 |" in page
    assert "| 合计 | 601 | 656 | +55 |" in page
    assert page.count("两年没有同样的分组，不能拆分。") == len(EXPLAINED) - 1


def test_page_of_the_first_year_explains_nothing(project: Project) -> None:
    """Without a year before, the page says so for each indicator."""
    assert changes_page(project, 2021).count("与2020年不可比：") == len(EXPLAINED)
