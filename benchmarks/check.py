"""Whether a built site shows the right figures; the time of one that does not is worth nothing."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Protocol

from task import Task


class Contestant(Protocol):
    """What the benchmark needs of a contestant."""

    name: str
    title: str

    def write(self, task: Task, root: Path) -> None:
        """Write the whole project."""

    def change_data(self, task: Task, root: Path, year: int) -> None:
        """Write the registers of *year* again."""

    def change_sentence(self, task: Task, root: Path, year: int) -> None:
        """Write the narrative page of *year* again."""

    def command(self, root: Path) -> list[str]:
        """Return what builds the site."""

    def page(self, root: Path, year: int) -> Path:
        """Return the built narrative page of *year*."""

    def notebook_page(self, root: Path, year: int, stem: str) -> Path:
        """Return the built page of one notebook of *year*."""


def wrong_pages(contestant: Contestant, task: Task, root: Path) -> list[str]:
    """Return one line for each page that does not show what it should."""
    problems = []
    for year in task.years:
        figures = task.figures(year)
        before = task.figures(year - 1) if year - 1 in task.years else {}
        narrative = [
            task.sentence(year),
            f"全年查出事故隐患{figures['found']}项，其中重大隐患{figures['major']}项。",
            f"举办培训{figures['sessions']}场，受众{figures['audience']}人次。",
        ]
        page = _text(contestant.page(root, year))
        problems += [f"{year}: {text}" for text in narrative if text not in page]
        numbers = {
            "20_count": figures.values(),
            "30_compare": (*figures.values(), *before.values()),
        }
        for stem, expected in numbers.items():
            shown = _numbers(contestant.notebook_page(root, year, stem))
            problems += [f"{year}/{stem}: {n}" for n in expected if n not in shown]
    return problems


def _visible(path: Path) -> str:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "\0", text))


def _text(path: Path) -> str:
    return re.sub(r"[\s\0]+", "", _visible(path))


def _numbers(path: Path) -> set[int]:
    return {int(n) for n in re.findall(r"(?<![\d.])\d+(?![\d.])", _visible(path))}
