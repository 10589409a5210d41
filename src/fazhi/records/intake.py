"""Open a received file, whatever it really is, as sheets of cells; or say why not.

The content decides, not the extension: an ``.xls`` may be a web page or a text file.
"""

from __future__ import annotations

import re
from pathlib import Path

from fazhi.errors import IntakeError
from fazhi.records.htmltable import read_html
from fazhi.records.kinds import OLE, READABLE, ZIP, damaged, locked, refuse_foreign
from fazhi.records.ole import chains_end
from fazhi.records.plaintext import read_plain
from fazhi.records.sheets import Sheet
from fazhi.records.textfile import decode, read_text
from fazhi.records.workbook import read_workbook

_HEAD_BYTES = 65_536
SIZE_LIMIT = 2_000_000_000
_HEAD = 4096
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(r"<(?:html|table|!doctype html)", re.IGNORECASE)


def read_file(path: Path) -> list[Sheet]:
    """Read every sheet of one received file.

    Args:
        path: A file of the year's raw folder.

    Returns:
        Its sheets, hidden ones included and marked.

    Raises:
        IntakeError: Empty, encrypted, damaged, of an unknown kind, or not decodable.
    """
    if path.stat().st_size == 0:
        raise IntakeError("文件是空的（0 字节）", where=path.name, todo="联系报送单位重新发送")
    if path.stat().st_size > SIZE_LIMIT:
        raise IntakeError("文件太大", where=path.name, expected="2 GB 以内", todo="拆成几个文件")
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    refuse_foreign(path.name, head)
    if head.startswith(OLE):
        _require_sound_container(path)
    if head.startswith((OLE, ZIP)):
        return read_workbook(path, head)
    return _read_as_text(path)


def _require_sound_container(path: Path) -> None:
    data = path.read_bytes()
    if _ENCRYPTED in data:
        raise locked(path.name)
    if not chains_end(data):
        raise damaged(path.name)


def _read_as_text(path: Path) -> list[Sheet]:
    text_file = path.suffix.lower() in (".csv", ".txt", ".tsv", ".xls")
    if text_file and not _starts_as_html(path) and (plain := read_plain(path)):
        return [plain]
    text = decode(path)
    if _is_html(text):
        return read_html(path.name, text)
    if text_file:
        return [read_text(path.name, text)]
    raise IntakeError(
        "文件内容不是它扩展名所说的格式",
        where=path.name,
        expected=READABLE,
        todo="用 Excel 打开并另存为 .xlsx",
    )


def _is_html(text: str) -> bool:
    start = text[:_HEAD].lstrip("\ufeff \t\r\n")
    return start.startswith("<") and _HTML.search(start) is not None


def _starts_as_html(path: Path) -> bool:
    """Return whether the file may be a web page: its first sign is no other than a bracket."""
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES).strip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"")
