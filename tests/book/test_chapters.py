"""The hand-written pages: shape of a year, anchors, numbers only through roles, contents."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
PAGES = sorted(p for p in BOOK.rglob("*.md") if "generated" not in p.relative_to(BOOK).parts)
WRITTEN = {"assurance.md"}  # by the proofs, as measured; never by hand
YEARS = sorted(p.name for p in BOOK.iterdir() if re.fullmatch(r"20[0-9]{2}", p.name))
EXPLAINING = {"method.md", "trace.md", "glossary.md", "about.md"}

STATUTORY = {
    "measures.md": "# 一、主要举措和成效",
    "shortcomings.md": "# 二、存在的不足和原因",
    "leadership.md": "# 三、主要负责人履行第一责任人职责情况",
    "plans.md": "# 四、下年度主要安排",
}
ANCHOR = re.compile(r"^\(([a-z0-9-]+)\)=$", re.MULTILINE)
ROLE = re.compile(r"\{(fact|fact-change|fact-number)\}`([^`]*)`")
LISTING = re.compile(r"^```\{(?:fact-table|fact-headlines)\}\n((?:.*\n)*?)```$", re.MULTILINE)
ALLOWED = re.compile(
    r"`[^`]*`|\]\([^)]*\)|<[^>]*>"  # roles, code and link targets
    r"|20[0-9]{2}(?:—20[0-9]{2})?年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
    r"|〔20[0-9]{2}〕[0-9]+号"
)
NAMES = re.compile("三项制度|三个必须|六个一|第[一三]")  # official names that hold a numeral
COUNTED = re.compile(r"[两几百千][个家件份项次起人]|[一二三四五六七八九十][个件份项起]")


def name_of(page: Path) -> str:
    """Return the path below the book, to name a test case."""
    return page.relative_to(BOOK).as_posix()


def prose(text: str) -> str:
    """Return the text without fenced blocks, anchors and what a role or code span holds."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return NAMES.sub("", ALLOWED.sub("", ANCHOR.sub("", text)))


def listed_ids(text: str) -> list[str]:
    """Return the indicator ids a page names in roles and in listing directives."""
    ids = [re.sub(r"^20[0-9]{2}/", "", match[1]) for match in ROLE.findall(text)]
    for body in LISTING.findall(text):
        ids += [line for line in body.splitlines() if line and not line.startswith(":")]
    return ids


def indicator_ids() -> set[str]:
    """Return the ids of the catalogue."""
    path = ROOT / "data" / "reference" / "indicators.yml"
    return {entry["id"] for entry in YAML(typ="safe").load(path.read_text(encoding="utf-8"))}


def toc_files(entry: object) -> list[str]:
    """Return every file named in a table of contents, in order."""
    if isinstance(entry, list):
        return [name for each in entry for name in toc_files(each)]
    if isinstance(entry, dict):
        own = [entry[key] for key in ("root", "file") if key in entry]
        return own + [name for value in entry.values() for name in toc_files(value)]
    return []


@pytest.fixture(scope="module")
def toc() -> list[str]:
    """The files of the table of contents."""
    text = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    return toc_files(YAML(typ="safe").load(text))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("file", "heading"), STATUTORY.items())
def test_year_has_each_statutory_part(year: str, file: str, heading: str) -> None:
    """Each year has the four prescribed parts, one file each, under its prescribed heading."""
    first = (BOOK / year / file).read_text(encoding="utf-8").splitlines()[0]
    assert first == heading


@pytest.mark.parametrize("year", YEARS)
def test_measures_keep_the_order_of_the_report(year: str) -> None:
    """The first part has the same four sections, in order, every year."""
    text = (BOOK / year / "measures.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (（.）.*)$", text, re.MULTILINE)
    assert sections == [
        "（一）组织领导",
        "（二）执法程序",
        "（三）规范执法与政务服务",
        "（四）普法宣传",
    ]


@pytest.mark.parametrize("year", ["2021", "2023"])
def test_invented_year_says_so_on_every_page(year: str) -> None:
    """The years without a published report are marked invented at the top of each page."""
    for page in (BOOK / year).glob("*.md"):
        assert "虚构章节" in page.read_text(encoding="utf-8")[:120], name_of(page)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_starts_with_its_only_h1(page: Path) -> None:
    """The first line is the H1 and there is no other."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    h1 = [n for n, line in enumerate(text.splitlines()) if line.startswith("# ")]
    assert h1 == [0]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_section_has_an_anchor(page: Path) -> None:
    """Every heading below the H1 follows an explicit ASCII anchor; a year's start with it."""
    lines = page.read_text(encoding="utf-8").splitlines()
    prefix = f"y{page.parent.name}-" if page.parent.name in YEARS else f"{page.stem}-"
    prefix = "home-" if page.name == "index.md" and page.parent == BOOK else prefix
    for number, line in enumerate(lines):
        if re.match(r"#{2,6} ", line):
            anchor = ANCHOR.match(lines[number - 1])
            assert anchor, f"第{number + 1}行标题前没有锚点：{line}"
            assert anchor[1].startswith(prefix), anchor[1]


def test_anchors_are_unique_in_the_book() -> None:
    """No anchor stands twice, so that a link has one target."""
    seen = Counter(a for page in PAGES for a in ANCHOR.findall(page.read_text(encoding="utf-8")))
    assert [anchor for anchor, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("page", [p for p in PAGES if p.name not in WRITTEN], ids=name_of)
def test_no_number_is_typed_by_hand(page: Path) -> None:
    """No digit outside roles, code, dates and document numbers; nothing counted in Chinese."""
    text = prose(page.read_text(encoding="utf-8"))
    if page.name in EXPLAINING:
        text = text.replace("sha256", "")
    assert re.findall(r"[^\n]{0,12}[0-9０-９][^\n]{0,12}", text) == []
    if page.name not in EXPLAINING:
        assert COUNTED.findall(text) == []


@pytest.mark.parametrize("typed", ["罚款12万元", "共３家", "查处两项", "五件", "2022年共7起"])
def test_typed_numbers_are_seen(typed: str) -> None:
    """The scan above does find numbers typed by hand."""
    text = prose(typed)
    assert re.search(r"[0-9０-９]", text) or COUNTED.search(text)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_number_named_is_in_the_catalogue(page: Path) -> None:
    """Every indicator a page prints has an entry in the indicator catalogue."""
    assert set(listed_ids(page.read_text(encoding="utf-8"))) - indicator_ids() == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_html_substitution_or_mathematics(page: Path) -> None:
    """Pages hold no raw HTML, substitution or mathematics, which are routes for code."""
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    assert not re.search(r"<[a-zA-Z!/]|\{\{|\$|\{raw\}|\{eval", text)


def test_2022_prints_every_published_claim() -> None:
    """Each claim of the published report stands in the chapters of its year."""
    path = ROOT / "data" / "reference" / "claims" / "2022.yml"
    claims = {c["id"] for c in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["claims"]}
    pages = ("measures.md", "leadership.md")
    printed = {
        match[1]
        for page in pages
        for match in ROLE.findall((BOOK / "2022" / page).read_text(encoding="utf-8"))
    }
    assert claims - printed == set()


def test_contents_name_existing_pages_once(toc: list[str]) -> None:
    """Each hand-written page of the contents exists, and every page is in the contents once."""
    written = [name for name in toc if not name.startswith("book/generated/")]
    assert sorted(written) == sorted(f"book/{name_of(p).removesuffix('.md')}" for p in PAGES)


@pytest.mark.parametrize("year", YEARS)
def test_contents_name_every_notebook_of_a_year(toc: list[str], year: str) -> None:
    """A year's part lists all notebooks, in order."""
    prefix = f"book/generated/{year}/"
    listed = [name.removeprefix(prefix) for name in toc if name.startswith(prefix)]
    listed = [name for name in listed if name[0].isdigit()]
    assert listed == sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb"))


def test_contents_list_the_latest_year_first(toc: list[str]) -> None:
    """Years descend: a reader wants the latest first."""
    years = [name.split("/")[1] for name in toc if re.fullmatch(r"book/20[0-9]{2}/index", name)]
    assert years == sorted(YEARS, reverse=True)
