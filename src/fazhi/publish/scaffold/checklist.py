"""What a year still lacks before it can be published."""

from __future__ import annotations

from fazhi.claims import load_claims
from fazhi.paths import Project
from fazhi.publish.scaffold.chapters import DRAFT, REVISE
from fazhi.records import CleanResult, declared_sources, load_registers
from fazhi.records.sources import TO_FILL


def checklist(project: Project, year: int, result: CleanResult) -> list[str]:
    """Return one Chinese line per thing still to do, in the order to do it.

    Args:
        project: The project.
        year: Report year.
        result: What cleaning found.
    """
    return [
        *_registers(project, result),
        *_sources(project, year),
        *_chapters(project, year),
        *_claims(project, year),
    ]


def _registers(project: Project, result: CleanResult) -> list[str]:
    """Tell a register nobody sent (无记录) from one that came without a record (零)."""
    registers = load_registers(project).values()
    absent = [r.title for r in registers if r.name not in result.counts]
    empty = [r.title for r in registers if r.name in result.counts and not _any(result, r.name)]
    lines = [f"登记簿没有收到，有关数字写“无记录”：{'、'.join(absent)}"] if absent else []
    return lines + ([f"登记簿没有记录，有关数字为零：{'、'.join(empty)}"] if empty else [])


def _any(result: CleanResult, name: str) -> bool:
    return bool(result.counts[name].clean or result.counts[name].quarantined)


def _sources(project: Project, year: int) -> list[str]:
    sources = declared_sources(project, year).values()
    unnamed = [s.name for s in sources if s.supplied_by in ("", TO_FILL)]
    undated = [s.name for s in sources if s.received_on in ("", TO_FILL)]
    lines = [f"来源单位待填写（source.yml）：{'、'.join(unnamed)}"] if unnamed else []
    return lines + ([f"收到日期待填写（source.yml）：{len(undated)}个文件"] if undated else [])


def _chapters(project: Project, year: int) -> list[str]:
    lines = []
    for path in sorted((project.book / str(year)).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        sections = text.count(REVISE)
        parts = [f"{sections}节待改写"] if sections else []
        parts += [f"仍标为{DRAFT}"] if f"{{admonition}} {DRAFT}" in text else []
        if parts:
            lines.append(f"章节：{project.relative(path)}（{'，'.join(parts)}）")
    return lines


def _claims(project: Project, year: int) -> list[str]:
    claims = load_claims(project.claims(year), project.root)
    if claims.status != "draft":
        return []
    return [f"论断待录入：{project.relative(project.claims(year))}（报告发布后）"]
