"""Roles for chapters: a number, its change against the year before, what was checked.

===============================  ==========================================================
``{fact}`penalties.cases```      the number of the page's year, in its printed form
``{fact}`2021/penalties.cases``` the number of a named year
``{fact-number}`id```            the value without its unit, digits grouped, a rate to one decimal
``{fact-change}`id```            比上年增加2起，增长40%: the direction comes from the data
``{claims-summary}`2022```       how many published claims were checked and how they held
===============================  ==========================================================
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxRole

from fazhi.errors import FactError
from fazhi.facts import change_phrase, plain
from fazhi.publish.book.domain import FactDomain, facts_of
from fazhi.publish.book.nodes import FactLink, OwnHtml, fact_link
from fazhi.publish.book.problems import complain
from fazhi.publish.book.years import VERDICT_WORDS, Printed, year_of_page

_ID = re.compile(r"(?:(20[0-9]{2})/)?([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)")


def parse_key(text: str, docname: str) -> str:
    """Return the fact key named by *text* on page *docname*.

    Raises:
        FactError: The id is malformed, or the page has no year and the id names none.
    """
    match = _ID.fullmatch(text.strip())
    if not match:
        raise FactError(
            f"数字编号写法不对：{text!r}",
            expected="penalties.fine_total 或 2022/penalties.fine_total",
        )
    year = match[1] or year_of_page(docname)
    if year is None:
        raise FactError(f"此页不属于某一年，编号须写明年份：{text!r}", expected=f"2022/{match[2]}")
    return f"{year}/{match[2]}"


def look_up(domain: FactDomain, docname: str, text: str) -> Printed:
    """Return how *text* is printed on *docname* and remember that the page depends on it.

    Raises:
        FactError: The id is malformed or names nothing.
    """
    key = parse_key(text, docname)
    year, indicator_id = key.split("/", 1)
    domain.depend(docname, key)
    return domain.shelf.year(int(year)).printed(indicator_id)


def number_nodes(printed: Printed) -> list[nodes.Node]:
    """Return the number; a contradicted or revised one is followed by what is to be known."""
    if printed.revised:
        return [*number_nodes(replace(printed, revised="")), *_revision_mark(printed.revised)]
    if not printed.computed:
        return [fact_link(printed)]
    aside = nodes.inline(classes=["fact-computed"])
    aside += nodes.Text("（台账计得")
    aside += fact_link(replace(printed, text=printed.computed))
    aside += nodes.Text("）")
    return [fact_link(printed), aside]


def _revision_mark(words: str) -> list[nodes.Node]:
    link = addnodes.pending_xref(
        "", nodes.inline("", words), refdomain="std", reftype="doc",
        reftarget="/book/generated/revisions", refexplicit=True, refwarn=True,
    )  # fmt: skip
    return [
        nodes.inline("", "", nodes.Text("〔"), link, nodes.Text("〕"), classes=["fact-revised"])
    ]


class _FactRole(SphinxRole):
    """Shared by the roles below: what is printed, or a report naming page and line."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the nodes of this role."""
        try:
            return self.render(facts_of(self.env)), []
        except FactError as problem:
            complain(str(problem), self.get_location_pair())
            return [nodes.inline(self.text, f"〔{self.text}〕", classes=["fact-missing"])], []

    def get_location_pair(self) -> tuple[str, int]:
        """Return page and line."""
        return (self.env.docname, self.lineno)

    def render(self, domain: FactDomain) -> list[nodes.Node]:
        """Return what the role prints."""
        raise NotImplementedError


class FactRole(_FactRole):
    """``{fact}``: the printed form."""

    def render(self, domain: FactDomain) -> list[nodes.Node]:
        """Return the number as a link."""
        return number_nodes(look_up(domain, self.env.docname, self.text))


class FactNumberRole(_FactRole):
    """``{fact-number}``: the value, digits grouped, a rate to one decimal, no unit."""

    def render(self, domain: FactDomain) -> list[nodes.Node]:
        """Return the value as a link."""
        printed = look_up(domain, self.env.docname, self.text)
        if not printed.value:
            return [fact_link(printed, VERDICT_WORDS["no_record"])]
        value = Decimal(printed.value)
        if domain.shelf.indicators[printed.key.split("/", 1)[1]].is_rate:
            value = Decimal(plain(value.quantize(Decimal("0.1"), ROUND_HALF_UP)))
        return [fact_link(printed, f"{value:,}")]


class FactChangeRole(_FactRole):
    """``{fact-change}``: the change in official wording."""

    def render(self, domain: FactDomain) -> list[nodes.Node]:
        """Return the wording as a link to the number it is about."""
        return [change_link(domain, self.env.docname, self.text)]


def change_link(domain: FactDomain, docname: str, text: str, short: str | None = None) -> FactLink:
    """Return the change of *text* against its baseline year as a link.

    Args:
        domain: The book's memory.
        docname: Page that prints it.
        text: Fact id.
        short: Text to show in place of the official wording, for table cells.
    """
    printed = look_up(domain, docname, text)
    year, indicator_id = printed.key.split("/", 1)
    change = domain.shelf.year(int(year)).changes.get(indicator_id)
    if change is None:
        raise FactError(f"{printed.key} 没有与上年的比较", todo="运行 make site 重新计算")
    phrase = short or change_phrase(change, domain.shelf.indicators[indicator_id])
    value = "" if change.change is None else plain(change.change)
    return fact_link(replace(printed, value=value), phrase, kind="fact-change")


class ClaimsSummaryRole(_FactRole):
    """``{claims-summary}``: 核对 22 条论断：相符 20 条、偏宽 2 条."""

    def render(self, domain: FactDomain) -> list[nodes.Node]:
        """Return the counts, marked as derived from the verdicts of the year."""
        year = self.text.strip()
        if not year.isdecimal():
            raise FactError(f"应写年份：{self.text!r}", expected="2022")
        domain.depend(self.env.docname, f"{year}/*")
        found = domain.shelf.year(int(year))
        counts = Counter(verdict.verdict for verdict in found.verdicts.values())
        parts = "、".join(f"{VERDICT_WORDS[v]} {counts[v]} 条" for v in VERDICT_WORDS if counts[v])
        text = f"核对 {sum(counts.values())} 条论断：{parts}" if counts else "本年度尚无公布的论断"
        start = f'<span class="fact-derived" data-source="{year}/verdicts">'
        return [OwnHtml("", nodes.Text(text), start=start, end="</span>")]


ROLES = {
    "fact": FactRole(),
    "fact-number": FactNumberRole(),
    "fact-change": FactChangeRole(),
    "claims-summary": ClaimsSummaryRole(),
}
