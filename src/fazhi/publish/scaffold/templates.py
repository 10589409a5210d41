"""Register templates: Excel workbooks that make the right entry the easy one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from fazhi.records import Field, Register

_HEADER_ROW = 2
_EXAMPLE_ROW = 3
_FIRST_ROW = 4
_LAST_ROW = 5000
_DICTIONARY = "字典"
_FIRST_LIST_COLUMN = 5
_CREATED = datetime(2000, 1, 1)
_SAMPLE_TEXT = "示例文字"
_PROMPT_LIMIT, _PROMPT_TITLE_LIMIT, _SHEET_NAME_LIMIT = 255, 32, 31
_FLAGS = ("是", "否")
_PUBLISH = {
    "as_is": "原样公开",
    "masked": "隐去名称后公开",
    "never": "不公开",
    "internal": "仅内部使用",
}
_TYPES = {
    "text": "文字", "docno": "文号", "int": "整数", "decimal": "数字", "money": "金额",
    "date": "日期", "choice": "单选", "choices": "可多选，用；分隔", "code": "单选",
    "uscc": "统一社会信用代码", "flag": "是或否",
}  # fmt: skip


def write_template(register: Register, year: int, path: Path) -> None:
    """Write the template of *register* for *year*.

    The first row names the register, the third the columns, the fourth is an example that intake
    recognises and leaves out. Drop-downs, date and number limits prompt in Chinese.

    Args:
        register: The declaration, the only source of columns, lists and limits.
        year: Report year; bounds the dates.
        path: The .xlsx to write; must not exist.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": _CREATED, "title": f"{year}年度{register.title}"})
        formats = _formats(book)
        sheet = book.add_worksheet(register.title[:_SHEET_NAME_LIMIT])
        lists = _write_dictionary(book.add_worksheet(_DICTIONARY), register, year, formats)
        sheet.write(0, 0, f"{year}年度{register.title}", formats["title"])
        note = (
            f"每行为一{register.unit}；红色表头为必填；灰色的示例行读取时自动跳过；"
            "确无记录的，删去示例行后保存"
        )
        sheet.write(1, 0, note, formats["note"])
        sheet.write(_HEADER_ROW, 0, "序号", formats["head"])
        sheet.write(_EXAMPLE_ROW, 0, "示例", formats["example"])
        for column, field in enumerate(register.fields, start=1):
            _write_column(sheet, column, field, year, lists.get(field.key), formats)
        sheet.freeze_panes(_FIRST_ROW, 2)
        sheet.set_row(_HEADER_ROW, 32)


def _formats(book: Any) -> dict[str, Any]:
    head = {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}
    example = {"font_color": "#777777", "italic": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#555555", "italic": True}),
        "head": book.add_format(head),
        "must": book.add_format({**head, "bg_color": "#D6E4F0", "font_color": "#9C1C1C"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "example": book.add_format(example),
        "example_date": book.add_format({**example, "num_format": "yyyy-mm-dd"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        # A number format would cut the digits of a code beyond the fifteenth.
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "General"}),
    }


def _write_column(
    sheet: Any, column: int, field: Field, year: int, source: str | None, formats: dict[str, Any]
) -> None:
    sheet.write(_HEADER_ROW, column, field.header, formats["must" if field.required else "head"])
    example = _example(field, year)
    kind = "example_date" if isinstance(example, date) else "example"
    sheet.write(_EXAMPLE_ROW, column, example, formats[kind])
    numeric = "number" if field.type in ("int", "decimal", "money") else "text"
    width = max(12, min(28, 2 * len(field.header) + 2))
    sheet.set_column(column, column, width, formats["date" if field.type == "date" else numeric])
    prompt = _prompt(field, year)[:_PROMPT_LIMIT]
    rule = {
        **_limits(field, year, source),
        "input_title": field.header[:_PROMPT_TITLE_LIMIT],
        "input_message": prompt,
        "error_title": "填写有误",
        "error_message": prompt,
    }
    sheet.data_validation(_FIRST_ROW, column, _LAST_ROW, column, rule)


def _limits(field: Field, year: int, source: str | None) -> dict[str, Any]:
    """Return what Excel lets through; a list of several (多选) only suggests."""
    if source:
        return {"validate": "list", "source": source, "show_error": field.type != "choices"}
    match field.type:
        case "date":
            low, high = date(year - 2, 1, 1), date(2099, 12, 31)
            return {"validate": "date", "criteria": "between", "minimum": low, "maximum": high}
        case "int" | "decimal" | "money":
            kind = "integer" if field.type == "int" else "decimal"
            low_number = field.minimum or 0
            if field.maximum is None:
                return {"validate": kind, "criteria": ">=", "value": low_number}
            bounds = {"minimum": low_number, "maximum": field.maximum}
            return {"validate": kind, "criteria": "between", **bounds}
        case "uscc":
            # Some parties have an older kind of code: warn, do not refuse.
            return {"validate": "length", "criteria": "==", "value": 18, "error_type": "warning"}
    return {"validate": "any"}


def _prompt(field: Field, year: int) -> str:
    need = "必填" if field.required else "选填"
    bounds = "" if field.minimum is None else f"，不小于{field.minimum}"
    bounds += "" if field.maximum is None else f"，不大于{field.maximum}"
    hint = {
        "date": f"写作 {year}-03-05",
        "money": f"单位：{field.unit}，只写数字{bounds}",
        "int": f"只写整数{bounds}",
        "decimal": f"只写数字{bounds}",
        "choices": "、".join(field.values),
        "docno": f"照文书填写，如〔{year}〕1号",
        "uscc": "18 位",
    }.get(field.type, "")
    return f"{need}；{_TYPES[field.type]}" + (f"；{hint}" if hint else "")


def _example(field: Field, year: int) -> str | int | date:
    choices = _choices(field)
    if choices:
        return choices[0]
    examples: dict[str, str | int | date] = {
        "date": date(year, 1, 15), "int": 1, "decimal": 1, "money": 1,
        "docno": f"示例〔{year}〕1号", "uscc": "0" * 18,
    }  # fmt: skip
    return examples.get(field.type, _SAMPLE_TEXT)


def _choices(field: Field) -> tuple[str, ...]:
    """Return what a clerk may choose from: names of codes, never the codes themselves."""
    if field.type == "flag":
        return _FLAGS
    return tuple(field.labels.values()) or field.values


def _write_dictionary(
    sheet: Any, register: Register, year: int, formats: dict[str, Any]
) -> dict[str, str]:
    """Write what each column means, and the lists drop-downs read from hidden columns.

    A list written into the drop-down itself may not exceed 255 characters; a range may.

    Returns:
        The range of each column's list, by field key.
    """
    for column, title in enumerate(("表头", "填写要求", "可选值", "公开方式")):
        sheet.write(0, column, title, formats["head"])
    lists: dict[str, str] = {}
    for row, field in enumerate(register.fields, start=1):
        choices = _choices(field)
        meaning = (
            field.header, _prompt(field, year), "、".join(choices), _PUBLISH[field.publish],
        )  # fmt: skip
        sheet.write_row(row, 0, meaning, formats["wrapped"])
        if choices:
            column = _FIRST_LIST_COLUMN + len(lists)
            sheet.write_column(0, column, (field.header, *choices))
            letter = xl_col_to_name(column)
            lists[field.key] = f"='{_DICTIONARY}'!${letter}$2:${letter}${len(choices) + 1}"
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 2, 44)
    sheet.set_column(3, 3, 16)
    if lists:
        last = _FIRST_LIST_COLUMN + len(lists) - 1
        sheet.set_column(_FIRST_LIST_COLUMN, last, 16, None, {"hidden": True})
    return lists
