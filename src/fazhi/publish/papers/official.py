"""The official format of GB/T 9704-2012: page, grid, fonts and styles of the Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

LINE_TWIPS = 579
"""28.95 pt: 22 lines of it fill 225 mm; the customary 29 pt would push out the last line."""
BODY_POINTS = 16
_TIGHTEN_TWIPS = -5
"""156 mm ÷ 28 characters = 15.79 pt, so body text gives up a quarter of a point a character.

Spacing and not a character grid: LibreOffice gives a character wider than its cell two cells.
"""
SONG_TITLE, FANGSONG, KAITI, HEITI, SONG = (
    "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体",
)  # fmt: skip
WESTERN = "Times New Roman"
_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FALLBACKS = {
    SONG_TITLE: ("方正小标宋_GBK", "华文中宋", "STZhongsong", _SERIF),
    FANGSONG: ("仿宋", "FangSong", "华文仿宋", "STFangsong", _SERIF),
    KAITI: ("楷体", "KaiTi", "华文楷体", "STKaiti", _SERIF),
    HEITI: ("SimHei", "微软雅黑", _SANS),
    SONG: ("SimSun", "华文宋体", "STSong", _SERIF),
}


@dataclass(frozen=True)
class Style:
    """One paragraph style.

    Attributes:
        id: Style id.
        name: Name Word knows it by.
        font: East Asian font.
        points: Size.
        align: ``both``, ``center``, ``left`` or ``right``.
        indent: First-line indent in characters.
        outline: Level in the navigation, from 0; None for text.
        line: Exact line height in twips.
        extra: Further paragraph properties, as XML placed before the spacing.
    """

    id: str
    name: str
    font: str
    points: float
    align: str = "both"
    indent: int = 0
    outline: int | None = None
    line: int = LINE_TWIPS
    extra: str = ""


BODY, NOTICE, SIGNATURE = "FazhiBody", "FazhiNotice", "FazhiSignature"
CAPTION, TABLE_TEXT, TABLE_HEAD = "Caption", "FazhiTableText", "FazhiTableHead"
_WITH_NEXT = "<w:keepNext/>"
_TABLE_GRID = '<w:snapToGrid w:val="0"/>'
_OFF_GRID = f"{_WITH_NEXT}{_TABLE_GRID}"
STYLES = (
    Style("Title", "Title", SONG_TITLE, 22, "center", line=700, extra=_OFF_GRID),
    Style(BODY, "公文正文", FANGSONG, BODY_POINTS, indent=2),
    Style("Heading1", "heading 1", HEITI, BODY_POINTS, indent=2, outline=0, extra=_WITH_NEXT),
    Style("Heading2", "heading 2", KAITI, BODY_POINTS, indent=2, outline=1, extra=_WITH_NEXT),
    Style("Heading3", "heading 3", FANGSONG, BODY_POINTS, indent=2, outline=2, extra=_WITH_NEXT),
    Style("Heading4", "heading 4", FANGSONG, BODY_POINTS, indent=2, outline=3, extra=_WITH_NEXT),
    Style(NOTICE, "公文说明", KAITI, 14, indent=2, line=LINE_TWIPS),
    Style(SIGNATURE, "公文落款", FANGSONG, BODY_POINTS, "right"),
    Style(CAPTION, "caption", HEITI, 12, "center", line=480, extra=_OFF_GRID),
    Style(TABLE_TEXT, "公文表格", FANGSONG, 12, "left", line=440, extra=_TABLE_GRID),
    Style(TABLE_HEAD, "公文表头", HEITI, 12, "center", line=440, extra=_TABLE_GRID),
    Style("Header", "header", FANGSONG, 10.5, "center", line=280),
    Style("Footer", "footer", SONG, 14, "left", line=300),
)


def format_document(document: Document) -> None:
    """Give *document* the page, fonts and styles of an official text."""
    _set_page(document)
    _set_styles(document)
    _set_fonts(document)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(
        parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_TWIPS}"/>')
    )
    document.settings.odd_and_even_pages_header_footer = True
    language = document.settings.element.find(qn("w:themeFontLang"))
    language.set(qn("w:eastAsia"), "zh-CN")


def _set_styles(document: Document) -> None:
    """Replace every style of the template; only ours are left."""
    styles = document.styles.element
    for old in styles.findall(qn("w:style")):
        styles.remove(old)
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(defaults, parse_xml(_defaults()))
    styles.append(parse_xml(_normal()))
    for style in STYLES:
        styles.append(parse_xml(_style_xml(style)))
    styles.append(parse_xml(_table_style()))


def _fonts_xml(east_asian: str, western: str = WESTERN) -> str:
    return (
        f'<w:rFonts w:ascii="{western}" w:hAnsi="{western}" w:cs="{western}" '
        f'w:eastAsia="{east_asian}" w:hint="eastAsia"/>'
    )


def _defaults() -> str:
    """Return the document defaults.

    Digits count as Western text: as Chinese, a number may be broken between any two of them.
    """
    size = BODY_POINTS * 2
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts_xml(FANGSONG)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _normal() -> str:
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style>'
    )


def _style_xml(style: Style) -> str:
    western = SONG if style.id == "Footer" else WESTERN
    size = int(style.points * 2)
    indent = int(style.indent * style.points * 20)
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    tighten = f'<w:spacing w:val="{_TIGHTEN_TWIPS}"/>' if style.points == BODY_POINTS else ""
    following = f'<w:next w:val="{BODY}"/>' if style.outline is not None else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>{following}<w:qFormat/>'
        f"<w:pPr>{style.extra}"
        f'<w:spacing w:before="0" w:after="0" w:line="{style.line}" w:lineRule="exact"/>'
        f'<w:ind w:firstLineChars="{style.indent * 100}" w:firstLine="{indent}"/>'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{_fonts_xml(style.font, western)}{tighten}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _table_style() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides
    )
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:styleId="FazhiTable">'
        '<w:name w:val="公文表"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )


def _set_fonts(document: Document) -> None:
    """Name each font with what may stand in for it, in the font table and in the theme."""
    part = next(
        p for p in document.part.package.iter_parts() if p.partname.endswith("fontTable.xml")
    )
    part._blob = _font_table().encode()
    theme = next(p for p in document.part.package.iter_parts() if "theme" in p.partname)
    theme._blob = theme.blob.replace(
        b'<a:ea typeface=""/>', f'<a:ea typeface="{_SERIF}"/>'.encode()
    )


def _font_table() -> str:
    fonts = "".join(_font_entry(name, others) for name, others in FALLBACKS.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:fonts {nsdecls('w')}>{fonts}"
        f'<w:font w:name="{WESTERN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _font_entry(name: str, others: tuple[str, ...]) -> Any:
    family = "modern" if name in (FANGSONG, HEITI, KAITI) else "roman"
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
    )
