"""A pytest plugin: look at every page at both widths and in both schemes, not at one each."""

from __future__ import annotations

import os

os.environ["FAZHI_EVERY_LOOK"] = "1"
