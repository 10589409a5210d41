"""From an executed notebook to what the site shows of it.

The executed notebook keeps the machine-readable bundles and stays out of the site;
the published copy shows only what readers see, its charts with alternative text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fazhi.facts.factbook import BREAKDOWN_MIME, CHART_MIME, FACT_MIME

_FOR_MACHINES = (FACT_MIME, BREAKDOWN_MIME, CHART_MIME)


def publish_notebook(executed: Path, published: Path) -> None:
    """Write the readers' copy of *executed*, and each of its charts beside it.

    Args:
        executed: Executed notebook.
        published: Where the copy goes; charts go to ``charts/`` in the same folder, as
            ``<chart>.svg``, ``<chart>.narrow.svg`` and ``<chart>.json``.
    """
    notebook = json.loads(executed.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            chart = data.get(CHART_MIME)
            if chart:
                cell["metadata"]["mystnb"] = {"image": {"alt": chart["alt"]}}
                _write_chart(published.parent / "charts", chart, "".join(data["image/svg+xml"]))
            for mime in _FOR_MACHINES:
                data.pop(mime, None)
    _write(published, json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")


def _write_chart(folder: Path, chart: dict[str, Any], svg: str) -> None:
    _write(folder / f"{chart['id']}.svg", svg)
    _write(folder / f"{chart['id']}.narrow.svg", chart["narrow"])
    told = {key: value for key, value in chart.items() if key != "narrow"}
    body = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _write(folder / f"{chart['id']}.json", body)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
