"""Read the text of a draft: .txt, .md, .docx or what is typed in."""

from __future__ import annotations

import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from fazhi.claims.prose.stream import PARAGRAPH_END
from fazhi.errors import UsageError

ENCODINGS = ("utf-8-sig", "gb18030")
_Line = tuple[str, tuple[tuple[str, str], ...]]
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a Word document, or a line of a text file.

    Attributes:
        text: Its text; cells of a table row are parted by tabs.
        number: Counted from 1.
        start: Position of its first character in the document's text.
        controls: Tag of each content control (内容控件) in it, with its text.
    """

    text: str
    number: int
    start: int
    controls: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """The text of a draft.

    Attributes:
        name: File name, for messages.
        text: All paragraphs, each with its end.
        paragraphs: In order.
    """

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    def paragraph_at(self, position: int) -> Paragraph:
        """Return the paragraph that holds *position* of the text."""
        index = bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.start)
        return self.paragraphs[index - 1]


def read_text(source: Path | str, stdin: IO[bytes] | None = None) -> Document:
    """Read a draft.

    Args:
        source: A file, or ``-`` for *stdin*.
        stdin: Open binary stream, needed for ``-``.

    Raises:
        UsageError: The file is missing, of another type, or unreadable.
    """
    if str(source) == "-" and stdin is not None:
        return _from_bytes(stdin.read(), "标准输入")
    path = Path(source)
    if not path.is_file():
        raise UsageError("文件不存在", where=str(source), todo="核对路径与文件名")
    if path.suffix.lower() == ".docx":
        return _from_word(path)
    if path.suffix.lower() not in (".txt", ".md"):
        raise UsageError(
            "不支持的文件类型",
            where=path.name,
            expected=".txt、.md 或 .docx",
            todo="旧版 .doc 请另存为 .docx",
        )
    return _from_bytes(path.read_bytes(), path.name)


def make_document(name: str, lines: list[_Line], end: str = "\n") -> Document:
    """Put paragraphs, each with its content controls, together into a document.

    Args:
        name: File name.
        lines: Paragraphs or lines.
        end: What ends each; a line feed may be an accident of layout, ``PARAGRAPH_END`` is not.
    """
    paragraphs, position = [], 0
    for number, (text, controls) in enumerate(lines, start=1):
        paragraphs.append(Paragraph(text, number, position, controls))
        position += len(text) + 1
    return Document(name, "".join(p.text + end for p in paragraphs), tuple(paragraphs))


def _from_bytes(content: bytes, name: str) -> Document:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
        return make_document(name, [(line, ()) for line in text.split("\n")])
    raise UsageError(
        "无法识别文字编码", where=name, expected="UTF-8 或 GB18030", todo="另存为 UTF-8 文本"
    )


def _from_word(path: Path) -> Document:
    # Importing python-docx costs a tenth of a second that text files need not pay.
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as problem:
        raise UsageError(
            "不是完好的 Word 文件", where=path.name, todo="用 Word 打开后另存为 .docx"
        ) from problem
    _require_no_doctype(word.element, f"{path.name}（word/document.xml）")
    lines = list(_blocks(word.element.body))
    return make_document(path.name, lines + _footnotes(word, path.name), PARAGRAPH_END)


def _require_no_doctype(root: Any, where: str) -> None:
    """Refuse a part with entities: the parser leaves them out, so text would be missing."""
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None:
        raise UsageError(
            "Word 文件里有 DOCTYPE 声明，可能指向别的文件，没有读取",
            where=where,
            expected="没有 DOCTYPE 声明（Word 从不写它）",
            got=f"<!DOCTYPE {declared.name}>",
            todo="弄清文件的来处；可信的，用 Word 打开后另存为 .docx",
        )


def _blocks(parent: Any) -> Iterator[_Line]:
    """Walk paragraphs and tables in order, into content controls as well."""
    for child in parent.iterchildren():
        if child.tag == _WORD + "p":
            yield _text(child), _controls(child)
        elif child.tag == _WORD + "tbl":
            yield from (_row(row) for row in child.iter(_WORD + "tr"))
        elif child.tag == _WORD + "sdt":
            # Word moves a control around the whole paragraph when nothing else is left in it.
            own = _tag(child)
            for text, inner in _blocks(child):
                yield text, ((own, text), *inner) if own else inner
        elif child.tag == _WORD + "sdtContent":
            yield from _blocks(child)


def _row(row: Any) -> _Line:
    cells = [
        "".join(_text(paragraph) for paragraph in cell.iter(_WORD + "p"))
        for cell in row.iter(_WORD + "tc")
    ]
    return "\t".join(cells), _controls(row)


def _text(element: Any) -> str:
    """Return the visible text: insertions count, deletions (w:delText) do not."""
    pieces = []
    for node in element.iter(_WORD + "t", _WORD + "tab", _WORD + "br"):
        pieces.append(node.text or "" if node.tag == _WORD + "t" else "\t")
    return "".join(pieces)


def _controls(element: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for control in element.iter(_WORD + "sdt"):
        if tag := _tag(control):
            found.append((tag, _text(control)))
    return tuple(found)


def _tag(control: Any) -> str:
    tag = control.find(f"{_WORD}sdtPr/{_WORD}tag")
    return "" if tag is None else str(tag.get(_WORD + "val"))


def _footnotes(word: Any, name: str) -> list[_Line]:
    from lxml import etree

    lines: list[_Line] = []
    for relation in word.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            _require_no_doctype(root, f"{name}（word/footnotes.xml）")
            texts = (_text(note) for note in root.iter(_WORD + "footnote"))
            lines.extend((text, ()) for text in texts if text)
    return lines
