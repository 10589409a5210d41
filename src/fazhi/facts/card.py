"""The HTML a reader sees under a fact cell.

Everything is escaped here; no other module of this package builds HTML from records.
Only public columns are shown: class ``as_is`` or ``masked`` of the register declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd

from fazhi.facts.evidence import Evidence
from fazhi.facts.factbook import plain
from fazhi.facts.indicators import Indicator
from fazhi.records import Field, Register, Source
from fazhi.records.column import Column

FIRST_ROWS = 12
_PROBED_ROWS = 1000
PUBLIC_COLUMNS = 6


@dataclass(frozen=True)
class Shown:
    """A cell's result in the forms the notebook stores."""

    bundle: Mapping[str, Any]

    def _repr_mimebundle_(self, **_: object) -> Mapping[str, Any]:
        return self.bundle


def fact_card(
    body: Mapping[str, Any],
    evidence: Evidence,
    registers: Mapping[str, Register],
    sources: Mapping[str, Source],
    year: int,
) -> str:
    """Return the card of one fact: value, definition, readings, first evidence rows, files."""
    items = [
        (
            "值",
            f'<strong class="fact-value">{escape(body["value"])}</strong> {escape(body["unit"])}',
        ),
        ("口径", f"{escape(body['definition'])}（第 {body['definition_version']} 版）"),
    ]
    items += [
        ("另一读法", f"{escape(r['label'])}：{escape(r['value'])} {escape(body['unit'])}")
        for r in body["readings"]
    ]
    link = f"../../../evidence/{year}/{escape(body['id'])}.csv"
    items.append(("证据", f'{body["rows"]} 条记录（<a href="{link}" download>下载清单</a>）'))
    files = table_html(
        "来源文件",
        ("文件", "SHA-256", "报送单位"),
        ((i["file"], i["sha256"], sources[i["file"]].supplied_by) for i in body["inputs"]),
    )
    tables = [
        _evidence_table(frame, contributions, registers, body["definition"])
        for frame, contributions in zip(evidence.frames, evidence.contributions, strict=True)
        if len(frame)
    ]
    return _card(body["label"], items, [*tables, files])


def missing_card(indicator: Indicator, reason: str) -> str:
    """Return the card of a fact that has no record this year."""
    return _card(indicator.label, [("值", "无记录"), ("原因", escape(reason))], [])


def breakdown_card(indicator: Indicator, body: Mapping[str, Any]) -> str:
    """Return the table of one breakdown."""
    rows = ((p["label"], p["value"]) for p in body["parts"])
    caption = f"{indicator.label}：{body['label']}（{indicator.unit}）"
    head = (body["label"].removeprefix("按"), indicator.unit)
    return _card("", [], [table_html(caption, head, rows)])


def _card(title: str, items: Iterable[tuple[str, str]], tables: Sequence[str]) -> str:
    head = f'<p class="fact-card-title">{escape(title)}</p>' if title else ""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{html}</dd></div>" for name, html in items)
    listing = f"<dl>{rows}</dl>" if rows else ""
    return f'<div class="fact-card">{head}{listing}{"".join(tables)}</div>'


def _evidence_table(
    frame: pd.DataFrame,
    contributions: Column,
    registers: Mapping[str, Register],
    definition: str,
) -> str:
    register = registers[str(frame["row_id"].iloc[0]).rsplit("-", 2)[0]]
    columns = [
        f for f in register.fields if f.publish in ("as_is", "masked") and f.key in frame.columns
    ]
    columns = [f for f in columns if frame[f.key].notna().any() and f.key != "status"]
    columns.sort(key=lambda f: not _decides(f, register, frame, definition))
    columns = columns[:PUBLIC_COLUMNS]
    first = frame.head(FIRST_ROWS)
    header = ["行", *(f.title for f in columns), "计入", "文件", "工作表"]
    cells = zip(
        first["source_row"],
        *([f.labels.get(v, v) for v in first[f.key]] for f in columns),
        (plain(c) for c in contributions[:FIRST_ROWS]),
        (str(name).rsplit("/", 1)[-1] for name in first["source_file"]),
        first["source_sheet"],
        strict=True,
    )
    rows = ([_cell(v) for v in row] for row in cells)
    shown = f"前 {len(first)} 条，共 {len(frame)} 条" if len(frame) > FIRST_ROWS else "全部"
    return table_html(f"{register.title}（{shown}）", header, rows, kind=" evidence")


def _decides(field: Field, register: Register, frame: pd.DataFrame, definition: str) -> bool:
    """Return whether a reviewer needs the field to see why a row counts.

    It names the record, places it in the year, or it or the one value it has throughout stands in
    the definition (口径).
    """
    if field.key in (*register.key, register.year_field) or field.title in definition:
        return True
    if frame[field.key].head(_PROBED_ROWS).nunique() > 1:
        return False
    values = frame[field.key].dropna().unique()
    return len(values) == 1 and str(values[0]) in definition


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None or value is pd.NA or value != value else str(value)  # noqa: PLR0124


def table_html(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], kind: str = ""
) -> str:
    """Return an accessible table that scrolls inside its own box; everything is escaped."""
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="fact-scroll{kind}" role="group" tabindex="0" '
        f'aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
