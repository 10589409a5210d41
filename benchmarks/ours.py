"""The task as a project of this package, built by its own command."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

from notebook import write_notebook
from ruamel.yaml import YAML
from task import SECTORS, TOWNS, Task

REPOSITORY = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-c", "from fazhi.cli import main; main()")
_REFERENCE = ("bureau.yml", "thresholds.yml", "coverage.yml", "names.yml")

_REGISTERS = {
    "hazards": {
        "register": "hazards", "title": "事故隐患台账", "unit": "项", "key": ["hazard_id"],
        "file_names": ["隐患"], "year_field": "found_date", "status_field": "status",
        "fields": [
            {"key": "hazard_id", "header": "隐患编号", "type": "text", "publish": "as_is"},
            {"key": "town", "header": "所属街镇", "type": "choice", "values": list(TOWNS),
             "publish": "as_is"},
            {"key": "sector", "header": "行业类别", "type": "choice", "values": list(SECTORS),
             "publish": "as_is"},
            {"key": "level", "header": "隐患级别", "type": "choice", "values": ["一般", "重大"],
             "publish": "as_is"},
            {"key": "found_date", "header": "排查日期", "type": "date", "publish": "as_is"},
            {"key": "state", "header": "整改状态", "type": "choice",
             "values": ["已整改", "整改中"], "publish": "as_is"},
            {"key": "status", "header": "状态", "type": "choice", "values": ["有效", "作废"],
             "publish": "as_is"},
        ],
    },
    "trainings": {
        "register": "trainings", "title": "培训台账", "unit": "场", "key": ["training_id"],
        "file_names": ["培训"], "year_field": "start_date", "status_field": "status",
        "fields": [
            {"key": "training_id", "header": "培训编号", "type": "text", "publish": "as_is"},
            {"key": "start_date", "header": "开始日期", "type": "date", "publish": "as_is"},
            {"key": "n_attended", "header": "实到人数", "type": "int", "publish": "as_is"},
            {"key": "status", "header": "状态", "type": "choice", "values": ["有效", "作废"],
             "publish": "as_is"},
        ],
    },
}  # fmt: skip

_COUNTED_FROM = {
    "hazards.found": "hazards",
    "hazards.major": "hazards",
    "trainings.sessions": "trainings",
    "outreach.audience": "trainings",
}

_PARAMETERS = ("parameters", "year = None", ["parameters"])
_END = ("end", "finished = True", ["end", "remove-cell"])
_COUNT = [
    _PARAMETERS,
    ("setup", "from fazhi.facts.recorder import start\nfrom fazhi.publish.charts import "
     "bar_chart\n\nbook = start(year)\nrecords, fact, breakdown = book.records, book.fact, "
     'book.breakdown\nhazards = records.valid("hazards")\ntrainings = records.valid("trainings")',
     []),
    ("hazards-found", 'fact("hazards.found", len(hazards), hazards)', ["fact"]),
    ("hazards-major", 'major = hazards[hazards["level"] == "重大"]\n'
     'fact("hazards.major", len(major), major)', ["fact"]),
    ("trainings-sessions", 'fact("trainings.sessions", len(trainings), trainings)', ["fact"]),
    ("outreach-audience", 'fact("outreach.audience", trainings["n_attended"].sum(), '
     '(trainings, "n_attended"))', ["fact"]),
    ("by-town", 'by_town = hazards.groupby("town").size().sort_values(ascending=False, '
     'kind="stable")\nbreakdown("hazards.found", "town", "按街镇", by_town)', []),
    ("chart", 'bar_chart("hazards-by-town", by_town, title="事故隐患", unit="项", year=year)', []),
    _END,
]  # fmt: skip
_PAGE = """# {year}年度报告

## 执法检查

{sentence}
全年查出事故隐患{{fact}}`hazards.found`，其中重大隐患{{fact}}`hazards.major`。

## 培训

举办培训{{fact}}`trainings.sessions`，受众{{fact}}`outreach.audience`。
"""


class Ours:
    """The package itself."""

    name = "fazhi"
    title = "本项目"

    def write(self, task: Task, root: Path) -> None:
        """Write the whole project."""
        reference = root / "data" / "reference"
        for name in _REFERENCE:
            _copy(Path("data") / "reference" / name, root)
        _write_json(reference / "indicators.yml", _catalogue())
        for name, register in _REGISTERS.items():
            _write_json(reference / "registers" / f"{name}.yml", register)
        for stem in ("10_clean", "30_compare"):
            _copy(Path("notebooks") / f"{stem}.ipynb", root)
        write_notebook(root / "notebooks" / "20_count.ipynb", "计数", _COUNT)
        _copy(Path("_config.yml"), root)
        _write(root / "book" / "index.md", "# 年度报告\n\n各年度报告见目录。\n")
        _write(root / "_toc.yml", _contents(task))
        for year in task.years:
            _write_json(reference / "claims" / f"{year}.yml", _claims(year))
            self.change_data(task, root, year)
            self.change_sentence(task, root, year)

    def change_data(self, task: Task, root: Path, year: int) -> None:
        """Write the registers of *year* and their hashes."""
        folder = root / "data" / "raw" / str(year)
        task.write_registers(folder, year)
        files = [
            {
                "name": path.name,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "registers": ["hazards" if "隐患" in path.name else "trainings"],
                "supplied_by": "执法大队（虚构）",
            }
            for path in sorted(folder.glob("*.csv"))
        ]
        source = {
            "year": year,
            "synthetic": True,
            "received_from": "各科室（虚构）",
            "received_on": f"{year + 1}-01-16",
            "files": files,
        }
        _write_json(folder / "source.yml", source)

    def change_sentence(self, task: Task, root: Path, year: int) -> None:
        """Write the narrative page of *year*."""
        page = _PAGE.format(year=year, sentence=task.sentence(year))
        _write(root / "book" / str(year) / "index.md", page)

    def command(self, root: Path) -> list[str]:
        """Return what builds the site."""
        return [*COMMAND, "--root", str(root), "site"]

    def page(self, root: Path, year: int) -> Path:
        """Return the built narrative page of *year*."""
        return root / "_build" / "html" / "book" / str(year) / "index.html"

    def notebook_page(self, root: Path, year: int, stem: str) -> Path:
        """Return the built page of one notebook of *year*."""
        return root / "_build" / "html" / "book" / "generated" / str(year) / f"{stem}.html"


def _catalogue() -> list[dict[str, object]]:
    """Return the project's indicators, those of the task counted from the task's registers."""
    text = (REPOSITORY / "data" / "reference" / "indicators.yml").read_text(encoding="utf-8")
    entries: list[dict[str, object]] = YAML(typ="safe").load(text)
    for entry in entries:
        if entry["id"] in _COUNTED_FROM:
            entry["registers"] = [_COUNTED_FROM[entry["id"]]]
            entry.pop("display", None)  # the task wants exact figures, not 近6000
    return entries


def _claims(year: int) -> dict[str, object]:
    return {"year": year, "status": "draft", "title": f"{year}年度报告", "claims": []}


def _contents(task: Task) -> str:
    lines = ["format: jb-book", "root: book/index", "parts:"]
    for year in task.years:
        generated = ("10_clean", "20_count", "30_compare", "changes", "statistics", "downloads")
        lines += [f'  - caption: "{year} 年"', "    chapters:"]
        lines += [f"      - file: book/{year}/index", "        sections:"]
        lines += [f"          - file: book/generated/{year}/{name}" for name in generated]
    return "\n".join(lines) + "\n"


def _copy(path: Path, root: Path) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / path, root / path)


def _write_json(path: Path, body: object) -> None:
    _write(path, json.dumps(body, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
