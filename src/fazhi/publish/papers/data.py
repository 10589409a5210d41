"""The tables of a year that can be downloaded: facts, verdicts, comparison, statistics, charts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from fazhi.claims import read_verdicts
from fazhi.errors import BuildError
from fazhi.facts import FactBook, load_indicators, read_comparison, read_facts
from fazhi.paths import Project
from fazhi.publish.statistics import StatTable, statistics

Value: TypeAlias = "str | int | Decimal | None"
SAMPLE_COLUMN, SAMPLE_WORD = "数据性质", "示例数据"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: Header, Chinese.
        type: ``string``, ``integer`` or ``number`` (Table Schema).
        description: What it holds, with the unit where it has one.
    """

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class DataTable:
    """One table as published.

    Attributes:
        name: File name without suffix, ASCII.
        title: Chinese title.
        description: What a row is and how it was computed.
        columns: In order.
        rows: Values in the order of the columns; None is an empty cell.
        key: Columns that identify a row.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...] = ()


_ID = Column("指标编号", "string", "指标的固定编号，各年相同")
_LABEL = Column("指标", "string", "指标名称")
_UNIT = Column("单位", "string", "数值的单位；金额为元，比例为百分数")
_DEFINITION = Column("口径", "string", "数值按此计算")
COMPARABLE = {"yes": "可比", "small_base": "基数小", "no": "不可比"}


def year_tables(project: Project, year: int) -> list[DataTable]:
    """Return every table of *year*; sample data say so in a column of their own.

    Raises:
        FactError: The year has not been computed.
        BuildError: A chart's data are damaged.
    """
    book = read_facts(project.facts(year))
    tables = [
        _facts(book),
        _readings(book),
        _breakdowns(book),
        *_verdicts(project, year),
        *_comparison(project, year),
        statistics_table(statistics(project, year), year),
        *_charts(project, year),
    ]
    return [marked(table) if book.synthetic else table for table in tables]


def marked(table: DataTable) -> DataTable:
    """Return *table* with 示例数据 in every row."""
    column = Column(SAMPLE_COLUMN, "string", "登记簿是虚构的，数字不是真实记录")
    rows = tuple((*row, SAMPLE_WORD) for row in table.rows)
    return replace(table, columns=(*table.columns, column), rows=rows)


def _facts(book: FactBook) -> DataTable:
    columns = (
        _ID,
        _LABEL,
        Column("年度", "integer", "报告年度"),
        Column("数值", "number", "按口径计算的值，没有舍入"),
        _UNIT,
        Column("写法", "string", "正式行文中的写法"),
        _DEFINITION,
        Column("口径版本", "integer", "口径改动后加一，改动前后不可比"),
        Column("记录数", "integer", "计入的登记簿记录条数"),
        Column("计算单元", "string", "计算此数的笔记本和单元"),
        Column("证据文件", "string", "逐条列出所计记录的文件"),
    )
    rows = tuple(
        (
            fact.id, fact.label, book.year, fact.value, fact.unit, fact.display, fact.definition,
            fact.definition_version, fact.rows, f"{fact.notebook}#{fact.cell}", fact.evidence,
        )
        for fact in book.facts.values()
    )  # fmt: skip
    title = f"{book.year}年全部指标"
    return DataTable("facts", title, "一行为一个指标在本年的值", columns, rows, (_ID.name,))


def _readings(book: FactBook) -> DataTable:
    columns = (
        _ID,
        _LABEL,
        Column("读法", "string", "同一指标的另一种合理计数方法"),
        Column("数值", "number", "按此读法的值"),
        Column("默认口径的数值", "number", "按默认口径的值"),
        _UNIT,
    )
    rows = tuple(
        (fact.id, fact.label, reading.label, reading.value, fact.value, fact.unit)
        for fact in book.facts.values()
        for reading in fact.readings
    )
    title = f"{book.year}年指标的其他读法"
    return DataTable(
        "readings", title, "一行为一个指标的一种读法", columns, rows, (_ID.name, "读法")
    )


def _breakdowns(book: FactBook) -> DataTable:
    columns = (
        _ID,
        _LABEL,
        Column("分组方式", "string", "按月份、街镇、行业、事项等"),
        Column("部分", "string", "分组中的一个部分"),
        Column("数值", "number", "各部分相加等于指标的值"),
        _UNIT,
    )
    rows = tuple(
        (fact.id, fact.label, split.label, part.label, part.value, split.unit)
        for fact in book.facts.values()
        for split in fact.breakdowns
        for part in split.parts
    )
    title = f"{book.year}年指标的构成"
    key = (_ID.name, "分组方式", "部分")
    return DataTable("breakdowns", title, "一行为一个指标的一个部分", columns, rows, key)


def _verdicts(project: Project, year: int) -> Iterator[DataTable]:
    if not project.verdicts(year).is_file():
        return
    labels = load_indicators(project.indicators)
    columns = (
        _ID,
        _LABEL,
        Column("章节", "string", "论断在报告中的位置"),
        Column("报告写法", "string", "报告原文中的数字及其修饰"),
        Column("修饰", "string", "数字旁的词所表示的意思，如 exact、more_than、nearly"),
        Column("报告数值", "number", "报告写出的值；没有写出的为空"),
        Column("记录数值", "number", "由登记簿计得的值；没有记录的为空"),
        _UNIT,
        Column("结论", "string", "相符、偏宽、不符或无记录"),
        Column("说明", "string", "结论的理由"),
    )
    rows = tuple(
        (
            row.id, labels[row.id].label, row.section, row.printed, row.qualifier, row.claimed,
            row.computed, row.unit, row.label, row.note,
        )
        for row in read_verdicts(project.verdicts(year))
    )  # fmt: skip
    title = f"{year}年度报告论断核对"
    yield DataTable("verdicts", title, "一行为报告中的一条论断", columns, rows, (_ID.name,))


def _comparison(project: Project, year: int) -> Iterator[DataTable]:
    if not project.comparison(year).is_file():
        return
    indicators = load_indicators(project.indicators)
    columns = (
        _ID,
        _LABEL,
        Column("本年", "number", f"{year}年的值"),
        Column("上年", "number", f"{year - 1}年的值"),
        Column("增减", "number", "本年减上年；比例为百分点；不可比的为空"),
        Column("增减百分比", "number", "增减除以上年，百分数；比例和不可比的为空"),
        _UNIT,
        Column("可比性", "string", "可比、基数小或不可比"),
        Column("说明", "string", "可比性的理由"),
    )
    rows = tuple(
        (
            change.id, indicators[change.id].label, change.value, change.previous, change.change,
            change.percent, indicators[change.id].unit, COMPARABLE[change.comparable], change.note,
        )
        for change in read_comparison(project.comparison(year))
    )  # fmt: skip
    title = f"{year}年与{year - 1}年比较"
    yield DataTable("comparison", title, "一行为一个指标的两年比较", columns, rows, (_ID.name,))


def statistics_table(tables: Sequence[StatTable], year: int) -> DataTable:
    """Return the statutory tables as one: a row per line of the form."""
    columns = (
        Column("表号", "string", "统计年报的表"),
        Column("表名", "string", "表的名称"),
        Column("项目", "string", "表中的一项"),
        Column("数值", "number", "没有登记簿的为空，见记录情况"),
        Column("单位", "string", "件、宗、次、元或万元"),
        Column("记录情况", "string", "有记录或无记录；无记录不等于零"),
    )
    rows = tuple(
        (
            table.number, table.title, line.label, line.value, line.unit,
            "无记录" if line.value is None else "有记录",
        )
        for table in tables
        for line in table.lines
    )  # fmt: skip
    notes = "".join(f"{table.number}：{''.join(table.notes)}" for table in tables)
    title = f"{year}年行政执法统计年报"
    return DataTable("statistics", title, notes, columns, rows, ("表号", "项目"))


def _charts(project: Project, year: int) -> Iterator[DataTable]:
    for path in sorted((project.generated(year) / "charts").glob("*.json")):
        try:
            chart = json.loads(path.read_text(encoding="utf-8"))
            cells = [[_typed(cell) for cell in row] for row in chart["rows"]]
            names = [str(name) for name in chart["columns"]]
            title, finding = str(chart["title"]), str(chart["finding"])
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise BuildError(
                "图的数据无法读取", where=project.relative(path), todo="运行 make site 重新计算"
            ) from problem
        columns = tuple(_chart_column(name, n, cells) for n, name in enumerate(names))
        rows = tuple(
            tuple(
                str(value) if column.type == "string" and value is not None else value
                for column, value in zip(columns, row, strict=True)
            )
            for row in cells
        )
        yield DataTable(f"chart-{path.stem}", title, f"图的数据。{finding}", columns, rows)


def _chart_column(name: str, position: int, rows: Sequence[Sequence[Value]]) -> Column:
    numeric = all(isinstance(row[position], Decimal | None) for row in rows) and bool(rows)
    kind = "number" if numeric else "string"
    return Column(name, kind, "图中的数值" if numeric else "图中的项目")


def _typed(cell: object) -> Value:
    """Return a chart's cell as a number where it is one."""
    text = str(cell).strip()
    try:
        return Decimal(text.replace(",", "")) if text else None
    except InvalidOperation:
        return text
