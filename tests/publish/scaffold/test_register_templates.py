"""Templates as a clerk opens them in Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from fazhi.paths import Project
from fazhi.publish.scaffold.templates import write_template
from fazhi.records import Field, Register, load_registers

REGISTERS = load_registers(Project(Path(__file__).parents[3]))
LISTED = ("choice", "choices", "code", "flag")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """Every template, opened by another library than the one that wrote it."""
    folder = tmp_path_factory.mktemp("templates")
    for register in REGISTERS.values():
        write_template(register, 2024, folder / f"{register.name}.xlsx")
    return {name: load_workbook(folder / f"{name}.xlsx") for name in REGISTERS}


def _rules(book: Workbook) -> dict[str, Any]:
    """Return the validations of the first sheet by column letter."""
    found = book.worksheets[0].data_validations.dataValidation
    return {str(rule.sqref).rstrip("0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ")[:0] or
            str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in found}  # fmt: skip


def _columns(register: Register) -> list[tuple[str, Field]]:
    return [(get_column_letter(n), field) for n, field in enumerate(register.fields, start=2)]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_column_prompts_in_chinese(register: Register, opened: dict[str, Workbook]) -> None:
    """Each column has its printed header and a prompt that says whether it must be filled in."""
    sheet, rules = opened[register.name].worksheets[0], _rules(opened[register.name])
    for letter, field in _columns(register):
        assert sheet[f"{letter}3"].value == field.header
        assert rules[letter].prompt.startswith("必填" if field.required else "选填")
        assert len(rules[letter].prompt) <= 255
        assert len(rules[letter].promptTitle) <= 32


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_lists_are_read_from_the_dictionary(
    register: Register, opened: dict[str, Workbook]
) -> None:
    """A drop-down offers exactly the declared values (names of codes) from a hidden column."""
    book, rules = opened[register.name], _rules(opened[register.name])
    for letter, field in _columns(register):
        expected = list(field.labels.values()) or list(field.values)
        expected = ["是", "否"] if field.type == "flag" else expected
        if not expected:
            assert rules[letter].type != "list"
            continue
        sheet_name, place = rules[letter].formula1.replace("'", "").split("!")
        column = place.split("$")[1]
        cells = book[sheet_name][place.replace("$", "")]
        assert [cell[0].value for cell in cells] == expected
        assert book[sheet_name].column_dimensions[column].hidden or _in_hidden_group(
            book[sheet_name], column
        )
        assert rules[letter].showErrorMessage is (field.type != "choices")


def _in_hidden_group(sheet: Any, column: str) -> bool:
    """Excel stores neighbouring columns of one width as one group."""
    number = next(c.column for c in sheet[1] if c.column_letter == column)
    return any(d.hidden and d.min <= number <= d.max for d in sheet.column_dimensions.values())


def test_a_list_longer_than_a_prompt_may_be_is_whole(opened: dict[str, Workbook]) -> None:
    """The penalty kinds, over a hundred characters, and any longer list lose nothing."""
    long = [
        (register, field)
        for register in REGISTERS.values()
        for field in register.fields
        if field.type in LISTED and len(",".join(field.labels.values() or field.values)) > 60
    ]
    assert long
    for register, field in long:
        listed = {c.value for row in opened[register.name]["字典"].iter_rows() for c in row}
        assert set(field.labels.values() or field.values) <= listed


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_numbers_and_dates_have_limits(register: Register, opened: dict[str, Workbook]) -> None:
    """Dates are bounded by the year, numbers by the declaration; codes stay text."""
    sheet, rules = opened[register.name].worksheets[0], _rules(opened[register.name])
    for letter, field in _columns(register):
        rule = rules[letter]
        if field.type == "date":
            assert (rule.type, rule.formula1) == ("date", "44562")  # 2022-01-01
        elif field.type in ("int", "decimal", "money"):
            assert rule.type == ("whole" if field.type == "int" else "decimal")
            assert rule.formula1 == str(field.minimum or 0)
            assert field.maximum is None or rule.formula2 == str(field.maximum)
        elif field.type in ("docno", "text"):
            style = sheet.column_dimensions
            width = next(d for d in style.values() if d.min <= _number(letter) <= d.max)
            assert width.number_format == "@"


def _number(letter: str) -> int:
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letter)


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """A template depends on its declaration and year alone."""
    register = REGISTERS["penalties"]
    for name in ("a", "b"):
        write_template(register, 2024, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
