"""Measure what one bureau-year costs: this repository's own project, built from nothing.

Usage: ``python benchmarks/bureau_year.py``.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from measure import machine, peak_memory_mb, timed
from ours import COMMAND, REPOSITORY
from years import megabytes

_PARTS = ("_config.yml", "_toc.yml", "requirements.lock", "book", "data", "notebooks")
_COMPUTED = shutil.ignore_patterns("generated", "tables", "evidence", "quarantine", "__pycache__")


def main() -> None:
    """Print wall, processor time, memory and disk of a cold build, whole and per year."""
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        command = [*COMMAND, "--root", str(root), "site"]
        received = _copy(root)
        cost = timed(command, root)
        years = len(list((root / "data" / "raw").glob("20*")))
        disk = megabytes(root) - received
        published = megabytes((root / "_build" / "html").resolve())
        shutil.rmtree(root)
        _copy(root)
        peak = peak_memory_mb(command, root)
    print(f"{years} 年，收到和编写的文件 {received:.1f} MB")
    print(f"用时 {cost.wall_s:.1f} 秒，每年 {cost.wall_s / years:.1f} 秒")
    print(f"处理器 {cost.cpu_s:.1f} 秒，每年 {cost.cpu_s / years:.1f} 秒")
    print(f"磁盘 {disk:.1f} MB，每年 {disk / years:.1f} MB；其中网站 {published:.1f} MB")
    print(f"内存峰值 {peak:.0f} MB")


def _copy(root: Path) -> float:
    """Copy what is received and written; return its size in MB."""
    root.mkdir()
    for part in _PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=_COMPUTED)
        else:
            shutil.copyfile(source, root / part)
    return megabytes(root)


if __name__ == "__main__":
    main()
