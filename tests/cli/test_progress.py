"""A long job shows one bar at a terminal and nothing in a pipe."""

from __future__ import annotations

import io
import sys

import pytest

from fazhi.cli.progress import progress
from fazhi.publish.progress import Tally


class Terminal(io.StringIO):
    """What thinks it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def work() -> None:
    """Do one job of three that need not run."""
    with progress(timings=True) as say:
        tally = Tally(say, 4)
        tally.skip(2)
        tally.begin("正在清洗")
        tally.finish("2022/10_clean", 1.25)
        tally.finish("2022/20_enforcement", 2.5)


def test_a_terminal_sees_one_bar_with_step_and_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bar names the step and counts jobs that need not run as done."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    work()
    shown = screen.getvalue()
    assert "4/4" in shown
    assert "剩余" in shown
    assert "2022/20_enforcement 完成（2.5 秒）" in shown


def test_a_pipe_sees_only_the_timings_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing on standard error; the longest job first and the sum."""
    work()
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        "    2.50 秒  2022/20_enforcement\n"
        "    1.25 秒  2022/10_clean\n"
        "    3.75 秒  合计（同时进行的重复计入）\n"
    )
