"""The command line: parse, call one function, print.

Every command imports what it needs when it runs, so ``fazhi --help`` stays instant.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from collections.abc import Sequence

import click

from fazhi.cli import build, bureaus, prove, review, staff, text
from fazhi.cli.program import program
from fazhi.errors import FazhiError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_NO_COMMAND = re.compile(r"No such command ['\"](.+?)['\"]")
_NOT_PERMITTED = (errno.EACCES, errno.EPERM, errno.EROFS)

__all__ = ["build", "bureaus", "main", "prove", "review", "staff", "text"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; turn a user's mistake into one Chinese sentence and an exit code."""
    if arguments is None and sys.getfilesystemencoding() != "utf-8":
        _start_in_utf8()
    try:
        status = program.main(args=arguments, prog_name="fazhi", standalone_mode=False)
    except FazhiError as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except click.UsageError as error:
        click.echo(f"用法错误：{_misuse(error)}。运行 fazhi --help 查看用法。", err=True)
        sys.exit(2)
    except OSError as error:
        complaint = _complaint(error)
        if not complaint:
            raise
        click.echo(f"错误：{complaint}", err=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断；已发布的网站和原有结果没有变动。", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)


def _start_in_utf8() -> None:
    """Start again in Python's UTF-8 mode: this locale would garble Chinese file names."""
    os.execve(sys.executable, sys.orig_argv, {**os.environ, "PYTHONUTF8": "1"})


def _misuse(error: click.UsageError) -> str:
    """Return in Chinese what is wrong with the command line."""
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {error.param.human_readable_name if error.param else ''}".rstrip()
    if isinstance(error, click.BadParameter):
        return f"参数 {error.param.human_readable_name if error.param else ''} 的值不对"
    if named := _NO_COMMAND.match(error.format_message()):
        return f"没有“{named[1]}”这个命令"
    if error.format_message().startswith("Got unexpected extra argument"):
        return "参数太多"
    return error.format_message()


def _complaint(error: OSError) -> str:
    """Return what to tell the user when the machine, not the program, is at fault."""
    found = _numbers(error)
    if found.intersection(_NO_SPACE):
        return "磁盘空间不足，没有发布；请：清理磁盘后重新运行。"
    if found.intersection(_NOT_PERMITTED):
        where = f"；位置：{error.filename}" if error.filename else ""
        return f"没有读写权限，没有发布{where}；请：检查文件夹的权限后重新运行。"
    return ""


def _numbers(error: OSError) -> set[int]:
    """Return the system's error numbers; copying a tree reports many failures as texts."""
    if isinstance(error, shutil.Error):
        texts = " ".join(str(reason) for *_, reason in error.args[0])
        return {n for n in (*_NO_SPACE, *_NOT_PERMITTED) if f"[Errno {n}]" in texts}
    return {error.errno} if error.errno else set()
