"""Search put to the test: random phrases of the site, each asked in a real browser."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from assurance.lab import Lab, Measured

_CHROMIUM = "/usr/bin/chromium"
_STORED = re.compile(r"fazhiText\(\.\.\.(.*)\);\n")
_RUN = re.compile("[一-鿿0-9.]{2,}")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_FULL, _QUICK = 1000, 40


def searched(lab: Lab) -> Measured:
    """Ask for random phrases of two to eight signs; right is every page that holds the phrase."""
    texts = stored_texts(lab.site)
    phrases = random_phrases(texts, lab.sample(_FULL, _QUICK), 1)
    found, missing, surplus = 0, 0, 0
    try:
        for phrase, hits in _asked(lab.site, phrases):
            right = {page for page, text in texts.items() if holds(text, phrase)}
            found += hits == right
            missing += bool(right - hits)
            surplus += len(hits - right)
    except ImportError:
        return Measured("本机没有浏览器测试所需的软件", None)
    words = f"{len(phrases)} 个随机词组，完全正确 {found} 个，漏页 {missing} 个，多出 {surplus} 页"
    enough = found >= 0.99 * len(phrases)
    return Measured(words, enough if len(phrases) >= _FULL or not enough else None)


def stored_texts(site: Path) -> dict[str, str]:
    """Return the text of every page as the search shows it."""
    texts = {}
    for script in sorted((site / "_static/fazhi/text").rglob("*.js")):
        body = _STORED.fullmatch(script.read_text(encoding="utf-8"))
        if body:
            name, text = json.loads(body[1])
            texts[name] = _THOUSANDS.sub("", text.lower())
    return texts


def random_phrases(texts: dict[str, str], n: int, seed: int) -> list[str]:
    """Return *n* different phrases of the texts that cut no number."""
    chance, pages = random.Random(seed), sorted(texts)
    phrases: dict[str, None] = {}
    while len(phrases) < n:
        run = chance.choice(_RUN.findall(texts[chance.choice(pages)]))
        start = chance.randrange(len(run) - 1)
        end = start + chance.randint(2, 8)
        phrase = run[start:end]
        cut = _inside_number(run, start) or _inside_number(run, end)
        if len(phrase) > 1 and not cut and phrase.strip(".") == phrase:
            phrases.setdefault(phrase)
    return list(phrases)


def _inside_number(run: str, place: int) -> bool:
    around = run[place - 1 : place + 1] if 0 < place < len(run) else ""
    return bool(re.fullmatch("[0-9.]{2}", around))


def holds(text: str, phrase: str) -> bool:
    """Return whether *text* holds *phrase*, its numbers whole, whatever spaces lie between."""
    parts = re.findall(r"[0-9.]+|[^0-9.]", phrase)
    pattern = " *".join(re.escape(part) for part in parts)
    before = r"(?<![0-9.])" if phrase[0].isdigit() else ""
    after = r"(?![0-9]|\.[0-9])" if phrase[-1].isdigit() else ""
    return re.search(before + pattern + after, text) is not None


def _asked(site: Path, phrases: list[str]) -> Any:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = opened.new_page()
        for phrase in phrases:
            tab.goto(f"file://{quote(str(site))}/search.html?q={quote(phrase)}")
            tab.wait_for_function(
                "!/正在/.test(document.getElementById('search-status').textContent)"
            )
            hrefs = tab.eval_on_selector_all("#search-results a", "all => all.map(a => a.href)")
            pages = (re.search(r"/(book/.*)\.html", href) for href in hrefs)
            yield phrase, {unquote(page[1]) for page in pages if page}
        opened.close()
