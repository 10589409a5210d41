"""25 payloads on every route: nothing runs, even with the content policy taken out."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from payloads import PAYLOADS

from fazhi.errors import UsageError
from fazhi.publish.notebooks.template import parse_year

_TAGS = {
    "div", "p", "dl", "dt", "dd", "strong", "a", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "span", "ul", "li", "br", "b", "em",
}  # fmt: skip
_ATTRIBUTES = {"class", "role", "tabindex", "aria-label", "scope", "href", "download", "id"}


class _Strange(HTMLParser):
    """Collects every tag and attribute our own cards do not use."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag not in _TAGS else []
        self.found += [f"{tag}@{name}" for name, _ in attrs if name not in _ATTRIBUTES]
        self.found += [v for n, v in attrs if n == "href" and v and not v.startswith("../")]


def test_records_reach_cards_as_text_only(cards: Path) -> None:
    """Every payload of a record stands in the cards escaped: no tag, no attribute is theirs."""
    shown, strange = "", _Strange()
    for path in sorted(cards.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                html = "".join(output["data"].get("text/html", ""))
                shown += html
                strange.feed(html)
    assert strange.found == []
    assert shown.count("window.pwned") > len(PAYLOADS)


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_runs_on_any_page(hostile_site: Path, chromium: Any) -> None:
    """Records, claims, chapters, charts, indicators: 0 dialogs, 0 flags on every page."""
    pages = sorted(p.relative_to(hostile_site).as_posix() for p in hostile_site.rglob("*.html"))
    pages.remove("index.html")  # nothing but the way to the first page
    assert len(pages) >= 8
    assert _executed(chromium, hostile_site, pages) == []


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_runs_from_the_address(hostile_site: Path, chromium: Any) -> None:
    """Search query and fragment are text."""
    searches = [f"search.html?q={quote(payload)}" for payload in PAYLOADS]
    fragments = [f"book/2022/enforcement.html#{quote(payload)}" for payload in PAYLOADS]
    assert _executed(chromium, hostile_site, searches + fragments) == []


@pytest.mark.browser
@pytest.mark.slow
def test_the_panel_beside_a_number_shows_text_only(hostile_site: Path, chromium: Any) -> None:
    """Opening every number's panel runs nothing of its evidence, definition or files."""
    assert _executed(chromium, hostile_site, ["book/2022/enforcement.html"], click="a.fact") == []


@pytest.mark.browser
@pytest.mark.slow
def test_the_detector_sees_what_does_run(tmp_path: Path, chromium: Any) -> None:
    """The same payloads on an unprotected page are noticed."""
    for number, payload in enumerate(PAYLOADS[:3]):
        page = f"<!DOCTYPE html><title>x</title><p>{payload}</p>"
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    names = ["0.html", "1.html", "2.html"]
    assert {Path(url).name for url in _executed(chromium, tmp_path, names)} == set(names)


def _executed(chromium: Any, site: Path, targets: list[str], click: str = "") -> list[str]:
    """Return the pages on which something ran."""
    ran: list[str] = []
    page = chromium.new_page()
    page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
    for target in targets:
        page.goto(f"file://{quote(str(site))}/{target}")
        page.wait_for_timeout(30)
        if click:
            for number in page.query_selector_all(click):
                if number.is_visible():
                    number.click()
                    page.wait_for_timeout(100)
                    page.keyboard.press("Escape")
        if page.evaluate("window.pwned"):
            ran.append(target)
    page.close()
    return ran


@pytest.mark.parametrize(
    "year",
    [*PAYLOADS, "year=2022; import os", "2022; import os", "../../etc/passwd", "1999", "2100",
     "02022", "2022.0", "２０２２", "", "2_022", " 2022", "1e3", "nan", "None", "True"],
)  # fmt: skip
def test_a_parameter_is_four_digits_or_refused(year: str) -> None:
    """No parameter carries code, paths or another way to write a number."""
    with pytest.raises(UsageError, match="年度写法不对"):
        parse_year(year)
