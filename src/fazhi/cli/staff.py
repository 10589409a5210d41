"""For staff: a new year, messy files, problems."""

from __future__ import annotations

import click

from fazhi.cli.program import YEAR, print_json, program, require_year
from fazhi.cli.progress import progress
from fazhi.errors import UsageError
from fazhi.paths import Project


@program.command("new-year")
@click.argument("year", type=YEAR)
@click.option("--gap", is_flag=True, help="中间缺少年度时仍然建立")
@click.pass_obj
def new_year(project: Project, year: int, gap: bool) -> None:
    """建立新年度的登记簿模板、来源说明、论断与章节骨架；不覆盖已有文件。"""
    from fazhi.publish.scaffold import new_year as lay_out

    laid = lay_out(project, year, gap=gap)
    for name in laid.written:
        click.echo(f"新建：{name}")
    for name in laid.standing:
        click.echo(f"已有，未改动：{name}")
    if laid.written:
        click.echo(f"下一步：填写或放入 data/raw/{year}/ 的文件，然后运行 make check YEAR={year}")
    else:
        raise UsageError(
            f"{year}年度已经建立，没有改动任何文件", todo=f"直接运行 make check YEAR={year}"
        )


@program.command()
@click.argument("year", type=YEAR)
@click.option("--html", is_flag=True, help="另写一份网页版问题清单")
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def check(project: Project, year: int, html: bool, as_json: bool) -> None:
    """只读取并检查一个年度的原始文件，写出问题清单和标注副本。"""
    from fazhi.claims import load_claims
    from fazhi.publish.scaffold import checklist
    from fazhi.publish.scaffold.receive import receive
    from fazhi.records import check_year_files
    from fazhi.records.marked import write_marked_copies
    from fazhi.records.report import (
        summary_text,
        write_problems,
        write_problems_html,
    )

    require_year(project, year)
    draft = load_claims(project.claims(year), project.root).status == "draft"
    notes = receive(project, year) if draft else []
    result = check_year_files(project, year)
    folder = project.processed(year)
    write_problems(result, folder / "problems.xlsx")
    write_marked_copies(result, folder / "marked")
    if html:
        write_problems_html(result, folder / "problems.html")
    if as_json:
        print_json([vars(p) for p in result.problems])
    else:
        for line in notes:
            click.echo(line)
        click.echo(summary_text(result))
        click.echo(f"问题清单：{project.relative(folder / 'problems.xlsx')}")
        for line in checklist(project, year, result):
            click.echo(f"待办：{line}")
    if result.must:
        raise click.exceptions.Exit(1)


@program.command()
@click.argument("year", type=YEAR)
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def rehearse(project: Project, year: int, as_json: bool) -> None:
    """发布预演：哪些句子会变、哪些数字没有记录、哪些用词数据不支持；不改动已有结果。"""
    from dataclasses import asdict

    from fazhi.publish.pipeline import count_years
    from fazhi.publish.rehearsal import rehearsal_text
    from fazhi.publish.rehearsal import rehearse as hold

    require_year(project, year)
    with progress() as say:
        count_years(project, [year], say)
    found = hold(project, year)
    if as_json:
        print_json(asdict(found))
    else:
        click.echo(rehearsal_text(found))
    if not found.stands:
        raise click.exceptions.Exit(1)


@program.command("publish-lock")
@click.argument("year", type=YEAR)
@click.pass_obj
def publish_lock(project: Project, year: int) -> None:
    """报告发布后锁定该年度的数字；此后的改动须写更正说明，否则不能发布。"""
    from fazhi.publish.revisions import publish_lock as lock

    require_year(project, year)
    count = lock(project, year)
    click.echo(f"已锁定{count}个数字：{project.relative(project.published(year))}")
