"""The pack's own judge and the project's agree on every claim."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from facts.in_process import ROOT
from fazhi.claims import Claim, judge, load_thresholds
from fazhi.publish.pack import verify

LIMITS = load_thresholds(ROOT / "data" / "reference" / "thresholds.yml")
OWN_LIMITS = {name: Decimal(value) for name, value in vars(LIMITS).items()}

# Printed form, qualifier, stated value, unit.
WORDINGS = st.sampled_from(
    [
        ("41家次", "exact", "41", "家次"),
        ("11.3万元", "exact", "113000", "元"),
        ("3万1千份", "exact", "31000", "份"),
        ("98.2%", "exact", "98.2", "%"),
        ("98%", "exact", "98", "%"),
        ("1000余件", "more_than", "1000", "件"),
        ("1300余件", "more_than", "1300", "件"),
        ("10万余元", "more_than", "100000", "元"),
        ("10余万元", "more_than", "100000", "元"),
        ("七十余人", "more_than", "70", "人"),
        ("超过500件", "more_than", "500", "件"),
        ("近6000人（次）", "nearly", "6000", "人次"),
        ("约200件", "about", "200", "件"),
        ("至少1次", "at_least", "1", "次"),
        ("100件以内", "at_most", "100", "件"),
        ("不足100件", "less_than", "100", "件"),
        ("每案必审", "every", "100", "%"),
        ("多场", "several", None, "场"),
        ("３00余件", "more_than", "300", "件"),
    ]
)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(
    wording=WORDINGS,
    share=st.fractions(min_value="0.8", max_value="2.2", max_denominator=400),
    nudge=st.integers(-2, 2),
    whole=st.booleans(),
)
def test_both_judges_agree(wording, share, nudge, whole):
    """Two implementations of the same table of words give the same verdict around each border."""
    printed, qualifier, value, unit = wording
    stated = Decimal(value or 3)
    actual = stated * share.numerator / share.denominator
    actual = actual.quantize(Decimal(1) if whole else Decimal("0.01")) + nudge
    claim = Claim("a.b", "一", printed, qualifier, None if value is None else stated, unit)
    own = {"printed": printed, "qualifier": qualifier, "value": value, "unit": unit, "high": None}
    assert verify.judge(own, actual, OWN_LIMITS) == judge(claim, actual, LIMITS).verdict


@given(low=st.integers(0, 50), width=st.integers(1, 20), actual=st.integers(0, 80))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_both_judges_agree_on_ranges(low, width, actual):
    """A range includes its ends for both."""
    claim = Claim("a.b", "一", "", "range", Decimal(low), "件", high=Decimal(low + width))
    own = {"printed": "", "qualifier": "range", "value": str(low), "unit": "件"}
    own["high"] = str(low + width)
    assert verify.judge(own, Decimal(actual), OWN_LIMITS) == judge(claim, Decimal(actual)).verdict


def test_no_record_is_never_zero():
    """A claim without a fact is left open, even a claim of nothing."""
    claim = {"qualifier": "exact", "value": "0", "printed": "0件", "unit": "件"}
    assert verify.judge(claim, None, OWN_LIMITS) == "no_record"


def test_whole_smaller_than_its_parts_is_contradicted():
    """其中 may not exceed what it is part of, as printed or as computed."""
    whole = {"id": "a.whole", "value": "10"}
    parts = [{"id": "a.one", "value": "6"}, {"id": "a.two", "value": "5"}]
    known = json.loads('{"a.one": {"value": "3"}, "a.two": {"value": "4"}}')
    assert verify.smaller_than_parts(whole, Decimal(10), parts, known)
    assert verify.smaller_than_parts({**whole, "value": "11"}, Decimal(6), parts, known)
    assert not verify.smaller_than_parts({**whole, "value": "11"}, Decimal(7), parts, known)
