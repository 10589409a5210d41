"""Many rows: clean and count registers of growing length, beside polars reading and counting them.

Usage: ``python benchmarks/rows.py [--rows N ...] [--rounds R]``; each run is a process of its own,
and its figures must be right before its time counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from rows_register import YEAR, Expected, write_register

REPOSITORY = Path(__file__).resolve().parents[1]
NOTEBOOKS = ("10_clean", "20_enforcement")
DEFAULT_ROWS = (1_000, 100_000, 1_000_000)
_TITLE_ROWS = 1


@dataclass(frozen=True)
class Run:
    """What one process took: seconds on the clock and of the processor, megabytes at its peak."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    found: dict[str, Any]


def main() -> None:
    """Measure every length and print one line of a table for each."""
    parser = argparse.ArgumentParser(description="多行登记簿的速度和内存，与 polars 并排")
    parser.add_argument("--rows", type=int, nargs="+", default=DEFAULT_ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clean-only", action="store_true", help="只测接收和清洗，不测事实")
    parser.add_argument("--child", choices=sorted(CHILDREN), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _report(given.child)
        return
    work = "clean" if given.clean_only else "ours"
    print("| 行 | polars 秒 | 本项目 秒 | 倍数 | CPU 秒 | CPU 倍数 | 清洗 | 事实 | 峰值 MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as name:
            print(_measure(Path(name), rows, given.rounds, work), flush=True)


def _measure(root: Path, rows: int, rounds: int, work: str) -> str:
    expected = lay_out(root, rows)
    peers, ours = [], []
    for _ in range(rounds):
        peers.append(_run("polars", root))
        ours.append(_run(work, root))
    _require_right(peers, ours, expected)
    peer_s, ours_s = _median(peers, "wall_s"), _median(ours, "wall_s")
    peer_cpu_s, ours_cpu_s = _median(peers, "cpu_s"), _median(ours, "cpu_s")
    clean_s, facts_s = (
        statistics.median(run.found["seconds"].get(notebook, 0.0) for run in ours)
        for notebook in NOTEBOOKS
    )
    return (
        f"| {rows} | {peer_s:.2f} | {ours_s:.2f} | {ours_s / peer_s:.1f} | {ours_cpu_s:.2f} "
        f"| {ours_cpu_s / peer_cpu_s:.1f} | {clean_s:.2f} | {facts_s:.2f} "
        f"| {max(run.peak_mb for run in ours):.0f} |"
    )


def _median(runs: list[Run], name: str) -> float:
    return statistics.median(getattr(run, name) for run in runs)


def lay_out(root: Path, rows: int) -> Expected:
    """Write a project at *root* with one register of *rows* records, and return what it holds."""
    reference = root / "data" / "reference"
    shutil.copytree(REPOSITORY / "data" / "reference", reference)
    for written in ("corrections", "explanations"):
        shutil.rmtree(reference / written, ignore_errors=True)
    raw = root / "data" / "raw" / str(YEAR)
    raw.mkdir(parents=True)
    expected = write_register(raw, rows)
    lines = [f"year: {YEAR}", "synthetic: true", "received_on: 2023-01-16", "files:"]
    for path in sorted(raw.glob("*.csv")):
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        lines.append(f"  - {{name: {path.name}, sha256: {digest}, supplied_by: 虚构}}")
    (raw / "source.yml").write_text("\n".join(lines), encoding="utf-8")
    return expected


def _run(child: str, root: Path) -> Run:
    command = [sys.executable, __file__, "--child", child]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{child} 失败：\n{done.stderr[-3000:]}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def _require_right(peers: list[Run], ours: list[Run], expected: Expected) -> None:
    for run in ours:
        got = {key: run.found[key] for key in vars(expected) if key in run.found}
        wanted = {key: value for key, value in vars(expected).items() if key in got}
        if got != wanted or not got:
            raise SystemExit(f"本项目数错了：应为 {wanted}，实为 {got}")
    for run in peers:
        # polars sees every row, so what we quarantine is in its count.
        if run.found["rows"] != expected.clean + expected.quarantined:
            raise SystemExit(f"polars 数错了：{run.found}")


def _report(child: str) -> None:
    """Do one child's work in this process and print what it took.

    Imports and definitions are read before: a build does so once, for all its notebooks.
    """
    for name in _IMPORTS[child]:
        import_module(name)
    if child != "polars":
        import_module("fazhi.publish.notebooks.definitions").read_definitions(Path.cwd())
    start, cpu_before = time.perf_counter(), time.process_time()
    found = CHILDREN[child](Path.cwd())
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu_before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"wall_s": wall, "cpu_s": cpu, "peak_mb": peak, "found": found}))


def _count_with_polars(root: Path) -> dict[str, Any]:
    import polars as pl

    rows = valid = 0
    for path in sorted((root / "data" / "raw" / str(YEAR)).glob("*.csv")):
        table = pl.read_csv(path, infer_schema=False, skip_rows=_TITLE_ROWS)
        rows += table.height
        valid += table.filter(pl.col("状态") == "有效").height
    return {"rows": rows, "valid": valid}


def _clean(root: Path) -> dict[str, Any]:
    """Run the cells of the cleaning notebook and return where the rows went."""
    os.chdir(root)
    start = time.perf_counter()
    counts = _run_cells("10_clean")["result"].counts["hazards"]
    return {
        "rows_in": counts.rows_in,
        "clean": counts.clean,
        "quarantined": counts.quarantined,
        "seconds": {"10_clean": time.perf_counter() - start},
    }


def _clean_and_count(root: Path) -> dict[str, Any]:
    """Run the cells of both notebooks, charts aside, and return what they found."""
    found = _clean(root)
    start = time.perf_counter()
    names = _run_cells("20_enforcement")
    found["seconds"]["20_enforcement"] = time.perf_counter() - start
    return {**found, "found": len(names["hazards"]), "major": len(names["major"])}


def _run_cells(notebook: str) -> dict[str, Any]:
    names: dict[str, Any] = {"year": YEAR}
    for source in _cells(notebook):
        exec(compile(source, notebook, "exec"), names)
    return names


def _cells(notebook: str) -> list[str]:
    path = REPOSITORY / "notebooks" / f"{notebook}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code"
        and cell["id"] != "parameters"
        and not cell["id"].startswith("chart")
    ]


_OURS = (
    "duckdb", "fazhi.facts.recorder", "fazhi.facts.review", "fazhi.publish.charts", "pandas",
    "pyarrow.csv", "pyarrow.dataset", "pyarrow.parquet",
)  # fmt: skip
_IMPORTS = {"ours": _OURS, "clean": _OURS, "polars": ("polars",)}
CHILDREN = {"ours": _clean_and_count, "clean": _clean, "polars": _count_with_polars}

if __name__ == "__main__":
    main()
