"""What a report consists of, whatever paper it is printed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Text:
    """Words without a traced number."""

    text: str


@dataclass(frozen=True)
class Number:
    """A traced number.

    Attributes:
        key: ``2022/penalties.fine_total``; a change against the year before ends in ``#change``.
        label: Name of the indicator.
        text: Printed form.
    """

    key: str
    label: str
    text: str


Span: TypeAlias = Text | Number


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 to 4 are 一、 （一） 1. （1）."""

    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text; a notice (such as 虚构章节) is set apart."""

    spans: tuple[Span, ...]
    is_notice: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption and one header row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True)
class Report:
    """One year's report, ready to be set.

    Attributes:
        year: Report year.
        issuer: Name of the bureau.
        title: Without the issuer.
        mark: Shown on every page while the records are sample data (示例数据); empty otherwise.
        notice: The sentence under the title that goes with the mark.
        cutoff: Last day the records cover, ISO.
        blocks: The four parts.
    """

    year: int
    issuer: str
    title: str
    mark: str
    notice: str
    cutoff: str
    blocks: tuple[Block, ...]

    @property
    def numbers(self) -> list[Number]:
        """All numbers in the order printed."""
        found: list[Number] = []
        for block in self.blocks:
            cells = (
                [cell for row in block.rows for cell in row]
                if isinstance(block, Table)
                else [block.spans]
            )
            found += (span for cell in cells for span in cell if isinstance(span, Number))
        return found


def plain_text(spans: tuple[Span, ...]) -> str:
    """Return the words and numbers of *spans*."""
    return "".join(span.text for span in spans)
