"""Two checkers on every page of the built site: axe-core and HTML_CodeSniffer, no rule broken.

Best practice included.  HTML_CodeSniffer is what pa11y runs; it lies in ``htmlcs``, as published,
with its licence.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from fazhi.paths import Project
from fazhi.publish.bureaus.jobs import Outcome
from fazhi.publish.bureaus.portal import publish_portal
from fazhi.publish.bureaus.roots import Bureau

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
LOOKS = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
ALL_LOOKS = "FAZHI_EVERY_LOOK"
"""Set by the assurance run: every page in every look, not one look a page in turn."""
_RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(each => each.id + ": " + each.nodes.map(node => node.html.slice(0, 120)).join(" | "))"""
_RUN_HTMLCS = """() => new Promise(done => HTMLCS.process("WCAG2AA", document, () => done(
  HTMLCS.getMessages().filter(each => each.type === HTMLCS.ERROR)
  .map(each => each.code + ": " + (each.element.outerHTML || "").slice(0, 120)))))"""
_HTMLCS = (Path(__file__).parent / "htmlcs" / "HTMLCS.js").read_text(encoding="utf-8")
CHECKERS = {"axe": (AXE_SCRIPT, _RUN_AXE), "htmlcs": (_HTMLCS, _RUN_HTMLCS)}


def pages_of(site: Path) -> list[str]:
    """Return every page but the redirect at the root, with search results last."""
    found = sorted(p.relative_to(site).as_posix() for p in (site / "book").rglob("*.html"))
    return [*found, f"search.html?q={quote('罚款')}"]


def looked_at(pages: list[str], look: int) -> Iterator[str]:
    """Yield the pages to open in one look: all of them, or every fourth, each page once."""
    every = 1 if os.environ.get(ALL_LOOKS) else len(LOOKS)
    yield from pages[look % every :: every]


def broken_rules(
    chromium: Any, site: Path, pages: Iterable[str], checker: str, look: int
) -> dict[str, list[str]]:
    """Return the rules that *pages* break in one look, by page."""
    script, run = CHECKERS[checker]
    width, scheme = LOOKS[look]
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    broken = {}
    for name in pages:
        page.goto(f"file://{quote(str(site))}/{name}")
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        page.evaluate(script)
        if found := page.evaluate(run):
            broken[name] = found
    context.close()
    return broken


@pytest.mark.parametrize("look", range(len(LOOKS)))
@pytest.mark.parametrize("checker", CHECKERS)
def test_no_rule_is_broken(chromium: Any, built_site: Path, checker: str, look: int) -> None:
    """Nothing is found at phone or desktop width, light or dark."""
    pages = looked_at(pages_of(built_site), look)
    broken = broken_rules(chromium, built_site, pages, checker, look)
    assert not broken, json.dumps(broken, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("checker", CHECKERS)
def test_no_rule_is_broken_on_the_portal(
    chromium: Any, built_project: Project, tmp_path: Path, checker: str
) -> None:
    """The page that compares bureaus, one of which has published nothing, is as good."""
    outcomes = [
        Outcome(Bureau("甲局", built_project), "", 0),
        Outcome(Bureau("乙局", Project(tmp_path / "nothing")), "磁盘已满", 0),
    ]
    portal = publish_portal(outcomes, tmp_path / "portal").resolve()
    for look in range(len(LOOKS)):
        assert broken_rules(chromium, portal, ["index.html"], checker, look) == {}


@pytest.mark.parametrize(
    ("checker", "seen"),
    [
        ("axe", {"image-alt", "color-contrast", "html-has-lang"}),
        ("htmlcs", {"1_1_1.H37", "1_4_3.G18.Fail", "3_1_1.H57.2"}),
    ],
)
def test_what_is_broken_is_seen(chromium: Any, checker: str, seen: set[str]) -> None:
    """A page without language, with an image without text and pale letters is found wanting."""
    context = chromium.new_context()
    page = context.new_page()
    pale = '<p style="color:#bbb">文字太浅</p>'
    page.set_content(f'<body style="background:#fff"><main>{pale}<img src="a.png"></main>')
    script, run = CHECKERS[checker]
    page.evaluate(script)
    found = {each.partition(":")[0] for each in page.evaluate(run)}
    context.close()
    assert {rule for rule in seen if any(each.endswith(rule) for each in found)} == seen
