"""Show that the cost of many years does not run away: cold builds of few and of many years.

Usage: ``python benchmarks/years.py [--few 4] [--many 30]``; ends with 1 when the ratio is above
its goal or a page shows a wrong figure.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from check import wrong_pages
from measure import Cost, machine, peak_memory_mb, timed
from ours import Ours
from task import Task

GOAL = 8.0


def main() -> None:
    """Measure both sizes and print their ratio."""
    parser = argparse.ArgumentParser(description="年度增多时的用时")
    parser.add_argument("--few", type=int, default=4, help="少的年度数")
    parser.add_argument("--many", type=int, default=30, help="多的年度数")
    parser.add_argument("--memory", action="store_true", help="另构建一遍，测内存")
    asked = parser.parse_args()
    print(machine())
    few, many = (cold(count, memory=asked.memory) for count in (asked.few, asked.many))
    ratio, ratio_cpu = many.wall_s / few.wall_s, many.cpu_s / few.cpu_s
    print(f"比值：{ratio:.2f}（处理器 {ratio_cpu:.2f}），目标 ≤ {GOAL:g}")
    sys.exit(ratio > GOAL)


def cold(count: int, *, memory: bool) -> Cost:
    """Build *count* years from nothing, check every page, print and return the cost."""
    with tempfile.TemporaryDirectory() as name:
        root, task, ours = Path(name) / "project", Task.of(count), Ours()
        root.mkdir()
        ours.write(task, root)
        before = megabytes(root)
        cost = timed(ours.command(root), root)
        if problems := wrong_pages(ours, task, root):
            sys.exit(f"{count} 年：数字不对：{'；'.join(problems[:3])}")
        size = megabytes(root) - before
        print(
            f"{count} 年：{cost.wall_s:.1f} 秒，处理器 {cost.cpu_s:.1f} 秒，磁盘 {size:.0f} MB",
            flush=True,
        )
    if memory:
        with tempfile.TemporaryDirectory() as name:
            ours.write(task, Path(name))
            peak = peak_memory_mb(ours.command(Path(name)), Path(name))
        print(f"{count} 年：内存 {peak:.0f} MB", flush=True)
    return cost


def megabytes(folder: Path) -> float:
    """Return the space files take below *folder*, a hard-linked file counted once."""
    found = [path.lstat() for path in folder.rglob("*") if not path.is_dir()]
    return sum({each.st_ino: each.st_size for each in found}.values()) / 1e6


if __name__ == "__main__":
    main()
