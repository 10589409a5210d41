"""Write notebook files: cells of code, and one heading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

Cell = tuple[str, str, Sequence[str]]


def write_notebook(path: Path, title: str, cells: Sequence[Cell]) -> None:
    """Write a notebook without outputs.

    Args:
        path: Where it goes.
        title: Its heading.
        cells: Id, source and tags of each code cell.
    """
    heading = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"}
    code = [
        {
            "cell_type": "code",
            "id": cell_id,
            "metadata": {"tags": list(tags)} if tags else {},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for cell_id, source, tags in cells
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    body = {
        "cells": [heading, *code],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
