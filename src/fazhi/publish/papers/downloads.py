"""Every table of a year as files, and the page that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fazhi.facts import FactBook, read_facts
from fazhi.paths import Project
from fazhi.publish.papers.archive import swap_in
from fazhi.publish.papers.data import SAMPLE_WORD, DataTable, year_tables
from fazhi.publish.papers.package import datapackage_bytes, dataset_title, description
from fazhi.publish.papers.spreadsheet import Cover, csv_bytes, json_bytes, workbook_bytes

PACKAGE = "datapackage.json"


def write_downloads(project: Project, year: int, folder: Path) -> list[Path]:
    """Write the downloads of *year*: CSV and JSON per table, SVG per chart, workbooks.

    Args:
        project: The project.
        year: Report year.
        folder: Where to write; created when missing. Files in it that are not of this year's
            downloads are left alone.

    Returns:
        The files written, sorted; equal inputs give equal bytes.

    Raises:
        FactError: The year has not been computed.
        BuildError: A chart's data are damaged.
    """
    tables = year_tables(project, year)
    book = read_facts(project.facts(year))
    files = {f"{table.name}.csv": csv_bytes(table) for table in tables}
    files[PACKAGE] = datapackage_bytes(tables, files, year, synthetic=book.synthetic)
    files |= {f"{table.name}.json": json_bytes(table) for table in tables}
    files[workbook_name(year)] = workbook_bytes(tables, _cover(dataset_title(year), book))
    for table in tables:
        if drawing := _drawing(project, year, table):
            files[f"{table.name}.svg"] = drawing.read_bytes()
    statutory = [table for table in tables if table.name == "statistics"]
    files["statistics.xlsx"] = workbook_bytes(statutory, _cover(statutory[0].title, book))
    return sorted(swap_in(content, folder / name) for name, content in files.items())


def workbook_name(year: int) -> str:
    """Return the file name of the workbook with all tables of *year*."""
    return f"fazhi-{year}.xlsx"


def downloads_page(project: Project, year: int, base: str = "downloads/") -> str:
    """Return ``book/generated/<year>/downloads.md``, which lists the files.

    Args:
        project: The project.
        year: Report year.
        base: Folder of the files relative to the page, with a final slash unless empty.

    Raises:
        FactError: The year has not been computed.
    """
    tables = year_tables(project, year)
    synthetic = read_facts(project.facts(year)).synthetic
    lines = [f"# {year}年数据下载", "", description(synthetic=synthetic), ""]
    lines += [f"(y{year}-downloads-all)=", "## 整年的数据", ""]
    lines += [
        f"- {_link(workbook_name(year), '全部表格的工作簿', base)}：首页、说明，一表一页。",
        f"- {_link('statistics.xlsx', '行政执法统计年报的工作簿', base)}。",
        f"- {_link(PACKAGE, '数据说明', base)}：各表各列的名称、类型和含义，供程序读取。",
        "",
        f"(y{year}-downloads-tables)=",
        "## 各表",
        "",
        *_listing(project, tables, base, year),
        "",
        f"(y{year}-downloads-notes)=",
        "## 使用说明",
        "",
        "- CSV 文件为 UTF-8 编码，带字节顺序标记，可以直接用电子表格软件打开。",
        "- 以等号、加号、减号等开头的文字前加了一个撇号，以免被当作公式执行。",
        "- 金额以元为单位，比例为百分数；空格表示没有记录或不适用，不是零。",
    ]
    if synthetic:
        lines.append(f"- 每行的“数据性质”列都写明{SAMPLE_WORD}。")
    return "\n".join(lines) + "\n"


def _drawing(project: Project, year: int, table: DataTable) -> Path | None:
    """Return the chart drawn from *table*, if there is one."""
    path = project.generated(year) / "charts" / f"{table.name.removeprefix('chart-')}.svg"
    return path if table.name.startswith("chart-") and path.is_file() else None


def _listing(project: Project, tables: Sequence[DataTable], base: str, year: int) -> list[str]:
    lines = [f":::{{table}} {year}年可下载的表", "", "| 表 | 行数 | 格式 |", "| :-- | --: | :-- |"]
    for table in tables:
        forms = ["csv", "json", *(["svg"] if _drawing(project, year, table) else [])]
        links = "、".join(_link(f"{table.name}.{form}", form.upper(), base) for form in forms)
        lines.append(f"| {table.title} | {len(table.rows)} | {links} |")
    return [*lines, ":::"]


def _link(name: str, words: str, base: str) -> str:
    return f"[{words}]({base}{name})"


def _cover(title: str, book: FactBook) -> Cover:
    return Cover(
        title=title,
        lines=(
            ("数据性质", description(synthetic=book.synthetic)),
            ("年度", str(book.year)),
            ("数据截至", book.cutoff),
            ("用法", "“说明”页列出各表各列的含义；其余每页一张表，第一行为列名。"),
        ),
        day=book.cutoff,
    )
