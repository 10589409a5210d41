"""Every row of the table in ``fazhi.claims.semantics``, on both sides of each border."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.claims import Claim, Thresholds, judge, load_thresholds
from fazhi.claims.semantics import open_place, written_step

ROOT = Path(__file__).parents[2]


def claim(
    printed: str, qualifier: str, value: object, unit: str = "件", high: object = None
) -> Claim:
    """Build a claim from its printed form."""
    return Claim(
        id="a.b",
        section="一",
        printed=printed,
        qualifier=qualifier,
        value=None if value is None else Decimal(str(value)),
        unit=unit,
        high=None if high is None else Decimal(str(high)),
    )


S, L, C = "supported", "loose", "contradicted"
CASES = [
    ("50份", "exact", 50, {50: S, 49: C, 51: C, "50.4": C}),
    ("七起", "exact", 7, {7: S, 8: C}),
    ("没有", "exact", 0, {0: S, 1: C}),
    ("1000余件", "more_than", 1000, {999: C, 1000: C, 1001: S, 1099: S, 1100: L, 1999: L, 2000: C}),
    ("1 000 多 件", "more_than", 1000, {1001: S}),
    ("1300余人", "more_than", 1300, {1300: C, 1301: S, 1399: S, 1400: C}),
    ("10万余元", "more_than", 100000, {100000: C, 100001: S, 109999: S, 110000: C}),
    ("10余万元", "more_than", 100000, {109999: S, 110000: L, 199999: L, 200000: C}),
    ("197万余人次", "more_than", 1970000, {1979999: S, 1980000: C}),
    ("3万1千余份", "more_than", 31000, {31001: S, 31999: S, 32000: C}),
    ("七十余人", "more_than", 70, {70: C, 71: S, 76: S, 77: L, 80: C}),
    ("超过1000件", "more_than", 1000, {1000: C, 1001: S, 5000: S}),
    ("近6000人（次）", "nearly", 6000,
     {5000: C, 5001: L, 5699: L, 5700: S, 5999: S, 6000: C, 6001: C}),
    ("近1900家次", "nearly", 1900, {1800: C, 1804: L, 1805: S, 1899: S, 1900: C}),
    ("约1000人", "about", 1000, {899: C, 900: L, 949: L, 950: S, 1050: S, 1100: L, 1101: C}),
    ("至少1次", "at_least", 1, {0: C, 1: S, 2: S}),
    ("不超过30天", "at_most", 30, {30: S, 31: C}),
    ("不足10人", "less_than", 10, {9: S, 10: C}),
    ("3至5个", "range", 3, {2: C, 3: S, 5: S, 6: C}),
    ("11.3万元", "exact", 113000, {113000: S, 112500: L, 113499: L, 113500: C, 112499: C}),
    ("11.2万元", "exact", 112000, {112500: L, 112501: C}),
    ("3万人", "exact", 30000, {30000: S, 25000: L, 34999: L, 35000: C, 24999: C}),
    ("所有", "every", 100, {100: S, "99.9": C}),
    ("多场", "several", None, {3: S, 12: S, 2: C, 0: C}),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "qualifier", "value", "verdicts"), CASES)
def test_borders(printed: str, qualifier: str, value: object, verdicts: dict[object, str]) -> None:
    """The verdict changes exactly where the table says."""
    this = claim(printed, qualifier, value, high=5 if qualifier == "range" else None)
    got = {actual: judge(this, Decimal(str(actual))).verdict for actual in verdicts}
    assert got == verdicts


def test_percentages_are_rounded_figures() -> None:
    """98% is loosely borne out by 98.2, and 98.2% by 98.17, rounded once only."""
    assert judge(claim("98%", "exact", 98, "%"), Decimal("98.2")).verdict == L
    assert judge(claim("98.2%", "exact", "98.2", "%"), Decimal("98.17")).verdict == L
    assert judge(claim("98.2%", "exact", "98.2", "%"), Decimal("98.149")).verdict == C


@pytest.mark.parametrize("qualifier", ["exact", "more_than", "nearly", "every", "several"])
def test_absent_records_bear_nothing_out(qualifier: str) -> None:
    """Without the register even a claim of zero has no record."""
    verdict = judge(claim("0件", qualifier, 0), None)
    assert (verdict.verdict, verdict.reason) == ("no_record", "没有可供核对的记录")


def test_the_boundary_blames_the_word_alone() -> None:
    """An exact 1000 behind 1000余 is contradicted, marked as boundary, with no direction."""
    verdict = judge(claim("1000余件", "more_than", 1000), Decimal(1000))
    assert (verdict.boundary, verdict.direction) == (True, "none")
    assert verdict.reason == "恰为整数，不应有“余”“多”，记录为1000"


def test_direction_and_reason() -> None:
    """The reason names the record and who is misled."""
    high = judge(claim("51份", "exact", 51), Decimal(50))
    assert (high.direction, high.reason) == ("overstated", "数值不等，记录为50，报告多报")
    low = judge(claim("近6000人", "nearly", 6000), Decimal(6100))
    assert (low.direction, low.reason) == (
        "understated",
        "“近”应大于5000、小于6000，记录为6100，报告少报",
    )


def test_written_places() -> None:
    """The last written digit and the place left open follow the printed form."""
    assert [written_step(p) for p in ("11.3万元", "98.25%", "50份", "3万1千", "1.2万亿")] == [
        Decimal(x) for x in ("1000", "0.01", "1", "1000", "100000000000")
    ]
    assert open_place(Decimal(100000), "10万余元") == 10000
    assert open_place(Decimal(100000), "10余万元") == 100000
    assert open_place(Decimal(31000), "3万1千余份") == 1000


@settings(derandomize=True, max_examples=300)
@given(st.integers(1, 10**7), st.integers(0, 2 * 10**7))
def test_remainder_and_nearly_never_both_hold(stated: int, actual: int) -> None:
    """No value is both 余 and 近 of the same number."""
    more = judge(claim(f"{stated}余件", "more_than", stated), Decimal(actual))
    near = judge(claim(f"近{stated}件", "nearly", stated), Decimal(actual))
    assert "contradicted" in (more.verdict, near.verdict)


def test_the_repository_thresholds_are_the_defaults() -> None:
    """The reviewed file says what the table says."""
    assert load_thresholds(ROOT / "data" / "reference" / "thresholds.yml") == Thresholds()
