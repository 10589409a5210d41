"""Cells read as the type of their column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.records.codes import uscc_fault
from fazhi.records.problems import CellError
from fazhi.records.schema import Field
from fazhi.records.values import ColumnContext, column_parser


def read(cell: object, field_type: str, *, unit: str = "", **options: object) -> object:
    """Read one cell as *field_type*."""
    field = Field("x", "列", field_type, "as_is", unit="万元", **options)  # type: ignore[arg-type]
    return column_parser(field, ColumnContext(2022, unit))(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (7, 7), (7.0, 7), ("７", 7), ("七起", 7), ("1,234", 1234), ("1.2万", 12000), ("41家次", 41),
        ("十一万三千", 113000), ("12 人（次）", 12), ("0", 0), ("－", None), ("— —", None),
        ("无", None), ("/", None), (None, None), ("　", None),
    ],
)  # fmt: skip
def test_integers_as_staff_write_them(cell: object, value: int | None) -> None:
    """Full-width, Chinese, compact and counted numbers are numbers; dashes are nothing."""
    assert read(cell, "int") == value


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (2, "", "20000.00"), (2, "万元", "20000.00"), (20000, "元", "20000.00"),
        ("20000元", "万元", "20000.00"), ("1.5万元", "元", "15000.00"), (11.3, "", "113000.00"),
        ("人民币贰万元整", "元", "20000.00"), ("￥1,500.50", "万元", "1500.50"),
        ("1.2万", "元", "12000.00"),
        (999.99, "", "9999900.00"),
    ],
)  # fmt: skip
def test_money_is_yuan_by_cell_then_column(cell: object, unit: str, yuan: str) -> None:
    """The unit in the cell wins over the header's, which wins over the declared one."""
    assert read(cell, "money", unit=unit) == Decimal(yuan)


def test_a_thousand_in_a_wan_column_is_doubted_with_both_readings() -> None:
    """1000 万元 and more without its own unit is probably 元; nobody guesses."""
    with pytest.raises(CellError) as fault:
        read(1000, "money")
    assert fault.value.expected == "1000元（即0.1万元）或 1000万元"
    assert read("1000万元", "money") == Decimal(10_000_000)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("警告;罚款", "警告；罚款"),
        ("罚款、警告", "罚款；警告"),
        ("甲、乙；罚款", "甲、乙；罚款"),
        ("罚款\n罚款", "罚款"),
    ],
)
def test_several_choices_split_but_never_inside_a_listed_value(cell: str, value: str) -> None:
    """The enumeration comma splits unless it belongs to a listed value."""
    assert read(cell, "choices", values=("警告", "罚款", "甲、乙")) == value


def test_code_column_holds_the_code_whatever_the_cell_says() -> None:
    """Code, name and alias all give the code."""
    options = {
        "values": ("310105001",),
        "labels": {"310105001": "华阳路街道"},
        "value_aliases": {"华阳路街道": "310105001", "华阳路": "310105001"},
    }
    assert {
        read(c, "code", **options) for c in (310105001.0, "310105001", "华阳路街道", "华阳路")
    } == {"310105001"}


@pytest.mark.parametrize(
    "text",
    [
        "（沪长）应急罚〔2022〕1号",
        "(沪长)应急罚[2022]1号",
        "（沪长） 应急罚﹝2022﹞１号",
        "（沪长）应急罚【2022】1号",
    ],
)
def test_document_numbers_fold_to_one_spelling(text: str) -> None:
    """Bracket shapes and widths do not make another document."""
    assert read(text, "docno") == "（沪长）应急罚〔2022〕1号"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("是", True),
        ("√", True),
        (1, True),
        (True, True),
        ("否", False),
        ("无", False),
        (0, False),
        (None, None),
        ("/", None),
    ],
)
def test_flags(cell: object, value: bool | None) -> None:
    """Yes and no in the forms staff use; 无 means no."""
    assert read(cell, "flag") is value


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (12.0, "12"),
        (datetime(2022, 3, 5), "2022-03-05"),
        (date(2022, 3, 5), "2022-03-05"),
        ("\u200b甲 乙\ufeff", "甲 乙"),
        ("NA", "NA"),
        ("null", "null"),
    ],
)
def test_text_keeps_what_a_reader_sees(cell: object, shown: str) -> None:
    """Text is not interpreted; NA and null are words like others."""
    assert read(cell, "text") == shown


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91310105MA1FW00290", ""),
        ("91310105MA1FW00291", "校验位不符"),
        ("9131010", "不是18位，或含有不该出现的字符"),
        ("91310105MA1FW0029I", "不是18位，或含有不该出现的字符"),
    ],
)
def test_credit_code_check_digit(code: str, fault: str) -> None:
    """The check digit follows GB 32100, the zero remainder included."""
    assert uscc_fault(code) == fault


@given(st.integers(0, 10**9))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_an_integer_survives_every_spelling(number: int) -> None:
    """Plain, grouped, full-width and float cells of one number are equal."""
    wide = str(number).translate({ord("0") + d: 0xFF10 + d for d in range(10)})
    assert {read(c, "int") for c in (number, float(number), str(number), f"{number:,}", wide)} == {
        number
    }


@given(st.integers(0, 9_999_999))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_fen_survive_the_two_units(fen: int) -> None:
    """An amount is the same in 元 and in 万元, to the fen."""
    yuan = Decimal(fen) / 100
    assert read(f"{yuan}元", "money") == yuan
    assert read(str(yuan / 10_000), "money", unit="万元") == yuan


@given(st.one_of(st.text(max_size=10), st.floats(), st.integers(), st.booleans()))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_no_cell_crashes_any_type(cell: object) -> None:
    """Any cell of any column is read or refused with what would be right."""
    for field_type in (
        "text",
        "int",
        "decimal",
        "money",
        "date",
        "choice",
        "choices",
        "code",
        "docno",
        "uscc",
        "flag",
    ):
        try:
            read(cell, field_type)
        except CellError as fault:
            assert fault.rule
            assert fault.expected
