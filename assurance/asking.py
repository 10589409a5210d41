"""Put a question to the test suite, or to a file a test run leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from assurance.copies import REPOSITORY
from assurance.lab import Measured

_PASSED = re.compile(r"([0-9]+) passed")
_SKIPPED = re.compile(r"([0-9]+) skipped")


def tests(*names: str, options: tuple[str, ...] = ()) -> Measured:
    """Run tests of the repository; met when all pass and none is skipped."""
    missing = [name for name in names if not (REPOSITORY / name.partition("::")[0]).exists()]
    if missing:
        return Measured(f"没有 {missing[0]}", None)
    done = _pytest(*options, *names)
    passed, skipped = (_count(shape, done.stdout) for shape in (_PASSED, _SKIPPED))
    if done.returncode:
        return Measured(f"{passed} 项通过，有未通过的", False)
    if skipped:
        return Measured(f"{passed} 项通过，{skipped} 项在本机无法运行", None)
    return Measured(f"{passed} 项测试全部通过", True)


def many_examples(*names: str) -> Measured:
    """Run every property with 1000 examples."""
    return tests(*names, options=("-p", "assurance.thousand", "-m", "thousand"))


def every_look(name: str, chosen: str) -> Measured:
    """Run the *chosen* tests of the pages with every page in every look."""
    return tests(name, options=("-p", "assurance.every_look", "-k", chosen))


def branch_coverage(folder: Path, least: float) -> Measured:
    """Run the whole suite and return the branch coverage of the package."""
    report = folder / "coverage.json"
    folder.mkdir()
    workers = ("-n", "2", "--dist", "loadgroup")
    done = _pytest(*workers, "--cov=fazhi", "--cov-branch", f"--cov-report=json:{report}")
    if not report.exists():
        return Measured("测试没有跑完", None)
    percent = json.loads(report.read_text(encoding="utf-8"))["totals"]["percent_covered"]
    failed = "，有测试未通过" if done.returncode else ""
    met = percent >= least and not done.returncode
    return Measured(f"{percent:.1f} %（语句与分支）{failed}", met)


def _pytest(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), "."))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stdout[-2000:])
    return done


def _count(shape: re.Pattern[str], text: str) -> int:
    found = shape.findall(text)
    return int(found[-1]) if found else 0
