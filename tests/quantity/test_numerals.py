"""One numeral token in, one Decimal out, or nothing."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.quantity import chinese_forms, format_number, in_chinese, parse_number

READ = {
    "7": 7, "113000": 113000, "１２": 12, "１１．３": "11.3", "1,234": 1234,
    "12,345,678.90": "12345678.9",
    "七": 7, "零": 0, "〇": 0, "十": 10, "十一": 11, "两百": 200, "三千零五": 3005, "三百五": 350,
    "十一万三千": 113000, "一亿零五百万": 105000000, "一万亿": 10**12, "二十亿三千万": 2030000000,
    "二〇二二": 2022, "二○二二": 2022, "十点五": "10.5", "半": "0.5", "负五": -5, "壹佰贰拾": 120,
    "1.2万": 12000, "3万1千": 31000, "11.3万": 113000, "1万2000": 12000, "1亿2000万": 120000000,
    "1.2万亿": 1200000000000, "2千5百万": 25000000, "2千亿": 200000000000, "3百5十": 350,
    "5百": 500, " 5 ": 5, "-5.3": "-5.3", "4.35万": 43500,
}  # fmt: skip
REFUSED = [
    "", " ", "三四", "七八十", "1,23", "1,2345", "1e3", "11.", ".5", "1..2", "3万1", "万", "亿",
    "百万", "点五", "十万零", "7起", "约7", "1000余", "统一", "一般", "①",
    "5²", "½", "1 2", "inf", "nan", "负", "三万三万", "1-2",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_reads_one_numeral(text: str, value: int | str) -> None:
    """Every current way to write one numeral gives its exact value."""
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_not_exactly_one_numeral(text: str) -> None:
    """Two numbers, a unit, a bare scale or a malformed numeral give nothing."""
    assert parse_number(text) is None


@settings(derandomize=True, max_examples=300)
@given(st.integers(min_value=0, max_value=10**15))
def test_every_form_of_a_whole_number_reads_back(number: int) -> None:
    """Whatever form is offered for search reads back as the same value."""
    assert {parse_number(form) for form in chinese_forms(Decimal(number))} == {Decimal(number)}


@settings(derandomize=True, max_examples=300)
@given(st.text(alphabet="0123456789一二两三十百千万亿零点.,负-半", max_size=8))
def test_never_raises(text: str) -> None:
    """Any string of numeral characters is read or refused."""
    value = parse_number(text)
    assert value is None or value.is_finite()


def test_formats_without_exponent_or_trailing_zeros() -> None:
    """Scale, rounding and trimming follow the printed habit."""
    assert format_number(Decimal("113000.00"), scale="万") == "11.3万"
    assert format_number(Decimal("112500"), scale="万", decimals=1) == "11.3万"
    assert format_number(Decimal("1E+5")) == "100000"
    assert format_number(Decimal("0.50")) == "0.5"
    assert format_number(Decimal("-0.0")) == "0"
    assert format_number(Decimal("400000000"), scale="亿") == "4亿"
    with pytest.raises(ValueError, match="scale"):
        format_number(Decimal(1), scale="千")


def test_chinese_forms_put_the_usual_first() -> None:
    """A reader finds a fine by 11.3万, by its digits and in characters."""
    assert chinese_forms(Decimal(113000)) == ["11.3万", "113000", "113,000", "十一万三千"]
    assert chinese_forms(Decimal("98.2")) == ["98.2"]


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        ("999", ["999", "九百九十九"]),
        ("1000", ["1000", "1,000", "一千"]),
        ("9999", ["9999", "9,999", "九千九百九十九"]),
        ("10000", ["1万", "10000", "10,000", "一万"]),
        ("-10000", ["-1万", "-10000", "-10,000", "负一万"]),
        ("10100", ["1.01万", "10100", "10,100", "一万零一百"]),
        ("12345", ["12345", "12,345", "一万二千三百四十五"]),
        ("123400", ["12.34万", "123400", "123,400", "十二万三千四百"]),
        ("100000000", ["1亿", "10000万", "100000000", "100,000,000", "一亿"]),
    ],
)
def test_forms_with_a_scale_start_at_the_scale_and_keep_every_digit(
    number: str, forms: list[str]
) -> None:
    """万 is offered from 10000 on, 亿 from 10^8 on, neither where two decimals do not suffice."""
    assert chinese_forms(Decimal(number)) == forms


def test_a_number_beyond_the_names_of_chinese_numerals_has_no_form_in_characters() -> None:
    """10^16 has no name in common use; one less still reads in characters."""
    assert chinese_forms(Decimal(10**16))[-1] == "10,000,000,000,000,000"
    assert chinese_forms(Decimal(10**16 - 1))[-1].startswith("九千九百九十九万")


@given(st.integers(min_value=0, max_value=10**16 - 1))
@settings(derandomize=True, max_examples=500)
def test_chinese_numerals_are_those_of_cn2an_but_for_the_zero_it_forgets(number: int) -> None:
    """一亿零一千 is not 一亿一千, which many would read as 1.1亿."""
    assert in_chinese(number).replace("亿零", "亿") == cn2an.an2cn(number, "low").replace(
        "亿零", "亿"
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "十"),
        (110, "一百一十"),
        (100001000, "一亿零一千"),
        (-113000, "负十一万三千"),
    ],
)
def test_writes_chinese_numerals(number: int, written: str) -> None:
    """Zeros inside are written once, a leading 一十 is 十."""
    assert in_chinese(number) == written
