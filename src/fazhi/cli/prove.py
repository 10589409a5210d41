"""Prove: that a release can be rebuilt, and that damage to the raw files is noticed."""

from __future__ import annotations

import click

from fazhi.cli.program import print_json, program, say
from fazhi.cli.progress import progress
from fazhi.errors import AuditError
from fazhi.paths import Project

_LEAST_SCORE = 0.95


@program.command()
@click.pass_obj
def verify(project: Project) -> None:
    """从原始文件在另一处重建网站，与已发布版本逐字节比较。"""
    from fazhi.publish.provenance import verify_release

    with progress() as listener:
        differences = verify_release(project, listener)
    if differences:
        raise AuditError(
            f"重建结果与已发布版本有{len(differences)}处不同",
            got="\n  ".join(["", *differences[:30]]),
            todo="若输入或程序改过，先运行 make site；否则已发布的文件不可信",
        )
    click.echo("重建结果与已发布版本逐字节相同")


@program.command()
@click.option("--n", default=200, show_default=True, type=click.IntRange(1), help="变异个数")
@click.option("--seed", default=1, show_default=True, help="随机种子，相同种子结果相同")
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def mutate(project: Project, n: int, seed: int, as_json: bool) -> None:
    """在副本上弄坏原始数据，统计有多少会被发现。"""
    from fazhi.publish.mutate import mutate as damage
    from fazhi.publish.mutate import report_text

    report = damage(project, n, seed, say)
    if as_json:
        mutants = [vars(mutant) for mutant in report.mutants]
        print_json({"seed": seed, "score": round(report.score, 4), "mutants": mutants})
    else:
        click.echo(report_text(report), nl=False)
    if report.score < _LEAST_SCORE:
        raise click.exceptions.Exit(1)
