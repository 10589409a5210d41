"""Lay out a new year: templates, source list, claims, chapters, contents.

Nothing that exists is overwritten; a second call reports what stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fazhi.claims import load_claims
from fazhi.errors import UsageError
from fazhi.facts import load_indicators
from fazhi.paths import Project
from fazhi.publish.scaffold.chapters import chapter_skeleton
from fazhi.publish.scaffold.contents import with_part
from fazhi.publish.scaffold.templates import write_template
from fazhi.records import declared_sources, load_registers
from fazhi.records.sources import TO_FILL


@dataclass(frozen=True)
class Laid:
    """What a call laid out and what it found standing.

    Attributes:
        written: Files written, relative to the root.
        standing: Files that already existed and were left alone.
    """

    written: tuple[str, ...]
    standing: tuple[str, ...]


def new_year(project: Project, year: int, *, gap: bool = False) -> Laid:
    """Lay out *year* with the structure of the latest earlier year.

    Args:
        project: The project.
        year: The new report year.
        gap: Whether years between the latest one and this may be missing; else it is a slip.

    Returns:
        What was written and what stood already.

    Raises:
        UsageError: There is no earlier year to carry over, or years between are missing.
    """
    earlier = [y for y in project.years() if y < year]
    if not earlier:
        raise UsageError(
            f"{year}年度之前没有可以沿用的年度", expected="data/raw/ 下至少一个更早的年度",
            got="、".join(map(str, project.years())) or "没有年度",
        )  # fmt: skip
    if year - earlier[-1] > 1 and not gap:
        raise UsageError(
            f"{year}年度之前还缺{earlier[-1] + 1}年度", expected=f"{earlier[-1] + 1}",
            got=str(year), todo="核对年度；确实没有中间年度的，用 .venv/bin/fazhi new-year --gap",
        )  # fmt: skip
    written: list[str] = []
    standing: list[str] = []
    for path, text in _texts(project, earlier[-1], year).items():
        if not _stands(project, path, standing):
            path.write_text(text, encoding="utf-8")
            written.append(project.relative(path))
    for register in load_registers(project).values():
        path = project.raw(year) / f"{register.title}.xlsx"
        if not _stands(project, path, standing):
            write_template(register, year, path)
            written.append(project.relative(path))
    contents = with_part(project.toc, year)
    if contents is None:
        standing.append(f"{project.toc.name}（{year}年部分）")
    else:
        project.toc.write_text(contents, encoding="utf-8")
        written.append(f"{project.toc.name}（加入{year}年部分）")
    return Laid(tuple(written), tuple(standing))


def _stands(project: Project, path: Path, standing: list[str]) -> bool:
    """Note a file that exists already; make the folder of one that does not."""
    if path.exists():
        standing.append(project.relative(path))
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    return False


def _texts(project: Project, last: int, year: int) -> dict[Path, str]:
    texts = {
        project.raw(year) / "source.yml": _source_list(project, last, year),
        project.claims(year): _claims(project, year),
        project.corrections(year): _CORRECTIONS.format(year=year),
        project.explanations(year): _EXPLANATIONS.format(year=year),
        project.commitments(year): _COMMITMENTS.format(year=year),
    }
    indicators = load_indicators(project.indicators)
    for chapter in sorted((project.book / str(last)).glob("*.md")):
        text = chapter_skeleton(chapter.read_text(encoding="utf-8"), last, year, indicators)
        texts[project.book / str(year) / chapter.name] = text
    return texts


def _source_list(project: Project, last: int, year: int) -> str:
    sent = declared_sources(project, last).values()
    reminder = "".join(f"#   {s.name}：{s.supplied_by or '（未写明）'}\n" for s in sent)
    return (
        f"# {year}年度收到的文件及其来源；文件一经收到不再改动。\n"
        f"# 运行 make check YEAR={year} 会登记文件名和 sha256，标为“{TO_FILL}”的由人填写。\n"
        f"# 上年度收到的文件和报送单位：\n{reminder}"
        f"year: {year}\n"
        f"synthetic: false\n"
        f"received_on: {TO_FILL}  # 收到日期，如 {year + 1}-01-16\n"
        f"cutoff: {year}-12-31  # 记录截止日\n"
        "files: []\n"
    )


def _claims(project: Project, year: int) -> str:
    """Return the claims last published as comments under a draft: the structure, no figures."""
    head = (
        f"# {year}年度报告发布后：status 改为 published，逐条录入论断，再运行 make site。\n"
        f"year: {year}\nstatus: draft\n"
        f"title: {year}年度应急管理局法治政府建设情况报告\nclaims: []\n"
    )
    held = sorted(int(path.stem) for path in project.claims(year).parent.glob("20[0-9][0-9].yml"))
    shown = [y for y in held if y < year and load_claims(project.claims(y), project.root).claims]
    if not shown:
        return head
    before, _, body = project.claims(shown[-1]).read_text(encoding="utf-8").partition("\nclaims:")
    comments = [line for line in before.splitlines() if line.startswith("#")]
    blanked = (
        re.sub(r"^(\s*(?:printed|value|high|sentence):).*", r"\1", line)
        for line in body.splitlines()
        if line.strip()
    )
    structure = "\n".join([*comments, "# claims:", *(f"# {line}" for line in blanked)])
    return f"{head}# {shown[-1]}年度论断的结构，供录入时参照：\n{structure}\n"


_CORRECTIONS = """\
# {year}年度的更正：原始文件不改动，改正写在这里；与原始文件不再相符的更正会使计算停止。
# corrections:
#   - register: 行政处罚台账
#     record: {{案号: 案〔{year}〕1号}}      # 指明一条记录：编号列，或 file、sheet、row
#     column: 罚款金额(万元)            # 列名，与问题清单和模板相同
#     old: "1"                       # 原始文件中的写法
#     new: "2"
#     reason: 决定书所载金额为2万元
#     person: 经办人
#     date: {year}-12-31
year: {year}
corrections: []
"""
_EXPLANATIONS = """\
# {year}年度的说明：“核实”类问题确实无误的写在这里；rule、row 照问题清单的“规则”“位置”列抄写。
# explanations:
#   - rule: 公示日期不应早于处罚决定日期
#     row: 行政处罚台账.xlsx「行政处罚台账」第5行
#     reason: 决定书补正后重新公示
#     person: 经办人
#     date: {year}-12-31
year: {year}
explanations: []
"""
_COMMITMENTS = """\
# {year}年度报告为下年度作出的安排（plan）和承认的不足（shortcoming）。
# 登记在这里的，次年的数字会自动列在逐项对照页。
# id 是锚点的末段：plans.md 的 (y{year}-commitment-ledger)=，
# 或 shortcomings.md 的 (y{year}-shortcoming-files)=。
# commitments:
#   - id: ledger
#     kind: plan
#     section: 四（一）
#     text: 任务清单与科室考核挂钩
#     indicators: []                 # 次年可以对照的指标；登记簿没有的留空
year: {year}
commitments: []
"""
