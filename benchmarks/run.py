"""Build the same task in four ways, side by side, and write ``docs/performance.md``.

Usage: ``python benchmarks/run.py [--quick] [--sizes 1,4,12] [--rounds 5] [--resume]``;
``--quick`` does one year, once, and prints the page instead of writing it.  Finished rounds are
kept in ``_build/benchmark.jsonl`` as they come; ``--resume`` goes on from there.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from check import Contestant, wrong_pages
from floors import floors
from measure import Cost, machine, peak_memory_mb, timed
from ours import REPOSITORY, Ours
from peers import Peer
from phases import phases
from report import Result, draw, page
from rounds import Journal, Round
from task import Task

CONTESTANTS: tuple[Contestant, ...] = (
    Peer("cli", "papermill 命令行循环＋Jupyter Book"),
    Peer("api", "papermill API＋Jupyter Book"),
    Peer("cache", "Jupyter Book 自带缓存"),
    Ours(),
)
SIZES, ROUNDS = (1, 4, 12), 5
JOURNAL = REPOSITORY / "_build" / "benchmark.jsonl"
_CODE = (".py", ".ipynb", ".js", ".css", ".html")
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
    asked = _arguments()
    kept = JOURNAL.with_name("benchmark-quick.jsonl") if asked.quick else JOURNAL
    journal = Journal(kept, f"{machine()} {_version()}", resume=asked.resume)
    done = {each.place for each in journal.rounds}
    for size in asked.sizes:
        for turn in range(asked.rounds + 1):  # the extra turn samples memory and is not timed
            for contestant in CONTESTANTS:
                place = (contestant.name, size, -1 if turn == asked.rounds else turn)
                if place in done:
                    continue
                say(f"{size} 个年度，第 {turn + 1}/{asked.rounds + 1} 轮：{contestant.title}")
                journal.add(_one_round(contestant, size, place[-1]))
    results = _results(journal.rounds)
    titles = {c.name: c.title for c in CONTESTANTS}
    rounds = {size: _timed_rounds(journal.rounds, size) for size in asked.sizes}
    say("各部分与各阶段")
    parts, spent = floors(asked.rounds), phases(asked.rounds)
    text = page(results, titles, asked.sizes, rounds, machine(), parts, spent)
    if asked.quick:
        print(text)
        return
    docs = REPOSITORY / "docs"
    draw(results, titles, asked.sizes, docs / "performance.svg")
    (docs / "performance.md").write_text(text, encoding="utf-8")
    say("已写出 docs/performance.md")


def _timed_rounds(rounds: Sequence[Round], size: int) -> int:
    """Return how many rounds every contestant has been timed in."""
    turns = [each.contestant for each in rounds if each.size == size and each.turn >= 0]
    return min(Counter(turns).values(), default=0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="与同类做法并排测速")
    parser.add_argument("--quick", action="store_true", help="只测一个年度一轮，结果打印出来")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="年度数，如 1,4,12")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="每种做法测几轮")
    parser.add_argument("--resume", action="store_true", help="接着上次中断的测")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("--rounds 至少为 1")
    if asked.quick:
        asked.sizes, asked.rounds = (1,), 1
    return asked


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(map(int, text.split(",")))
    if min(sizes) < 1:
        raise ValueError(text)
    return sizes


def _version() -> str:
    """Return a hash of everything that decides how long a build takes."""
    folders = [REPOSITORY / name for name in ("src", "benchmarks", "notebooks")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _CODE]
    found = hashlib.sha256()
    for path in (REPOSITORY / "requirements.lock", *sorted(files)):
        found.update(path.read_bytes())
    return found.hexdigest()


def say(line: str) -> None:
    """Print progress for a person."""
    print(line, file=sys.stderr, flush=True)


def _one_round(contestant: Contestant, size: int, turn: int) -> Round:
    """Run every step once; turn -1 samples memory instead of taking the time."""
    found = Round(contestant.name, size, turn)
    with tempfile.TemporaryDirectory() as name:
        root, task = Path(name) / "project", Task.of(size)
        root.mkdir()
        contestant.write(task, root)
        for step, change in STEPS.items():
            change(contestant, task, root)
            try:
                found.costs[step] = _cost(contestant.command(root), root, sample=turn < 0)
            except RuntimeError as failure:
                found.wrong[step] = [str(failure)]
                say(str(failure))
                return found
            if problems := wrong_pages(contestant, task, root):
                found.wrong[step] = problems
                say(f"  {step}：数字不对：{'；'.join(problems[:3])}")
    return found


def _cost(command: list[str], root: Path, *, sample: bool) -> Cost:
    return Cost(0.0, 0.0, peak_memory_mb(command, root)) if sample else timed(command, root)


def _results(rounds: Iterable[Round]) -> dict[tuple[str, int, str], Result]:
    costs: dict[tuple[str, int, str], list[Cost]] = defaultdict(list)
    wrong: dict[tuple[str, int, str], list[str]] = {}
    for each in rounds:
        for step, cost in each.costs.items():
            costs[each.contestant, each.size, step].append(cost)
        for step, problems in each.wrong.items():
            wrong[each.contestant, each.size, step] = problems
    return {
        key: _result(found, wrong.get(key, []))
        for key, found in costs.items()
        if any(cost.wall_s for cost in found)
    }


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
