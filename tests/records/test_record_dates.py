"""The closed grammar of dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.records.dates import parse_date, split_range
from fazhi.records.problems import CellError

FIFTH_OF_MARCH = date(2022, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2022-3-5", "2022-03-05", "2022/3/5", "2022.3.5", "2022年3月5日", "2022年3月5号",
        "二〇二二年三月五日", "２０２２－０３－０５", "20220305", 20220305, 44625, 44625.0, "44625",
        datetime(2022, 3, 5, 14, 30), FIFTH_OF_MARCH, "2022-03-05 14:30:00", "\u200b2022-3-5\u3000",
    ],
)  # fmt: skip
def test_every_written_form_is_the_same_day(cell: object) -> None:
    """All forms staff and systems use read as one day."""
    assert parse_date(cell, 2022) == FIFTH_OF_MARCH


def test_serials_follow_the_epoch_of_the_workbook() -> None:
    """A workbook that counts from 1904 means another day by the same number."""
    assert parse_date(44625 - 1462, 2022, epoch_1904=True) == FIFTH_OF_MARCH


@pytest.mark.parametrize("cell", [0, 1, "1900-01-00", date(1899, 12, 31), date(1900, 1, 1)])
def test_zero_dates_are_no_date(cell: object) -> None:
    """What Excel shows for an empty date is nothing."""
    assert parse_date(cell, 2022) is None


def test_open_end_is_2099() -> None:
    """长期 is kept as the open end that permits use."""
    assert parse_date("长期", 2022) == date(2099, 12, 31)


@pytest.mark.parametrize(
    ("cell", "choices"),
    [
        ("22.3.5", "四位年份的日期，可能是 2022-03-05 或 2005-03-22"),
        ("3月5日", "四位年份的日期，可能是 2022-03-05 或 2021-03-05"),
        ("05/03/2022", "四位年份的日期，可能是 2022-05-03 或 2022-03-05"),
        ("13/03/2022", "四位年份的日期，可能是 2022-03-13"),
        ("2022年3月", "2022年3月的哪一日"),
        ("2月30日", "日期，例如 2022-03-05"),
    ],
)
def test_ambiguous_date_names_its_choices(cell: str, choices: str) -> None:
    """A date that could be two days is never decided here."""
    with pytest.raises(CellError) as fault:
        parse_date(cell, 2022)
    assert fault.value.expected == choices


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2022年6月1日-30日", ("2022年6月1日", "2022-6-30")),
        ("2022.6.1-6.30", ("2022.6.1", "2022-6-30")),
        ("2022年6月1日至7月2日", ("2022年6月1日", "2022-7-2")),
        ("2022-06-01～2023-01-02", ("2022-06-01", "2023-01-02")),
        ("6月1日-30日", None),
        ("2022年6月1日", None),
        ("2022年6月1日-若干日", None),
    ],
)
def test_range_splits_only_when_its_start_is_a_full_date(
    text: str, ends: tuple[str, str] | None
) -> None:
    """The second end may borrow year and month from the first, never the other way round."""
    assert split_range(text) == ends


@given(st.dates(date(1960, 1, 1), date(2099, 12, 31)))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_any_day_survives_every_form(day: date) -> None:
    """Writing a day in any form and reading it back gives the day."""
    forms = (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        (day - date(1899, 12, 30)).days,
    )
    assert {parse_date(form, 2022) for form in forms} == {day}


@given(st.text(max_size=12))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_no_text_crashes_the_grammar(text: str) -> None:
    """Any text is a date, nothing, or refused."""
    try:
        assert isinstance(parse_date(text, 2022), date | None)
    except CellError as fault:
        assert fault.expected


def test_timedelta_is_no_date() -> None:
    """A duration cell is refused like any other text."""
    with pytest.raises(CellError):
        parse_date(timedelta(hours=30), 2022)
