"""Drafts are read from text, Markdown, Word and standard input."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fazhi.claims.prose import find_numbers, read_text
from fazhi.errors import UsageError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without mark and GB18030 give the same text, whatever the line ends."""
    path = tmp_path / "draft.txt"
    path.write_bytes("检查41家次。\r\n罚款𠮷元。\r\n".encode(encoding))
    document = read_text(path)
    assert document.text == "检查41家次。\n罚款𠮷元。\n"
    assert [(p.number, p.start) for p in document.paragraphs] == [(1, 0), (2, 8)]
    assert document.paragraph_at(9).number == 2


def test_standard_input_is_read() -> None:
    """A dash reads the given stream."""
    assert read_text("-", io.BytesIO("7起".encode())).text == "7起\n"


def test_word_gives_paragraphs_tables_and_controls(tmp_path: Path) -> None:
    """Nothing visible in the document is lost, and content controls keep their tag."""
    word = docx.Document()
    word.add_paragraph("检查41家次。")
    word.element.body.insert(
        1,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t>罚款</w:t></w:r><w:sdt><w:sdtPr>"
            '<w:tag w:val="penalties.fine_total"/></w:sdtPr><w:sdtContent><w:r><w:t>11.3万元</w:t>'
            "</w:r></w:sdtContent></w:sdt><w:del><w:r><w:delText>99</w:delText></w:r></w:del></w:p>"
        ),
    )
    word.element.body.insert(
        2,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:tag w:val='2022/penalties.cases'/></w:sdtPr>"
            "<w:sdtContent><w:p><w:r><w:t>7起</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "立案", "7"
    path = tmp_path / "draft.docx"
    word.save(str(path))
    document = read_text(path)
    assert [p.text for p in document.paragraphs] == [
        "检查41家次。",
        "罚款11.3万元",
        "7起",
        "立案\t7",
    ]
    assert document.paragraphs[1].controls == (("penalties.fine_total", "11.3万元"),)
    assert document.paragraphs[2].controls == (("2022/penalties.cases", "7起"),)


def test_unreadable_drafts_are_refused_with_a_cure(tmp_path: Path) -> None:
    """A missing file, another type, broken bytes and a broken Word file each say what to do."""
    (tmp_path / "a.doc").write_bytes(b"x")
    (tmp_path / "b.txt").write_bytes(b"\xff\xff\xff")
    (tmp_path / "c.docx").write_bytes(b"not a zip")
    for name, message in {
        "none.txt": "文件不存在",
        "a.doc": "旧版 .doc 请另存为 .docx",
        "b.txt": "无法识别文字编码",
        "c.docx": "不是完好的 Word 文件",
    }.items():
        with pytest.raises(UsageError, match=message):
            read_text(tmp_path / name)


def test_paragraphs_of_word_are_boundaries_and_lines_of_text_are_not(tmp_path: Path) -> None:
    """A row ends where it ends in Word; a line break in a text may fall inside a sentence."""
    word = docx.Document()
    for line in ("比上年增加5", "件，下降3%"):
        word.add_paragraph(line)
    word.save(str(tmp_path / "稿.docx"))
    (tmp_path / "稿.txt").write_text("比上年增加5\n件，下降3%", encoding="utf-8")
    texts = [
        [n.text for n in find_numbers(read_text(tmp_path / name).text)]
        for name in ("稿.docx", "稿.txt")
    ]
    assert texts == [["5", "3%"], ["5\n件", "3%"]]


@pytest.mark.parametrize(
    "body",
    ["<w:document", "<!DOCTYPE x [<!ENTITY a '" + "1" * 11_000_000 + "'>]><x>&a;</x>"],
)
def test_a_word_file_with_damaged_or_swollen_xml_is_refused(tmp_path: Path, body: str) -> None:
    """The writer is told in words; nothing is unpacked without bounds."""
    path = tmp_path / "draft.docx"
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = body.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UsageError, match="不是完好的 Word 文件"):
        read_text(path)


_ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "secret.txt">]>'
_NOTES = (
    f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:footnote>"
    "</w:footnotes>"
)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["document", "footnotes"])
def test_a_word_file_that_points_at_other_files_is_refused(
    tmp_path: Path, part: str, coding: str
) -> None:
    """Text behind an external entity is neither fetched nor dropped without a word."""
    (tmp_path / "secret.txt").write_text("41家次", encoding="utf-8")
    path = tmp_path / "draft.docx"
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    prologue = f'<?xml version="1.0" encoding="{coding}"?>{_ENTITY}'
    body = parts["word/document.xml"].decode().partition("?>")[2]
    shown = "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    if part == "document":
        body = body.replace("<w:body>", shown, 1)
        parts["word/document.xml"] = (prologue + body).encode(coding)
    else:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        _put_before(
            parts, "[Content_Types].xml", "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>',
        )  # fmt: skip
        _put_before(
            parts, "word/_rels/document.xml.rels", "</Relationships>",
            f'<Relationship Id="rId99" Type="{target}" Target="footnotes.xml"/>',
        )  # fmt: skip
        parts["word/footnotes.xml"] = (prologue + _NOTES).encode(coding)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UsageError) as caught:
        read_text(path)
    assert str(caught.value) == (
        "Word 文件里有 DOCTYPE 声明，可能指向别的文件，没有读取；"
        f"位置：draft.docx（word/{part}.xml）；应为：没有 DOCTYPE 声明（Word 从不写它）；"
        "实为：<!DOCTYPE d>；请：弄清文件的来处；可信的，用 Word 打开后另存为 .docx。"
    )


def _put_before(parts: dict[str, bytes], name: str, end: str, added: str) -> None:
    parts[name] = parts[name].decode().replace(end, added + end).encode()
