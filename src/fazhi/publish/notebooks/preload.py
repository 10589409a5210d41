"""What the server that forks workers does once, so that no notebook pays for it.

Loaded by name when that server starts; loading it is its whole purpose.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from fazhi.publish import placeholders
from fazhi.publish.notebooks.workers import PRELOAD_ROOT

# Papermill would start a kernel with these and fetch notebooks from elsewhere; the cells run in a
# child forked here.  No chart is drawn in space.
_PLACEHOLDERS: Mapping[str, Mapping[str, object]] = {
    "mpl_toolkits.mplot3d": {"Axes3D": None},
    "papermill.clientwrap": {"PapermillNotebookClient": None},
    "requests": {"get": None},
    "tenacity.tornadoweb": {"TornadoRetrying": None},
}
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
    placeholders.put(_PLACEHOLDERS)
    for name in _NEEDED:
        import_module(name)
    import nbformat.validator
    import pandas as pd

    from fazhi.publish.charts import bar_chart
    from fazhi.publish.notebooks.definitions import read_definitions

    if root := os.environ.pop(PRELOAD_ROOT, ""):
        read_definitions(Path(root))
    compile_schema: Callable[[], object] = nbformat.validator.get_validator
    compile_schema()
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
