"""Masks that cannot be undone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.records.privacy import mask_company, mask_text, secrets_of


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("上海星辰商贸有限公司（虚构）", "上海某商贸有限公司"),
        ("上海石油化工有限公司", "上海某有限公司"),
        ("（上海）远大化工原料有限公司", "上海某化工原料有限公司"),
        ("长宁区老王五金店", "某五金店"),
        ("中国某某销售股份有限公司上海石油分公司", "某销售股份有限公司某分公司"),
        ("上海锦绣酒店管理有限公司长宁第二分公司", "上海某酒店管理有限公司某分公司"),
        ("北京天平律师事务所", "北京某律师事务所"),
        ("上海聚合投资合伙企业（有限合伙）", "上海某投资合伙企业（有限合伙）"),
        ("仙霞加油站", "某加油站"),
        ("李小明", "某某"),
        ("Orient Trading Co., Ltd.", "某某"),
    ],
)
def test_company_keeps_city_business_and_form_only(name: str, masked: str) -> None:
    """A masked name says what kind of firm it is and nothing else."""
    assert mask_company(name) == masked


def test_people_and_sole_traders_lose_even_their_trade() -> None:
    """A natural person's shop would name the person."""
    assert mask_company("上海老王五金店", code="92310105MA1FW00290") == "某某个体工商户"
    assert mask_company("上海老王五金店", kind="个体工商户") == "某某个体工商户"
    assert mask_company("王某某", kind="自然人") == "某某"


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6),
    st.sampled_from(["有限公司", "商贸有限公司", "加油站", "酒店管理有限公司长宁分公司"]),
)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_the_trade_name_never_survives(own: str, rest: str) -> None:
    """Whatever the firm calls itself, those characters are gone, unless they are a trade's word."""
    masked = mask_company(f"上海{own}{rest}")
    kept = masked.removeprefix("上海某")
    assert kept in rest.replace("长宁", "某") or own not in masked


def test_text_loses_names_of_its_record_and_every_identifier() -> None:
    """Names from other columns, other companies and numbers are blotted out, the rest stays."""
    secrets = [*secrets_of("上海星辰商贸有限公司（虚构）"), *secrets_of("张三丰、李四光")]
    text = (
        "对上海星辰商贸有限公司检查，负责人张三丰（１３８１２３４５６７８）、李四光在场，身份证11010519491231002X，"
        "信用代码91310105MA1FW00290，座机021-62345678，车牌沪A12345；星辰商贸整改5项。"
    )
    assert mask_text(text, secrets) == (
        "对▇检查，负责人▇（▇）、▇在场，身份证▇，信用代码▇，座机▇，车牌▇；▇整改5项。"
    )


def test_other_companies_in_the_text_are_blotted_too() -> None:
    """A neighbour named in passing is not published either."""
    assert "远大" not in mask_text("与苏州远大化工有限公司共用仓库", [])


def test_plain_text_is_left_alone() -> None:
    """Words, dates and amounts stay as written."""
    text = "2022年3月5日，未对从业人员进行培训，罚款20000元。"
    assert mask_text(text, ["虚构某"]) == text
