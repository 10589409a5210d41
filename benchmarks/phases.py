"""Where a build of ours spends its time: the phases of one build, on the clock."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ours import Ours
from task import Task

YEARS = 4
STEPS = ("cold", "data", "sentence")
PHASES = (
    "启动、比对内容、预载",
    "清洗",
    "计数",
    "核对论断、比较",
    "生成各年度的页、再比对",
    "Sphinx 读写网页、整理文件",
    "审核",
    "发布",
)
_START, _CLEAN, _COUNT, _COMPARE, _LAY_OUT, _SET, _AUDIT, _PUBLISH = range(len(PHASES))
_RUN = """
import json, sys, time
from pathlib import Path
from fazhi.paths import Project
from fazhi.publish.site import build_site
heard = []
if __name__ == "__main__":
    build_site(
        Project(Path(sys.argv[1])),
        lambda step: heard.append((time.time(), step.job, step.text, step.seconds)),
    )
    print(json.dumps(heard))
"""
Times = list[float]
"""Seconds of each of ``PHASES``."""


def phases(rounds: int) -> dict[str, Times]:
    """Return the seconds of each phase by step, medians of *rounds*."""
    found: dict[str, list[Times]] = {step: [] for step in STEPS}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            root, task, ours = Path(name) / "project", Task.of(YEARS), Ours()
            root.mkdir()
            ours.write(task, root)
            for step in STEPS:
                if step == "data":
                    task.change_data()
                    ours.change_data(task, root, task.middle)
                elif step == "sentence":
                    task.change_sentence()
                    ours.change_sentence(task, root, task.middle)
                found[step].append(_timed(root))
    return {
        step: [statistics.median(each) for each in zip(*times, strict=True)]
        for step, times in found.items()
    }


def _timed(root: Path) -> Times:
    script = root.with_name("build.py")
    script.write_text(_RUN, encoding="utf-8")
    start = time.time()
    done = subprocess.run(
        [sys.executable, str(script), str(root)], capture_output=True, text=True, check=True
    )
    ends = [start] * len(PHASES)
    for at, job, text, seconds in json.loads(done.stdout):
        stem = job.rpartition("/")[2]
        if stem.startswith("10_"):
            ends[_START] = ends[_START] if ends[_START] > start else at - seconds
            ends[_CLEAN] = at
        elif stem.startswith("2"):
            ends[_COUNT] = at
        elif stem.startswith("30_"):
            ends[_COMPARE] = at
        elif text.startswith("正在生成网页"):
            ends[_LAY_OUT if ends[_START] > start else _START] = at
        elif job == "生成网页":
            ends[_SET] = at
        elif job == "审核网站":
            ends[_AUDIT] = at
    ends[_PUBLISH] = time.time()
    return _differences(start, ends)


def _differences(start: float, ends: Times) -> Times:
    times, before = [], start
    for end in ends:
        times.append(max(0.0, end - before))
        before = max(before, end)
    return times
