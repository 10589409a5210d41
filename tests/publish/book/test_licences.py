"""Everything a reader is sent is ours or under a licence that is sent along."""

from __future__ import annotations

import re
from pathlib import Path

from fazhi.publish.book.pages import HERE

STATIC = HERE / "static" / "fazhi"
ROW = re.compile(r"^(_static/\S+) \| (\S.*?) \| (.+)$", re.MULTILINE)
# What the build itself writes, and what it copies from the sources of the book.
WRITTEN = re.compile(
    r"(?:book/.+|index|search|genindex)\.html|(?:evidence|_downloads)/.+\.(?:csv|json|html|xlsx|svg)"
    r"|_images/[^/]+\.svg|manifest\.sha256|revisions\.xml|searchindex\.js"
    r"|_static/fazhi/(?:(?:facts|compare)-20\d\d|rules|text/.+)\.js|_static/fazhi/OFL\.txt"
)


def listed() -> dict[str, str]:
    """Return the origin of every third-party file by path."""
    return {path: origin for path, origin, _ in ROW.findall(text())}


def text() -> str:
    """Return the list of third-party files."""
    return (STATIC / "licences.txt").read_text(encoding="utf-8")


def stranger(name: str, site: Path) -> bool:
    """Return whether a file is neither written by the build, nor ours, nor listed."""
    own = STATIC / Path(name).name
    copied = Path(name).parent.as_posix() == "_static/fazhi" and own.exists()
    same = copied and own.read_bytes() == (site / name).read_bytes()
    return not (WRITTEN.fullmatch(name) or same or name in listed())


def test_every_file_of_the_site_is_ours_or_under_a_listed_licence(built_site: Path) -> None:
    """A file that comes with a new theme or extension must be looked at before it is sent."""
    files = {p.relative_to(built_site).as_posix() for p in built_site.rglob("*") if p.is_file()}
    assert [name for name in sorted(files) if stranger(name, built_site)] == []
    assert set(listed()) <= files


def test_a_file_of_somebody_else_is_noticed(tmp_path: Path) -> None:
    """Neither a new file beside ours nor a changed copy of ours passes for ours."""
    folder = tmp_path / "_static" / "fazhi"
    folder.mkdir(parents=True)
    (folder / "site.js").write_text("changed", encoding="utf-8")
    (folder / "jquery.js").write_text("", encoding="utf-8")
    assert stranger("_static/fazhi/site.js", tmp_path)
    assert stranger("_static/fazhi/jquery.js", tmp_path)
    assert stranger("_static/basic.css", tmp_path)


def test_the_licence_of_every_listed_project_is_sent_along(built_site: Path) -> None:
    """The list names no licence whose text the reader does not get."""
    sent = (built_site / "_static" / "fazhi" / "licences.txt").read_text(encoding="utf-8")
    origins = {origin for origin in listed().values() if not origin.startswith("Noto")}
    assert [origin for origin in origins if f"==== {origin} ====" not in sent] == []
    assert (built_site / "_static" / "fazhi" / "OFL.txt").stat().st_size > 1000
