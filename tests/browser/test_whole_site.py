"""The whole built site in a real browser, over ``file://``, page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
ACCESSIBLE = Path(__file__).with_name("accessible.js").read_text(encoding="utf-8")
FIRST_VISIT, REVISIT = 600_000, 80_000
QUERY_LINES = """
罚款 双随机 责令限期整改 隐患656项 656 11.3万元 危化经营许可 处罚 立案处罚 立案处罚7起
行政处罚 行政审批 行政检查 三项制度 法制审核 案卷评查 容缺受理 绿色通道 一网通办 易制毒
41家次 62家次 50份 190件 190 85件 25件 1000余件 近6000人（次） 近6000 受众 培训 宣传折页
重大行政决策 每案必审 习近平法治思想 安全生产月 加油站 街道 口径 论断核对 登记簿 隔离
执法人员实行资格管理 述法 penalties.fine_total 示例数据 不存在的词组 99999 火星 random
"""
QUERIES = QUERY_LINES.split()


@pytest.fixture
def tab(chromium: Any, built_site: Path) -> Iterator[Any]:
    """A tab that fails on any error, refusal of the policy or request leaving the site."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url} {error}"))
    page.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else 0)
    page.on(
        "request", lambda r: 0 if r.url.startswith(("file:", "data:")) else troubles.append(r.url)
    )
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('CSP', e.blockedURI))"
    )
    page.open = lambda name: page.goto(address(built_site, name))
    yield page
    context.close()
    assert not troubles


def address(site: Path, name: str) -> str:
    """Return the address of a page of *site*."""
    return f"file://{quote(str(site))}/{name}"


def pages_of(site: Path) -> list[str]:
    """Return every page but the redirect at the root."""
    found = (p.relative_to(site) for p in site.rglob("*.html"))
    return [*sorted(p.as_posix() for p in found if p.parts[0] == "book"), "search.html"]


def test_every_page_is_quiet_traced_and_accessible(tab: Any, built_site: Path) -> None:
    """Every page is silent, leads its numbers home, traces all, and suits phone and keyboard."""
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    found: list[str] = []
    tab.set_viewport_size({"width": 390, "height": 844})
    names = pages_of(built_site)
    for name in names:
        tab.open(name)
        ids[name] = set(tab.eval_on_selector_all("[id]", "all => all.map(e => e.id)"))
        facts = tab.eval_on_selector_all("a.fact, a.fact-change", "all => all.map(a => a.href)")
        links += [(name, href) for href in facts]
        found += [f"{name}: {each}" for each in tab.evaluate(ACCESSIBLE)]
        if tab.evaluate("document.documentElement.scrollWidth") > 390:
            found.append(f"{name}: wider than a phone")
        if name.startswith("book/"):
            tab.click("[data-switch=review]")
            tab.wait_for_selector(".review")
            count = tab.locator(".untraced").count()
            if count:
                found.append(f"{name}: {tab.locator('.untraced').all_inner_texts()} untraced")
    prefix = address(built_site, "")
    for name, href in links:
        url = urlsplit(href.removeprefix(prefix))
        if unquote(url.fragment) not in ids.get(unquote(url.path), set()):
            found.append(f"{name}: {href} leads nowhere")
    assert found == []
    assert len(names) > 40
    assert len(links) > 500


def stored_texts(site: Path) -> dict[str, str]:
    """Return the stored text of every page in lower case."""
    texts = {}
    for script in sorted((site / "_static/fazhi/text").rglob("*.js")):
        body = re.fullmatch(r"fazhiText\(\.\.\.(.*)\);\n", script.read_text(encoding="utf-8"))
        assert body
        name, text = json.loads(body[1])
        texts[name] = text.lower()
    return texts


def occurs(query: str, text: str) -> bool:
    """Return whether *text* holds *query*; a bare number or Latin word must stand whole."""
    if re.fullmatch(r"[\d.]+", query):
        return re.search(rf"(?<![\d.]){re.escape(query)}(?![\d.])", text) is not None
    return query in text.replace(" ", "")


def test_search_finds_exactly_the_pages_that_hold_the_words(tab: Any, built_site: Path) -> None:
    """Over 40 queries, recall and precision are 1: numbers, phrases, absent words alike."""
    texts = stored_texts(built_site)
    assert len(QUERIES) >= 40
    for query in QUERIES:
        tab.open(f"search.html?q={quote(query)}")
        tab.wait_for_function("!/正在/.test(document.getElementById('search-status').textContent)")
        hrefs = tab.eval_on_selector_all("#search-results a", "all => all.map(a => a.href)")
        hits = {unquote(re.search(r"/(book/.*)\.html", href)[1]) for href in hrefs}  # type: ignore[index]
        assert hits == {name for name, text in texts.items() if occurs(query, text)}, query


def test_a_chapter_is_light_on_the_first_visit_and_lighter_after(
    tab: Any, built_site: Path
) -> None:
    """The heaviest chapter with font, style and scripts stays below the limits."""
    seen: list[Path] = []
    tab.on("request", lambda r: seen.append(Path(unquote(urlsplit(r.url).path))))
    tab.open("book/2022/measures.html")
    tab.wait_for_load_state("networkidle")
    first = {path for path in seen if path.is_file()}
    assert sum(path.stat().st_size for path in first) < FIRST_VISIT
    seen.clear()
    tab.open("book/2022/plans.html")
    tab.wait_for_load_state("networkidle")
    assert sum(path.stat().st_size for path in set(seen) - first) < REVISIT


def test_the_keyboard_reaches_everything(tab: Any) -> None:
    """Tab reaches skip link, search, switches, a term, a number; each shows where it is."""
    tab.open("book/2022/measures.html")
    reached = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        reached.append(
            tab.evaluate(
                "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return [e.className || e.name || e.dataset.switch || e.tagName,"
                " s.outlineStyle !== 'none']; })()"
            )
        )
    names = [name for name, _ in reached]
    assert names[:3] == ["skip", "brand", "q"]
    assert {"review", "large", "dark", "fact"} <= set(names)
    assert all(visible for _, visible in reached)


def test_a_term_is_explained_on_focus_and_put_away(tab: Any) -> None:
    """Focus shows the explanation, Escape hides it, and it never leaves the screen."""
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.open("book/2022/measures.html")
    for term in tab.locator(".term [role=button]").all()[:6]:
        term.focus()
        tip = tab.locator(f"#{term.get_attribute('aria-describedby')}")
        assert tip.is_visible()
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        tab.keyboard.press("Escape")
        assert not tip.is_visible()


def test_a_chart_can_be_read_as_table_and_downloaded(tab: Any, built_site: Path) -> None:
    """The arrow keys move between chart, table and files; the phone gets its own drawing."""
    tab.open("book/2022/measures.html")
    figure = tab.locator("figure.chart >> nth=0")
    assert figure.locator("img.wide").is_visible()
    assert not figure.locator("img.narrow").is_visible()
    figure.get_by_role("tab", name="图").focus()
    tab.keyboard.press("ArrowRight")
    assert figure.locator("table").is_visible()
    assert not figure.locator("img.wide").is_visible()
    tab.keyboard.press("ArrowRight")
    for href in figure.locator(".figure-downloads a").evaluate_all("all => all.map(a => a.href)"):
        assert Path(unquote(urlsplit(href).path)).is_file()
    # A page opened from a disk could not save it.
    assert figure.get_by_role("button", name="图（PNG）").count() == 0
    tab.keyboard.press("ArrowRight")
    tab.set_viewport_size({"width": 390, "height": 844})
    assert figure.locator("img.narrow").is_visible()


def test_paper_is_white_whatever_the_screen(tab: Any) -> None:
    """Print in dark mode uses dark letters and shows no switch, menu or sort mark."""
    tab.open("book/2022/measures.html")
    tab.click("[data-switch=dark]")
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(34, 40, 43)"
    assert tab.evaluate("getComputedStyle(document.querySelector('figure img')).filter") == "none"
    for hidden in (".switches", ".side", ".tabs", ".turn"):
        assert not tab.locator(hidden).first.is_visible()


def test_no_column_of_evidence_is_cut_off_on_paper(tab: Any) -> None:
    """On a sheet as wide as A4 between its margins every evidence table shows its last column."""
    tab.set_viewport_size({"width": 718, "height": 1000})
    tab.open("book/generated/2022/20_enforcement.html")
    tab.emulate_media(media="print")
    widest = tab.locator(".fact-scroll").evaluate_all(
        "boxes => Math.max(...boxes.map(box => box.scrollWidth - box.clientWidth))"
    )
    assert widest == 0


def test_two_years_are_compared_and_lead_to_what_changed(tab: Any) -> None:
    """The reader chooses two years that do not follow one another; no table explains those."""
    tab.open("book/compare.html")
    box = tab.locator(".sortable[data-year]")
    assert box.locator("a:has-text('这个变化从何而来')").count() > 0
    box.locator("select >> nth=1").select_option("2021")
    tab.wait_for_selector("caption:has-text('2023年与2021年比较')")
    assert box.locator("a:has-text('这个变化从何而来')").count() == 0
    box.locator("select >> nth=0").select_option("2022")
    tab.wait_for_selector("caption:has-text('2022年与2021年比较')")
    box.locator("a:has-text('这个变化从何而来') >> nth=0").click()
    tab.wait_for_url(re.compile("2022/changes.html#y2022-change-"))


def test_a_year_describes_itself_as_a_data_set(tab: Any, built_site: Path) -> None:
    """The year's first page carries schema.org Dataset whose files exist."""
    tab.open("book/2022/index.html")
    body = json.loads(tab.inner_text("script[type='application/ld+json'] >> nth=0") or
                      tab.text_content("script[type='application/ld+json']"))  # fmt: skip
    assert (body["@type"], body["temporalCoverage"]) == ("Dataset", "2022-01-01/2022-12-31")
    assert len(body["distribution"]) == 4
    for each in body["distribution"]:
        assert (built_site / "book/2022" / each["contentUrl"]).resolve().is_file()


def test_the_english_summary_is_english_with_live_numbers(tab: Any) -> None:
    """Its article says so to screen readers; its numbers are traced like any other."""
    tab.open("book/2022/english.html")
    assert tab.get_attribute("article", "lang") == "en"
    assert tab.locator("article a.fact").count() > 15
    assert "fines of 113,000 yuan" in tab.inner_text("article")
