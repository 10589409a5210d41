"""The checked draft as one HTML page: its text with every number marked, and the findings."""

from __future__ import annotations

from html import escape

from fazhi.claims.draft.report import GROUPS, Finding, TextReport
from fazhi.claims.prose import Document
from fazhi.claims.prose.stream import PARAGRAPH_END
from fazhi.claims.semantics import VERDICTS

_STYLE = """
body{font:16px/1.9 "Noto Sans CJK SC","Noto Sans SC",sans-serif;max-width:46em;margin:2em auto;
padding:0 1em;color:#1b1b1b;background:#fff}
pre{white-space:pre-wrap;font:inherit}
mark{padding:0 .15em;border-bottom:3px solid;color:inherit;background:#eef5ee;border-color:#2e6b34}
mark.contradicted{background:#fdecea;border-color:#a3170d}
mark.loose{background:#fff4d6;border-color:#7a5700}
mark.unbound{background:#eeeeee;border-color:#555555}
mark.malformed{background:#f1e8fb;border-color:#5b2a91}
"""


def render_html(report: TextReport, document: Document) -> str:
    """Render *report* as a page that needs nothing but itself.

    Args:
        report: The result of ``check_text``.
        document: The draft it was made from.
    """
    title = escape(f"{report.name}：核对结果（{report.against}）")
    marked = _marked(report, document).replace(PARAGRAPH_END, "\n")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{title}</h1>{_summary(report)}<h2>原文</h2><pre>{marked}</pre>"
        "</main></body></html>\n"
    )


def _summary(report: TextReport) -> str:
    sections = []
    for group, label in GROUPS.items():
        findings = report.in_group(group)
        items = "".join(_item(finding) for finding in findings)
        listed = f"<ol>{items}</ol>" if items else "<p>无</p>"
        sections.append(f"<section><h2>{label}（{len(findings)}处）</h2>{listed}</section>")
    return "".join(sections)


def _item(finding: Finding) -> str:
    expected = f"；应为{finding.expected}" if finding.expected else ""
    message = escape(f"第{finding.paragraph}段“{finding.text}”：{finding.message}{expected}")
    return (
        f'<li><a href="#p{finding.start}">{message}</a><br><q>{escape(finding.sentence)}</q></li>'
    )


def _marked(report: TextReport, document: Document) -> str:
    """Return the escaped text with one mark per place; findings go before bindings."""
    places: dict[tuple[int, int], tuple[str, str]] = {}
    for finding in report.findings:
        places.setdefault((finding.start, finding.end), (finding.group, finding.message))
    for binding in report.bindings:
        label = VERDICTS[binding.verdict]
        places.setdefault(
            (binding.start, binding.end), (binding.verdict, f"{label} {binding.fact}")
        )
    html, position = [], 0
    for (start, end), (group, note) in sorted(places.items()):
        if start < position:
            continue
        html.append(escape(document.text[position:start]))
        words = escape(document.text[start:end])
        html.append(f'<mark class="{group}" id="p{start}" title="{escape(note)}">{words}</mark>')
        position = end
    return "".join([*html, escape(document.text[position:])])
