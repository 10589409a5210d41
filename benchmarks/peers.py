"""The task as a careful user does it with papermill and Jupyter Book alone.

Same registers, figures, notebooks and pages per year, in plain pandas; figures reach the page by
glue. What these tools do not know, the user does for them: a notebook runs again when its inputs
are newer, a page is read again when its notebook ran, and, for the cache, the notebook carries a
hash of the registers, since the cache looks at code only.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from notebook import Cell, write_notebook
from task import Task

_PARAMETERS = "year = 2000"
_CLEAN = """import pandas as pd
from pathlib import Path

out = Path("data/processed") / str(year)
out.mkdir(parents=True, exist_ok=True)
raw = Path("data/raw") / str(year)
hazards = pd.read_csv(raw / "事故隐患台账.csv", dtype=str, keep_default_na=False)
trainings = pd.read_csv(raw / "培训台账.csv", dtype=str, keep_default_na=False)
assert hazards["隐患编号"].is_unique and trainings["培训编号"].is_unique
hazards["排查日期"] = pd.to_datetime(hazards["排查日期"], format="%Y-%m-%d")
trainings["开始日期"] = pd.to_datetime(trainings["开始日期"], format="%Y-%m-%d")
trainings["实到人数"] = trainings["实到人数"].astype(int)
hazards.to_parquet(out / "hazards.parquet")
trainings.to_parquet(out / "trainings.parquet")
pd.DataFrame({"登记簿": ["事故隐患", "培训"], "行数": [len(hazards), len(trainings)]})"""
_OPEN = """import json
import pandas as pd
from pathlib import Path

out = Path("data/processed") / str(year)
hazards = pd.read_parquet(out / "hazards.parquet")
trainings = pd.read_parquet(out / "trainings.parquet")
hazards = hazards[(hazards["状态"] == "有效") & (hazards["排查日期"].dt.year == year)]
trainings = trainings[(trainings["状态"] == "有效") & (trainings["开始日期"].dt.year == year)]
figures = {
    "found": len(hazards),
    "major": int((hazards["隐患级别"] == "重大").sum()),
    "sessions": len(trainings),
    "audience": int(trainings["实到人数"].sum()),
}
Path(out / "figures.json").write_text(json.dumps(figures))
pd.DataFrame({"指标": list(figures), "值": list(figures.values())})"""
# What myst_nb's glue() displays, without importing Sphinx into every kernel.
_GLUE = """for name, value in figures.items():
    prefix = "application/papermill.record/"
    display({prefix + "text/plain": repr(value)},
            metadata={"scrapbook": {"name": name, "mime_prefix": prefix}}, raw=True)"""
_CHART = """import matplotlib
matplotlib.use("agg")
from matplotlib.figure import Figure
from matplotlib import font_manager
from IPython.display import SVG
import io

font = FONT
font_manager.fontManager.addfont(font)
matplotlib.rcParams["font.family"] = font_manager.FontProperties(fname=font).get_name()
figure = Figure(figsize=(7.2, 2.9), layout="constrained")
axes = figure.add_subplot()
axes.barh(list(parts.index), list(parts))
picture = io.StringIO()
figure.savefig(picture, format="svg")
SVG(picture.getvalue())"""
_COMPARE = """import json
import pandas as pd
from pathlib import Path

def read(year):
    path = Path("data/processed") / str(year) / "figures.json"
    return json.loads(path.read_text()) if path.exists() else {}

now, before = read(year), read(year - 1)
parts = pd.Series({name: now[name] - before.get(name, 0) for name in now})
pd.DataFrame({"指标": list(now), "本年": list(now.values()),
              "上年": [before.get(name, "—") for name in now]})"""
_PAGE = """# {year}年度报告

## 执法检查

{sentence}
全年查出事故隐患{{glue:text}}`{notebook}::found:d`项，其中重大隐患{{glue:text}}`{notebook}::major:d`项。

## 培训

举办培训{{glue:text}}`{notebook}::sessions:d`场，受众{{glue:text}}`{notebook}::audience:d`人次。
"""
_CONFIG = """title: 年度报告
author: ""
only_build_toc_files: true
execute: {{execute_notebooks: "{execute}", run_in_temp: false, timeout: 300}}
parse: {{myst_enable_extensions: [colon_fence]}}
sphinx: {{config: {{language: zh_CN}}}}
"""
_DRIVER = Path(__file__).with_name("peer_build.py")
STEMS = ("10_clean", "20_count", "30_compare")


class Peer:
    """One way to run the notebooks and build the book.

    Args:
        name: Short id, also what ``peer_build.py`` is told.
        title: Chinese name for the table.
    """

    def __init__(self, name: str, title: str) -> None:
        self.name = name
        self.title = title
        self._cached = name == "cache"

    def write(self, task: Task, root: Path) -> None:
        """Write the whole project."""
        execute = "cache" if self._cached else "off"
        _write(root / "_config.yml", _CONFIG.format(execute=execute))
        _write(root / "_toc.yml", _contents(task))
        _write(root / "book" / "index.md", "# 年度报告\n\n各年度报告见目录。\n")
        if not self._cached:
            for stem in STEMS:
                _write_template(root / "notebooks" / f"{stem}.ipynb", stem, _PARAMETERS)
        for year in task.years:
            self.change_data(task, root, year)
            self.change_sentence(task, root, year)

    def change_data(self, task: Task, root: Path, year: int) -> None:
        """Write the registers of *year*; for the cache, let its notebooks carry their hash."""
        folder = root / "data" / "raw" / str(year)
        task.write_registers(folder, year)
        if self._cached:
            for each in (y for y in (year, year + 1) if y in task.years):
                self._write_year(root, each)
                self.change_sentence(task, root, each)

    def change_sentence(self, task: Task, root: Path, year: int) -> None:
        """Write the narrative page of *year*."""
        notebook = f"../generated/{year}/20_count.ipynb"
        page = _PAGE.format(year=year, sentence=task.sentence(year), notebook=notebook)
        _write(root / "book" / str(year) / "index.md", page)

    def command(self, root: Path) -> list[str]:
        """Return what builds the site."""
        return [sys.executable, str(_DRIVER), self.name, str(root)]

    def page(self, root: Path, year: int) -> Path:
        """Return the built narrative page of *year*."""
        return root / "_build" / "html" / "book" / str(year) / "index.html"

    def notebook_page(self, root: Path, year: int, stem: str) -> Path:
        """Return the built page of one notebook of *year*."""
        return root / "_build" / "html" / "book" / "generated" / str(year) / f"{stem}.html"

    def _write_year(self, root: Path, year: int) -> None:
        digest = hashlib.sha256()
        for each in (year - 1, year):
            for path in sorted((root / "data" / "raw" / str(each)).glob("*.csv")):
                digest.update(path.read_bytes())
        first = f"import os\nos.chdir({str(root)!r})\nyear = {year}  # {digest.hexdigest()}"
        for stem in STEMS:
            _write_template(root / "book" / "generated" / str(year) / f"{stem}.ipynb", stem, first)


def _write_template(path: Path, stem: str, first: str) -> None:
    font = Path(__file__).resolve().parents[1] / "src/fazhi/publish/book/fonts"
    chart = _CHART.replace("FONT", repr(str(font / "NotoSansSC-subset.otf")))
    by_town = 'parts = hazards.groupby("所属街镇").size()\n'
    bodies: dict[str, list[Cell]] = {
        "10_clean": [("clean", _CLEAN, [])],
        "20_count": [("count", _OPEN, []), ("glue", _GLUE, []), ("chart", by_town + chart, [])],
        "30_compare": [("compare", _COMPARE, []), ("chart", chart, [])],
    }
    write_notebook(path, stem, [("parameters", first, ["parameters"]), *bodies[stem]])


def _contents(task: Task) -> str:
    lines = ["format: jb-book", "root: book/index", "parts:"]
    for year in task.years:
        lines += [f'  - caption: "{year} 年"', "    chapters:"]
        lines += [f"      - file: book/{year}/index", "        sections:"]
        lines += [f"          - file: book/generated/{year}/{stem}" for stem in STEMS]
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
