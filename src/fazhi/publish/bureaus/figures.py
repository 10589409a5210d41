"""The headline indicators as a bureau's published book shows them.

Read from the release itself, never from ``data/processed``: after a failed build those may be
ahead of what readers can see.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.errors import BuildError
from fazhi.facts import load_indicators
from fazhi.publish.bureaus.roots import Bureau
from fazhi.publish.release import intact

_SAMPLE_MARK = '<aside class="sample"'


@dataclass(frozen=True)
class Figure:
    """One headline indicator of one bureau and year.

    Attributes:
        id: The indicator.
        label: Its name.
        printed: As the book prints it.
        value: Exact, in the base unit.
        unit: Base unit.
        definition: What was counted (口径).
        cell: Address of the computing cell inside the book.
    """

    id: str
    label: str
    printed: str
    value: str
    unit: str
    definition: str
    cell: str


@dataclass(frozen=True)
class Published:
    """What one bureau has published.

    Attributes:
        bureau: The bureau.
        release: Folder of the complete release; None where there is none.
        years: Headline figures by year and indicator.
        synthetic: Years computed from invented registers.
    """

    bureau: Bureau
    release: Path | None
    years: dict[int, dict[str, Figure]]
    synthetic: frozenset[int]


def read_published(bureau: Bureau) -> Published:
    """Read the release readers of *bureau* see now; nothing where none is intact.

    Raises:
        BuildError: The release is intact but its figures are not in the expected form.
    """
    html = bureau.project.html
    release = html.resolve()
    if not html.is_symlink() or not intact(release):
        return Published(bureau, None, {}, frozenset())
    headlines = [i.id for i in load_indicators(bureau.project.indicators).values() if i.headline]
    years: dict[int, dict[str, Figure]] = {}
    synthetic = set()
    for path in sorted((release / "_static" / "fazhi").glob("facts-20[0-9][0-9].js")):
        year = int(path.stem[-4:])
        panels = _panels(path, bureau)
        years[year] = {each: _figure(each, panels[each]) for each in headlines if each in panels}
        if _is_sample(release, panels):
            synthetic.add(year)
    return Published(bureau, release, years, frozenset(synthetic))


def _panels(path: Path, bureau: Bureau) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8").strip()
    try:
        panels = json.loads(text.partition(",")[2].removesuffix(");"))
    except ValueError as problem:
        raise BuildError(
            "已发布的数字无法读取", where=f"{bureau.name} {path.name}", todo="重新构建该单位"
        ) from problem
    return dict(panels)


def _figure(key: str, panel: dict[str, Any]) -> Figure:
    return Figure(
        id=key,
        label=panel["label"],
        printed=panel["counted"],
        value=panel["value"],
        unit=panel["unit"],
        definition=panel["definition"],
        cell=panel["cell"],
    )


def _is_sample(release: Path, panels: dict[str, Any]) -> bool:
    pages = {panel["cell"].partition("#")[0] for panel in panels.values()} - {""}
    return any(_SAMPLE_MARK in (release / page).read_text(encoding="utf-8") for page in pages)
