"""The program itself: the root option, the year type, and how it speaks."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from fazhi.errors import UsageError
from fazhi.paths import ROOT_VARIABLE, Project

_YEAR = re.compile(r"20[0-9]{2}")
_ANYWHERE = ("build-all",)  # names its projects itself


class Year(click.ParamType[int, object]):
    """A report year: four ASCII digits, 2000 to 2099."""

    name = "年度"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the year, or refuse in Chinese."""
        if isinstance(value, int):
            return value
        if not _YEAR.fullmatch(str(value)):
            raise UsageError(
                "年度写法不对", expected="四位数字，如 2024", got=str(value) or "（空）"
            )
        return int(str(value))


YEAR = Year()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), help="项目文件夹，默认为当前目录"
)
@click.version_option(package_name="fazhi", prog_name="fazhi")
@click.pass_context
def program(context: click.Context, root: Path | None) -> None:
    """把登记簿变成每个数字都能追溯的法治政府建设情况报告。"""
    if root is not None:
        os.environ[ROOT_VARIABLE] = str(root.resolve())
    if context.invoked_subcommand in _ANYWHERE:
        return
    project = Project.here()
    if not project.registers.is_dir():
        raise UsageError(
            "这里不是项目文件夹",
            where=str(project.root),
            expected="含有 data/reference/registers/",
            todo="进入项目文件夹，或用 --root 指定",
        )
    context.obj = project


def say(line: str) -> None:
    """Print progress for a person; stay quiet in a pipe."""
    if sys.stderr.isatty():
        click.echo(line, err=True)


def print_json(body: Any) -> None:
    """Print *body* for a program."""
    click.echo(json.dumps(body, ensure_ascii=False, indent=1))


def require_year(project: Project, year: int) -> None:
    """Refuse a year without files, before anything is done.

    Raises:
        UsageError: Names the years there are.
    """
    if not project.raw(year).is_dir():
        raise UsageError(
            f"没有{year}年度",
            where=f"data/raw/{year}/",
            expected="、".join(map(str, project.years())),
            todo=f"运行 make new-year YEAR={year} 建立",
        )
