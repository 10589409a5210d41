"""The frame around every page: sample-data marks, navigation, assets, small mends of the HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from fazhi.publish.book.charts import sized
from fazhi.publish.book.domain import facts_of
from fazhi.publish.book.search import HAN
from fazhi.publish.book.years import Shelf, year_of_page

HERE = Path(__file__).parent
OWN_CSS = ["_static/pygments.css", "_static/fazhi/fazhi.css"]
OWN_JS = [f"_static/fazhi/{name}.js" for name in ("site", "fazhi", "report")]
_SKIPPED_CSS = (
    "styles/",
    "pygments.css",
    "mystnb",
    "fazhi/",
    "css/",
    "togglebutton",
    "copybutton",
)
_SKIPPED_JS = (
    "scripts/", "doctools.js", "sphinx_highlight.js", "documentation_options.js",
    "translations.js",
)  # fmt: skip
_WIDE = HAN + "，。；：！？、（）《》〈〉「」『』【】“”‘’—…％＋"
_BREAK = re.compile(f"(?<=[{_WIDE}])[ \\t]*\\n[ \\t]*|[ \\t]*\\n[ \\t]*(?=[{_WIDE}])")
_ENGLISH = {
    f'title="Link to this {each}"': 'title="此处的链接"'
    for each in ("heading", "image", "table", "code", "definition", "term", "toctree", "equation")
}
"""Interface text Sphinx leaves untranslated in zh_CN."""


class JoinLines(SphinxTransform):
    """Drop line breaks beside Chinese characters; a browser would show them as gaps."""

    default_priority = 770

    def apply(self, **kwargs: object) -> None:
        """Join the lines of every paragraph of this page."""
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, nodes.FixedTextElement | nodes.literal | nodes.raw):
                continue
            before, after = _neighbour(text, -1)[-1:], _neighbour(text, 1)[:1]
            whole = _BREAK.sub("", before + text.astext() + after)
            joined = whole.removeprefix(before).removesuffix(after)
            if joined != text.astext():
                text.parent.replace(text, nodes.Text(joined))


def _neighbour(text: nodes.Text, step: int) -> str:
    """Return the text of the node before or after *text* in its block."""
    at = text.parent.index(text) + step
    return text.parent[at].astext() if 0 <= at < len(text.parent) else ""


_THEME_SECTIONS = tuple(
    f"theme_{part}_"
    for part in ("navbar", "article_header", "article_footer", "content_footer", "footer",
                 "primary_sidebar", "secondary_sidebar")
)  # fmt: skip


def add_folders(app: Sphinx, config: Config) -> None:
    """Let Sphinx find this package's templates and static files."""
    config.templates_path.append(str(HERE / "templates"))
    config.html_static_path.append(str(HERE / "static"))


def leave_unnumbered(app: Sphinx) -> None:
    """Print no 表 1: the numbering changes with every insertion and traces to nothing."""
    app.config.numfig = False


def drop_theme_frame(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Empty the theme's own bars, which ``layout.html`` never shows.

    The theme would render each for every page, the navigation of the whole book among them, just
    to see whether it is empty: half the time of setting a book, growing with its square.
    """
    for section in [name for name in context if name.startswith(_THEME_SECTIONS)]:
        context[section] = []
    context["sidebars"] = []


def frame_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Supply what ``layout.html`` prints around *page*."""
    shelf = facts_of(app.env).shelf
    year = year_of_page(page)
    sample = any(y.book.synthetic for y in shelf.years.values() if year in (None, y.year))
    context.update(
        fazhi_language="en" if page.endswith("/english") else "",
        fazhi_dataset=_dataset(app, page, year, context["pathto"]),
        fazhi_years=sorted(shelf.years),
        fazhi_sample=_sample_notice(shelf.bureau) if sample else "",
        fazhi_statement=shelf.bureau.get("statement", ""),
        fazhi_nav=context["toctree"](
            collapse=True, includehidden=True, titles_only=True, maxdepth=3
        ),
        fazhi_version=_data_date(shelf, year),
        fazhi_citation=_citation(app, page, year, shelf),
        fazhi_contact=_contact(shelf.bureau),
        fazhi_siblings=_siblings(app, page, year, shelf.years),
        fazhi_toc=_page_toc(context),
        fazhi_css=OWN_CSS[:1] + _others(context["css_files"], _SKIPPED_CSS) + OWN_CSS[1:],
        fazhi_js=_others(context["script_files"], _SKIPPED_JS) + OWN_JS,
    )
    if "body" in context:
        context["body"] = sized(mend(context["body"]), app)
        if '<figure class="chart"' in context["body"]:
            context["fazhi_js"].append("_static/fazhi/figures.js")
        if '<div class="sortable"' in context["body"]:
            context["fazhi_js"].append("_static/fazhi/tables.js")


def _sample_notice(bureau: Any) -> str:
    notice = str(bureau.get("sample_notice", "本页数字由虚构的登记簿计算得出，不是真实记录。"))
    return notice.removeprefix("示例数据：")


def _data_date(shelf: Shelf, year: int | None) -> str:
    """Return the last day the records behind a page cover."""
    known = [y.book.cutoff for y in shelf.years.values() if year in (None, y.year)]
    return max(known, default="")


def _citation(app: Sphinx, page: str, year: int | None, shelf: Shelf) -> str:
    """Return how to cite *page*: the same text whenever the site is built from the same data."""
    if page not in app.env.titles:
        return ""
    title = app.env.titles[page].astext()
    sample = any(y.book.synthetic for y in shelf.years.values() if year in (None, y.year))
    parts = [
        str(app.config.html_title),
        f"{year}年度：{title}" if year and str(year) not in title else title,
        f"数据截至{_data_date(shelf, year)}" + ("（示例数据）" if sample else ""),
    ]
    return "．".join(parts)


def _dataset(app: Sphinx, page: str, year: int | None, pathto: Any) -> str:
    """Return schema.org Dataset of a year's first page as a data block that cannot end early."""
    if year is None or page != f"book/{year}/index":
        return ""
    from fazhi.publish.papers.package import dataset_jsonld

    body = dataset_jsonld(facts_of(app.env).shelf, year)
    offered = {Path(name).name: dest for name, (_, dest) in app.env.dlfiles.items()
               if name.startswith(f"book/generated/{year}/")}  # fmt: skip
    body["distribution"] = [
        {**each, "contentUrl": pathto(f"_downloads/{offered[each['name']]}", 1)}
        for each in body["distribution"]
        if each["name"] in offered
    ]
    return json.dumps(body, ensure_ascii=False).replace("<", "\\u003c")


def _contact(bureau: Any) -> str:
    contact = (bureau.get("error_report") or {}).get("contact", "")
    return f"{contact}。" if contact else ""


def _siblings(
    app: Sphinx, page: str, year: int | None, years: Iterable[int]
) -> list[tuple[int, str, str]]:
    """Return the same section of the other years, where it exists, with how far away it is."""
    if year is None:
        return []
    words = {year - 1: "上一年：", year + 1: "下一年："}
    same = ((each, page.replace(f"/{year}", f"/{each}", 1)) for each in years if each != year)
    known, uri = app.env.found_docs, app.builder.get_relative_uri
    return [(each, words.get(each, ""), uri(page, d)) for each, d in same if d in known]


def _page_toc(context: dict[str, Any]) -> str:
    """Return the headings of the page when there are at least two below the title."""
    toc = str(context.get("toc") or "") if context.get("display_toc") else ""
    return toc if toc.count("<a ") > 2 else ""


def _others(assets: list[Any], skipped: tuple[str, ...]) -> list[str]:
    """Return the files other extensions add to this page, without the theme's own."""
    names = [str(getattr(asset, "filename", asset) or "") for asset in assets]
    return [n for n in names if n and not n.removeprefix("_static/").startswith(skipped)]


def mend(body: str) -> str:
    """Return *body* with scopes on table headings and scroll boxes a keyboard can reach."""
    body = body.replace('<th class="head', '<th scope="col" class="head')
    body = body.replace("<pre>", '<pre tabindex="0">')
    body = body.replace('<th class="stub', '<th scope="row" class="stub')
    for english, chinese in _ENGLISH.items():
        body = body.replace(english, chinese)
    return body.replace(
        '<div class="pst-scrollable-table-container">',
        '<div class="scroll" role="group" tabindex="0" aria-label="表格，可左右滚动">',
    )


def setup_pages(app: Sphinx) -> None:
    """Register the frame."""
    app.add_transform(JoinLines)
    app.connect("config-inited", add_folders)
    app.connect("builder-inited", leave_unnumbered, priority=900)
    app.connect("html-page-context", drop_theme_frame, priority=100)
    app.connect("html-page-context", frame_page, priority=900)
