"""Properties of the numeral finder, and the cases its conventions decide."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.claims.prose import Names, find_numbers, load_names
from fazhi.errors import DefinitionError

ROOT = Path(__file__).parents[3]
SIGNS = (
    "0123456789０５一二两三四五六七八九十百千万亿零半余多近约超"
    "年月日时点分第件个人次元%-—至、，。（）“”|/.: \n"
)
WORDS = ["百分之", "百分点", "以上", "左右", "PM2.5", "〔2018〕", "号", "同比增长", "五年", "统一"]
PIECES = st.sampled_from([*SIGNS, *WORDS])


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_spans_are_verbatim_disjoint_and_cover_every_digit(text: str) -> None:
    """Whatever the text, spans quote it, never overlap, and hold each digit exactly once."""
    found = find_numbers(text)
    assert all(text[n.start : n.end] == n.text and n.text for n in found)
    covered = [position for n in found for position in range(n.start, n.end)]
    assert len(covered) == len(set(covered))
    assert {m.start() for m in re.finditer("[0-9０-９]", text)} <= set(covered)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.integers(1, 10**9), st.sampled_from(["件", "人次", "万元", "%", "公里"]))
def test_a_plain_number_reads_back(number: int, unit: str) -> None:
    """The digits written are the value read, 万 multiplied out."""
    (found,) = find_numbers(f"共计{number}{unit}。")
    scale = 10000 if unit == "万元" else 1
    assert (found.value, found.unit) == (Decimal(number) * scale, unit.removeprefix("万"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("同比增长5.3%", "yoy_percent"), ("增速为5.3%", "yoy_percent"), ("年均增长5.3%", "percent"),
        ("较上年提高0.6个百分点", "yoy_percent"), ("环比上升5.3%", "percent"),
        ("五年累计增长5.3%", "percent"), ("比2015年下降5.3%", "percent"), ("占5.3%", "percent"),
        ("提高到5.3%", "percent"), ("压缩5.3%", "percent"),
    ],
)  # fmt: skip
def test_growth_over_one_year_is_told_from_other_percentages(text: str, kind: str) -> None:
    """Only a change against the year before is yoy_percent."""
    assert find_numbers(text)[-1].kind == kind


def test_layout_breaks_numbers_only_where_numbers_end() -> None:
    """A wrapped line continues a number; a table cell, a list item and a new paragraph do not."""
    wrapped = "本年度共组织开展执法检查1\n234家次，其中专项检查12家次。"
    assert [n.value for n in find_numbers(wrapped)] == [1234, 12]
    assert [n.value for n in find_numbers("| 41 | 62 |\n| 7 | 8 |")] == [41, 62, 7, 8]
    assert [n.value for n in find_numbers("41\t62\n7\n8")] == [41, 62, 7, 8]
    assert [n.text for n in find_numbers("共计5项。\n2.推进改革")] == ["5项", "2."]
    assert [n.value for n in find_numbers("发放 1 000 余份、**20** 套")] == [1000, 20]


def test_json_form_holds_numbers() -> None:
    """A program reads every field without rounding."""
    (found,) = find_numbers("罚款5-10.5万元")
    assert found.to_json() == {
        "text": "5-10.5万元",
        "start": 2,
        "value": 50000,
        "high": 105000,
        "qualifier": "range",
        "unit": "元",
        "kind": "money",
    }


def test_names_are_extendable_and_checked(tmp_path: Path) -> None:
    """A new official name needs one line; a word listed twice or as both is refused."""
    text = "推进“三清三建”和七彩行动"
    assert [n.text for n in find_numbers(text)] == ["三清三建"]
    assert [n.text for n in find_numbers(text, Names(frozenset({"七彩行动"})))][-1] == "七彩行动"
    path = tmp_path / "names.yml"
    path.write_text("names: [三项制度]\nwords: [三项制度]\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="“三项制度”同时列为名称与普通词"):
        load_names(path)
    path.write_text("names: [三项制度, 三项制度]\nwords: []\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"词条重复；位置：names.yml @ names\[1\]"):
        load_names(path)


@pytest.mark.parametrize(
    ("text", "start", "words", "value", "high"),
    [
        ("同比+5%，", 2, "+5%", "5", None),
        ("，-5%。", 1, "-5%", "-5", None),
        ("近-5%，", 2, "5%", "5", None),
        ("共计，-5件", 4, "5件", "5", None),
        ("气温零下5℃", 2, "零下5℃", "-5", None),
        ("有八九成的", 1, "八九成", "80", "90"),
        ("历时一年多，", 2, "一年多", "1", None),
        ("至少一次", 0, "至少一次", "1", None),
    ],
)
def test_signs_tenths_and_counted_ones(
    text: str, start: int, words: str, value: str, high: str | None
) -> None:
    """A sign belongs to a change or a temperature, 九成 is 90 %, 一 counts where it is counted."""
    (found,) = find_numbers(text)
    expected = (start, words, Decimal(value), None if high is None else Decimal(high))
    assert (found.start, found.text, found.value, found.high) == expected


def test_an_indefinite_one_is_no_number_wherever_it_stands() -> None:
    """推出一项制度 introduces something and counts nothing."""
    assert find_numbers("推出一项制度，一项一项落实") == []


def test_a_fraction_stays_one_in_json() -> None:
    """Whole numbers are written without a point, others with their decimals."""
    fields = [n.to_json()["value"] for n in find_numbers("提高2.5个百分点，检查5家")]
    assert [(type(value), value) for value in fields] == [(float, 2.5), (int, 5)]
