"""A file of the site is made from its source, or is the very file of the release before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fazhi.errors import BuildError
from fazhi.publish.assembly.files import Piece, lay_out, pieces_of
from fazhi.publish.audit.memo import Memo
from fazhi.publish.release import Site

_PAGE = '<html>\n<head>\n<meta charset="utf-8">\n</head><body>{}</body></html>'


@pytest.fixture
def pieces(tmp_path: Path) -> list[Piece]:
    """Return a page and a table, and what no reader needs left out."""
    html = tmp_path / "html"
    for name, text in {
        "book/index.html": _PAGE.format("甲"),
        "a.csv": "甲\n",
        "_static/basic.css": "",
        "_static/mystnb.8ecb98da25.css": "",
        "_static/fazhi/fazhi.css": "",
        "objects.inv": "",
    }.items():
        (html / name).parent.mkdir(parents=True, exist_ok=True)
        (html / name).write_text(text, encoding="utf-8")
    return pieces_of(Site.read(html))


def _first(pieces: list[Piece], tmp_path: Path) -> Site:
    memo = Memo(tmp_path / "memo.json", "code")
    site = lay_out(pieces, tmp_path / "first", memo)
    memo.save()
    return site


def test_only_what_readers_need_is_laid_out(pieces: list[Piece], tmp_path: Path) -> None:
    """Pages are hardened, the digests are those of the files."""
    site = _first(pieces, tmp_path)
    assert sorted(site.digests) == ["_static/fazhi/fazhi.css", "a.csv", "book/index.html"]
    assert "Content-Security-Policy" in (site.folder / "book" / "index.html").read_text("utf-8")
    assert site == Site.read(site.folder)


def test_an_unchanged_file_is_the_file_of_the_release_before(
    pieces: list[Piece], tmp_path: Path
) -> None:
    """Only the file whose source changed is made; the bytes are those of a clean build."""
    last = _first(pieces, tmp_path)
    (tmp_path / "html" / "a.csv").write_text("乙\n", encoding="utf-8")
    changed = pieces_of(Site.read(tmp_path / "html"))
    memo = Memo(tmp_path / "memo.json", "code")
    site = lay_out(changed, tmp_path / "second", memo, last)
    same = [n for n in site.digests if (site.folder / n).samefile(last.folder / n)]
    assert same == ["_static/fazhi/fazhi.css", "book/index.html"]
    assert site.digests == lay_out(changed, tmp_path / "clean").digests


@pytest.mark.parametrize("lost", ["release", "memo", "digest"])
def test_nothing_is_taken_on_trust(pieces: list[Piece], tmp_path: Path, lost: str) -> None:
    """No whole release, other code, or another content under the name: every file is made."""
    last = _first(pieces, tmp_path)
    other = replace(last, digests=dict.fromkeys(last.digests, "0"))
    memo = Memo(tmp_path / "memo.json", "other code" if lost == "memo" else "code")
    before = {"release": None, "memo": last, "digest": other}[lost]
    site = lay_out(pieces, tmp_path / "second", memo, before)
    assert not any((site.folder / n).samefile(last.folder / n) for n in site.digests)
    assert site.digests == last.digests


def test_a_source_changed_meanwhile_stops_the_build(pieces: list[Piece], tmp_path: Path) -> None:
    """What was digested and what is published are the same bytes."""
    (tmp_path / "html" / "a.csv").write_text("乙\n", encoding="utf-8")
    with pytest.raises(BuildError, match="文件在构建时被改动"):
        lay_out(pieces, tmp_path / "site")
