"""What a check of a draft found, as text and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from fazhi.claims.draft.context import Draft, Shown
from fazhi.claims.semantics import VERDICTS
from fazhi.quantity import format_number

GROUPS = {"contradicted": "不符", "loose": "偏宽", "unbound": "未绑定", "malformed": "语病"}


@dataclass(frozen=True)
class Finding:
    """Something a reader of the draft should look at.

    Attributes:
        group: ``contradicted``, ``loose``, ``unbound`` or ``malformed``.
        rule: Stable name of the rule, e.g. ``parts``, ``share``, ``growth``, ``fact``.
        start: First position in the document's text.
        end: Position after the last.
        paragraph: Paragraph of the document, counted from 1.
        text: The words in question, verbatim.
        sentence: The sentence they stand in.
        message: What is wrong, in Chinese.
        expected: What would be right, when known.
        fact: Id of the fact concerned; empty when the text alone is at fault.
    """

    group: str
    rule: str
    start: int
    end: int
    paragraph: int
    text: str
    sentence: str
    message: str
    expected: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Binding:
    """A place of the draft that a fact speaks to.

    Attributes:
        fact: Indicator id.
        start: First position in the document's text.
        end: Position after the last.
        text: Verbatim.
        verdict: ``supported``, ``loose``, ``contradicted`` or ``no_record``.
        reason: Why, in Chinese; may be empty.
        computed: What the records give.
        unit: The indicator's unit.
    """

    fact: str
    start: int
    end: int
    text: str
    verdict: str
    reason: str
    computed: Decimal | None
    unit: str


@dataclass(frozen=True)
class TextReport:
    """The result of checking one draft.

    Attributes:
        name: Name of the document.
        year: Report year it was checked against.
        bindings: Bound places in text order.
        findings: By group, then in text order.
        synthetic: Whether the records are sample data (示例数据).
    """

    name: str
    year: int
    bindings: tuple[Binding, ...]
    findings: tuple[Finding, ...]
    synthetic: bool = False

    @property
    def against(self) -> str:
        """What the draft was held against, as readers see it."""
        return f"对照{self.year}年{'示例数据' if self.synthetic else '记录'}"

    @property
    def contradicted(self) -> bool:
        """Whether anything in the draft is wrong, so that the command fails."""
        return any(finding.group == "contradicted" for finding in self.findings)

    def in_group(self, group: str) -> list[Finding]:
        """Return the findings of one group."""
        return [finding for finding in self.findings if finding.group == group]

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values; decimals as strings."""
        return {
            "name": self.name,
            "year": self.year,
            "synthetic": self.synthetic,
            "contradicted": self.contradicted,
            "bindings": [
                asdict(b) | {"computed": None if b.computed is None else format_number(b.computed)}
                for b in self.bindings
            ],
            "findings": [asdict(finding) for finding in self.findings],
        }

    def to_text(self) -> str:
        """Return the report for people: counts, then the groups, each with sentence and place."""
        verdicts = [b.verdict for b in self.bindings]
        counts = "、".join(f"{VERDICTS[v]}{verdicts.count(v)}处" for v in VERDICTS if v in verdicts)
        lines = [
            f"{self.name}（{self.against}）：绑定{len(verdicts)}处"
            + (f"，{counts}" if counts else "")
        ]
        for group, label in GROUPS.items():
            findings = self.in_group(group)
            lines.append(f"\n{label}（{len(findings)}处）")
            lines.extend(_lines(finding) for finding in findings)
        return "\n".join(lines) + "\n"


def _lines(finding: Finding) -> str:
    expected = f"；应为{finding.expected}" if finding.expected else ""
    fact = f"［{finding.fact}］" if finding.fact else ""
    return (
        f"- 第{finding.paragraph}段“{finding.text}”：{finding.message}{expected}{fact}\n"
        f"  原句：{finding.sentence}"
    )


def finding_at(
    draft: Draft,
    span: tuple[int, int],
    sentence: tuple[int, int],
    *,
    group: str,
    rule: str,
    message: str,
    expected: str = "",
    fact: str = "",
) -> Finding:
    """Make a finding about a span of the stream."""
    start, end = draft.source_span(span)
    return Finding(
        group=group,
        rule=rule,
        start=start,
        end=end,
        paragraph=draft.document.paragraph_at(start).number,
        text=draft.document.text[start:end],
        sentence=draft.words(sentence).strip(),
        message=message,
        expected=expected,
        fact=fact,
    )


def contradiction(
    draft: Draft, shown: Shown, rule: str, message: str, expected: str = ""
) -> Finding:
    """Make the finding that the text contradicts itself at *shown*."""
    return finding_at(
        draft,
        shown.at,
        shown.sentence,
        group="contradicted",
        rule=rule,
        message=message,
        expected=expected,
    )
