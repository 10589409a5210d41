"""The comparing page says what is known, what is old and what is not there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from fazhi.paths import Project
from fazhi.publish.book.harden import dangers, harden_page
from fazhi.publish.bureaus.figures import Figure, Published
from fazhi.publish.bureaus.portal import page, table
from fazhi.publish.bureaus.roots import Bureau
from fazhi.publish.papers.spreadsheet import csv_bytes

FINES = Figure(
    "penalties.fine_total", "罚款金额", "11.3万元", "113000", "元", "罚款之和", "book/f.html#f"
)
CASES = Figure("penalties.cases", "处罚", "7起", "7", "起", "决定数", "book/f.html#c")


def of(name: str, *figures: Figure, synthetic: bool = False) -> Published:
    """Return a bureau that published *figures* for 2022."""
    years = {2022: {each.id: each for each in figures}}
    found = frozenset({2022}) if synthetic else frozenset()
    return Published(Bureau(name, Project(Path("/x"))), Path("/x"), years, found)


def rows_of(text: str) -> list[str]:
    """Return the body's rows."""
    return [line for line in text.splitlines() if line.startswith('<tr><th scope="row">')]


def test_a_missing_number_is_said_and_never_zero() -> None:
    """无记录 stands on the page, an empty value in the download."""
    found = [(of("甲局", FINES, CASES), "本次更新"), (of("乙局", FINES), "本次更新")]
    first, second = rows_of(page(found))
    assert "7起" in first
    assert second.endswith("<td>无记录</td></tr>")
    last = list(csv.DictReader(io.StringIO(csv_bytes(table(found)).decode("utf-8-sig"))))[-1]
    assert (last["数值"], last["记录情况"]) == ("", "无记录")


def test_a_number_leads_to_the_cell_in_its_own_book() -> None:
    """The address names the bureau's folder in the portal."""
    found = of("甲局", FINES)
    assert f'href="bureaus/{found.bureau.key}/book/f.html#f">11.3万元</a>' in page(
        [(found, "本次更新")]
    )


def test_another_way_of_counting_is_marked() -> None:
    """Numbers of another definition or unit are not passed off as comparable."""
    other = replace(FINES, definition="实缴之和")
    first, second = rows_of(
        page([(of("甲局", FINES), "本次更新"), (of("乙局", other), "本次更新")])
    )
    assert "口径不同" not in first
    assert "口径不同" in second


def test_old_absent_and_invented_books_are_marked() -> None:
    """Each row carries its own mark; an absent book has no link and no number."""
    absent = replace(of("丙局"), release=None, years={})
    text = page(
        [
            (of("甲局", FINES), "本次更新"),
            (of("乙局", FINES, synthetic=True), "未更新"),
            (absent, "未发布"),
        ]
    )
    first, second, third = rows_of(text)
    assert "flag" not in first
    assert "未更新" in second and "示例数据" in second
    assert "未发布" in third and "href" not in third
    assert '<aside class="sample"' in text
    assert '<aside class="sample"' not in page([(of("甲局", FINES), "本次更新")])


def test_the_page_holds_nothing_dangerous_and_the_download_no_formula() -> None:
    """A hostile name is text in both."""
    name = '=cmd("x")<script>alert(1)</script>'
    found = [(of(name, FINES), "本次更新")]
    text = harden_page(page(found))
    assert dangers(text) == []
    assert "<script>alert" not in text
    assert csv_bytes(table(found)).decode("utf-8-sig").splitlines()[1].startswith("\"'=cmd")
