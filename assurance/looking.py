"""What the built site itself shows: links, traces, alternative texts, policies, small cells."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from assurance.lab import Lab, Measured
from fazhi.facts.second_opinion import second_opinion
from fazhi.facts.small_cells import SMALLEST, merge_small
from fazhi.publish.audit.contract import broken_numbers
from fazhi.publish.audit.coverage import load_rules, untraced
from fazhi.publish.audit.hygiene import machine_traces, third_parties
from fazhi.publish.audit.legible import read_files
from fazhi.publish.audit.links import dead_links
from fazhi.publish.audit.privacy import common_words, leaks, never_values
from fazhi.publish.audit.safety import live_formulas
from fazhi.publish.audit.wanted import Wanted
from fazhi.publish.book.harden import dangers
from fazhi.publish.provenance.statement import statement, statement_path
from fazhi.publish.release import intact

_CHROMIUM = "/usr/bin/chromium"
_HTTP = re.compile(r'(?:src|srcset|data|poster)="(?:https?:)?//[^"]*"')
_FILE_NAME = re.compile(r"\.(?:svg|png|jpe?g|gif)$")


def traced(lab: Lab) -> Measured:
    """Every number is followed to its cell; every other numeral falls under a rule."""
    followed, broken = broken_numbers(lab.pages, lab.books)
    bare = untraced(lab.pages, load_rules(lab.built)).problems
    words = f"追溯 {followed} 处，断链 {len(broken)} 处，无出处 {len(bare)} 处"
    return Measured(words, followed > 0 and not broken and not bare)


def recomputed(lab: Lab) -> Measured:
    """Every fact is computed again in SQL."""
    found = [d for year in lab.built.years() for d in second_opinion(lab.built, year)]
    facts = sum(len(book.facts) for book in lab.books.values())
    return Measured(f"{facts} 个事实重算，{len(found)} 处不同", not found)


def clean_of_machines(lab: Lab) -> Measured:
    """No path, address, traceback or unformatted number."""
    found = machine_traces(lab.site, lab.built.root)
    return Measured(f"{len(found)} 处", not found)


def linked(lab: Lab) -> Measured:
    """No dead link or anchor, no file the manifest does not know."""
    dead = dead_links(lab.site, lab.pages)
    whole = intact(lab.site)
    return Measured(f"断链 {len(dead)} 处，清单{'相符' if whole else '不符'}", not dead and whole)


def no_inline(lab: Lab) -> Measured:
    """No inline script, style or event on any page."""
    found = [danger for page in lab.pages for danger in dangers(page.text)]
    return Measured(f"{len(lab.pages)} 页，{len(found)} 处", not found)


def private(lab: Lab) -> Measured:
    """No raw value of a hidden column, no personal number in any byte."""
    never = never_values(lab.built)
    found = leaks(read_files(lab.site), Wanted.of(never, common_words(lab.built)))
    count = len(set().union(*never.values()))
    return Measured(f"{count} 个不得公开的值，命中 {len(found)} 处", bool(count) and not found)


def small_cells(lab: Lab) -> Measured:
    """No split of companies or people has a cell below three."""
    splits = [
        (split.unit, split.by, [(part.label, part.value) for part in split.parts])
        for book in lab.books.values()
        for fact in book.facts.values()
        for split in fact.breakdowns
    ]
    small = [cells for unit, by, cells in splits if merge_small(cells, unit, by) != cells]
    who = [cells for unit, by, cells in splits if _counts_people(unit, by)]
    words = f"{len(splits)} 个分项，其中按单位或个人的 {len(who)} 个，未抑制 {len(small)} 处"
    return Measured(words, not small)


def _counts_people(unit: str, by: str) -> bool:
    probe = [("甲", Decimal(SMALLEST - 1)), ("乙", Decimal(SMALLEST))]
    return merge_small(probe, unit, by) != probe


def defused(lab: Lab) -> Measured:
    """No download computes or fetches anything."""
    found = live_formulas(lab.site)
    files = sum(p.suffix in (".csv", ".xlsx") for p in lab.site.rglob("*"))
    return Measured(f"{files} 个文件，{len(found)} 处", not found)


def described(lab: Lab) -> Measured:
    """Every image has an alternative text that names a year and a number, not a file."""
    images = [str(alt) for page in lab.pages for alt in page.tree.xpath("//img/@alt")]
    bare = sum(len(page.tree.xpath("//img[not(@alt) or @alt='']")) for page in lab.pages)
    poor = [alt for alt in images if _FILE_NAME.search(alt) or not re.search("20[0-9]{2}年", alt)]
    return Measured(
        f"{len(images)} 幅图，缺少或不合格 {bare + len(poor)} 幅", not bare and not poor
    )


def stated(lab: Lab) -> Measured:
    """The in-toto statement names every input by digest."""
    written = json.loads(statement_path(lab.built, lab.site).read_text(encoding="utf-8"))
    listed = len(written["predicate"]["buildDefinition"]["resolvedDependencies"])
    same = written == statement(lab.built, lab.site)
    return Measured(f"{listed} 个输入逐一核对{'相符' if same else '不符'}", same)


def quiet_in_a_browser(lab: Lab) -> Measured:
    """Every page: policy violations, script errors, console messages, requests elsewhere."""
    from playwright.sync_api import Error, sync_playwright

    counts = {"violation": 0, "error": 0, "console": 0, "request": 0}

    def note(kind: str) -> None:
        counts[kind] += 1

    try:
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(
                executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            page = opened.new_page()
            _listen(page, note)
            for name in (p.name for p in lab.pages if p.name != "index.html"):
                page.goto(f"file://{quote(str(lab.site))}/{name}")
                page.wait_for_timeout(30)
            opened.close()
    except Error:
        return Measured("本机没有 Chromium", None)
    words = "违规 {violation}、脚本错误 {error}、控制台 {console}、外部请求 {request}"
    return Measured(f"{len(lab.pages)} 页，{words.format(**counts)}", not any(counts.values()))


def _listen(page: Any, note: Any) -> None:
    page.expose_function("noteViolation", lambda: note("violation"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', () => window.noteViolation())"
    )
    page.on("pageerror", lambda _: note("error"))
    page.on("console", lambda m: note("console") if m.type in ("error", "warning") else None)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else note("request"))


def nothing_from_elsewhere(lab: Lab) -> Measured:
    """No page names a resource of another host."""
    found = third_parties(lab.pages)
    strings = sum(len(_HTTP.findall(page.text)) for page in lab.pages)
    return Measured(f"资源 {len(found)} 处，字符串 {strings} 处", not found and not strings)
