"""Whatever the stage was used for before, the pages are the bytes of a clean build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.assembly.images import named_as_clean
from fazhi.publish.assembly.inputs import digests, site_sources
from fazhi.publish.assembly.process import Setter
from fazhi.publish.assembly.stage import Stage, is_whole, stage_folder
from publish.book import tiny_book

pytestmark = pytest.mark.slow


@pytest.fixture
def book(tmp_path: Path) -> Project:
    """A book of two years whose stage has been used once."""
    project = Project(tmp_path / "kept")
    tiny_book.write_book(project.root, {"book/2022/notes": "# 说明\n\n见{ref}`上文 <here>`。\n"})
    edit(project, "book/index.md", "二〇二二", "(here)=\n二〇二二")
    for year in tiny_book.VALUES:
        project.raw(year).mkdir(parents=True)
        (project.raw(year) / "source.yml").write_text("files: []\n", encoding="utf-8")
    _set(project)
    return project


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Replace *old* in a source that holds it."""
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _stage(project: Project) -> Stage:
    return Stage(project, site_sources(project, digests(project)), "code")


def _set(project: Project) -> dict[str, str]:
    stage = _stage(project)
    with Setter() as setter:
        stage.begin(setter)
        return stage.end(setter).digests


def set_clean(project: Project) -> dict[str, str]:
    """Set the same sources where nothing was set before."""
    root = project.root.with_name("clean")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("_build"))
    return _set(Project(root))


def pages_written(project: Project, before: int) -> set[str]:
    """Return the pages written after *before* (ns)."""
    html = _stage(project).html
    found = (p for p in html.rglob("*.html") if p.stat().st_mtime_ns > before)
    return {p.relative_to(html).as_posix() for p in found}


def newest(project: Project) -> int:
    """Return when the last page was written."""
    return max(p.stat().st_mtime_ns for p in _stage(project).html.rglob("*.html"))


def test_each_edit_gives_what_a_clean_build_gives(book: Project) -> None:
    """Sentence, value, title, chart, page added and removed: no differing file after any."""
    first = _set(book)
    before = newest(book)
    edit(book, "book/2022/enforcement.md", "写得清楚", "写得明白")
    assert _set(book) == set_clean(book)
    assert "book/2022/numbers.html" not in pages_written(book, before)
    edit(book, "book/2022/enforcement.md", "写得明白", "写得清楚")
    assert _set(book) == first

    before = newest(book)
    values = {**tiny_book.VALUES[2022], "hazards.found": "657"}
    tiny_book.write_year(book.root, 2022, values)
    (book.raw(2022) / "source.yml").write_text("files: [其他]\n", encoding="utf-8")
    assert _set(book) == set_clean(book) != first
    assert "book/2022/notes.html" not in pages_written(book, before)

    edit(book, "book/2022/notes.md", "# 说明", "# 编制说明")
    edit(book, "book/generated/2022/charts/fines.svg", 'width="80"', 'width="81"')
    assert _set(book) == set_clean(book)

    edit(book, "_toc.yml", "      - file: book/2022/notes\n", "")
    (book.book / "2022" / "notes.md").unlink()
    assert _set(book) == set_clean(book)

    (book.book / "2022" / "plans.md").write_text("# 计划\n\n正文。\n", encoding="utf-8")
    edit(book, "_toc.yml", "file: book/2022/enforcement", "file: book/2022/enforcement\n"
         "      - file: book/2022/plans")  # fmt: skip
    assert _set(book) == set_clean(book)


def test_a_stage_left_by_a_crash_or_damaged_is_not_trusted(book: Project) -> None:
    """Without its note, or with one byte changed, the stage is set from nothing."""
    good = _set(book)
    (book.build / "stage.json").unlink()
    (_stage(book).html / "book" / "index.html").write_text("half", encoding="utf-8")
    assert _set(book) == good
    (_stage(book).html / "book" / "2022" / "numbers.html").write_text("bad", encoding="utf-8")
    assert _set(book) == good
    (_stage(book).folder / "doctrees" / "environment.pickle").write_bytes(b"bad")
    assert _set(book) == good


def test_a_book_opened_early_is_set_like_any_other(book: Project) -> None:
    """Opened before the change is known; also when the change asks for a new beginning."""
    edit(book, "book/2022/enforcement.md", "写得清楚", "写得明白")
    assert _set_opened(book) == set_clean(book)
    edit(book, "_toc.yml", "      - file: book/2022/notes\n", "")
    (book.book / "2022" / "notes.md").unlink()
    assert _set_opened(book) == set_clean(book)


def _set_opened(project: Project) -> dict[str, str]:
    assert is_whole(project)
    with Setter() as setter:
        setter.open(stage_folder(project))
        stage = _stage(project)
        stage.begin(setter)
        return stage.end(setter).digests


def test_a_page_that_cannot_be_set_names_file_and_line(book: Project) -> None:
    """The error names the page; once mended the stage gives the clean bytes again."""
    good = _set(book)
    edit(book, "book/2022/notes.md", "<here>", "<nowhere>")
    with pytest.raises(BuildError, match=r"book/2022/notes\.md:3"):
        _set(book)
    edit(book, "book/2022/notes.md", "<nowhere>", "<here>")
    assert _set(book) == good


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ({"2021/a.svg": ({"p1"}, "a.svg"), "2022/a.svg": ({"p2"}, "a1.svg")}, True),
        ({"2021/a.svg": ({"p1"}, "a1.svg"), "2022/a.svg": ({"p2"}, "a.svg")}, False),
        ({"2022/a.svg": ({"p2"}, "a1.svg"), "2021/a.svg": ({"p1"}, "a.svg")}, True),
        ({"2022/a.svg": ({"p2"}, "a1.svg")}, False),
        ({}, True),
    ],
)
def test_images_are_named_in_reading_order(
    images: dict[str, tuple[set[str], str]], expected: bool
) -> None:
    """A numbered name that reading all pages in order would not give asks for a clean build."""
    assert named_as_clean(images) is expected
