"""One built book shared by the tests of this folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny_book import build, write_book

from fazhi.publish.assembly.files import lay_out, pieces_of
from fazhi.publish.book import subset_fonts
from fazhi.publish.release import Site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the HTML of the tiny book, built and hardened once."""
    root = tmp_path_factory.mktemp("book")
    write_book(root)
    code, warnings = build(root)
    assert (code, warnings) == (0, "")
    site = lay_out(pieces_of(Site.read(root / "_build" / "html")), root / "site")
    subset_fonts(site.folder)
    return site.folder
