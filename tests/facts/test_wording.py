"""Printed forms for years without a published text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.facts import Definition, Display, Indicator, printed_form


def _indicator(unit: str, **display: object) -> Indicator:
    return Indicator(
        "x.y",
        "名",
        "name",
        unit,
        "count",
        "outreach",
        ("r",),
        (Definition(1, 2000, "口径"),),
        Display(**display),
    )


@pytest.mark.parametrize(
    ("value", "unit", "display", "printed"),
    [
        ("113000", "元", {"scale": "万", "decimals": 1}, "11.3万元"),
        ("15000", "元", {"scale": "万", "decimals": 1}, "1.5万元"),
        ("8000", "元", {"scale": "万", "decimals": 1}, "8000元"),
        ("98.1707", "%", {"decimals": 1}, "98.2%"),
        ("100", "%", {"decimals": 1}, "100%"),
        ("41", "家次", {}, "41家次"),
        ("1043", "件", {"approximate": "余"}, "1000余件"),
        ("1100", "件", {"approximate": "余"}, "1100件"),
        ("1000", "件", {"approximate": "余"}, "1000件"),
        ("5876", "人次", {"approximate": "近"}, "近6000人次"),
        ("5700", "人次", {"approximate": "近"}, "近6000人次"),
        ("5600", "人次", {"approximate": "近"}, "5600人次"),
        ("43", "件", {"approximate": "余"}, "43件"),
    ],
)
def test_the_form_follows_the_indicator_and_the_value(value, unit, display, printed) -> None:
    """Scale, decimals and 余/近 apply only where the value supports them."""
    assert printed_form(_indicator(unit, **display), Decimal(value)) == printed


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["余", "近"]))
@settings(max_examples=300, derandomize=True)
def test_an_approximate_wording_never_misstates_direction(value: int, word: str) -> None:
    """余 stands below the value and 近 above it, both within a tenth."""
    printed = printed_form(_indicator("件", approximate=word), Decimal(value))
    stated = Decimal(printed.replace("近", "").replace("余", "").replace("件", ""))
    if "余" in printed:
        assert stated < value < stated * Decimal("1.1")
    elif "近" in printed:
        assert stated * Decimal("0.95") <= value < stated
    else:
        assert stated == value
