"""What the server that forks workers does once, so that no notebook pays for it.

Loaded by name when that server starts; loading it is its whole purpose.
"""

from __future__ import annotations

import gc
import importlib
from contextlib import suppress

import pandas as pd

from fazhi.publish.charts import bar_chart

_LATE = (
    "fazhi.facts.recorder",
    "fazhi.facts.review",
    "fazhi.publish.notebooks.engines",
    "fazhi.publish.notebooks.normal",
    "openpyxl",
    "papermill.execute",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "python_calamine",
)


def _load() -> None:
    for name in _LATE:
        importlib.import_module(name)
    # A first chart loads the font and fills matplotlib's caches.
    bar_chart("warm", pd.Series({"一": 1}), title="", unit="", year=2000)


# Trouble here would end the server, and whoever waits for a worker would wait for ever; the first
# notebook meets the same trouble and is named with it.
with suppress(Exception):
    _load()
# Objects of the server stay shared with its children: the collector would touch and copy them.
gc.collect()
gc.freeze()
