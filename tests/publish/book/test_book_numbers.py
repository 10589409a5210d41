"""What the book prints for a number, and what it refuses to print."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from tiny_book import NUMBERS, VALUES, VERDICTS, build, write_book, write_claims, write_year

from fazhi.publish.book.domain import FactDomain

PAGE = "book/2022/enforcement.html"
ACKNOWLEDGED = """acknowledgements:
  - id: penalties.fine_total
    computed: 120000
    reason: 公布后补录一案
    date: 2023-02-01
    person: 某某
"""


def read(html: Path, page: str = PAGE) -> str:
    """Return the text of one page."""
    return (html / page).read_text(encoding="utf-8")


def test_a_number_is_the_link_of_the_contract(built: Path) -> None:
    """A number is an ``a.fact`` with key, value and verdict that leads to its source cell."""
    link = (
        '<a class="fact" data-fact="2022/penalties.fine_total" data-value="113000" '
        'data-verdict="supported" '
        'href="../generated/2022/20_enforcement.html#penalties-fine_total">11.3万元</a>'
    )
    assert link in read(built)


def test_a_published_year_prints_the_wording_of_the_claim(built: Path) -> None:
    """The fact is 5936; the page prints what was published, 近6000人（次）."""
    assert re.search(r'data-value="5936"[^>]*>近6000人（次）</a>', read(built))


def test_an_unpublished_year_prints_the_form_of_the_fact(built: Path) -> None:
    """2021 has no claims, so 601项 comes from the fact."""
    assert re.search(r'data-fact="2021/hazards.found"[^>]*>601项</a>', read(built))


def test_the_change_is_worded_by_the_data(built: Path) -> None:
    """A change states direction, difference and percent, and carries the fact it is about."""
    assert re.search(
        r'class="fact-change" data-fact="2022/penalties.fine_total"[^>]*>'
        r"比上年增加2.3万元，增长25.6%</a>",
        read(built),
    )


def test_the_source_cell_lists_every_place_that_prints_its_number(built: Path) -> None:
    """Every number of every page is listed under its cell, and every listed link exists."""
    cell_page = read(built, "book/generated/2022/20_enforcement.html")
    cell = cell_page.split('id="penalties-fine_total"')[1].split('id="hazards-found"')[0]
    listed = set(re.findall(r'href="\.\./\.\./([^"]+)#(n-[^"]+)"', cell))
    printed = {
        (page.relative_to(built / "book").as_posix(), anchor)
        for page in (built / "book").rglob("*.html")
        for anchor in re.findall(
            r'id="(n-2022-penalties-fine_total-\d+)"', page.read_text(encoding="utf-8")
        )
    }
    assert len(printed) >= 5
    assert listed == printed


def test_tables_have_captions_and_scoped_headings(built: Path) -> None:
    """Every table has a caption, every heading a scope and a text."""
    page = read(built, "book/2022/numbers.html")
    assert page.count("<table") == page.count("<caption")
    headings = re.findall(r"<th\b([^>]*)>(.*?)</th>", page, re.DOTALL)
    assert headings
    assert all("scope=" in attributes for attributes, _ in headings)
    assert all(re.sub(r"<[^>]+>", "", text).strip() for _, text in headings)


def test_the_chart_has_finding_alternative_text_and_data(built: Path) -> None:
    """A chart is a figure with text alternative, its finding as caption and its data as a table."""
    figure = read(built, "book/2022/numbers.html").split('<figure class="chart"')[1]
    assert 'alt="柱状图：2022年各月罚款，5月80000元，9月33000元"' in figure
    assert "罚款集中在5月，为8万元" in figure
    assert "33000" in figure.split("<details>")[1]


def test_the_chart_is_drawn_for_both_screens_and_can_be_downloaded(built: Path) -> None:
    """A wide and a narrow drawing state their size; data and drawing are offered as files."""
    figure = read(built, "book/2022/numbers.html").split('<figure class="chart"')[1]
    images = re.findall(r"<img [^>]+>", figure.split("</figure>")[0])
    assert [re.findall(r'class="(\w+)"', each) for each in images] == [["wide"], ["narrow"]]
    assert all('width="100" height="60"' in each for each in images)
    offered = re.findall(r'href="([^"]*_downloads/[^"]+)"', figure)
    assert [name.rsplit("/", 1)[1] for name in offered] == ["chart-fines.csv", "chart-fines.svg"]
    assert "figures.js" in read(built, "book/2022/numbers.html")
    assert "figures.js" not in read(built, "book/2022/enforcement.html")


WRONG = [
    ("{fact}`penalties.nothing`", "没有事实 2022/penalties.nothing"),
    ("{fact}`2019/penalties.cases`", "没有 2019 年的事实；应为：已有年份：2021、2022"),
    (
        "{fact}`Penalties`",
        "数字编号写法不对：'Penalties'；应为：penalties.fine_total 或 2022/penalties.fine_total",
    ),
    ("{fact-change}`2021/penalties.cases`", "2021/penalties.cases 没有与上年的比较"),
    ("{claims-summary}`二〇二二`", "应写年份：'二〇二二'；应为：2022"),
    ("```{fact-table}\nno.such\n```", "没有指标 no.such"),
    ("```{fact-chart} none\n```", "没有图 none"),
]


def test_a_wrong_number_fails_the_build_naming_file_and_line(tmp_path: Path) -> None:
    """Each mistake is reported with page and line, in Chinese, and the build fails."""
    text = "# 错误\n\n" + "\n\n".join(source for source, _ in WRONG) + "\n"
    write_book(tmp_path, {"book/2022/wrong": text})
    code, warnings = build(tmp_path)
    assert code == 1
    for source, message in WRONG:
        line = text[: text.index(source)].count("\n") + 1
        expected = re.escape("book/2022/wrong.md") + f":{line}: WARNING: " + re.escape(message)
        assert re.search(expected, warnings), (message, warnings)


def test_a_number_in_a_heading_is_plain_text_in_the_contents(tmp_path: Path) -> None:
    """A heading may hold a number; tables of contents repeat its words without a second link."""
    write_book(tmp_path, {"book/2022/heading": "# 立案{fact}`penalties.cases`\n\n## 甲\n\n## 乙\n"})
    assert build(tmp_path) == (0, "")
    page = read(tmp_path / "_build" / "html", "book/2022/heading.html")
    assert page.count('data-fact="2022/penalties.cases"') == 1
    assert "<title>立案7起 — " in page


def test_what_another_process_read_is_taken_over_page_by_page() -> None:
    """A merge takes the pages read elsewhere and nothing else; clearing forgets one page."""
    ours, theirs = (FactDomain(SimpleNamespace(domaindata={})) for _ in range(2))  # type: ignore[arg-type]
    theirs.data["printed"] = {"a": [("2022/x.y", "n-1", "甲")], "b": [("2022/x.y", "n-1", "乙")]}
    ours.merge_domaindata({"a"}, theirs.data)
    assert [place.context for place in ours.occurrences("2022/x.y")] == ["甲"]
    ours.clear_doc("a")
    assert ours.occurrences("2022/x.y") == []


def test_a_page_without_a_year_must_name_one(tmp_path: Path) -> None:
    """Outside a year's folder a bare id is an error, not a guess."""
    write_book(tmp_path, {"book/about": "# 说明\n\n{fact}`penalties.cases`\n"})
    code, warnings = build(tmp_path)
    assert code == 1
    assert "book/about.md:3: WARNING: 此页不属于某一年，编号须写明年份" in warnings


def test_a_contradicted_claim_shows_both_values(tmp_path: Path) -> None:
    """What was printed stands, marked 不符, beside what the records say and why it stands."""
    write_book(tmp_path)
    values = {**VALUES[2022], "penalties.fine_total": "120000"}
    write_year(tmp_path, 2022, values)
    rows = [list(row) for row in VERDICTS]
    rows[1][5], rows[1][7] = "120000", "contradicted"
    write_claims(tmp_path, rows)
    with (tmp_path / "data/reference/claims/2022.yml").open("a", encoding="utf-8") as claims:
        claims.write(ACKNOWLEDGED)
    assert build(tmp_path) == (0, "")
    page = read(tmp_path / "_build" / "html")
    assert re.search(r'data-value="120000" data-verdict="contradicted"[^>]*>11.3万元</a>', page)
    assert re.search(r"（台账计得.*?>120000元</a></span>）", page)
    known = "已知悉：公布后补录一案（2023-02-01）"
    assert known in read(tmp_path / "_build" / "html", "book/2022/numbers.html")
    assert known in read(tmp_path / "_build" / "html", "_static/fazhi/facts-2022.js")


def test_every_indicator_of_the_fixture_has_a_verdict_or_none(built: Path) -> None:
    """The panel data holds every fact of both years with its occurrences and search forms."""
    script = (built / "_static/fazhi/facts-2022.js").read_text(encoding="utf-8")
    assert all(f'"{key}"' in script for key in NUMBERS)
    assert "十一万三千" in script


def test_a_number_nobody_claimed_is_computed_and_not_supported(built: Path) -> None:
    """相符 is said of claims alone; a number printed straight from the records is 算出."""
    marked = re.compile(r'data-fact="([^"]+)"[^>]*? data-basis="computed">')
    claimed = {f"2022/{row[0]}" for row in VERDICTS}
    found = {key for page in built.rglob("*.html") for key in marked.findall(page.read_text())}
    assert "2021/hazards.found" in found
    assert not found & claimed
    panel = json.loads(read(built, "_static/fazhi/facts-2021.js").split(", ", 1)[1][:-3])
    told = panel["hazards.found"]
    assert (told["mark"], told["word"], told["verdict"]) == ("computed", "算出", "supported")
    assert told["reason"] == "由登记簿算出，报告没有公布这个数，没有论断可供核对"


def snapshot(html: Path) -> dict[str, str]:
    """Return every page and panel script by name; the index keeps forgotten words."""
    kept = (".html", ".js")
    return {
        p.relative_to(html).as_posix(): p.read_text(encoding="utf-8")
        for p in sorted(html.rglob("*"))
        if p.suffix in kept and p.name != "searchindex.js"
    }


@pytest.mark.slow
def test_an_incremental_build_equals_a_clean_one(tmp_path: Path) -> None:
    """A changed fact changes exactly the pages printing it, and nothing stays stale."""
    root, clean = tmp_path / "a", tmp_path / "b"
    write_book(root)
    build(root)
    before = snapshot(root / "_build" / "html")
    for each in (root, clean):
        if each is clean:
            write_book(clean)
        facts = each / "data/processed/2021/facts.json"
        text = facts.read_text(encoding="utf-8").replace("601", "602")
        facts.write_text(text, encoding="utf-8")
        assert build(each)[0] == 0
    after = snapshot(root / "_build" / "html")
    assert after == snapshot(clean / "_build" / "html")
    changed = {name for name in before if before[name] != after[name] and name.endswith(".html")}
    assert changed == {
        "book/2022/enforcement.html",
        "book/2022/numbers.html",
        "book/generated/2021/20_enforcement.html",
        "book/generated/2022/20_enforcement.html",
    }


def test_the_fixture_is_consistent() -> None:
    """Every verdict of the fixture names an indicator of the fixture."""
    assert {row[0] for row in csv.reader(",".join(r) for r in VERDICTS)} <= NUMBERS.keys()
