"""What the server that forks workers does once, so that no notebook pays for it.

Loaded by name when that server starts; loading it is its whole purpose.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module

_NEEDED = (
    "pandas",
    "fazhi.facts.recorder",
    "fazhi.facts.review",
    "fazhi.publish.charts",
    "fazhi.publish.notebooks.engines",
    "fazhi.publish.notebooks.normal",
    "openpyxl",
    "papermill.execute",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "python_calamine",
)


def _load() -> None:
    for name in _NEEDED:
        import_module(name)
    import pandas as pd

    from fazhi.publish.charts import bar_chart

    # A first chart loads the font and fills matplotlib's caches.
    bar_chart("warm", pd.Series({"一": 1}), title="", unit="", year=2000)


# Hardly anything that is loaded becomes garbage, and looking for it takes a tenth of the time.
gc.disable()
# Trouble here would end the server, and whoever waits for a worker would wait for ever; the first
# notebook meets the same trouble and is named with it.
with suppress(Exception):
    _load()
# Objects of the server stay shared with its children: the collector would touch and copy them.
gc.freeze()
gc.enable()
