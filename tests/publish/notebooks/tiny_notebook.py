"""Small notebooks for the tests of this folder, written cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

Cell = tuple[str, str, list[str]]

PARAMETERS: Cell = ("parameters", "year = None", ["parameters"])
END: Cell = ("end", "finished = True", ["end"])


def write_template(path: Path, *middle: Cell, first: Cell = PARAMETERS, last: Cell = END) -> Path:
    """Write a template whose cells are *first*, *middle* and *last*."""
    return write_cells(path, first, *middle, last)


def write_cells(path: Path, *cells: Cell) -> Path:
    """Write a template of exactly *cells*: id, source, tags."""
    path.write_text(json.dumps(notebook(*cells), ensure_ascii=False), encoding="utf-8")
    return path


def notebook(*cells: Cell) -> dict:
    """Return the JSON of a template of *cells*."""
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": cell_id,
                "metadata": {"tags": tags} if tags else {},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
            for cell_id, source, tags in cells
        ],
        "metadata": {"kernelspec": {"display_name": "x", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code(source: str) -> Cell:
    """Return the one cell most tests need."""
    return ("work", source, [])
