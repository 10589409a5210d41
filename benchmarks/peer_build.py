"""Build a peer's project: run the notebooks whose inputs are newer, then Jupyter Book.

Usage: ``python peer_build.py cli|api|cache ROOT``
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STEMS = ("10_clean", "20_count", "30_compare")


def main() -> None:
    """Run what is stale in order of years, then build the book."""
    how, root = sys.argv[1], Path(sys.argv[2])
    if how != "cache":
        years = sorted(int(p.name) for p in (root / "data" / "raw").iterdir())
        ran = {year for year in years if _run_year(how, root, year)}
        for year in ran:
            (root / "book" / str(year) / "index.md").touch()
    book = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", book, "build", str(root), "--path-output", str(root), "-q"]
    subprocess.run(command, cwd=root, check=True)


def _run_year(how: str, root: Path, year: int) -> bool:
    """Run the stale notebooks of *year*; return whether there were any."""
    raw = sorted((root / "data" / "raw" / str(year)).glob("*.csv"))
    processed = root / "data" / "processed"
    inputs = {
        "10_clean": raw,
        "20_count": sorted((processed / str(year)).glob("*.parquet")),
        "30_compare": [processed / str(y) / "figures.json" for y in (year - 1, year)],
    }
    ran = False
    for stem in STEMS:
        if stem == "20_count" and ran:
            inputs[stem] = sorted((processed / str(year)).glob("*.parquet"))
        target = root / "book" / "generated" / str(year) / f"{stem}.ipynb"
        if _is_stale(target, [root / "notebooks" / f"{stem}.ipynb", *inputs[stem]]):
            _run(how, root, stem, target, year)
            ran = True
    return ran


def _is_stale(target: Path, inputs: list[Path]) -> bool:
    if not target.exists():
        return True
    made = target.stat().st_mtime_ns
    return any(path.stat().st_mtime_ns > made for path in inputs if path.exists())


def _run(how: str, root: Path, stem: str, target: Path, year: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = root / "notebooks" / f"{stem}.ipynb"
    if how == "cli":
        command = [sys.executable, "-m", "papermill", str(source), str(target)]
        options = ["-p", "year", str(year), "--cwd", str(root), "--no-progress-bar"]
        subprocess.run([*command, *options], check=True, stderr=subprocess.DEVNULL)
        return
    import papermill

    papermill.execute_notebook(
        str(source), str(target), {"year": year}, cwd=str(root), progress_bar=False
    )


if __name__ == "__main__":
    main()
