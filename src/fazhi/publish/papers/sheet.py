"""A report as one page of HTML for printing, in the same official format as the Word file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import count

from fazhi.publish.book import FONT_PATH
from fazhi.publish.papers.blocks import Heading, Number, Paragraph, Report, Span, Table
from fazhi.publish.papers.official import FALLBACKS, FANGSONG, HEITI, KAITI, SONG, SONG_TITLE

_OWN_FONT = "Fazhi Sans SC"
_STYLE = """
@font-face { font-family: "%(own)s"; src: url("%(font)s"); }
@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm;
  @top-center { content: "%(mark)s"; font: 10.5pt %(fangsong)s; } }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt %(song)s;
  margin-right: 14pt; vertical-align: top; padding-top: 7mm; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt %(song)s;
  margin-left: 14pt; vertical-align: top; padding-top: 7mm; } }
body { margin: 0; color: #000; font: 16pt/28.95pt %(fangsong)s; letter-spacing: -0.25pt;
  text-align: justify; line-break: strict; }
p, h2, h3, h4, h5 { margin: 0; text-indent: 2em; font-size: 16pt; font-weight: normal; }
h2, h3, h4, h5 { break-after: avoid; }
h1 { margin: 0 0 7pt; font: 22pt/35pt %(title)s; text-align: center; break-after: avoid; }
h2 { font-family: %(heiti)s; }
h3, .notice { font-family: %(kaiti)s; }
.notice { font-size: 14pt; margin-bottom: 28.95pt; }
.signature { text-align: right; text-indent: 0; break-before: avoid; }
.signature:first-of-type { margin-top: 28.95pt; }
table { width: 100%%; border-collapse: collapse; margin: 0 0 28.95pt; font-size: 12pt;
  line-height: 20pt; letter-spacing: 0; text-align: left; break-before: avoid; }
caption { font-family: %(heiti)s; line-height: 24pt; break-after: avoid; }
th { font-family: %(heiti)s; font-weight: normal; text-align: center; }
th, td { border: 0.5pt solid #000; padding: 1pt 4pt; text-indent: 0; }
tbody th { font-family: inherit; text-align: left; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
"""


def sheet_html(report: Report) -> str:
    """Return *report* as HTML that needs nothing but the project's own font."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{escape(report.issuer + report.title)}</title>"
    yield f"<style>{_style(report.mark)}</style>\n</head>\n<body>"
    yield f"<h1>{escape(report.issuer)}<br>{escape(report.title)}</h1>"
    if report.notice:
        yield f'<p class="notice">（{escape(report.notice)}）</p>'
    tables = count(1)
    for block in report.blocks:
        match block:
            case Heading():
                yield f"<h{block.level + 1}>{_html(block.spans)}</h{block.level + 1}>"
            case Paragraph():
                yield f"<p{_class(block)}>{_html(block.spans)}</p>"
            case Table():
                yield from _table(block, next(tables))
    day = date.fromisoformat(report.cutoff)
    mark = "（示例）" if report.mark else ""
    yield f'<p class="signature">{escape(report.issuer)}{mark}</p>'
    yield f'<p class="signature">数据截至{day.year}年{day.month}月{day.day}日</p>'
    yield "</body>\n</html>"


def _class(paragraph: Paragraph) -> str:
    return ' class="notice"' if paragraph.is_notice else ""


def _table(table: Table, number: int) -> Iterator[str]:
    yield f"<table><caption>表{number}　{escape(table.caption)}</caption>"
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in table.header)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for first, *others in table.rows:
        cells = "".join(f"<td>{_html(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{_html(first)}</th>{cells}</tr>'
    yield "</tbody></table>"


def _html(spans: tuple[Span, ...]) -> str:
    return "".join(
        f'<span data-fact="{escape(span.key)}">{escape(span.text)}</span>'
        if isinstance(span, Number)
        else escape(span.text)
        for span in spans
    )


def _style(mark: str) -> str:
    return _STYLE % {
        "own": _OWN_FONT,
        "font": FONT_PATH.as_uri(),
        "mark": mark,
        "title": _stack(SONG_TITLE),
        "fangsong": _stack(FANGSONG),
        "kaiti": _stack(KAITI),
        "heiti": _stack(HEITI),
        "song": _stack(SONG),
    }


def _stack(font: str) -> str:
    """Return *font*, what may stand in for it, and last the font that is always there.

    Complete Noto fonts are passed over: they draw 一 and the radical ⼀ with one glyph, and
    browsers then note the radical as the text.
    """
    others = (name for name in FALLBACKS[font] if not name.startswith("Noto"))
    names = (font, *others, _OWN_FONT)
    return ", ".join(f'"{name}"' for name in names)
