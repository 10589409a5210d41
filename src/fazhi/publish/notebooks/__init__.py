"""Notebooks: run a template for a year, all or nothing, and write it in a normal form.

1. ``template``  what a template may contain; its parameters
2. ``runner``    one notebook: check, run with papermill, gate, normalise, put in place
3. ``engines``, ``kernel``   papermill engines: cells in a forked child, or an ordinary kernel
4. ``child``     that child: killed with its parent, no network, bounded memory
5. ``shell``     the cells themselves, in IPython, with what they display
6. ``normal``    the gates after a run, and the same bytes for the same run
7. ``schedule``  many notebooks, in order of need
8. ``workers``   the processes they run in, forked from one preloaded server;
                 ``preload``, ``definitions``  what that server does for all of them

Importing this package is cheap: papermill and pandas come in when the first notebook runs.
"""

from fazhi.publish.notebooks.runner import run_notebook
from fazhi.publish.notebooks.schedule import Finished, Job, run_many
from fazhi.publish.notebooks.template import parse_year
from fazhi.publish.notebooks.workers import cool_down, local_workers, result_of, warm_up

__all__ = [
    "Finished",
    "Job",
    "cool_down",
    "local_workers",
    "parse_year",
    "result_of",
    "run_many",
    "run_notebook",
    "warm_up",
]
