"""The tables a notebook shows about a whole year say what was counted, line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from lxml import html

from fazhi.facts.card import Shown
from fazhi.facts.compare import Change
from fazhi.facts.indicators import load_indicators
from fazhi.facts.review import changes_table, conservation_table, problems_table, totals_table
from fazhi.paths import Project
from fazhi.records import CleanResult, Counts, Problem, load_registers
from fazhi.records.totals import StatedTotal

PROJECT = Project(Path(__file__).parents[2])


def lines(shown: Shown) -> list[list[str]]:
    """Return the cells of a table, header first."""
    table = html.fromstring(str(shown.bundle["text/html"]))
    return [
        [cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")
    ]


def year(**parts: object) -> CleanResult:
    """Return what reading a year came to."""
    whole = {"year": 2022, "folder": Path("x"), "synthetic": True, "counts": {}, "totals": ()}
    return CleanResult(**{**whole, "problems": (), **parts})  # type: ignore[arg-type]


def test_rows_are_conserved_or_said_not_to_be() -> None:
    """Rows in must be clean, quarantined or declared as no records."""
    counts = {
        "orders": Counts(10, 7, 1, {"合计": 1, "标题": 1}),
        "hazards": Counts(10, 7, 1, {"合计": 1}),
    }
    shown = lines(conservation_table(year(counts=counts), load_registers(PROJECT)))
    assert [row[1:] for row in shown[1:]] == [
        ["10", "7", "1", "2", "是"],
        ["10", "7", "1", "1", "否"],
    ]


def test_a_stated_total_stands_beside_the_computed_one() -> None:
    """A file that miscounts itself is shown to."""
    totals = tuple(
        StatedTotal("orders", "a.csv", "", 9, "件数", "B9", Decimal(5), in_all, in_all, "")
        for in_all in (Decimal(5), Decimal(6))
    )
    assert [row[-3:] for row in lines(totals_table(year(totals=totals)))[1:]] == [
        ["5", "5", "相符"],
        ["5", "6", "不符"],
    ]


def test_what_must_be_mended_comes_first() -> None:
    """强制 problems stand before those that may be explained."""
    found = [
        Problem(severity, "orders", "a.csv", "", 3, "日期", "", "规则", "甲", "乙", "改")
        for severity in ("verify", "must")
    ]
    shown = lines(problems_table(year(problems=tuple(found))))
    assert [row[0] for row in shown[1:]] == ["强制", "核实"]
    assert shown[1][2:] == ["规则", "甲", "乙", "改"]


def test_changes_name_what_is_missing_and_a_small_base() -> None:
    """无记录 is no number, and a change from a small number is marked."""
    one, two, ten = Decimal(1), Decimal(2), Decimal(10)
    changes = [
        Change("penalties.cases", 2022, 2021, two, one, one, Decimal(100), "small_base", ""),
        Change("permits.total", 2022, 2021, ten, ten, Decimal(0), Decimal(0), "yes", ""),
        Change("hazards.found", 2022, 2021, None, ten, None, None, "no", "2022年无记录"),
    ]
    header, *shown = lines(changes_table(changes, load_indicators(PROJECT.indicators)))
    assert header[2:4] == ["2022年", "2021年"]
    assert [row[2:4] for row in shown] == [["2", "1"], ["10", "10"], ["无记录", "10"]]
    assert [row[4].endswith("（基数小）") for row in shown] == [True, False, False]
