"""The statutory tables count by the notes printed with them and agree with the facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.errors import FactError
from fazhi.facts import FactBook
from fazhi.paths import Project
from fazhi.publish.statistics import StatTable, cross_check, statistics, statistics_page
from fazhi.publish.statistics.count import PENALTY_KINDS, heaviest
from publish.papers.paper_project import fact_book, make_project, write_clean


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose 2022 registers hold one case of every kind."""
    return make_project(tmp_path_factory.mktemp("statistics"))


@pytest.fixture(scope="module")
def tables(project: Project) -> list[StatTable]:
    """The four tables of 2022."""
    return statistics(project, 2022)


def shown(table: StatTable) -> dict[str, str]:
    """Return the printed numbers that are not zero, by line."""
    return {line.label: line.shown for line in table.lines if line.value != 0}


def test_permits_are_split_without_rest(tables: list[StatTable]) -> None:
    """Every decided record is on exactly one line.

    Filings are no permits; 作废 and next year's decisions are out; what was accepted this year and
    decided next year counts under 受理 alone.
    """
    assert shown(tables[0]) == {
        "申请数量": "6", "受理数量": "7", "许可数量": "2", "不予许可数量": "1",
        "撤销许可数量": "1", "注销、补证数量": "1", "撤回、终止数量": "1",
        "性质或结果未注明数量": "1",
    }  # fmt: skip


def test_two_penalties_in_one_decision_are_one_case_under_the_heaviest(
    tables: list[StatTable],
) -> None:
    """警告 with 罚款 is booked under 罚款, 罚款 with 责令停产停业 under the latter.

    不予行政处罚 is no penalty; amounts are those of the decisions, in 万元 and in 元.
    """
    assert shown(tables[1]) == {
        "罚款": "2", "责令停产停业": "1", "处罚种类未注明": "1", "合计": "4",
        "其中：简易程序": "1", "其中：普通程序": "2", "其中：程序未注明": "1",
        "罚没金额": "11.42005", "其中：罚款金额": "113,000", "其中：没收金额": "1,200.5",
    }  # fmt: skip


def test_no_register_is_no_record_and_not_zero(tmp_path: Path) -> None:
    """表三 always, and every table whose register was not received, says 无记录 on each line."""
    project = make_project(tmp_path)
    write_clean(project, 2022, "inspections")
    permits, penalties, coercion, other = statistics(project, 2022)
    for table in (permits, penalties, coercion):
        assert {line.shown for line in table.lines} == {"无记录"}
    assert other.value("other.filings") is None
    assert other.value("inspections.total") == 4


def test_inspections_of_every_kind_are_counted(tables: list[StatTable]) -> None:
    """行政检查 counts all kinds, not only 双随机; 备案 stands beside it."""
    assert shown(tables[3]) == {
        "行政检查": "4", "其中：部门内双随机": "1", "其中：跨部门双随机": "2", "其中：专项": "1",
        "行政备案": "1",
    }  # fmt: skip


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PENALTY_KINDS), min_size=1), st.randoms(use_true_random=False))
def test_heaviest_does_not_depend_on_order(kinds: list[str], random: object) -> None:
    """The heaviest of several penalties is one of them, whatever order they are written in."""
    mixed = list(kinds)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert heaviest(mixed) == heaviest(kinds)
    assert heaviest(kinds) in kinds


def agreeing() -> FactBook:
    """Return facts that agree with the tables."""
    book = fact_book(2022)
    values = {"penalties.cases": 4, "permits.total": 7, "inspections.internal": 1,
              "inspections.joint": 2, "inspections.total": 3}  # fmt: skip
    facts = dict(book.facts)
    for key, value in values.items():
        facts[key] = replace(facts[key], value=Decimal(value))
    return replace(book, facts=facts)


def test_tables_that_agree_with_the_facts_pass(tables: list[StatTable]) -> None:
    """Six ties hold: cases, fines, permits with filings, and the three counts of inspections."""
    assert cross_check(tables, agreeing()) == []


def test_a_difference_is_named_with_both_numbers(project: Project, tables: list[StatTable]) -> None:
    """A broken tie names year, both sides and the fact."""
    book = agreeing()
    facts = {**book.facts, "penalties.fine_total": replace(
        book.facts["penalties.fine_total"], value=Decimal(112000))}  # fmt: skip
    assert cross_check(tables, replace(book, facts=facts)) == [
        "2022年表二罚款金额与罚款总额不一致："
        "统计年报为113000，报告事实 penalties.fine_total 为112000元"
    ]


def test_a_missing_fact_is_a_difference(tables: list[StatTable]) -> None:
    """A number on one side and no record on the other do not agree."""
    book = agreeing()
    facts = {key: fact for key, fact in book.facts.items() if key != "inspections.joint"}
    assert cross_check(tables, replace(book, facts=facts)) == [
        "2022年表四跨部门双随机与跨部门检查不一致：统计年报为2，报告事实 inspections.joint 为无记录"
    ]


def test_page_prints_equal_numbers_as_facts(project: Project) -> None:
    """A number equal to a fact is printed by its role, any other as counted, with the notes."""
    page = statistics_page(project, 2022)
    assert "| 其中：罚款金额 | {fact-number}`2022/penalties.fine_total` | 元 |" in page
    assert "| 合计 | 4 | 宗 |" in page  # the fact says 7
    assert (
        "- 2022年表二合计与立案处罚案件不一致：统计年报为4，报告事实 penalties.cases 为7起" in page
    )
    assert page.count(":::{table}") == 4
    assert "无记录不等于零" in page


def test_a_year_not_cleaned_is_refused(project: Project) -> None:
    """Statistics of a year without clean tables name the missing file and the command."""
    with pytest.raises(FactError) as caught:
        statistics(project, 2021)
    assert "make year YEAR=2021" in str(caught.value)
