"""For reviewers: where a number comes from, and whether it can be trusted."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import click

from fazhi.cli.program import YEAR, print_json, program, require_year
from fazhi.errors import UsageError
from fazhi.paths import Project

_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@program.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def trace(project: Project, reference: str, as_json: bool) -> None:
    r"""追溯一个数字（2022/penalties.fine_total），或反查一个原始单元格。

    \b
    原始单元格写作 data/raw/2022/行政处罚台账2022.xlsx#行政处罚!R12。
    """
    from fazhi.facts import trace as tracing

    if not reference:
        raise UsageError(
            "没有写明要追溯的数字", todo="如 make trace FACT=2022/penalties.fine_total"
        )
    if "#" in reference or reference.startswith("data/raw/"):
        from fazhi.facts import reverse

        found = reverse.trace_cell(project, reference)
        if as_json:
            print_json(dataclasses.asdict(found))
        else:
            click.echo(reverse.cell_text(found))
        return
    chain = tracing.trace_fact(project, reference)
    click.echo(tracing.trace_json(chain) if as_json else tracing.trace_text(chain))


@program.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def replay(project: Project, file: Path) -> None:
    """重放读者的纠错单（.json）：所报的数和页面现在是否仍然成立。"""
    from fazhi.publish.slips import read_slip
    from fazhi.publish.slips import replay as replay_slip

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError("纠错单无法读取", where=str(file), todo="检查文件名") from problem
    click.echo(replay_slip(project, read_slip(text)))


@program.command()
@click.argument("year", type=YEAR)
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def audit(project: Project, year: int, as_json: bool) -> None:
    """用另一条独立路径（SQL）重算一个年度的每个事实并比较。"""
    from fazhi.facts import read_facts
    from fazhi.facts.second_opinion import second_opinion

    require_year(project, year)
    disagreements = second_opinion(project, year)
    count = len(read_facts(project.facts(year)).facts)
    if as_json:
        print_json([{k: str(v) for k, v in vars(d).items()} for d in disagreements])
    else:
        click.echo(f"{year}年度：重算{count}个事实，{len(disagreements)}处不一致")
        for line in disagreements:
            click.echo(f"  {line}")
    if disagreements:
        raise click.exceptions.Exit(1)


@program.command()
@click.argument("year", type=YEAR)
@click.pass_obj
def unused(project: Project, year: int) -> None:
    """列出没有任何事实用到的记录和列，以及已写明的理由。"""
    from fazhi.facts.unused import unused as find_unused
    from fazhi.facts.unused import unused_text

    require_year(project, year)
    found = find_unused(project, year)
    click.echo(unused_text(found))
    if found.undeclared:
        raise click.exceptions.Exit(1)


@program.command()
@click.argument("year", type=YEAR)
@click.option("--output", type=_OUTPUT, help="写到哪里，默认 _build/papers/")
@click.pass_obj
def docx(project: Project, year: int, output: Path | None) -> None:
    """公文格式（GB/T 9704-2012）的 Word 报告，每个数字带事实编号。"""
    from fazhi.publish.papers.word import write_docx

    require_year(project, year)
    click.echo(f"已写出：{write_docx(project, year, _paper(project, year, output, 'docx'))}")


@program.command()
@click.argument("year", type=YEAR)
@click.option("--output", type=_OUTPUT, help="写到哪里，默认 _build/papers/")
@click.pass_obj
def pdf(project: Project, year: int, output: Path | None) -> None:
    """公文格式的 PDF 报告，带书签，文字可提取。"""
    from fazhi.publish.papers.pdf import write_pdf

    require_year(project, year)
    click.echo(f"已写出：{write_pdf(project, year, _paper(project, year, output, 'pdf'))}")


@program.command()
@click.argument("year", type=YEAR)
@click.option("--output", type=_OUTPUT, help="写到哪里，默认 _build/packs/")
@click.pass_obj
def pack(project: Project, year: int, output: Path | None) -> None:
    """可离线验证的底稿包：解压后运行其中的 verify.py。"""
    from fazhi.publish.pack import build_pack

    require_year(project, year)
    target = output or project.build / "packs" / f"fazhi-{year}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(build_pack(project, year, target).read_bytes()).hexdigest()
    click.echo(f"已写出：{target}")
    click.echo(f"整包 sha256：{digest}（请与包分开保存；整包被换时，只有它能发现）")


def _paper(project: Project, year: int, output: Path | None, suffix: str) -> Path:
    target = output or project.build / "papers" / f"{year}年度法治政府建设情况报告.{suffix}"
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
