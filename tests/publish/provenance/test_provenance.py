"""A release says what it was made from, and a rebuild elsewhere gives the same bytes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from building import copy_project, run_fazhi
from fazhi.errors import UsageError
from fazhi.paths import Project
from fazhi.publish.provenance import statement_path, verify_release, write_statement
from fazhi.publish.provenance.statement import PREDICATE_TYPE, STATEMENT_TYPE, inputs
from fazhi.publish.provenance.verify import copy_inputs, differences
from fazhi.publish.release import Site, write_manifest
from fazhi.records import sha256_of


def _release(project: Project) -> Path:
    release = project.build / "releases" / "0123456789abcdef"
    release.mkdir(parents=True)
    (release / "index.html").write_text("一", encoding="utf-8")
    write_manifest(Site.read(release))
    project.html.symlink_to(release)
    return release


def test_the_statement_names_every_input_by_digest(tmp_path: Path) -> None:
    """In-toto Statement v1, SLSA provenance v1; subject and dependencies can be rehashed."""
    project = copy_project(tmp_path / "p")
    release = _release(project)
    body = json.loads(write_statement(project, release).read_text(encoding="utf-8"))
    assert (body["_type"], body["predicateType"]) == (STATEMENT_TYPE, PREDICATE_TYPE)
    assert body["subject"] == [
        {"name": "manifest.sha256", "digest": {"sha256": sha256_of(release / "manifest.sha256")}}
    ]
    listed = {
        entry["uri"]: entry["digest"]["sha256"]
        for entry in body["predicate"]["buildDefinition"]["resolvedDependencies"]
    }
    for path in inputs(project):
        assert listed[project.relative(path)] == sha256_of(path)
    assert "requirements.lock" in listed
    assert "src/fazhi/publish/site.py" in listed


def test_the_statement_is_the_same_anywhere_and_any_time(tmp_path: Path) -> None:
    """No clock, path, user or machine stands in it."""
    texts = []
    for place in ("a", "深 一层/b"):
        project = copy_project(tmp_path / place)
        texts.append(write_statement(project, _release(project)).read_bytes())
    assert texts[0] == texts[1]
    assert str(tmp_path).encode() not in texts[0]


def test_statements_of_pruned_releases_go_with_them(tmp_path: Path) -> None:
    """Only standing releases have a statement."""
    project = copy_project(tmp_path / "p")
    release = _release(project)
    stale = statement_path(project, project.build / "releases" / "ffff")
    stale.parent.mkdir()
    stale.write_text("{}", encoding="utf-8")
    write_statement(project, release)
    assert [path.name for path in stale.parent.iterdir()] == ["0123456789abcdef.intoto.json"]


def test_differences_are_told_apart(tmp_path: Path) -> None:
    """Changed, missing and added files each have their word."""
    for side, files in (("a", {"x": "1", "y": "1"}), ("b", {"x": "2", "z": "1"})):
        (tmp_path / side).mkdir()
        for name, text in files.items():
            (tmp_path / side / name).write_text(text, encoding="utf-8")
    assert differences(tmp_path / "a", tmp_path / "b") == [
        "x：内容不同",
        "y：只在已发布版本中",
        "z：只在重建版本中",
    ]


def test_only_what_was_received_or_written_is_copied(tmp_path: Path) -> None:
    """A rebuild cannot lean on anything computed before."""
    project = copy_project(tmp_path / "p")
    (project.generated(2022)).mkdir(parents=True)
    (project.generated(2022) / "x.ipynb").write_text("{}", encoding="utf-8")
    target = Project(tmp_path / "q")
    copy_inputs(project, target)
    assert not (target.book / "generated").exists()
    assert not (target.root / "data" / "processed").exists()
    assert target.years() == project.years()


def test_without_a_release_there_is_nothing_to_verify(tmp_path: Path) -> None:
    """The message says what to run first."""
    with pytest.raises(UsageError, match="还没有网站"):
        verify_release(copy_project(tmp_path / "p"), print)


@pytest.mark.slow
def test_a_rebuild_under_other_settings_equals_the_published_site(
    built_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From raw, in a deeper folder with Chinese and a blank, with zone, locale, seed, mask changed.

    The rebuild's folder is chosen by ``verify`` itself; not one file differs.
    """
    other = {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
        "HOME": "/tmp",
        "USER": "somebody",
        "SOURCE_DATE_EPOCH": "0",
    }
    for name, value in other.items():
        monkeypatch.setenv(name, value)
    before = os.umask(0o077)
    try:
        result = run_fazhi(built_project, "verify")
    finally:
        os.umask(before)
    assert (result.returncode, result.stdout) == (0, "重建结果与已发布版本逐字节相同\n"), (
        result.stderr
    )
