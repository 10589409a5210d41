"""Numbers in a Word file as content controls (内容控件) that carry their fact key."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from fazhi.errors import UsageError
from fazhi.publish.papers.blocks import Number

_KEY = re.compile(r"20[0-9]{2}/[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_DOCUMENT = "word/document.xml"
_LARGEST_BYTES = 50_000_000


def number_control(number: Number, control_id: int) -> Any:
    """Return *number* as an inline content control.

    Args:
        number: Its key becomes the tag, its label the alias.
        control_id: Unique in the document.
    """
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:tag/><w:id/><w:text/></w:sdtPr>"
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        "<w:t/></w:r></w:sdtContent></w:sdt>"
    )
    properties = control.find(qn("w:sdtPr"))
    for name, value in (("alias", number.label), ("tag", number.key), ("id", str(control_id))):
        properties.find(qn(f"w:{name}")).set(qn("w:val"), value)
    text = control.find(f".//{qn('w:t')}")
    text.text = number.text
    return control


def read_controls(path: Path) -> list[tuple[str, str, int]]:
    """Return the numbers of a Word file as they stand now, also after editing in Word.

    Args:
        path: A ``.docx`` file.

    Returns:
        Fact key, text and index of the paragraph among all paragraphs of the document, in
        document order. Changes against the year before are no facts and are left out.

    Raises:
        UsageError: The file is not a Word file.
    """
    body = _document(path)
    paragraphs = {paragraph: n for n, paragraph in enumerate(body.iter(qn("w:p")))}
    found = []
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        key = "" if tag is None else tag.get(qn("w:val"), "")
        if _KEY.fullmatch(key):
            text = "".join(piece.text or "" for piece in control.iter(qn("w:t")))
            found.append((key, text, paragraphs[_paragraph_of(control)]))
    return found


def _paragraph_of(control: Any) -> Any:
    """Return the paragraph around *control*, or the one Word has moved inside it."""
    around = next(control.iterancestors(qn("w:p")), None)
    return around if around is not None else next(control.iter(qn("w:p")))


def _document(path: Path) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            if archive.getinfo(_DOCUMENT).file_size > _LARGEST_BYTES:
                raise ValueError
            xml = archive.read(_DOCUMENT)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(xml, parser)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as problem:
        raise UsageError(
            "不是可以读取的 Word 文件",
            where=path.name,
            expected="由本软件或 Word 保存的 .docx",
            got="文件不存在" if isinstance(problem, FileNotFoundError) else "文件损坏或格式不对",
            todo="用 Word 另存为 .docx 后重试",
        ) from problem
