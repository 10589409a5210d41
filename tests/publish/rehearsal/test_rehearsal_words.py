"""Words around a number, held against its value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fazhi.facts import Change, Definition, Fact, FactBook, Indicator
from fazhi.publish.book.years import Shelf, YearBook
from fazhi.publish.rehearsal.sentences import Sentence, rendered
from fazhi.publish.rehearsal.words import unsupported

VALUES = {
    "permits.total": ("190", "件", "200"),
    "permits.hazchem": ("85", "件", "85"),
    "permits.overturned": ("1", "件", "0"),
    "penalties.fine_total": ("113000", "元", None),
    "penalties.reviewed_share": ("98", "%", "100"),
    "inspections.published_share": ("100", "%", "97"),
    "trainings.sessions": ("2", "场", "1"),
    "outreach.audience": ("5936", "人次", "5000"),
    "governance.briefings_per_quarter": ("0", "次", "1"),
}


def _fact(key: str, value: str, unit: str) -> Fact:
    display = f"{value}{unit}"
    return Fact(
        key, key, Decimal(value), unit, "口径", 1, "n", key.replace(".", "-"), "", (), (), 0, "",
        display,
    )  # fmt: skip


def _change(key: str, value: str, previous: str | None) -> Change:
    if previous is None:
        note = "口径不同（第1版与第2版）"
        return Change(key, 2024, 2023, Decimal(value), None, None, None, "no", note)
    change = Decimal(value) - Decimal(previous)
    return Change(key, 2024, 2023, Decimal(value), Decimal(previous), change, Decimal(1), "yes", "")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """One year with values that rise, fall, stand still, fail and are missing."""
    facts = {key: _fact(key, value, unit) for key, (value, unit, _) in VALUES.items()}
    changes = {key: _change(key, value, old) for key, (value, _, old) in VALUES.items()}
    missing = {"case_reviews.files": "缺少登记簿"}
    indicators = {
        key: Indicator(key, key, key, unit, "count", "outreach", ("r",), (Definition(1, 2000, ""),))
        for key, (_, unit, _) in VALUES.items()
    }
    book = YearBook(FactBook(2024, False, "2024-12-31", facts, missing), {}, {}, changes)
    return Shelf({2024: book}, indicators, {})


def _found(text: str, shelf: Shelf) -> list[tuple[str, str]]:
    sentences = [Sentence("book/2024/measures.md", 7, text)]
    return [(each.word, each.reason) for each in unsupported(sentences, shelf, 2024)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("办件{fact}`permits.total`，同比增长。", [("增长", "实际下降：上年200，本年190")]),
        ("办件增加到{fact}`permits.total`。", [("增加", "实际下降：上年200，本年190")]),
        ("办件下降为{fact}`permits.total`。", []),
        ("核发{fact}`permits.hazchem`，与上年持平。", []),
        ("核发{fact}`permits.hazchem`，明显增长。", [("增长", "实际持平：上年85，本年85")]),
        ("受众增长到{fact}`outreach.audience`。", []),
        ("罚款增长到{fact}`penalties.fine_total`。",
         [("增长", "与上年不可比（口径不同（第1版与第2版））")]),
        ("案件均经审核，审核率{fact}`penalties.reviewed_share`。", []),
        ("案件均经审核{fact}`penalties.reviewed_share`。", [("均", "比例为98%，有例外")]),
        ("平均审核率{fact}`penalties.reviewed_share`。", []),
        ("检查结果全部公示{fact}`inspections.published_share`。", []),
        ("每个季度听取{fact}`governance.briefings_per_quarter`。",
         [("每个季度", "有的季度一次也没有")]),
        ("组织多场培训{fact}`trainings.sessions`。", [("多", "只有2场，不足三")]),
        ("组织培训{fact}`trainings.sessions`。", []),
        ("没有被变更撤销的{fact}`permits.overturned`。", [("没有", "登记簿中有1件")]),
        ("受众近{fact}`outreach.audience`。", [("近", "后面印出的是确切的数5936人次")]),
        ("受众{fact}`outreach.audience`，近年少见。", []),
        ("评查全部整改{fact}`case_reviews.files`。", [("全部", "没有记录，不能这样说")]),
        ("没有发生{fact}`case_reviews.files`。", [("没有", "没有记录不等于没有发生")]),
        ("核发{fact}`permits.hazchem`，其中办件{fact}`permits.total`。",
         [("其中", "190大于总数85")]),
        ("办件{fact}`permits.total`，其中核发{fact}`permits.hazchem`。", []),
        ("办件{fact}`permits.total`，{fact-change}`permits.total`。", []),
        ("办件{fact}`permits.total`，提高了依法行政的能力。", []),
        ("四是增加透明度，办件{fact}`permits.total`。", []),
    ],
)  # fmt: skip
def test_a_word_the_data_do_not_bear_out_is_named(
    text: str, found: list[tuple[str, str]], shelf: Shelf
) -> None:
    """Direction, universality, plurality, absence and hedges are held to their number."""
    assert _found(text, shelf) == found


def test_a_sentence_is_shown_as_it_will_be_read(shelf: Shelf) -> None:
    """Roles become numbers and wording, links their text, a missing number 无记录."""
    text = (
        "- 办件{fact}`permits.total`，{fact-change}`permits.hazchem`；"
        "评查{fact}`case_reviews.files`，见{doc}`计算 </book/generated/2024/21_licensing>`。"
    )
    shown = rendered(Sentence("a.md", 1, text), shelf, 2024)
    assert shown == "办件190件，与上年持平；评查无记录，见计算。"
