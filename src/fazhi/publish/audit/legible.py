"""Everything a published file says, as text: pages, data, images, documents and what they carry.

A text is yielded as a machine would search it: entities and escapes decoded, invisible characters
removed, full-width forms folded.
Where a format lets one word be split by markup, the text is yielded a second time without markup.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from fazhi.errors import AuditError
from fazhi.publish.audit.styles import decoded, styles_in

_MAX_MEMBER_BYTES = 200_000_000
_MAX_DEPTH = 3
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{0*([0-9a-fA-F]{1,5})\})")
_BREAK = re.compile(r"\\[nrt]")
_MARKUP = {".html", ".htm", ".xml", ".svg", ".rels"}
_OFFICE_PART = re.compile(r"\.(?:xml|rels)$")
# Only these may stand inside a word; any other tag ends it.
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|code|em|font|i|ins|kbd|mark|s|small|span|strong|sub|sup|tspan|tt|u|var"
    r"|wbr)(?:\s[^>]*)?/?>",
    re.IGNORECASE,
)
_OFFICE_INSIDE = re.compile(r"<(?!/(?:w:p|a:p|si|c|row|text:p|text:h|dc:|cp:))[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_DRAWING = re.compile(r'\s(?:d|points|transform|viewBox)=\\?"[-+\w.,()\s\\]*"', re.ASCII)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# So far apart that no number reaches across.
_APART = "\n\n\n\n"
_WORD = re.compile(r"<(?:text|tspan)\b([^>]*)>([^<]*)")
_HEIGHT = re.compile(r'\by="([^"]*)"|translate\([^,\s)]+[,\s]+([^)\s]+)')
_TERM_PREFIX = re.compile(r"\b(?:nn|ww)(?=[0-9a-z])")
_DATA_URI = re.compile(r"data:[a-z]+/([a-z0-9.-]+)[a-z0-9.+-]*;base64,([A-Za-z0-9+/=]+)")
_SEARCH_INDEX = "searchindex.js"
_FONTS = {".woff"}  # shipped by the project, made of outlines


def fold(text: str) -> str:
    """Return *text* without invisible characters and width differences."""
    text = _INVISIBLE.sub("", text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def read_files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield relative path and content of every file below *site*, in order."""
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        yield path.relative_to(site).as_posix(), path.read_bytes()


def texts_of(name: str, content: bytes, depth: int = 0) -> Iterator[str]:
    """Yield the texts of one file.

    Args:
        name: File name, whose suffix tells the format.
        content: Its bytes.
        depth: How many archives it stands in.

    Raises:
        AuditError: The file cannot be read as what its name says.
    """
    suffix = Path(name).suffix.lower()
    if content[:4] == b"PK\x03\x04":
        yield from _archive(name, content, depth)
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png(name, content)
    elif content[:5] == b"%PDF-":
        yield from _pdf(name, content)
    elif suffix in _MARKUP:
        inside_words = _INLINE_TAG if depth == 0 else _OFFICE_INSIDE
        text = _as_text(name, content)
        yield from _embedded(text, depth)
        yield from _markup(text, inside_words)
        for style in styles_in(text):
            yield from _plain(style)
        if suffix == ".xml" and "&lt;" in text:  # a feed carries whole pages, escaped
            yield from _markup(unescape(text), inside_words)
        if suffix == ".svg":
            yield from _plain(_drawn_lines(text))
    elif suffix not in _FONTS:
        text = _as_text(name, content)
        yield from _embedded(text, depth)
        yield from _plain(text)
        if suffix == ".css" and "\\" in text:
            yield from _plain(decoded(text))
        if Path(name).name == _SEARCH_INDEX:
            yield from _plain(_TERM_PREFIX.sub("", text))


def _as_text(name: str, content: bytes) -> str:
    """Return a text file's text; what is no text in a known coding cannot be vouched for."""
    if b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _unreadable(name, "不认识的文件类型")
    text = _decode(content)
    if "\ufffd" in text:
        raise _unreadable(name, "既不是认识的文件类型，也不是 UTF-8 文本")
    return text


def _decode(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8", errors="replace")


def _embedded(text: str, depth: int) -> Iterator[str]:
    """Yield the texts of files that stand inside a page as ``data:``."""
    for match in _DATA_URI.finditer(text):
        if depth >= _MAX_DEPTH:
            raise _unreadable("data:", "文件层层相套")
        yield from texts_of(f"data.{match[1]}", b64decode(match[2] + "=="), depth + 1)


def _drawn_lines(drawing: str) -> str:
    """Return the words of a drawing with those of one height run together, as they are seen."""
    lines: dict[str, str] = {}
    height = ""
    for place, word in _WORD.findall(drawing):
        if found := _HEIGHT.search(place):
            height = found[1] or found[2]
        lines[height] = lines.get(height, "") + word.strip()
    return _APART.join(lines.values())


def _plain(text: str) -> Iterator[str]:
    text = _DRAWING.sub("", _DATA_URI.sub("", text)).replace("\r\n", "\n")
    if "\\" in text:
        text = _BREAK.sub("\n", _ESCAPE.sub(lambda m: chr(int(m[m.lastindex or 1], 16)), text))
    if "%" in text:
        text = unquote(text, errors="replace")
    yield fold(unescape(text) if "&" in text else text)


def _markup(text: str, inside_words: re.Pattern[str]) -> Iterator[str]:
    text = _CDATA.sub("", text)
    yield from _plain(text)
    yield from _plain(_TAG.sub(_APART, _LINE_BREAK.sub("\n", inside_words.sub("", text))))


def _archive(name: str, content: bytes, depth: int) -> Iterator[str]:
    if depth >= _MAX_DEPTH:
        raise _unreadable(name, "压缩包层层相套")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield fold(archive.comment.decode("utf-8", errors="replace"))
            for member in archive.infolist():
                if member.file_size > _MAX_MEMBER_BYTES:
                    raise _unreadable(name, f"成员 {member.filename} 过大")
                yield fold(member.filename)
                yield fold(member.comment.decode("utf-8", errors="replace"))
                yield from texts_of(member.filename, archive.read(member), depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as problem:
        raise _unreadable(name, str(problem)) from problem


def _png(name: str, content: bytes) -> Iterator[str]:
    """Yield the text chunks (标题、作者、EXIF) of an image."""
    at = 8
    try:
        while at + 8 <= len(content):
            length, kind = struct.unpack(">I4s", content[at : at + 8])
            body = content[at + 8 : at + 8 + length]
            at += 12 + length
            if kind in (b"tEXt", b"eXIf"):
                yield from _plain(_decode(body.replace(b"\0", b"\n")))
                yield from _plain(body.decode("latin-1"))
            elif kind == b"zTXt":
                key, _, packed = body.partition(b"\0")
                yield from _plain(_decode(key + b"\n" + zlib.decompress(packed[1:])))
            elif kind == b"iTXt":
                yield from _plain(_international(body))
        yield from _plain(_decode(content[at:]))
    except (struct.error, zlib.error, IndexError) as problem:
        raise _unreadable(name, str(problem)) from problem


def _international(body: bytes) -> str:
    key, _, rest = body.partition(b"\0")
    packed, rest = rest[0], rest[2:]
    language, _, rest = rest.partition(b"\0")
    translated, _, text = rest.partition(b"\0")
    text = zlib.decompress(text) if packed else text
    return "\n".join(_decode(part) for part in (key, language, translated, text))


def _pdf(name: str, content: bytes) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        for page in reader.pages:
            yield from _plain(page.extract_text())
            yield from _plain("\n".join(_annotations(page)))
        yield from _plain("\n".join(f"{k}\n{v}" for k, v in (reader.metadata or {}).items()))
        if "/Metadata" in reader.root_object:
            described = reader.root_object["/Metadata"].get_object().get_data()  # type: ignore[union-attr]
            yield from _markup(_decode(described), _INLINE_TAG)
        yield from _plain("\n".join(str(o.get("/Title", "")) for o in _bookmarks(reader.outline)))
        for attachment, bodies in reader.attachments.items():
            for body in bodies:
                yield from texts_of(attachment, body, 1)
    except PyPdfError as problem:
        raise _unreadable(name, str(problem)) from problem


def _annotations(page: dict[str, object]) -> Iterator[str]:
    for entry in page.get("/Annots") or ():  # type: ignore[attr-defined]
        note = entry.get_object()
        yield from (str(note[key]) for key in ("/Contents", "/T", "/TU", "/V") if key in note)


def _bookmarks(outline: Sequence[object]) -> Iterator[dict[str, object]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(entry)
        elif isinstance(entry, dict):
            yield entry


def _unreadable(name: str, reason: str) -> AuditError:
    return AuditError(
        "网站中有文件读不出来，无法确认没有泄露",
        where=name,
        got=reason,
        todo="删去这个文件，或重新生成",
    )
