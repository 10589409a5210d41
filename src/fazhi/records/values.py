"""Read one cell as the type of its column; anything doubtful is a ``CellError``, never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TypeVar

from fazhi.quantity import parse_number
from fazhi.records.dates import parse_date
from fazhi.records.folding import fold_choice, fold_text, tidy_name, tidy_number, tidy_text
from fazhi.records.problems import CellError
from fazhi.records.register import Field

NULLS = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "/",
        "\\",
        "无",
        "空",
        "N/A",
        "NA",
        "NULL",
        "NONE",
        "暂无",
    )
)
_TEXT_NULLS = NULLS - {"空", "NA", "NULL", "NONE"}
_TRUE = frozenset(["是", "有", "√", "1", "Y", "YES", "TRUE", "✓", "已"])
_FALSE = frozenset(["否", "无", "×", "0", "N", "NO", "FALSE", "X", "未"])
_CLASSIFIERS = (
    r"家次|户次|人次|人\(次\)|项次|学时|小时|工作日|起|件|份|项|家|户|人|处|条|本|册|套|张|块"
    "|场|次|期|个|名|卷|宗|天|日|分|%"
)
_WITH_CLASSIFIER = re.compile(rf"(.+?)\s*(?:{_CLASSIFIERS})")
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")
_APPROXIMATE = re.compile("余|近|约|多|左右|以上|以下|至少|超过|不足|几|~")
_MONEY = re.compile(r"(人民币|[¥￥])?\s*(.+?)\s*(万元|元)?整?")
_SPLIT_HARD = re.compile(r"[;；\n]")
_SPLIT_SOFT = re.compile("[、,，;；\n]")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{2}")
SUSPICIOUS_WAN = Decimal(1000)
SUSPICIOUS_YUAN = Decimal(100)
_EXACT_DIGITS = 10**15
_RANGE = re.compile(r"[0-9.]+[^0-9.]{0,3}(?:[-—–~至到]|--)+[0-9.]+.{0,3}")
_SPACED_SCALE = re.compile(r"\s+(?=[十百千万亿])")
# What one unit of a money column is in 元; any other unit is refused with the sheet.
YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
_CENT = Decimal("0.01")
_MICRO = Decimal("0.000001")
MONEY_LIMIT = Decimal(10) ** 15

Parser = Callable[[object], object]
Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True)
class ColumnContext:
    """What the surroundings of a column say about its cells.

    Attributes:
        year: Report year.
        unit: Unit of a money column: the header's, else the title row's, else the declared one.
        epoch_1904: Whether the workbook counts days from 1904.
    """

    year: int
    unit: str = ""
    epoch_1904: bool = False


def is_null(cell: object, field_type: str) -> bool:
    """Return whether *cell* says "nothing here" in a column of *field_type*."""
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    folded = fold_choice(cell)
    if field_type in ("text", "docno"):
        return folded in _TEXT_NULLS
    return folded in NULLS


def column_parser(field: Field, context: ColumnContext) -> Parser:
    """Return the function that reads one cell of *field*; it returns None for nothing.

    The function raises ``CellError`` when the cell cannot be read without guessing.
    """
    read: dict[str, Parser] = {
        "text": lambda cell: _text(cell, field),
        "int": lambda cell: _bounded(_integer(cell), field),
        "decimal": lambda cell: _bounded(_decimal(cell).quantize(_MICRO), field),
        "money": lambda cell: _bounded(_money(cell, context.unit or field.unit, field.unit), field),
        "date": lambda cell: parse_date(cell, context.year, context.epoch_1904),
        "choice": lambda cell: _choice(cell, field),
        "choices": lambda cell: _choices(cell, field),
        "code": lambda cell: _choice(cell, field) if field.values else _digits(cell),
        "docno": lambda cell: tidy_number(_digits(cell)),
        "uscc": lambda cell: fold_choice(_digits(cell)),
        "flag": _flag,
    }
    parse = read[field.type]
    listed = {fold_choice(v) for v in (*field.values, *field.value_aliases)}
    if field.type == "flag":
        listed = set(_TRUE | _FALSE)

    def parse_cell(cell: object) -> object:
        if isinstance(cell, str):
            _refuse_excel_error(cell)
            # 无 is nothing in most columns, but a listed value in some.
            if fold_choice(cell) in listed:
                return parse(cell)
        if isinstance(cell, float) and not isfinite(cell):
            raise CellError("不是数字", "数字")
        return None if is_null(cell, field.type) else parse(cell)

    return parse_cell


def _refuse_excel_error(cell: str) -> None:
    if cell.startswith("#") and cell.strip() in _EXCEL_ERRORS:
        raise CellError("单元格是 Excel 错误值", "公式算得出的值", "修正公式，或填写数值")


def _text(cell: object, field: Field) -> str:
    text = tidy_text(plain_text(cell))
    return tidy_name(text) if field.mask == "company" else text


def plain_text(cell: object) -> str:
    """Return the text a reader of the sheet would see for a non-text cell."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_DIGITS:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _digits(cell: object) -> str:
    """Return an identifier's text; a number too long for Excel has lost its last digits."""
    if isinstance(cell, date | time | timedelta):
        raise CellError(
            "编号被 Excel 存成了日期", "文本格式的编号", "按纸质文书重新填写，单元格设为文本"
        )
    text = tidy_text(plain_text(cell))
    lost = isinstance(cell, int | float) and abs(cell) >= _EXACT_DIGITS
    if lost or _SCIENTIFIC.fullmatch(text):
        raise CellError(
            "编号被 Excel 存成数字，末几位已丢失",
            "文本格式的编号",
            "按纸质文书重新填写，单元格设为文本",
        )
    return text


def _number(text: str) -> Decimal | None:
    value = parse_number(text)
    if value is None and (match := _WITH_CLASSIFIER.fullmatch(text)):
        value = parse_number(match[1])
    return value


def _decimal(cell: object) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise CellError("不是数字", "数字")
    if isinstance(cell, int | float):
        return _finite(Decimal(repr(cell)))
    # Folding would join a footnote mark to its number: 12① → 121.
    if any(c.isdigit() and not c.isdecimal() for c in cell):
        raise CellError("数字带有角标或圈码", "只写数字", "把角标、圈码移到备注")
    text = fold_text(cell)
    value = _number(_SPACED_SCALE.sub("", text))
    if value is None and _RANGE.fullmatch(text):
        raise CellError("数字是一个范围", "一个确切的数字")
    if value is None and _APPROXIMATE.search(text):
        raise CellError("数字是约数", "确切的数字")
    if value is None:
        raise CellError("不是数字", "数字")
    return _finite(value)


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= MONEY_LIMIT:
        raise CellError("数字大得不可能", "合理范围内的数字")
    return value


def _integer(cell: object) -> int:
    if isinstance(cell, str) and "%" in fold_text(cell):
        raise CellError("这一列应是个数，不是百分比", "整数")
    value = _decimal(cell)
    if value != value.to_integral_value():
        raise CellError("不是整数", "整数")
    return int(value)


def _money(cell: object, unit: str, usual: str) -> Decimal:
    """Return yuan; the cell's own unit wins over the column's, of which *usual* is the declared."""
    own = ""
    if isinstance(cell, str):
        match = _MONEY.fullmatch(fold_text(cell))
        if match and (match[1] or match[3]):
            cell, own = match[2], match[3] or "元"
    amount = _decimal(cell)
    if not own and unit == "万元" and amount >= SUSPICIOUS_WAN:
        raise CellError(
            "金额单位可疑",
            f"{_trim(amount)}元（即{_trim(amount / 10_000)}万元）或 {_trim(amount)}万元",
            "这一列以万元为单位；在单元格中写明单位，如 20000元",
        )
    if not own and (unit, usual) == ("元", "万元") and 0 < amount < SUSPICIOUS_YUAN:
        raise CellError(
            "金额单位可疑",
            f"{_trim(amount)}元 或 {_trim(amount)}万元",
            "这一列以元为单位；在单元格中写明单位，如 2万元",
        )
    yuan = amount * YUAN[own or unit or "元"]
    if yuan != yuan.quantize(_CENT):
        raise CellError("金额不足一分", "最多到分的金额")
    return _finite(yuan).quantize(_CENT)


def _trim(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _bounded(value: Number, field: Field) -> Number:
    if field.minimum is not None and value < field.minimum:
        raise CellError("数字太小", f"不小于 {field.minimum}")
    if field.maximum is not None and value > field.maximum:
        raise CellError("数字太大", f"不大于 {field.maximum}")
    return value


def _choice(cell: object, field: Field) -> str:
    text = tidy_text(plain_text(cell))
    found = _listed(field).get(fold_choice(text)) if field.values else text
    if found is None:
        names = field.labels.values() or field.values
        raise CellError("不在可选值中", f"{'、'.join(names)} 之一")
    return found


def _choices(cell: object, field: Field) -> str:
    text = tidy_text(plain_text(cell))
    listed = _listed(field)
    found: dict[str, None] = {}
    for part in filter(None, (p.strip() for p in _SPLIT_HARD.split(text))):
        whole = fold_choice(part) in listed
        for piece in [part] if whole else filter(None, map(str.strip, _SPLIT_SOFT.split(part))):
            value = listed.get(fold_choice(piece)) if field.values else piece
            if value is None:
                raise CellError("不在可选值中", f"{'、'.join(field.values)} 中的一个或几个")
            found[value] = None
    return "；".join(found)


def _listed(field: Field) -> dict[str, str]:
    names = {fold_choice(v): v for v in field.values}
    return {fold_choice(k): v for k, v in field.value_aliases.items()} | names


def _flag(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    folded = fold_choice(plain_text(cell))
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE
    raise CellError("不是是否", "是 或 否")
