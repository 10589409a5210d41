"""The portal: one page that compares the bureaus, its CSV, and the books themselves beside it.

The books are copied (hard links where the file system allows), so that the portal is one folder
to hand over and its numbers are always those of the books it links to.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path

from fazhi.errors import AuditError, BuildError
from fazhi.paths import Project
from fazhi.publish.book.fonts import subset_fonts
from fazhi.publish.book.harden import dangers, harden_page
from fazhi.publish.bureaus.figures import Figure, Published, read_published
from fazhi.publish.bureaus.jobs import Outcome
from fazhi.publish.papers.data import SAMPLE_WORD, Column, DataTable, Value
from fazhi.publish.papers.spreadsheet import csv_bytes
from fazhi.publish.release import Site, build_lock, link_or_copy, publish

BOOKS, CSV, STATIC = "bureaus", "headlines.csv", "_static/fazhi"
_OWN_FILES = Path(__file__).parent / "static"
_LOOK = Path(__file__).parents[1] / "book" / "static" / "fazhi"
_FRESH, _STALE, _NONE = "本次更新", "未更新", "未发布"
_NO_RECORD, _OTHER = "无记录", "口径不同"


def publish_portal(outcomes: Sequence[Outcome], output: Path) -> Path:
    """Publish the portal of what the bureaus have published.

    A bureau whose build failed keeps its previous book and is marked 未更新; one that never
    published is listed as 未发布, without a number.

    Args:
        outcomes: How each bureau's build ended.
        output: Folder that holds the portal's ``_build/html``.

    Returns:
        The published folder.

    Raises:
        BuildError: No bureau has a published book; the previous portal still stands.
        BusyError: Another portal is being published here.
    """
    home = Project(output.resolve())
    with build_lock(home):
        found = [(read_published(o.bureau), _state(o)) for o in outcomes]
        found = [(each, state if each.release else _NONE) for each, state in found]
        if not any(each.release for each, _ in found):
            raise BuildError("没有一个单位有已发布的网站，门户没有发布", todo="先改正各单位的错误")
        stage = home.build / "portal.new"
        shutil.rmtree(stage, ignore_errors=True)
        _write(found, stage)
        publish(Site.read(stage), home)
    return home.html


def _state(outcome: Outcome) -> str:
    return _STALE if outcome.trouble else _FRESH


def _write(found: Sequence[tuple[Published, str]], stage: Path) -> None:
    static = stage / STATIC
    static.mkdir(parents=True)
    for path in (_LOOK / "fazhi.css", _LOOK / "early.js", _LOOK / "favicon.svg"):
        shutil.copyfile(path, static / path.name)
    for path in sorted(_OWN_FILES.iterdir()):
        shutil.copyfile(path, static / path.name)
    text = harden_page(page(found))
    if problems := dangers(text):
        raise AuditError("门户页面中有不允许的内容", got="；".join(problems))
    (stage / "index.html").write_text(text, encoding="utf-8", newline="\n")
    (stage / CSV).write_bytes(csv_bytes(table(found)))
    subset_fonts(stage)
    for each, _ in found:
        if each.release:
            target = stage / BOOKS / each.bureau.key
            shutil.copytree(each.release, target, copy_function=link_or_copy)


def headlines(found: Sequence[tuple[Published, str]]) -> dict[str, Figure]:
    """Return one figure for each headline indicator: the first found, which sets the column."""
    columns: dict[str, Figure] = {}
    for each, _ in found:
        for figures in each.years.values():
            for figure in figures.values():
                columns.setdefault(figure.id, figure)
    return columns


def is_comparable(figure: Figure, column: Figure) -> bool:
    """Return whether *figure* counts the same thing in the same unit as its column."""
    return (figure.unit, figure.definition) == (column.unit, column.definition)


def table(found: Sequence[tuple[Published, str]]) -> DataTable:
    """Return the download: a row per bureau, year and headline indicator."""
    columns = (
        Column("单位名称", "string", "行政机关的名称"),
        Column("更新情况", "string", f"{_FRESH}、{_STALE}（为上次发布的数字）或{_NONE}"),
        Column("年度", "integer", "报告年度"),
        Column("指标编号", "string", "指标的固定编号"),
        Column("指标", "string", "指标名称"),
        Column("数值", "number", "没有舍入；没有记录的为空，不等于零"),
        Column("单位", "string", "数值的单位"),
        Column("记录情况", "string", f"有记录或{_NO_RECORD}"),
        Column("口径", "string", "数值按此计算；口径不同的不可比"),
        Column("出处", "string", "计算单元在本门户中的地址"),
        Column("数据性质", "string", f"{SAMPLE_WORD}：登记簿是虚构的"),
    )
    rows: list[tuple[Value, ...]] = []
    for each, state in found:
        if not each.years:
            rows.append((each.bureau.name, state, *[None] * 5, _NO_RECORD, None, None, None))
        for year, figures in sorted(each.years.items()):
            sample = SAMPLE_WORD if year in each.synthetic else None
            for column in headlines(found).values():
                f = figures.get(column.id)
                rows.append(
                    (
                        each.bureau.name, state, year, column.id, column.label,
                        f.value if f else None, f.unit if f else None,
                        "有记录" if f else _NO_RECORD, f.definition if f else None,
                        _address(each, f.cell) if f else None, sample,
                    )
                )  # fmt: skip
    return DataTable(
        "headlines", "各单位主要指标", "一行为一个单位一年的一个指标", columns, tuple(rows)
    )


def page(found: Sequence[tuple[Published, str]]) -> str:
    """Return the portal's page; it reads without scripts and asks no other host."""
    columns = headlines(found)
    heads = "".join(
        f'<th scope="col">{escape(c.label)}（{escape(c.unit)}）</th>' for c in columns.values()
    )
    rows = "\n".join(_row(each, state, year, columns) for each, state in found
                     for year in (*sorted(each.years),) or (None,))  # fmt: skip
    sample = any(each.synthetic for each, _ in found)
    notice = (
        f'<aside class="sample" aria-label="数据说明"><strong>{SAMPLE_WORD}</strong>'
        "标有示例数据的年度由虚构的登记簿计算得出，不是真实记录。</aside>\n"
    )
    return _PAGE.format(
        static=STATIC, notice=notice if sample else "", heads=heads, rows=rows, csv=CSV
    )


def _row(each: Published, state: str, year: int | None, columns: dict[str, Figure]) -> str:
    name = escape(each.bureau.name)
    if each.release:
        name = f'<a href="{_address(each, "index.html")}">{name}</a>'
    if state != _FRESH:
        name += f'<span class="flag">{state}</span>'
    if year is None:
        cells = f"<td>{_NO_RECORD}</td>" * (len(columns) + 1)
        return f'<tr><th scope="row">{name}</th>{cells}</tr>'
    if year in each.synthetic:
        name += f'<span class="flag">{SAMPLE_WORD}</span>'
    figures = each.years[year]
    cells = "".join(_cell(each, figures.get(key), column) for key, column in columns.items())
    return f'<tr><th scope="row">{name}</th><td data-value="{year}">{year}年</td>{cells}</tr>'


def _cell(each: Published, figure: Figure | None, column: Figure) -> str:
    if figure is None:
        return f"<td>{_NO_RECORD}</td>"
    note = "" if is_comparable(figure, column) else f'<span class="flag">{_OTHER}</span>'
    value, href = escape(figure.value), _address(each, figure.cell)
    return f'<td data-value="{value}"><a href="{href}">{escape(figure.printed)}</a>{note}</td>'


def _address(each: Published, place: str) -> str:
    return escape(f"{BOOKS}/{each.bureau.key}/{place}")


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>各单位法治政府建设情况·主要指标比较</title>
  <script src="{static}/early.js"></script>
  <link rel="stylesheet" href="{static}/fazhi.css">
  <link rel="stylesheet" href="{static}/portal.css">
  <link rel="icon" type="image/svg+xml" href="{static}/favicon.svg">
  <script defer src="{static}/portal.js"></script>
</head>
<body>
<a class="skip" href="#content">跳到正文</a>
{notice}<main id="content" class="portal" tabindex="-1">
<h1>各单位主要指标比较</h1>
<p>本站不是政府网站。点单位名称打开该单位的全书；点数字看到计算它的单元和它数过的记录。</p>
<p>无记录不等于零。标有“未更新”的单位本次构建没有成功，所列是上次发布的数字；“未发布”的单位还没有可读的网站。标有“口径不同”的数字与同列第一个数字的计算方法或单位不同，不可直接比较。</p>
<p><a href="{csv}" download>下载本表（CSV）</a></p>
<div class="wide" role="region" aria-label="主要指标比较表" tabindex="0">
<table>
<caption>各单位各年度主要指标</caption>
<thead><tr><th scope="col">单位</th><th scope="col">年度</th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</main>
</body>
</html>
"""
