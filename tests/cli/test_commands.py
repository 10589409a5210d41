"""The command line answers a mistake with one Chinese sentence and never with a traceback."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from building import REPOSITORY, run_fazhi
from fazhi.cli import _complaint
from fazhi.paths import Project

HERE = Project(REPOSITORY)


@pytest.mark.parametrize("year", ["22", "02022", "2022.0", "２０２２", "1999", "abcd", "", "None"])
@pytest.mark.parametrize("verb", ["year", "check", "docx", "new-year"])
def test_a_wrong_year_is_refused(verb: str, year: str) -> None:
    """Only four ASCII digits from 2000 on are a year."""
    result = run_fazhi(HERE, verb, year)
    assert result.returncode == 2
    assert result.stderr == (
        f"错误：年度写法不对；应为：四位数字，如 2024；实为：{year or '（空）'}。\n"
    )


@pytest.mark.parametrize("verb", ["year", "check", "docx", "pdf", "pack", "audit", "unused"])
def test_a_year_without_files_is_named_with_what_to_do(verb: str) -> None:
    """The answer lists the years there are and the command that makes a new one."""
    result = run_fazhi(HERE, verb, "2031")
    assert result.returncode == 2
    assert result.stderr.startswith(
        "错误：没有2031年度；位置：data/raw/2031/；应为：2021、2022、2023"
    )
    assert "make new-year YEAR=2031" in result.stderr


def test_another_folder_is_not_a_project(tmp_path: Path) -> None:
    """Outside a project the program says so and names --root."""
    result = run_fazhi(Project(tmp_path), "site")
    assert result.returncode == 2
    assert "这里不是项目文件夹" in result.stderr
    assert "--root" in result.stderr


def test_a_wrong_fact_is_answered_with_near_ones() -> None:
    """A typing mistake in an id suggests the right one."""
    result = run_fazhi(HERE, "trace", "2022/penalties.fine_totl")
    assert result.returncode != 0
    assert "penalties.fine_total" in result.stderr
    assert "Traceback" not in result.stderr


def test_numbers_are_listed_for_programs(tmp_path: Path) -> None:
    """The JSON has the contract's keys, values in base units."""
    draft = tmp_path / "稿.txt"
    draft.write_text("罚款11.3万元，受众近6000人（次）。", encoding="utf-8")
    body = json.loads(run_fazhi(HERE, "numbers", str(draft), "--json").stdout)
    assert [
        {k: item[k] for k in ("text", "start", "value", "qualifier", "unit", "kind")}
        for item in body
    ] == [
        {"text": "11.3万元", "start": 2, "value": 113000, "qualifier": "exact", "unit": "元",
         "kind": "money"},
        {"text": "近6000人（次）", "start": 11, "value": 6000, "qualifier": "nearly",
         "unit": "人（次）", "kind": "quantity"},
    ]  # fmt: skip


def test_a_wrong_draft_fails_and_a_right_one_passes(tmp_path: Path) -> None:
    """check-text ends with 1 exactly when something contradicts the records."""
    draft = tmp_path / "稿.txt"
    draft.write_text("全年查处违法违规行为和事故隐患657项。", encoding="utf-8")
    wrong = run_fazhi(HERE, "check-text", str(draft), "--year", "2022")
    assert wrong.returncode == 1
    assert "657项" in wrong.stdout
    assert "656" in wrong.stdout
    draft.write_text("全年查处违法违规行为和事故隐患656项。", encoding="utf-8")
    assert run_fazhi(HERE, "check-text", str(draft), "--year", "2022").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["check-text", "没有.txt", "--year", "2022"], "文件不存在"),
        (["numbers", "没有.docx"], "文件不存在"),
        (["check-text", "", "--year", "2022"], "没有写明文稿"),
        (["trace", ""], "没有写明要追溯的数字"),
        (["trace", "penalties"], "错误："),
        (["nosuch"], "用法错误：没有“nosuch”这个命令。"),
        (["site", "--fast"], "用法错误：没有“--fast”这个选项。"),
        (["check"], "用法错误：缺少参数 YEAR。"),
        (["check", "2022", "2023"], "用法错误：参数太多。"),
    ],
)
def test_a_wrong_argument_is_answered_in_chinese(arguments: list[str], answer: str) -> None:
    """Every wrong call ends with a sentence, an exit code and no traceback."""
    result = run_fazhi(HERE, *arguments)
    assert result.returncode not in (0, 70)
    assert answer in result.stderr
    assert "Traceback" not in result.stderr


def test_a_locale_that_knows_no_chinese_is_left_behind() -> None:
    """Names of files and answers stay Chinese where the system speaks ASCII only."""
    command = [sys.executable, "-c", "from fazhi.cli import main; main()", "check", "2021"]
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    told = [
        subprocess.run(
            command, cwd=REPOSITORY, env={**os.environ, **locale}, capture_output=True, check=False
        )
        for locale in ({"PYTHONUTF8": "1"}, ascii_only)
    ]
    assert "2021" in told[0].stdout.decode("utf-8")
    assert (told[1].returncode, told[1].stdout) == (told[0].returncode, told[0].stdout)


def test_every_command_is_listed_with_a_chinese_help() -> None:
    """``--help`` names every verb and says in Chinese what it does."""
    lines = run_fazhi(HERE, "--help").stdout.partition("Commands:")[2].strip().splitlines()
    assert len(lines) > 12
    for line in lines:
        assert any("一" <= character <= "龥" for character in line), line


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (OSError(errno.ENOSPC, "full"), "磁盘空间不足，没有发布；"),
        (shutil.Error([("a", "b", "[Errno 28] No space left on device")]), "磁盘空间不足"),
        (
            PermissionError(errno.EACCES, "denied", "_build"),
            "没有读写权限，没有发布；位置：_build；",
        ),
        (FileNotFoundError(errno.ENOENT, "gone", "x"), ""),
    ],
)
def test_the_machine_at_fault_is_told_from_a_bug(error: OSError, answer: str) -> None:
    """A full disk or a forbidden folder is answered in Chinese; anything else is our bug."""
    complaint = _complaint(error)
    assert complaint.startswith(answer)
    assert bool(complaint) == bool(answer)
