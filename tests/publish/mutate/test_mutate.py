"""Damage strikes where it says, is undone, and is judged by what a reader would notice."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

sys.path.insert(0, str(Path(__file__).parents[2] / "facts"))

from tiny_year import YEAR, tiny_project

from fazhi.paths import Project
from fazhi.publish.mutate import Mutant, MutationReport, mutate, report_text
from fazhi.publish.mutate.damage import KINDS, Damage, Spot, possible_damage, strike
from fazhi.publish.mutate.rawfile import Row, change_row, receive_again
from fazhi.records.sources import received_sources


def _spot(project: Project, kind: str, register: str = "penalties") -> Damage:
    found = possible_damage(project, [YEAR])[kind]
    return next(d for d in found if d.spot.register == register)


def _lines(project: Project, file: str = "penalties.csv") -> list[str]:
    return (project.raw(YEAR) / file).read_text(encoding="utf-8").splitlines()


def test_every_kind_has_places_to_strike(tmp_path: Path) -> None:
    """A tiny year offers each kind of damage; single cells only where a number reads them."""
    possible = possible_damage(tiny_project(tmp_path), [YEAR])
    assert list(possible) == list(KINDS)
    assert all(possible.values())
    struck = {d.spot.header for d in possible["one_digit"] if d.spot.register == "penalties"}
    assert struck == {"罚款金额(万元)", "实际收缴(万元)"}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("duplicate_row", "下一行与本行相同"),
        ("unit_slip", "1.5 → 15000"),
        ("wrong_year", "2022-01-16 → 2021-01-16"),
        ("sign", "1.5 → -1.5"),
        ("swapped_register", "内容换成 case_reviews.csv 的"),
    ],
)
def test_damage_changes_what_it_says(tmp_path: Path, kind: str, change: str) -> None:
    """The file differs from the received one, and the description is what was done."""
    project = tiny_project(tmp_path)
    before = _lines(project)
    said = strike(project, _spot(project, kind), random.Random(1))
    assert said.partition(".0")[0] == change
    assert _lines(project) != before


def test_a_shifted_row_keeps_its_width(tmp_path: Path) -> None:
    """Cells move one column to the right, the last one falls off."""
    project = tiny_project(tmp_path)
    strike(project, _spot(project, "shifted_column"), random.Random(1))
    assert len({line.count(",") for line in _lines(project)}) == 1


def test_one_digit_is_one_digit() -> None:
    """Exactly one digit differs, and the number keeps its length."""
    from fazhi.publish.mutate.damage import _other_digit

    chance = random.Random(3)
    for _ in range(200):
        new = str(_other_digit("41.5", chance))
        assert sum(a != b for a, b in zip("41.5", new, strict=True)) == 1


def test_a_workbook_row_can_be_repeated_and_changed(tmp_path: Path) -> None:
    """Cells of a sheet are replaced in place, an added row pushes the rest down."""
    book = Workbook()
    book.active.title = "表"
    for values in (["甲", "乙"], [1, 2], [3, 4]):
        book.active.append(values)
    book.save(tmp_path / "a.xlsx")
    row = Row("a.xlsx", "表", 2)
    change_row(tmp_path, row, lambda cells: [cells, [cells[0], 9]])
    sheet = load_workbook(tmp_path / "a.xlsx")["表"]
    assert list(sheet.values) == [("甲", "乙"), (1, 2), (1, 9), (3, 4)]


def test_a_csv_keeps_its_encoding_and_line_ends(tmp_path: Path) -> None:
    """A GB18030 file with CRLF stays one."""
    (tmp_path / "a.csv").write_bytes("甲,乙\r\n1,二\r\n".encode("gb18030"))
    change_row(tmp_path, Row("a.csv", "", 2), lambda cells: [["3", cells[1]]])
    assert (tmp_path / "a.csv").read_bytes() == "甲,乙\r\n3,二\r\n".encode("gb18030")


def test_a_damaged_file_counts_as_received(tmp_path: Path) -> None:
    """The digest is brought up to date, so that not the digest alone finds the damage."""
    project = tiny_project(tmp_path)
    shutil.copyfile(project.raw(YEAR) / "orders.csv", project.raw(YEAR) / "hazards.csv")
    receive_again(project, YEAR)
    assert len(received_sources(project, YEAR)) == 11


def test_the_report_counts_and_lists_survivors() -> None:
    """The score is the share noticed; what nobody noticed is listed with its reason."""
    spot = Spot(YEAR, "penalties", Row("a.csv", "", 3))
    mutants = tuple(
        Mutant(Damage("sign", spot).kind, "2022/a.csv第3行", "1 → -1", outcome, "原因")
        for outcome in ("refused", "reported", "moved", "survived")
    )
    report = MutationReport(7, mutants)
    assert (report.noticed, report.score) == (3, 0.75)
    text = report_text(report)
    assert text.startswith("共 4 个变异，发现 3 个，占 75.0 %（种子 7）。\n")
    assert "| 正负号相反 | 4 | 1 | 1 | 1 | 0 | 1 |" in text
    assert text.endswith("- 正负号相反，2022/a.csv第3行：1 → -1。原因\n")


@pytest.mark.slow
def test_a_tiny_year_notices_its_damage(tmp_path: Path) -> None:
    """Each kind once, through the real notebooks; the project itself is left alone."""
    project = tiny_project(tmp_path)
    before = {p: p.read_bytes() for p in project.raw(YEAR).iterdir()}
    report = mutate(project, len(KINDS), seed=1)
    assert [mutant.kind for mutant in report.mutants] == list(KINDS)
    assert report.survivors == []
    assert {p: p.read_bytes() for p in project.raw(YEAR).iterdir()} == before
