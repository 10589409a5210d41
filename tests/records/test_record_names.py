"""Many names masked at once are masked as each of them is."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.records.names import masked_names, searched_names
from fazhi.records.privacy import mask_company, secrets_of

PARTS = st.sampled_from(
    (
        "上海", "江苏", "内蒙古", "甲", "乙丙", "石油", "化工", "化工原料", "商贸", "物业服务",
        "技术服务", "服务中心", "酒店", "酒店管理", "培训中心", "百货", "广场", "集团", "公司",
        "有限公司", "集团有限公司", "分公司", "第二", "店", "门店", "长宁", "加油站", "（虚构）",
        "（上海）", "（有限合伙）", "合伙企业", "A", "Ｂ", "b7", "-", "、", "，", " ", "\n", "𠮷",
        "李小明",
    )
)  # fmt: skip
NAMES = st.lists(PARTS, min_size=1, max_size=7).map("".join)


@given(st.lists(NAMES, min_size=1, max_size=8))
@settings(derandomize=True, max_examples=500, deadline=None)
def test_names_are_masked_together_as_one_by_one(names: list[str]) -> None:
    """Cities, trades, forms, branches and brackets in any order: the same masks."""
    assert masked_names(pa.array(names)) == [mask_company(name) for name in names]


@given(NAMES, st.lists(PARTS, max_size=6).map("".join), st.booleans())
@settings(derandomize=True, max_examples=500, deadline=None)
def test_a_search_for_one_form_finds_whatever_any_form_would(
    name: str, text: str, inside: bool
) -> None:
    """A plain name's shortest form stands in a text exactly when one of its forms does."""
    lower = f"{text}{name}{text}".lower() if inside else text.lower()
    searched, plain = searched_names(pa.array([name]))
    forms = [form.lower() for form in secrets_of(name) if len(form) > 1]
    if plain[0]:
        assert (searched[0].as_py() in lower) == any(form in lower for form in forms)


@pytest.mark.parametrize("name", ["上海示虚甲乙商贸有限公司", "仙霞加油站", "李小明"])
def test_usual_names_are_plain(name: str) -> None:
    """What most registers hold is not left to the slow way."""
    assert searched_names(pa.array([name]))[1].all()
