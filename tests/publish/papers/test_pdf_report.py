"""The PDF is tagged, has bookmarks and gives back its Chinese."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest

from fazhi.errors import BuildError
from fazhi.publish.papers import pdf
from fazhi.publish.papers.compose import compose
from fazhi.publish.papers.pdf import undated, write_pdf
from fazhi.publish.papers.sheet import sheet_html
from publish.papers.paper_project import make_project

_PRINTERS = [name for name in (*pdf.BROWSERS, *pdf.OFFICES) if shutil.which(name)]


@pytest.mark.slow
@pytest.mark.skipif(not _PRINTERS, reason="needs Chromium or LibreOffice")
@pytest.mark.parametrize("programs", ["BROWSERS", "OFFICES"])
def test_pdf_is_tagged_bookmarked_and_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: str
) -> None:
    """Whichever program printed it: structure, language, the four parts, text without radicals."""
    chosen = getattr(pdf, programs)
    if not any(shutil.which(name) for name in chosen):
        pytest.skip("not on this machine")
    monkeypatch.setattr(pdf, "BROWSERS", chosen)
    path = write_pdf(make_project(tmp_path), 2022, tmp_path / "2022.pdf")
    document = pypdf.PdfReader(path)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "zh-CN"
    titles = str(document.outline)
    for part in ("一、主要举措和成效", "二、存在的不足和原因", "四、下年度主要安排"):
        assert part in titles
    text = "".join(page.extract_text() for page in document.pages)
    assert "罚款" in text
    assert "示例数据" in text
    assert not [c for c in text if 0x2E80 <= ord(c) <= 0x2FDF]
    assert document.metadata is not None
    assert document.metadata["/CreationDate"].startswith("D:20221231000000")


def test_without_a_printing_program_the_reader_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written, and the message names the programs."""
    project = make_project(tmp_path)
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    with pytest.raises(BuildError) as caught:
        write_pdf(project, 2022, tmp_path / "x.pdf")
    assert str(caught.value) == (
        "没有可以生成 PDF 的程序；应为：Chromium、Chrome、Edge 或 LibreOffice 之一；"
        "请：安装其中一个，或先运行 make docx，再由 Word 另存为 PDF。"
    )
    assert not (tmp_path / "x.pdf").exists()


def test_a_program_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A printer that ends without a file is an error, not an empty report."""
    project = make_project(tmp_path)
    printer = shutil.which("true")
    monkeypatch.setattr(pdf.shutil, "which", lambda _: printer)
    with pytest.raises(BuildError) as caught:
        write_pdf(project, 2022, tmp_path / "x.pdf")
    assert caught.value.what == "PDF 没有生成"
    assert not (tmp_path / "x.pdf").exists()


def test_dates_and_identity_change_without_moving_a_byte() -> None:
    """Offsets of a PDF are absolute: what is replaced keeps its length; the text stays."""
    before = (
        b"/CreationDate (D:20301231235959+00'00') /ModDate (D:20301231235959Z) <"
        + b"A" * 32 + b"> trailer << /ID [<" + b"B" * 32 + b"><" + b"C" * 32 + b">] >>"
    )  # fmt: skip
    after = undated(before, "2022-12-31")
    assert len(after) == len(before)
    assert after.count(b"20221231000000") == 2
    assert b"A" * 32 in after
    assert b"B" not in after
    assert after.count(b"0" * 32) == 2


def test_the_printed_sheet_asks_no_other_host_and_marks_every_number(tmp_path: Path) -> None:
    """The page for printing loads only the project's own font and escapes what it prints."""
    report = compose(make_project(tmp_path), 2022)
    html = sheet_html(report)
    assert "http" not in html
    assert html.count("data-fact=") == len(report.numbers)
    assert html.count("<caption>") == html.count("<table>") > 0
