"""``{commitments}``: what a report promised and found lacking, beside the next year's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from sphinx.addnodes import pending_xref

from fazhi.errors import DefinitionError
from fazhi.paths import Project
from fazhi.publish.book.grid import Cell, captioned_table
from fazhi.publish.book.tables import NumbersDirective

KINDS = {"plan": "下年度安排", "shortcoming": "存在的不足"}
_ANCHORS = {"plan": "commitment", "shortcoming": "shortcoming"}
_NO_RECORD = "无记录"


@dataclass(frozen=True)
class Commitment:
    """What a report said it would do, or found lacking.

    Attributes:
        id: Names it among its kind; ends the anchor of the passage.
        kind: Key of ``KINDS``.
        section: Section of the report.
        text: What it says, in our words.
        indicators: Next year's numbers to hold it against.
    """

    id: str
    kind: str
    section: str
    text: str
    indicators: tuple[str, ...]

    def anchor(self, year: int) -> str:
        """Return the anchor of the passage in the report of *year*."""
        return f"y{year}-{_ANCHORS[self.kind]}-{self.id}"


def load_commitments(path: Path) -> list[Commitment]:
    """Read ``data/reference/commitments/<year>.yml``; a year without the file has none.

    Raises:
        DefinitionError: An entry is malformed or stands twice.
    """
    if not path.is_file():
        return []
    where = f"commitments/{path.name}"
    try:
        body: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        found = [
            Commitment(
                str(each["id"]), each["kind"], each["section"], each["text"],
                tuple(each["indicators"]),
            )
            for each in body["commitments"]
        ]  # fmt: skip
    except (YAMLError, KeyError, TypeError) as problem:
        raise DefinitionError("承诺清单无法读取", where=where, got=str(problem)) from problem
    for each in found:
        if each.kind not in KINDS:
            expected = "、".join(KINDS)
            raise DefinitionError(
                f"承诺 {each.id} 的 kind 取值不对", where=where, expected=expected, got=each.kind
            )
    names = [(each.kind, each.id) for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DefinitionError(f"承诺 {twice[0][1]} 重复", where=where, todo="删去其中一个")
    return found


class Commitments(NumbersDirective):
    """One number a line: the passage, what it can be held against, both years, the change."""

    optional_arguments = 0
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "kind": lambda given: directives.choice(given, tuple(KINDS)),
    }

    def render(self) -> list[nodes.Node]:
        """Return the table, or a sentence while the year has none listed."""
        year, kind = self.year, self.options["kind"]
        path = Project(Path(self.env.srcdir)).commitments(year)
        self.env.note_dependency(str(path))
        listed = [each for each in load_commitments(path) if each.kind == kind]
        if not listed:
            return [nodes.paragraph("", f"{year}年度尚未登记{KINDS[kind]}。")]
        header = [KINDS[kind], "可以对照的指标", f"{year}年", f"{year + 1}年", "变化"]
        rows = [row for each in listed for row in self._rows(each)]
        caption = f"{year}年度报告的{KINDS[kind]}与{year + 1}年的数字"
        return [captioned_table(caption, header, rows)]

    def _rows(self, each: Commitment) -> Iterator[list[Cell]]:
        if not each.indicators:
            words = ("登记簿没有可以对照的数", _NO_RECORD, _NO_RECORD, "—")
            yield [self._passage(each), *(_words(text) for text in words)]
        for n, indicator_id in enumerate(each.indicators):
            first = self._passage(each) if n == 0 else _words("同上")
            yield [first, *self._numbers(indicator_id)]

    def _passage(self, each: Commitment) -> Cell:
        text = nodes.inline("", f"{each.section}　{each.text}")
        return [
            pending_xref(
                "", text, refdomain="std", reftype="ref",
                reftarget=each.anchor(self.year), refexplicit=True, refwarn=True,
            )
        ]  # fmt: skip

    def _numbers(self, indicator_id: str) -> list[Cell]:
        this, following = self.year, self.year + 1
        known = following in self.domain.shelf.years
        return [
            self.name_of(indicator_id),
            self.number(this, indicator_id, counted=True),
            self.number(following, indicator_id, counted=True),
            self.change(following, indicator_id) if known else _words("—"),
        ]


def _words(text: str) -> Cell:
    return [nodes.Text(text)]
