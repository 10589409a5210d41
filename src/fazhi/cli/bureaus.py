"""Many bureaus at once: each book, and the portal that compares them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from fazhi.cli.program import program, say
from fazhi.errors import UsageError


@program.command("build-all")
@click.argument("roots", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("portal"),
    show_default=True, help="门户放在此文件夹的 _build/html",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1), help="本机同时构建几个单位，默认为核数的一半")
@click.option("--scheduler", help="交给 Dask 集群，如 tcp://主机:8786（需要 fazhi[cluster]）")
def build_all(
    roots: tuple[Path, ...], output: Path, workers: int | None, scheduler: str | None
) -> None:
    """构建多个单位的网站和比较各单位的门户。"""
    if not roots:
        raise UsageError("没有写项目文件夹", todo="写出各单位的文件夹：fazhi build-all 甲局 乙局")
    from fazhi.publish.bureaus import (
        build_bureaus,
        cluster,
        find_bureaus,
        local,
        publish_portal,
    )

    bureaus = find_bureaus(roots, output)
    at_once = workers or max(1, (os.cpu_count() or 1) // 2)
    with cluster(scheduler) if scheduler else local(at_once) as executor:
        outcomes = build_bureaus(bureaus, executor, say)
    failed = [outcome for outcome in outcomes if outcome.trouble]
    for outcome in failed:
        click.echo(f"错误：{outcome.bureau.name}没有构建成功：{outcome.trouble}", err=True)
    portal = publish_portal(outcomes, output)
    click.echo(
        f"门户已就绪：{portal}/index.html"
        f"（{len(outcomes) - len(failed)}/{len(outcomes)} 个单位已更新）"
    )
    if failed:
        raise click.exceptions.Exit(1)
