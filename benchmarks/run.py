"""Build the same task in four ways, side by side, and write ``docs/performance.md``.

Usage: ``python benchmarks/run.py [--quick]``; ``--quick`` does one year, once, and prints the
page instead of writing it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from check import Contestant, wrong_pages
from floors import floors
from measure import Cost, machine, peak_memory_mb, timed
from ours import REPOSITORY, Ours
from peers import Peer
from report import Result, draw, page
from task import Task

CONTESTANTS: tuple[Contestant, ...] = (
    Peer("cli", "papermill 命令行循环＋Jupyter Book"),
    Peer("api", "papermill API＋Jupyter Book"),
    Peer("cache", "Jupyter Book 自带缓存"),
    Ours(),
)
SIZES, ROUNDS = (1, 4, 12), 5
Change = Callable[[Contestant, Task, Path], None]


def _unchanged(contestant: Contestant, task: Task, root: Path) -> None:
    pass


def _data(contestant: Contestant, task: Task, root: Path) -> None:
    task.change_data()
    contestant.change_data(task, root, task.middle)


def _sentence(contestant: Contestant, task: Task, root: Path) -> None:
    task.change_sentence()
    contestant.change_sentence(task, root, task.middle)


STEPS: dict[str, Change] = {
    "cold": _unchanged,
    "nothing": _unchanged,
    "data": _data,
    "sentence": _sentence,
}


def main() -> None:
    """Measure, check, and write the page."""
    parser = argparse.ArgumentParser(description="与同类做法并排测速")
    parser.add_argument("--quick", action="store_true", help="只测一个年度一轮，结果打印出来")
    quick = parser.parse_args().quick
    sizes, rounds = ((1,), 1) if quick else (SIZES, ROUNDS)
    costs: dict[tuple[str, int, str], list[Cost]] = defaultdict(list)
    wrong: dict[tuple[str, int, str], list[str]] = {}
    for size in sizes:
        for turn in range(rounds + 1):  # the extra turn samples memory and is not timed
            for contestant in CONTESTANTS:
                say(f"{size} 个年度，第 {turn + 1}/{rounds + 1} 轮：{contestant.title}")
                _one_round(contestant, size, costs, wrong, sample=turn == rounds)
    results = {
        key: _result(found, wrong.get(key, []))
        for key, found in costs.items()
        if any(cost.wall_s for cost in found)
    }
    titles = {c.name: c.title for c in CONTESTANTS}
    text = page(results, titles, sizes, rounds, machine(), floors(rounds))
    if quick:
        print(text)
        return
    docs = REPOSITORY / "docs"
    draw(results, titles, sizes, docs / "performance.svg")
    (docs / "performance.md").write_text(text, encoding="utf-8")
    say("已写出 docs/performance.md")


def say(line: str) -> None:
    """Print progress for a person."""
    print(line, file=sys.stderr, flush=True)


def _one_round(
    contestant: Contestant,
    size: int,
    costs: dict[tuple[str, int, str], list[Cost]],
    wrong: dict[tuple[str, int, str], list[str]],
    *,
    sample: bool,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root, task = Path(name) / "project", Task.of(size)
        root.mkdir()
        contestant.write(task, root)
        for step, change in STEPS.items():
            key = (contestant.name, size, step)
            change(contestant, task, root)
            try:
                if sample:
                    peak = peak_memory_mb(contestant.command(root), root)
                    costs[key].append(Cost(0.0, 0.0, peak))
                else:
                    costs[key].append(timed(contestant.command(root), root))
            except RuntimeError as failure:
                wrong[key] = [str(failure)]
                say(str(failure))
                return
            problems = wrong_pages(contestant, task, root)
            if problems:
                wrong[key] = problems
                say(f"  {step}：数字不对：{'；'.join(problems[:3])}")
        shutil.rmtree(root)


def _result(found: list[Cost], problems: list[str]) -> Result:
    timings = [cost for cost in found if cost.wall_s]
    return Result(
        wall_s=statistics.median(cost.wall_s for cost in timings),
        cpu_s=statistics.median(cost.cpu_s for cost in timings),
        peak_mb=max(cost.peak_mb for cost in found),
        right=not problems,
    )


if __name__ == "__main__":
    main()
