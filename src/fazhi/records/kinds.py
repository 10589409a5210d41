"""What a received file really is: its first bytes and its parts decide, never its extension."""

from __future__ import annotations

import zipfile
from pathlib import Path

from fazhi.errors import IntakeError

READABLE = ".xlsx、.xls、.ods、.csv"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
XLSX, XLSB, ODS, XLS = ".xlsx", ".xlsb", ".ods", ".xls"

_RESEND = "联系报送单位发送导出的表格"
_UNPACK = "解压后把里面的表格放进原始文件夹"
_SAVE_AS = "用 Excel 打开并另存为 .xlsx"
_STARTS = (
    (b"%PDF", "这是 PDF，不是表格", _RESEND),
    (b"\xff\xd8\xff", "这是图片，不是表格", _RESEND),
    (b"\x89PNG", "这是图片，不是表格", _RESEND),
    (b"GIF8", "这是图片，不是表格", _RESEND),
    (b"Rar!", "这是压缩包，不是表格", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "这是压缩包，不是表格", _UNPACK),
    (b"\x1f\x8b", "这是压缩包，不是表格", _UNPACK),
    (b"MIME-Version:", "这是单个文件网页（.mht），不是表格", _SAVE_AS),
)
_XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_PARTS = (("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSB), ("content.xml", ODS))


def refuse_foreign(name: str, head: bytes) -> None:
    """Refuse what is plainly no table.

    Args:
        name: File name, for the message.
        head: The first bytes of the file.

    Raises:
        IntakeError: A PDF, a picture, an archive, or a web or XML form of a workbook.
    """
    for start, what, todo in _STARTS:
        if head.startswith(start):
            raise _not_a_table(name, what, todo)
    if _XML_SPREADSHEET in head:
        raise _not_a_table(name, "这是 XML 表格（Excel 2003），读不了", _SAVE_AS)


def workbook_kind(path: Path, head: bytes) -> str:
    """Return the extension a workbook should have.

    Raises:
        IntakeError: A Word or PowerPoint document, an archive, or damaged.
    """
    return _zip_kind(path) if head.startswith(ZIP) else _ole_kind(path)


def is_xlsx(path: Path) -> bool:
    """Return whether a file, whatever its extension, is an .xlsx workbook."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return _PARTS[0][0] in archive.namelist()


def damaged(name: str) -> IntakeError:
    """Return the refusal of a file that cannot be opened."""
    return IntakeError("文件已损坏或不完整，打不开", where=name, todo="联系报送单位重新发送")


def locked(name: str) -> IntakeError:
    """Return the refusal of a file under a password."""
    return IntakeError("文件设了打开密码", where=name, todo="联系报送单位取消密码后重新发送")


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise damaged(path.name) from problem
    for part, kind in _PARTS:
        if part in parts and "word/document.xml" not in parts:
            return kind
    if "word/document.xml" in parts:
        raise _not_a_table(path.name, "这是 Word 文档，不是表格", _RESEND)
    if "ppt/presentation.xml" in parts:
        raise _not_a_table(path.name, "这是演示文稿，不是表格", _RESEND)
    raise _not_a_table(path.name, "这是压缩包，不是表格", _UNPACK)


def _ole_kind(path: Path) -> str:
    data = path.read_bytes()
    if "WordDocument".encode("utf-16-le") in data and "Workbook".encode("utf-16-le") not in data:
        raise _not_a_table(path.name, "这是 Word 文档，不是表格", _RESEND)
    return XLS


def _not_a_table(name: str, what: str, todo: str) -> IntakeError:
    return IntakeError(what, where=name, expected=READABLE, todo=todo)
