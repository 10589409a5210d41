"""One built book shared by the tests of this folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny_book import build, write_book

from fazhi.publish.book import harden, subset_fonts


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the HTML of the tiny book, built and hardened once."""
    root = tmp_path_factory.mktemp("book")
    write_book(root)
    code, warnings = build(root)
    assert (code, warnings) == (0, "")
    html = root / "_build" / "html"
    subset_fonts(html)
    harden(html)
    return html
