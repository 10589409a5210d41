"""Read the chapters of a year as blocks.

The Markdown is parsed by the parser the site uses; what has no place on paper is refused with
file and line, never dropped in silence.  Charts are the one exception: an official text carries
none, and their data are in the downloads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.tree import SyntaxTreeNode
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from fazhi.errors import BuildError, FactError
from fazhi.facts import change_phrase
from fazhi.publish.book.roles import parse_key
from fazhi.publish.book.years import Printed, Shelf
from fazhi.publish.papers.blocks import Block, Heading, Number, Paragraph, Span, Table, Text

_TITLED = re.compile(r"(?P<title>.+?)\s*<[^<>]+>", re.DOTALL)
_SILENT = ("myst_target", "myst_line_comment", "hr")
_LINK_ROLES = ("doc", "ref", "term")
NO_RECORD = "无记录"


def read_chapter(path: Path, year: int, shelf: Shelf, place: str) -> list[Block]:
    """Return the blocks of one chapter.

    Args:
        path: The Markdown file.
        year: The year its numbers belong to unless they name another.
        shelf: All years.
        place: The file's name in messages.

    Raises:
        BuildError: The chapter is missing or holds something that cannot be printed.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise BuildError("缺少章节", where=place, todo="补上这一章") from problem
    parser = create_md_parser(
        MdParserConfig(enable_extensions={"colon_fence", "deflist"}), RendererHTML
    )
    return list(_Chapter(year, shelf, place).blocks(SyntaxTreeNode(parser.parse(source)).children))


@dataclass(frozen=True)
class _Chapter:
    """The chapter being read."""

    year: int
    shelf: Shelf
    place: str

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        for node in nodes:
            match node.type:
                case "heading":
                    yield Heading(min(int(node.tag[1]), 4), self._spans(node))
                case "paragraph":
                    yield Paragraph(self._spans(node))
                case "bullet_list" | "ordered_list":
                    yield from self._items(node)
                case "table":
                    yield self._table(node)
                case "fence" | "colon_fence":
                    yield from self._directive(node)
                case kind if kind not in _SILENT:
                    raise self._refusal(node, kind)

    def _items(self, node: SyntaxTreeNode) -> Iterator[Block]:
        start = int(node.attrs.get("start", 1))
        for number, item in enumerate(node.children, start):
            blocks = list(self.blocks(item.children))
            first = blocks[0] if blocks else None
            if node.type == "ordered_list" and isinstance(first, Paragraph):
                blocks[0] = replace(first, spans=(Text(f"{number}. "), *first.spans))
            yield from blocks

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [
            tuple(self._spans(cell) for cell in row.children)
            for part in node.children
            for row in part.children
        ]
        header = tuple("".join(span.text for span in cell) for cell in rows[0])
        return Table("", header, tuple(rows[1:]))

    def _directive(self, node: SyntaxTreeNode) -> Iterator[Block]:
        name, _, argument = node.info.partition("}")
        lines = [line.strip() for line in node.content.splitlines() if line.strip()]
        options = dict(line[1:].partition(":")[::2] for line in lines if line.startswith(":"))
        body = [line for line in lines if not line.startswith(":")]
        match name.removeprefix("{"):
            case "fact-table":
                yield self._facts(node, options.get("caption", argument).strip(), body)
            case "admonition" | "note" | "warning":
                title = f"{argument.strip()}：" if argument.strip() else ""
                yield Paragraph((Text(title + "".join(body)),), is_notice=True)
            case "fact-chart":
                return
            case other:
                raise self._refusal(node, f"指令 {other}")

    def _facts(self, node: SyntaxTreeNode, caption: str, ids: Sequence[str]) -> Table:
        header = ("指标", f"{self.year}年", f"{self.year - 1}年", "比上年")
        rows = tuple(
            (
                (Text(self.shelf.label(each)),),
                self._number(node, each),
                self._previous(node, each),
                self._change(node, each),
            )
            for each in ids
        )
        return Table(caption, header, rows)

    def _spans(self, node: SyntaxTreeNode) -> tuple[Span, ...]:
        inline = [child for part in node.children for child in part.children]
        return tuple(_joined(self._inline(inline)))

    def _inline(self, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Span]:
        for node in nodes:
            match node.type:
                case "text" | "code_inline":
                    yield Text(node.content)
                case "softbreak" | "hardbreak":
                    yield Text("\n")
                case "strong" | "em" | "link":
                    yield from self._inline(node.children)
                case "myst_role":
                    yield from self._role(node, node.meta["name"], node.content)
                case kind:
                    raise self._refusal(node, kind)

    def _role(self, node: SyntaxTreeNode, name: str, text: str) -> tuple[Span, ...]:
        if name == "fact":
            return self._number(node, text)
        if name == "fact-change":
            return self._change(node, text, wording=True)
        if name == "fact-number":
            key, label = self._key(node, text)
            return (Number(key, label, self._printed(node, key).value),)
        if name in _LINK_ROLES:
            titled = _TITLED.fullmatch(text)
            return (Text(titled["title"] if titled else text),)
        raise self._refusal(node, f"角色 {name}")

    def _number(self, node: SyntaxTreeNode, text: str) -> tuple[Span, ...]:
        key, label = self._key(node, text)
        printed = self._printed(node, key)
        if not printed.computed:
            return (Number(key, label, printed.text),)
        computed = Number(key, label, printed.computed)
        return (Number(key, label, printed.text), Text("（台账计得"), computed, Text("）"))

    def _previous(self, node: SyntaxTreeNode, indicator_id: str) -> tuple[Span, ...]:
        found = self.shelf.years.get(self.year - 1)
        if found and (indicator_id in found.book.facts or indicator_id in found.claims):
            return self._number(node, f"{self.year - 1}/{indicator_id}")
        return (Text(NO_RECORD),)

    def _change(
        self, node: SyntaxTreeNode, text: str, *, wording: bool = False
    ) -> tuple[Span, ...]:
        key, label = self._key(node, text)
        year, indicator_id = key.split("/", 1)
        found = self.shelf.years.get(int(year))
        change = found.changes.get(indicator_id) if found else None
        if change is None:
            raise BuildError(
                f"{key} 没有与上年的比较", where=self._where(node), todo="运行 make site 重新计算"
            )
        if change.change is None and not wording:
            return (Text("不可比"),)
        phrase = change_phrase(change, self.shelf.indicators[indicator_id])
        if not wording:  # the column heading says 比上年
            phrase = phrase.removeprefix("比上年").removeprefix("与上年")
        return (Number(f"{key}#change", label, phrase),)

    def _key(self, node: SyntaxTreeNode, text: str) -> tuple[str, str]:
        try:
            key = parse_key(text, f"book/{self.year}/")
        except FactError as problem:
            raise self._as_build_error(node, problem) from problem
        indicator = self.shelf.indicators.get(key.split("/", 1)[1])
        return key, indicator.label if indicator else key

    def _printed(self, node: SyntaxTreeNode, key: str) -> Printed:
        year, indicator_id = key.split("/", 1)
        try:
            return self.shelf.year(int(year)).printed(indicator_id)
        except FactError as problem:
            raise self._as_build_error(node, problem) from problem

    def _as_build_error(self, node: SyntaxTreeNode, problem: FactError) -> BuildError:
        return BuildError(
            problem.what,
            where=self._where(node),
            expected=problem.expected,
            got=problem.got,
            todo=problem.todo or "改正章节，或运行 make site 重新计算",
        )

    def _refusal(self, node: SyntaxTreeNode, kind: str) -> BuildError:
        return BuildError(
            f"公文格式里不能印出“{kind}”",
            where=self._where(node),
            todo="改用标题、段落、列表、表格或 fact 角色",
        )

    def _where(self, node: SyntaxTreeNode) -> str:
        around: SyntaxTreeNode | None = node
        while around is not None and not around.is_root and not around.map:
            around = around.parent
        if around is None or around.is_root or not around.map:
            return self.place
        return f"{self.place}第{around.map[0] + 1}行"


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans* with adjacent words as one and the line breaks of the source gone."""
    words = ""
    for span in spans:
        if isinstance(span, Text):
            words += span.text
            continue
        if words:
            yield Text(_unbroken(words))
            words = ""
        yield span
    if words:
        yield Text(_unbroken(words))


def _unbroken(text: str) -> str:
    """Return *text* on one line; a break stays a space only between Latin words."""
    text = re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text)
    return text.replace("\n", "")
