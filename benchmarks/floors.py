"""What no build of this kind can go below: the fixed costs of its parts, each measured alone."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from measure import timed
from notebook import write_notebook

_EMPTY = [
    ("parameters", "year = None", ["parameters"]),
    ("end", "finished = True", ["end"]),
]
_RUN = """
from pathlib import Path
from fazhi.publish.notebooks import run_notebook
here = Path(".")
for n in range({count}):
    run_notebook(here / "t.ipynb", here / "o.ipynb", {{"year": 2022}}, cwd=here, engine="{engine}")
"""
_BOOK = "from jupyter_book.cli.main import main; main()"
_REPEAT = 10


def floors(rounds: int) -> list[tuple[str, float]]:
    """Return what each part costs at least, in seconds, as ``(Chinese name, median)``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_notebook(folder / "t.ipynb", "空", _EMPTY)
        _write_book(folder / "book")
        python = {
            "启动 Python": "pass",
            "导入命令行（fazhi --help）": "import fazhi.cli",
            "导入 papermill": "import papermill",
            "导入 pandas 与 matplotlib": "import pandas, matplotlib.figure",
            "预载进程的全部导入（每次构建一次）": "import fazhi.publish.notebooks.preload",
            "导入 Jupyter Book 与 Sphinx": "import jupyter_book.cli.main, sphinx.application",
        }
        found = [
            (title, _median([sys.executable, "-c", code], folder, rounds))
            for title, code in python.items()
        ]
        for title, engine in (("空笔记本，分叉子进程", "fork"), ("空笔记本，新内核", "kernel")):
            few, many = (
                _median([sys.executable, "-c", _RUN.format(count=n, engine=engine)], folder, rounds)
                for n in (1, 1 + _REPEAT)
            )
            found.append((title, (many - few) / _REPEAT))
        book = [sys.executable, "-c", _BOOK, "build", "book", "--all", "-q"]
        found.append(("只有一页的 Jupyter Book", _median(book, folder, rounds)))
    return found


def _median(command: list[str], folder: Path, rounds: int) -> float:
    return statistics.median(timed(command, folder).wall_s for _ in range(rounds))


def _write_book(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.md").write_text("# 一页\n", encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (folder / "_config.yml").write_text("title: 一页\nauthor: ''\n", encoding="utf-8")
