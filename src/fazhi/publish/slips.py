"""A reader's correction slip (纠错单): what was seen, replayed against what holds now.

The site writes a slip as JSON without any network; the reader hands it over in writing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from fazhi.errors import UsageError
from fazhi.facts import Fact, plain
from fazhi.paths import Project
from fazhi.publish.book.years import Shelf, YearBook, read_shelf

FORMAT = 1
_PAGE = re.compile(r"(?:[a-z0-9_]+/)*[a-z0-9_]+\.html", re.IGNORECASE)
_FACT = re.compile(r"20[0-9]{2}/[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_TODO = "由读者在页面上重新生成纠错单"


@dataclass(frozen=True)
class Slip:
    """What a reader reports.

    Attributes:
        page: Page below the site, such as ``book/2022/measures.html``.
        title: Its title.
        version: Data date (数据截至) the page named.
        fact: ``2022/penalties.fine_total``; empty when the report is about words.
        printed: The number as the page printed it.
        value: The value the page gave.
        unit: Its unit.
        definition_version: Version of the definition (口径) the page named.
        correct: What the reader holds to be right.
        reason: Why.
    """

    page: str
    title: str = ""
    version: str = ""
    fact: str = ""
    printed: str = ""
    value: str = ""
    unit: str = ""
    definition_version: str = ""
    correct: str = ""
    reason: str = ""


def read_slip(text: str) -> Slip:
    """Read a slip as the site writes it.

    Raises:
        UsageError: The text is no slip, or its page or fact is no name on this site.
    """
    try:
        body = json.loads(text.removeprefix("\ufeff"))
    except ValueError as problem:
        raise UsageError("纠错单无法读取", expected="JSON 文本", todo=_TODO) from problem
    if not isinstance(body, dict) or body.get("slip") != FORMAT:
        raise UsageError("这不是纠错单", expected=f'含有 "slip": {FORMAT}', todo=_TODO)
    known = {each.name for each in fields(Slip)}
    slip = Slip(**{"page": "", **{k: _one_line(v) for k, v in body.items() if k in known}})
    if not _PAGE.fullmatch(slip.page):
        raise UsageError(
            "纠错单的页面写法不对",
            where="page",
            expected="book/2022/measures.html",
            got=slip.page or "（空）",
            todo=_TODO,
        )
    if slip.fact and not _FACT.fullmatch(slip.fact):
        raise UsageError(
            "纠错单的数字编号写法不对",
            where="fact",
            expected="2022/penalties.fine_total",
            got=slip.fact,
            todo=_TODO,
        )
    return slip


def replay(project: Project, slip: Slip) -> str:
    """Return, in Chinese, whether what the reader saw still holds and what holds now."""
    lines = [f"页面：{slip.page}《{slip.title}》，{_page_now(project, slip)}"]
    if slip.fact:
        lines += _fact_now(read_shelf(project.root), slip)
    else:
        lines.append("数字：没有选定，请按读者所写的文字核对")
    lines.append(f"读者认为应为：{slip.correct or '（未填写）'}")
    lines.append(f"依据：{slip.reason or '（未填写）'}")
    return "\n".join(lines)


def _one_line(value: object) -> str:
    """Return a reader's text as one line that cannot steer a terminal."""
    text = " ".join(str(value).split())
    return "".join(letter for letter in text if letter.isprintable())


def _page_now(project: Project, slip: Slip) -> str:
    path = project.html / slip.page
    if not project.html.exists():
        return "网站尚未构建，不能核对页面"
    if not path.is_file():
        return "现在的网站没有这一页"
    if not slip.fact:
        return "现在仍有这一页"
    shown = f'data-fact="{slip.fact}"' in path.read_text(encoding="utf-8")
    return "现在仍印有这个数" if shown else "现在不再印有这个数"


def _fact_now(shelf: Shelf, slip: Slip) -> Iterator[str]:
    year, indicator_id = slip.fact.split("/", 1)
    found, fact = shelf.years.get(int(year)), shelf.fact(slip.fact)
    yield f"数字：{slip.fact}，页面印作“{slip.printed}”，值为{slip.value}{slip.unit}"
    if found is None or fact is None:
        yield "现在：没有这个事实"
        yield "结论：所报的数已经不存在"
        return
    printed = found.printed(indicator_id)
    yield (
        f"现在：{fact.label}，印作“{printed.text}”，值为{plain(fact.value)}{fact.unit}，"
        f"核对结论{printed.word}"
    )
    yield f"口径：第{fact.definition_version}版，{fact.definition}"
    differences = list(_differences(slip, found, fact, printed.text))
    yield f"结论：{'；'.join(differences) if differences else '所报的数与现在完全一致'}"
    yield f"追溯：fazhi trace {slip.fact}"


def _differences(slip: Slip, found: YearBook, fact: Fact, printed: str) -> Iterator[str]:
    if (was := _number(slip.value)) != fact.value:
        yield f"值已由{slip.value or '（空）'}变为{plain(fact.value)}" + (
            "" if was is None else f"（相差{plain(fact.value - was)}）"
        )
    if slip.printed != printed:
        yield f"印法已由“{slip.printed}”变为“{printed}”"
    if slip.definition_version != str(fact.definition_version):
        yield f"口径已由第{slip.definition_version or '?'}版变为第{fact.definition_version}版"
    if slip.version != found.book.cutoff:
        yield f"数据截止日已由{slip.version or '（空）'}变为{found.book.cutoff}"


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
