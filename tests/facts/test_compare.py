"""Year over year: when a number is given, when it is refused, and how it is worded."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fazhi.errors import FactError
from fazhi.facts import (
    Definition,
    Display,
    Fact,
    FactBook,
    Indicator,
    change_phrase,
    compare,
    read_comparison,
    write_comparison,
)


def _indicator(unit: str = "件", kind: str = "count", scale: str = "") -> Indicator:
    return Indicator(
        "permits.total",
        "行政审批",
        "permits",
        unit,
        kind,
        "licensing",
        ("permits",),
        (Definition(1, 2000, "口径"),),
        Display(scale=scale),
    )


def _book(year: int, value: str | None, version: int = 1, unit: str = "件", cutoff: str = "12-31"):
    facts = {}
    if value is not None:
        facts["permits.total"] = Fact(
            "permits.total",
            "行政审批",
            Decimal(value),
            unit,
            "口径",
            version,
            "21_licensing",
            "permits-total",
            "len(decided)",
            (),
            (),
            0,
            "evidence/permits.total.csv",
            "",
        )
    return FactBook(year, True, f"{year}-{cutoff}", facts, {})


def _only(current, previous, item):
    return compare(current, previous, 2021, {item.id: item})[0]


@pytest.mark.parametrize(
    ("value", "previous", "phrase"),
    [
        ("190", "178", "比上年增加12件，增长6.7%"),
        ("150", "200", "比上年减少50件，下降25%"),
        ("190", "190", "与上年持平"),
        ("12", "5", "比上年增加7件"),
        ("0", "0", "与上年持平"),
        ("10001", "10000", "比上年增加1件"),
        ("3", "0", "与上年不可比（基数为零，不计算增长率）"),
    ],
)
def test_direction_and_size_follow_the_data(value: str, previous: str, phrase: str) -> None:
    """The words for up, down and level are chosen by the values; a small base gives no percent."""
    item = _indicator()
    assert change_phrase(_only(_book(2022, value), _book(2021, previous), item), item) == phrase


def test_rates_are_compared_in_percentage_points() -> None:
    """A rate rises by 百分点; it has no growth rate."""
    item = _indicator(unit="%", kind="rate")
    change = _only(_book(2022, "98.25", unit="%"), _book(2021, "97", unit="%"), item)
    assert (change.percent, change.change) == (None, Decimal("1.25"))
    assert change_phrase(change, item) == "比上年提高1.3个百分点"
    slight = _only(_book(2022, "97.02", unit="%"), _book(2021, "97", unit="%"), item)
    assert change_phrase(slight, item) == "与上年基本持平"


def test_money_changes_are_worded_in_wan() -> None:
    """A money indicator printed in 万元 states its change in 万元 too."""
    item = _indicator(unit="元", kind="total", scale="万")
    change = _only(_book(2022, "113000", unit="元"), _book(2021, "92000", unit="元"), item)
    assert change_phrase(change, item) == "比上年增加2.1万元，增长22.8%"


@pytest.mark.parametrize(
    ("current", "previous", "note"),
    [
        (_book(2022, None), _book(2021, "1"), "本年度无记录"),
        (_book(2022, "1"), _book(2021, None), "2021年度无记录"),
        (_book(2022, "1"), None, "没有2021年度的记录"),
        (_book(2022, "1", version=2), _book(2021, "1"), "口径不同（第1版与第2版）"),
        (
            _book(2022, "1", cutoff="11-30"),
            _book(2021, "1"),
            "截止日不同（2021-12-31与2022-11-30）",
        ),
    ],
)
def test_a_dishonest_comparison_is_refused_with_its_reason(current, previous, note: str) -> None:
    """Missing records, another definition or another cut-off give 不可比, never a number."""
    change = _only(current, previous, _indicator())
    assert (change.comparable, change.change, change.percent) == ("no", None, None)
    assert change.note == note


def test_a_comparison_survives_its_file(tmp_path: Path) -> None:
    """What is written is what is read."""
    item = _indicator()
    changes = [_only(_book(2022, "190"), _book(2021, "178"), item)]
    write_comparison(changes, tmp_path / "comparison.csv")
    assert read_comparison(tmp_path / "comparison.csv") == changes


def test_a_damaged_comparison_is_refused(tmp_path: Path) -> None:
    """A cut file is named, with what to do, and no traceback."""
    path = tmp_path / "2022" / "comparison.csv"
    path.parent.mkdir()
    path.write_text("id,year\npermits.total,20", encoding="utf-8")
    with pytest.raises(FactError) as caught:
        read_comparison(path)
    assert (
        str(caught.value)
        == "年度比较文件缺失或已损坏；位置：2022/comparison.csv；请：运行 make site。"
    )
