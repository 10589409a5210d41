"""Bad input as files, each with its exact answer."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from intake_support import BAD_RAW, FILES, YEAR, lay_out
from ruamel.yaml import YAML

from fazhi.errors import IntakeError
from fazhi.records import check_year_files, clean_year

EXPECTED = YAML(typ="safe").load((BAD_RAW / "expected.yml").read_text(encoding="utf-8"))
NAMES = sorted(path.name for path in FILES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_file_is_answered_with_exactly_these_messages(tmp_path: Path, name: str) -> None:
    """Every file gets exactly its messages, nothing more, and never a traceback."""
    project = lay_out(tmp_path, {name: (FILES / name).read_bytes()})
    result = check_year_files(project, YEAR)
    refused = [refusal.what for refusal in result.refusals]
    found = [str(refusal) for refusal in result.refusals]
    found += [p.message for p in result.problems if p.rule not in refused]
    assert found == EXPECTED[name]


def test_every_expectation_has_its_file_and_there_are_sixty() -> None:
    """The list of answers and the folder of files name the same files, sixty bad ones at least."""
    assert sorted(EXPECTED) == NAMES
    assert sum(bool(messages) for messages in EXPECTED.values()) >= 60


def test_refused_file_stops_cleaning_and_writes_nothing(tmp_path: Path) -> None:
    """A year with an unreadable file has no tables."""
    name = "file-truncated.xlsx"
    project = lay_out(tmp_path, {name: (FILES / name).read_bytes()})
    with pytest.raises(IntakeError, match="文件已损坏或不完整"):
        clean_year(project, YEAR)
    assert not project.tables(YEAR).exists()


def test_what_native_code_prints_stays_off_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A damaged record makes the reader of values panic; staff see our sentence only."""
    name = "file-broken-record.xls"
    project = lay_out(tmp_path, {name: (FILES / name).read_bytes()})
    assert check_year_files(project, YEAR).refusals
    assert capfd.readouterr() == ("", "")


def test_committed_files_are_what_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Running the script again gives the committed bytes."""
    script = runpy.run_path(str(BAD_RAW / "make_bad_raw.py"))
    main = script["main"]
    monkeypatch.setitem(main.__globals__, "FILES", tmp_path / "files")
    main()
    made = {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()}
    assert made == {path.name: path.read_bytes() for path in FILES.iterdir()}
