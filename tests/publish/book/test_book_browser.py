"""The site in a real browser, over ``file://``, as a reader without a server sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from fazhi.publish.slips import Slip, read_slip

pytestmark = pytest.mark.browser
PAGE = "book/2022/enforcement.html"


@pytest.fixture
def tab(chromium: Any, built: Path) -> Iterator[Any]:
    """Return a tab that fails on any script error, console error or request leaving the site."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith("file:") else troubles.append(r.url))
    page.open = lambda name: page.goto(f"file://{quote(str(built))}/{name}")
    yield page
    context.close()
    assert not troubles


def page_texts(html: Path) -> dict[str, str]:
    """Return the stored text of every page, a block a line, without other white space."""
    texts = {}
    for script in sorted((html / "_static/fazhi/text").rglob("*.js")):
        body = re.fullmatch(r"fazhiText\(\.\.\.(.*)\);\n", script.read_text(encoding="utf-8"))
        assert body
        name, text = json.loads(body[1])
        texts[name] = re.sub(r" +", "", text)
    return texts


def occurs(query: str, text: str) -> bool:
    """Return whether *text* contains *query*; a number at its ends must stand as a whole number."""
    before = r"(?<![\d.])" if query[0].isdigit() else ""
    after = r"(?![\d.])" if query[-1].isdigit() else ""
    return re.search(before + re.escape(query) + after, text) is not None


QUERY_LINES = """
行政处罚 罚款 罚 罚款金额11.3万元 11.3 11.3万元 656 656项 7起 7起案件 立案处罚
立案处罚7起案件 责令限期整改 责令限期整改指令 限期 双随机 随机、一公开 一公开
公开全面 隐患 事故隐患 违法违规行为 近6000 6000 近6000人（次） 受众近6000
应急管理局法治 应急管理局 法治政府 政府建设 法治宣传 宣传 比上年增加2.3万元
增长25.6% 25.6 601 601项 上一年为 113000 penalties.fine_total fine 登记簿
被变更和撤销 口径 6项 3万元 0件 1项 二〇二二年度 万元，比上年 示例不存在 9999 指令书写得清楚
"""
QUERIES = QUERY_LINES.split()


def test_every_query_finds_exactly_the_pages_that_contain_it(tab: Any, built: Path) -> None:
    """Recall and precision are 1 for 40 and more queries, pure numbers and phrases included."""
    texts = page_texts(built)
    assert len(QUERIES) >= 40
    for query in QUERIES:
        tab.open(f"search.html?q={quote(query)}")
        tab.wait_for_function("!/正在/.test(document.getElementById('search-status').textContent)")
        hrefs = tab.eval_on_selector_all("#search-results a", "all => all.map(a => a.href)")
        found = {re.search(r"/(book/.*)\.html", href)[1] for href in hrefs}  # type: ignore[index]
        wanted = {name for name, text in texts.items() if occurs(query, text)}
        assert found == wanted, query


def test_a_result_shows_an_excerpt_and_marks_the_words_on_the_page(tab: Any) -> None:
    """The excerpt holds the phrase marked; following the result marks it across the links."""
    tab.open("search.html?q=" + quote("金额11.3万元"))
    tab.wait_for_selector("#search-results a")
    assert "金额11.3万元" in tab.inner_text("#search-results li p mark")
    tab.click("#search-results li:first-child a")
    tab.wait_for_selector("mark.highlighted")
    marks = tab.eval_on_selector_all("mark.highlighted", "all => all.map(m => m.textContent)")
    assert "".join(marks).startswith("金额11.3万元")


def test_the_panel_opens_tells_and_gives_the_focus_back(tab: Any) -> None:
    """Click opens the panel; it holds the chain; Escape closes it and returns to the number."""
    tab.open(PAGE)
    link = tab.locator("a.fact[data-fact='2022/penalties.fine_total']").first
    link.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".panel:not([hidden])")
    told = tab.inner_text(".panel")
    for expected in (
        "11.3万元", "相符", "查看计算单元", "113000 元", "第 1 版",
        "比上年增加2.3万元，增长25.6%",
        "2021年：9万元", "按立案日期：113000元", "7 条记录",
        "登记簿.xlsx「Sheet1」第 3 行", "本数见于",
    ):  # fmt: skip
        assert expected in told, expected
    href = tab.get_attribute(".panel-cell", "href")
    assert href.endswith("book/generated/2022/20_enforcement.html#penalties-fine_total")
    tab.keyboard.press("Escape")
    assert tab.locator(".panel").is_hidden()
    assert link.evaluate("each => each === document.activeElement")


def test_a_slip_carries_the_number_and_can_be_read_back(tab: Any) -> None:
    """纠错 in the panel fills the slip; what is downloaded is what staff can read."""
    tab.open(PAGE + "#fact=2022/penalties.fine_total")
    tab.wait_for_selector(".panel:not([hidden])")
    tab.click(".panel >> text=纠错")
    tab.keyboard.type("12万元")
    with tab.expect_download() as download:
        tab.click("text=下载纠错单")
    slip = read_slip(Path(download.value.path()).read_text(encoding="utf-8"))
    assert slip == Slip(
        page=PAGE, title="行政执法", version="2022-12-31", fact="2022/penalties.fine_total",
        printed="11.3万元", value="113000", unit="元", definition_version="1", correct="12万元",
    )  # fmt: skip


def test_next_occurrence_leads_to_the_other_page_with_the_panel_open(tab: Any) -> None:
    """下一处 walks over all places on the site that print the number."""
    tab.open(PAGE + "#fact=2022/penalties.fine_total")
    tab.wait_for_selector(".panel:not([hidden])")
    tab.click("text=下一处")
    tab.wait_for_url(
        re.compile("numbers.html.at=n-2022-penalties-fine_total-1#fact="), timeout=5000
    )
    tab.wait_for_selector(".panel:not([hidden])")
    assert "行政处罚罚款金额" in tab.inner_text(".panel h2")


def test_a_number_is_a_plain_link_without_scripts(chromium: Any, built: Path) -> None:
    """With JavaScript off a click leads to the source cell."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{quote(str(built))}/{PAGE}")
    page.click("a.fact >> nth=0")
    assert page.url.endswith("20_enforcement.html#penalties-cases")
    context.close()


def test_review_mode_counts_filters_and_finds(tab: Any) -> None:
    """Review mode counts traced and untraced numerals, filters, and finds facts by any form."""
    tab.open(PAGE + "?review=1")
    tab.wait_for_selector(".review")
    assert "本页 6 个数可追溯，0 个没有出处。" in tab.inner_text(".review")
    labels = [text.split() for text in tab.locator(".review label").all_inner_texts()]
    assert labels == [["相符", "5"], ["偏宽", "0"], ["不符", "0"], ["无记录", "0"], ["算出", "1"]]
    tab.uncheck(".review input[value=supported]")
    assert tab.locator("a.fact.fact-out").count() == 5
    tab.uncheck(".review input[value=computed]")
    assert tab.locator("a.fact.fact-out").count() == 6
    for sought in ("11.3", "113000", "十一万三千", "罚款", "元"):
        tab.fill(".review input[type=search]", sought)
        tab.wait_for_selector(".found button:has-text('2022年 行政处罚罚款金额：11.3万元')")
    tab.click("[data-switch=review]")
    assert tab.locator(".review").count() == 0


def test_a_table_is_sorted_filtered_and_shows_any_two_years(tab: Any) -> None:
    """The comparison sorts by value, filters by word, and turns round when the years do."""
    tab.open("book/2022/numbers.html")
    box = tab.locator(".sortable[data-year]")
    first = box.locator("tbody tr:visible >> nth=0")
    box.locator("button:has-text('2022年')").click()
    assert first.inner_text().split() == ["被变更和撤销的许可", "0件", "0件", "0件", "—"]
    box.locator("button:has-text('2022年')").click()
    assert first.inner_text().split()[0] == "行政处罚罚款金额"
    box.locator("input").fill("隐患")
    assert box.locator("tbody tr:visible").count() == 1
    assert "1 / 5 行" in box.inner_text()
    box.locator("select >> nth=0").select_option("2021")
    tab.wait_for_selector("caption:has-text('2021年与2022年比较')")
    told = box.locator("tbody tr:visible").inner_text().split()
    assert told == ["违法违规行为和事故隐患", "601项", "656项", "−55项", "−8.4%"]
    box.locator("tbody tr:visible a.fact >> nth=0").click()
    tab.wait_for_selector(".panel:not([hidden]) >> text=2021年度")


def test_an_untraced_numeral_is_marked(tab: Any) -> None:
    """A numeral typed by hand is outlined and counted."""
    tab.open(PAGE)
    tab.evaluate("document.querySelector('article p').append('另有 657 项。2022年5月3日')")
    tab.click("[data-switch=review]")
    tab.wait_for_selector(".untraced")
    assert tab.locator(".untraced").all_inner_texts() == ["657"]


@pytest.mark.parametrize("name", [PAGE, "book/2022/numbers.html", "search.html",
                                  "book/generated/2022/20_enforcement.html"])  # fmt: skip
def test_a_phone_scrolls_one_way_only(tab: Any, name: str) -> None:
    """At 390 pixels, also in large type, no page is wider than the screen."""
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.open(name)
    for _ in range(2):
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        tab.click("[data-switch=large]")


def test_switches_are_kept(tab: Any) -> None:
    """大字 and 深色 are buttons that say whether they are on, and survive the next page."""
    tab.open(PAGE)
    tab.click("[data-switch=large]")
    tab.click("[data-switch=dark]")
    tab.open("book/2022/numbers.html")
    assert tab.get_attribute("html", "data-size") == "large"
    assert tab.get_attribute("html", "data-theme") == "dark"
    assert tab.get_attribute("[data-switch=dark]", "aria-pressed") == "true"
