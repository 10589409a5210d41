"""The frame around the pages, the finished site's safety, its fonts."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from tiny_book import build, write_book

from fazhi.errors import AuditError
from fazhi.publish.assembly.files import lay_out, pieces_of
from fazhi.publish.book import FONT_PATH, subset_fonts
from fazhi.publish.book.fonts import characters
from fazhi.publish.book.harden import POLICY, harden_page
from fazhi.publish.book.pages import mend
from fazhi.publish.release import Site

ALLOWED_LATIN = {"Sheet", "xlsx", "fact", "valid", "status", "penalties", "CSV", "SVG"}


def pages(html: Path) -> list[Path]:
    """Return all pages."""
    return sorted(html.rglob("*.html"))


def test_every_page_is_simplified_chinese(built: Path) -> None:
    """No page holds an English interface word, visible or in a label; the language is zh-CN."""
    for page in pages(built):
        text = page.read_text(encoding="utf-8")
        assert '<html lang="zh-CN"' in text, page
        shown = re.sub(r"<(pre|code|style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
        labels = re.findall(r'(?:title|aria-label|alt|placeholder)="([^"]*)"', shown)
        words = re.findall(r"[A-Za-z]{3,}", unescape(re.sub(r"<[^>]+>", " ", shown)))
        words += re.findall(r"[A-Za-z]{3,}", " ".join(labels))
        assert set(words) <= ALLOWED_LATIN, (page, words)
        assert not re.search("[開關選單連結體]", text), page


def test_the_sample_mark_follows_the_data(built: Path, tmp_path: Path) -> None:
    """示例数据 stands on every page of a synthetic book and vanishes with real records."""
    marked = [p for p in pages(built) if p.name != "index.html" or p.parent.name == "book"]
    assert all("示例数据" in page.read_text(encoding="utf-8") for page in marked)
    write_book(tmp_path, synthetic=False)
    assert build(tmp_path) == (0, "")
    for page in pages(tmp_path / "_build" / "html"):
        assert "示例数据" not in page.read_text(encoding="utf-8")


def test_a_page_leads_to_the_same_section_of_other_years(built: Path) -> None:
    """The year switcher keeps the section; a year without that section is not offered."""
    cells = (built / "book/generated/2022/20_enforcement.html").read_text(encoding="utf-8")
    assert '<a href="../2021/20_enforcement.html">上一年：2021年</a>' in cells
    assert "其他年度" not in (built / "book/2022/enforcement.html").read_text(encoding="utf-8")


def test_a_page_says_how_to_cite_it(built: Path) -> None:
    """The citation names site, year, title, the data's own date and the page, no build time."""
    page = (built / "book/2022/enforcement.html").read_text(encoding="utf-8")
    cite = re.search(r'<p id="citation">(.*?)</p>', page)
    assert cite
    assert re.sub("<[^>]+>", "", cite[1]) == (
        "法治政府建设情况报告·可核对版．2022年度：行政执法．"
        "数据截至2022-12-31（示例数据）．book/2022/enforcement.html"
    )
    assert 'id="citation"' not in (built / "search.html").read_text(encoding="utf-8")


def test_every_page_says_it_is_not_official_and_can_skip_to_the_text(built: Path) -> None:
    """The footer names the site unofficial; the first link skips the navigation."""
    for page in (built / "book").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "非官方" in text
        assert text.index('href="#content"') < text.index("<header")


def test_no_inline_code_and_a_strict_policy_on_every_page(built: Path) -> None:
    """Each page carries the policy, loads scripts from files only, and from this site only."""
    for page in pages(built):
        text = page.read_text(encoding="utf-8")
        assert POLICY in text
        assert not re.search(r"<script(?![^>]*src=)", text)
        assert not re.search(r"\s(style|on[a-z]+)=\"", text)
        assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_no_third_party_string_in_the_scripts(built: Path) -> None:
    """No script names another host or builds code from text."""
    for script in built.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"unpkg|jsdelivr|cdnjs|thebe|new Function|\beval\(", text), script


INLINE = [
    (
        '<script type="application/ld+json" id="a">alert(1)</script>',
        '内联脚本 <script type="application/ld+json" id="a">',
    ),
    ("<script>alert(1)</script>", "内联脚本 <script>"),
    ('<p style="color:red">甲</p>', '内联样式 <p style="color:red">'),
    ("<style>p{}</style>", "内联样式块 <style>"),
    ('<img src="a.svg" onerror="x()">', '内联事件 <img src="a.svg" onerror="x()">'),
    ('<a href="javascript:x()">甲</a>', '脚本链接 href="javascript:x()"'),
    ('<img src="https://h.example/a.png">', '外部资源 <img src="https://h.example/a.png"'),
]


@pytest.mark.parametrize(("body", "message"), INLINE)
def test_unknown_inline_code_stops_the_publication(tmp_path: Path, body: str, message: str) -> None:
    """Whatever is inline and not listed is named with its page; nothing is moved silently."""
    page = '<html><head>\n  <meta charset="utf-8"></head><body>' + body + "</body></html>"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "甲.html").write_text(page, encoding="utf-8")
    with pytest.raises(AuditError) as caught:
        lay_out(pieces_of(Site.read(tmp_path / "html")), tmp_path / "site")
    assert caught.value.what == "网页中有1处不允许的内容"
    assert f"甲.html：{message}" in caught.value.got


def test_known_inline_styles_of_data_frames_are_dropped() -> None:
    """The style block and alignment a data frame prints are removed, the table stays."""
    frame = (
        '<head><meta charset="utf-8"></head><style scoped>\n .dataframe td {}</style>'
        '<table border="1" class="dataframe"><tr style="text-align: right;"><td>1</td></tr></table>'
    )
    text = harden_page(frame)
    assert "style" not in text.replace("style-src", "")
    assert '<table class="dataframe"><tr><td>1</td></tr></table>' in text


def test_hardening_twice_changes_nothing(built: Path) -> None:
    """The step is idempotent."""
    for page in pages(built):
        text = page.read_text(encoding="utf-8")
        assert harden_page(text) == text


def test_leftover_english_titles_are_translated() -> None:
    """Sphinx leaves its link titles in English; the frame does not."""
    assert mend('<a title="Link to this heading">') == '<a title="此处的链接">'


def test_the_vendored_font_covers_gb2312() -> None:
    """Every character of GB 2312 has a glyph."""
    covered = TTFont(FONT_PATH).getBestCmap().keys()
    rows = (bytes([a, b]) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF))
    wanted = {pair.decode("gb2312", "ignore") for pair in rows} - {""}
    assert len(wanted) == 6763
    assert {ord(character) for character in wanted} <= covered


def test_the_site_font_holds_every_character_shown_and_is_the_same_each_time(built: Path) -> None:
    """The cut font covers the pages, repeats byte for byte, and leaves room in 600 kB."""
    first = subset_fonts(built).read_bytes()
    assert subset_fonts(built).read_bytes() == first
    covered = TTFont(built / "_static/fazhi/site.woff").getBestCmap().keys()
    vendored = TTFont(FONT_PATH).getBestCmap().keys()
    assert characters(built) & vendored <= covered
    assert "法" in map(chr, covered)


def test_a_first_visit_weighs_little(built: Path) -> None:
    """A chapter with everything it loads, except the font, stays below 150 kB."""
    page = built / "book/2022/enforcement.html"
    text = page.read_text(encoding="utf-8")
    names = re.findall(r'(?:src|stylesheet" href)="([^"]+)"', text)
    loaded = {page, *((page.parent / name).resolve() for name in names)}
    assert len(loaded) > 5
    assert sum(path.stat().st_size for path in loaded) < 150_000
