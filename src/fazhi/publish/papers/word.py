"""Set a report as a Word file in official format (公文格式, GB/T 9704-2012)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from fazhi.paths import Project
from fazhi.publish.papers.archive import repacked, swap_in
from fazhi.publish.papers.blocks import Heading, Number, Paragraph, Report, Span, Table
from fazhi.publish.papers.compose import compose
from fazhi.publish.papers.controls import number_control
from fazhi.publish.papers.official import (
    BODY,
    CAPTION,
    NOTICE,
    SIGNATURE,
    TABLE_HEAD,
    TABLE_TEXT,
    format_document,
)

_TEXT_WIDTH_MM = 156
_UNUSED = ("thumbnail", "customXml", "stylesWithEffects")


def write_docx(project: Project, year: int, target: Path) -> Path:
    """Write the report of *year* as Word.

    Args:
        project: The project; the year must have been computed.
        year: Report year.
        target: The file to write; swapped in whole.

    Returns:
        The file written; equal inputs give equal bytes.

    Raises:
        FactError: The year has no facts.
        BuildError: A chapter is missing or cannot be printed.
    """
    return swap_in(docx_bytes(compose(project, year)), target)


def docx_bytes(report: Report) -> bytes:
    """Return *report* as the bytes of a Word file."""
    return _Setter(report).set()


class _Setter:
    """Sets one report; hands out the ids of its content controls."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Document = docx.Document()
        self.ids = count(1)
        self.tables = count(1)

    def set(self) -> bytes:
        """Return the finished file."""
        _drop_unused(self.document)
        format_document(self.document)
        self._set_head()
        for block in self.report.blocks:
            match block:
                case Heading():
                    self._paragraph(f"Heading{block.level}", block.spans)
                case Paragraph():
                    self._paragraph(NOTICE if block.is_notice else BODY, block.spans)
                case Table():
                    self._table(block)
        self._set_signature()
        self._set_margins()
        self._set_properties()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return repacked(buffer.getvalue())

    def _set_head(self) -> None:
        self._line("Title", self.report.issuer)
        self._line("Title", self.report.title)
        if self.report.notice:
            self._line(NOTICE, f"（{self.report.notice}）")
        self._line(BODY, "")

    def _set_signature(self) -> None:
        day = date.fromisoformat(self.report.cutoff)
        mark = "（示例）" if self.report.mark else ""
        self._line(BODY, "")
        self._line(SIGNATURE, f"{self.report.issuer}{mark}")
        self._line(SIGNATURE, f"数据截至{day.year}年{day.month}月{day.day}日")

    def _set_margins(self) -> None:
        """Put page numbers outside (odd right, even left) and the mark on top."""
        section = self.document.sections[0]
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            _fill(footer, _page_number(side))
        for header in (section.header, section.even_page_header):
            _fill(header, _words("Header", self.report.mark))

    def _set_properties(self) -> None:
        properties = self.document.core_properties
        moment = datetime.fromisoformat(self.report.cutoff).replace(tzinfo=UTC)
        properties.title = f"{self.report.issuer}{self.report.title}"
        properties.subject = self.report.mark
        properties.language = "zh-CN"
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = moment
        properties.revision = 1

    def _line(self, style: str, text: str) -> None:
        self._append(_words(style, text))

    def _paragraph(self, style: str, spans: tuple[Span, ...]) -> None:
        self._append(self._filled(style, spans))

    def _filled(self, style: str, spans: tuple[Span, ...]) -> Any:
        paragraph = _words(style, "")
        for span in spans:
            if isinstance(span, Number):
                paragraph.append(number_control(span, next(self.ids)))
            else:
                paragraph.append(_run(span.text))
        return paragraph

    def _table(self, table: Table) -> None:
        title = f"表{next(self.tables)}"
        self._line(CAPTION, f"{title}　{table.caption}" if table.caption else title)
        widths = _widths_mm(len(table.header))
        element = parse_xml(_table_xml(widths, table.caption or title))
        head = parse_xml(
            f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr></w:tr>"
        )
        for width, words in zip(widths, table.header, strict=True):
            head.append(_cell(width, _words(TABLE_HEAD, words)))
        element.append(head)
        for row in table.rows:
            line = parse_xml(_row_xml("<w:cantSplit/>"))
            for width, cell in zip(widths, row, strict=True):
                line.append(_cell(width, self._filled(TABLE_TEXT, cell)))
            element.append(line)
        self._append(element)
        self._line(BODY, "")

    def _append(self, element: Any) -> None:
        self.document.element.body.sectPr.addprevious(element)


def _drop_unused(document: Document) -> None:
    """Drop what the library's template carries and no report needs."""
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if any(name in relation.reltype for name in _UNUSED):
                del holder.rels[key]


def _run(text: str) -> Any:
    run = parse_xml(
        f"<w:r {nsdecls('w')}><w:rPr>"
        '<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve"/></w:r>'
    )
    run.find(qn("w:t")).text = text
    return run


def _words(style: str, text: str) -> Any:
    paragraph = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
    if text:
        paragraph.append(_run(text))
    return paragraph


def _page_number(side: str) -> Any:
    """Return ``— 1 —`` one character in from *side*."""
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/>'
        f'{indent}<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def _fill(margin: Any, paragraph: Any) -> None:
    """Make *paragraph* the only content of a header or footer."""
    margin.is_linked_to_previous = False
    element = margin._element
    for old in list(element):
        element.remove(old)
    element.append(paragraph)


def _widths_mm(columns: int) -> list[float]:
    """Return column widths; in a fact table a change, written out, takes the most."""
    if columns == 4:
        return [46, 25, 25, 60]
    first = _TEXT_WIDTH_MM * 0.4
    return [first] + [(_TEXT_WIDTH_MM - first) / (columns - 1)] * (columns - 1)


def _table_xml(widths: list[float], caption: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{Mm(width).twips}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="FazhiTable"/>'
        f'<w:tblW w:w="{Mm(_TEXT_WIDTH_MM).twips}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )


def _row_xml(properties: str) -> str:
    return f"<w:tr {nsdecls('w')}><w:trPr>{properties}</w:trPr></w:tr>"


def _cell(width: float, paragraph: Any) -> Any:
    cell = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{Mm(width).twips}" w:type="dxa"/>'
        '<w:vAlign w:val="center"/></w:tcPr></w:tc>'
    )
    cell.append(paragraph)
    return cell
