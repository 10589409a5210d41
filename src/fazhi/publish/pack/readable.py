"""Executed notebooks as pages that open anywhere: one file each, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from fazhi.facts.factbook import BREAKDOWN_MIME, CHART_MIME, FACT_MIME

_STYLE = """\
body{font:16px/1.7 "Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif;max-width:62em;
margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}
pre{background:#f5f5f5;padding:.6em;overflow:auto;font:14px/1.5 monospace}
table{border-collapse:collapse;font-size:14px}td,th{border:1px solid #bbb;padding:.2em .5em}
caption{text-align:left;font-weight:bold}.prompt,.anchor-link{color:#555;font-size:12px}
.fact-scroll{overflow:auto}dt{font-weight:bold}dd{margin:0 0 .4em 1em}img,svg{max-width:100%}
.k,.kn,.kc,.ow{color:#005a9c}.s1,.s2{color:#7a2e00}.c1{color:#555}.mi,.mf{color:#116329}
.sample{border:2px solid #8a4b00;padding:.4em .8em}
"""
_read: Callable[..., Any] = nbformat.reads
_html: Callable[..., Any] = HTMLExporter
_MACHINE_FORMS = (FACT_MIME, BREAKDOWN_MIME, CHART_MIME)


def standalone_html(executed: Path, year: int, *, synthetic: bool) -> str:
    """Return an executed notebook as one HTML page without scripts or links to other hosts.

    Args:
        executed: The executed notebook.
        year: Report year.
        synthetic: Whether to mark the page as sample data (示例数据).
    """
    notebook = _read(executed.read_text(encoding="utf-8"), as_version=4)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            for form in _MACHINE_FORMS:
                output.get("data", {}).pop(form, None)
    body = _exporter().from_notebook_node(notebook)[0]
    body = body.replace(f"../../../evidence/{year}/", "../evidence/").replace(" download>", ">")
    mark = '<p class="sample">示例数据：由虚构的登记簿计算得出。</p>' if synthetic else ""
    title = escape(f"{year} {executed.stem}")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body>{mark}\n<main>{body}</main></body></html>\n"
    )


@cache
def _exporter() -> Any:
    # The template "basic" is the bare body: no scripts, no fonts, nothing to fetch.
    return _html(template_name="basic")
