"""Comma- and tab-separated text, decoded by a strict ladder: UTF-8, then GB18030, then stop."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from fazhi.errors import IntakeError
from fazhi.records.sheets import Cell, Sheet

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
FIELD_LIMIT = 1_000_000
_DELIMITERS = ",\t;|"


def decode(path: Path) -> str:
    """Return the text of *path*.

    Raises:
        IntakeError: The bytes are neither UTF-8 nor GB18030, or hold characters no register has.
    """
    data = path.read_bytes()
    if data.startswith(_UTF16):
        raise IntakeError(
            "文件是 UTF-16 编码",
            where=path.name,
            expected="UTF-8 或 GB18030",
            todo="另存为 CSV UTF-8",
        )
    if b"\x00" in data:
        raise IntakeError(
            "文件不是文本（含有零字节）",
            where=_line(path, data, data.index(0)),
            todo="联系报送单位重新导出",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        text = _decode_gb18030(path, data, problem.start)
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise IntakeError(
            "文件里有已经损坏的字符（�）",
            where=f"{path.name}第{line}行",
            todo="联系报送单位重新导出",
        )
    return text


def _decode_gb18030(path: Path, data: bytes, utf8_stop: int) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as problem:
        raise IntakeError(
            "文件的编码认不出来",
            where=_line(path, data, max(problem.start, utf8_stop)),
            expected="UTF-8 或 GB18030",
            todo="在 Excel 中另存为 CSV UTF-8；如果文件不完整，重新发送",
        ) from problem


def _line(path: Path, data: bytes, position: int) -> str:
    line = data[:position].count(b"\n") + 1
    return f"{path.name}第{line}行"


def delimiter_of(text: str) -> str:
    """Return the mark that stands most often in the beginning of *text*; the comma of equals."""
    start = text[:4096]
    return max(_DELIMITERS, key=start.count)


def read_text(name: str, text: str) -> Sheet:
    """Return the one sheet of a delimited text file.

    Raises:
        IntakeError: A quote is never closed or stands in the wrong place.
    """
    csv.field_size_limit(FIELD_LIMIT)
    delimiter = delimiter_of(text)
    # Old Mac line ends would be one endless row to the reader.
    lone_returns = "\r" in text and "\n" not in text
    stream = io.StringIO(text.replace("\r", "\n") if lone_returns else text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    try:
        rows: list[list[Cell]] = [[cell or None for cell in row] for row in reader]
    except csv.Error as problem:
        if "field larger" in str(problem):
            raise IntakeError(
                "一格里的字太多，多半是引号没有关上",
                where=f"{name}第{reader.line_num}行附近",
                expected=f"每格不超过 {FIELD_LIMIT} 字",
                todo="检查该行的英文双引号",
            ) from problem
        raise IntakeError(
            "文件的引号不成对，无法分列",
            where=f"{name}第{reader.line_num}行附近",
            todo="检查该行的英文双引号；如果文件不完整，重新发送",
        ) from problem
    return Sheet(name, "", rows, ragged=True)
