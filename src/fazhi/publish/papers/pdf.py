"""Print a report as PDF: tagged, with bookmarks, its Chinese extractable, no date of printing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.papers.archive import swap_in
from fazhi.publish.papers.blocks import Report
from fazhi.publish.papers.compose import compose
from fazhi.publish.papers.sheet import sheet_html
from fazhi.publish.papers.word import docx_bytes

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
OFFICES = ("soffice", "libreoffice")
_SECONDS = 120
_TAGGED = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
_LANGUAGE_WESTERN, _LANGUAGE = b"/Lang(en-US)", b"/Lang(zh-CN)"
_DATE = re.compile(rb"/(?:CreationDate|ModDate)\s*\(D:([0-9]{14})")
_IDENTITY = re.compile(rb"(?<=<)[0-9A-Fa-f]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")


def write_pdf(project: Project, year: int, target: Path) -> Path:
    """Write the report of *year* as PDF.

    Args:
        project: The project; the year must have been computed.
        year: Report year.
        target: The file to write; swapped in whole.

    Returns:
        The file written; on one machine equal inputs give equal bytes.

    Raises:
        FactError: The year has no facts.
        BuildError: A chapter cannot be printed, or nothing on this machine can print.
    """
    report = compose(project, year)
    program = _printer()
    with tempfile.TemporaryDirectory() as folder:
        by_browser = program.stem.lower() not in OFFICES
        print_with = _by_browser if by_browser else _by_office
        printed = print_with(program, report, Path(folder))
        if not printed.is_file():
            raise BuildError(
                "PDF 没有生成", where=program.name, todo="确认该程序可以独立运行后重试"
            )
        return swap_in(undated(printed.read_bytes(), report.cutoff), target)


def undated(data: bytes, day: str) -> bytes:
    """Return the PDF *data* dated *day* and without a random identity; no offset moves.

    Args:
        data: A PDF.
        day: ISO date.
    """
    moment = (day.replace("-", "") + "000000").encode()
    data = _DATE.sub(lambda found: found[0].replace(found[1], moment), data)
    head, mark, trailer = data.rpartition(b"trailer")
    return head + mark + _IDENTITY.sub(b"0" * 32, trailer)


def _printer() -> Path:
    found = next((path for name in (*BROWSERS, *OFFICES) if (path := shutil.which(name))), None)
    if found is None:
        raise BuildError(
            "没有可以生成 PDF 的程序",
            expected="Chromium、Chrome、Edge 或 LibreOffice 之一",
            todo="安装其中一个，或先运行 make docx，再由 Word 另存为 PDF",
        )
    return Path(found)


def _by_browser(program: Path, report: Report, folder: Path) -> Path:
    page, printed = folder / "report.html", folder / "report.pdf"
    page.write_text(sheet_html(report), encoding="utf-8")
    _run(
        [
            str(program), "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
            *_unboxed(), f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer",
            "--generate-pdf-document-outline", f"--print-to-pdf={printed}", page.as_uri(),
        ],
        folder,
    )  # fmt: skip
    return printed


def _unboxed() -> Iterator[str]:
    """Yield what the superuser needs, as whom Chromium cannot build its sandbox."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield "--no-sandbox"


def _by_office(program: Path, report: Report, folder: Path) -> Path:
    (folder / "report.docx").write_bytes(docx_bytes(report))
    _run(
        [
            str(program), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", _TAGGED, "--outdir", str(folder), str(folder / "report.docx"),
        ],
        folder,
    )  # fmt: skip
    printed = folder / "report.pdf"
    if printed.is_file():
        # LibreOffice states the language of Western text, which here is digits alone.
        printed.write_bytes(printed.read_bytes().replace(_LANGUAGE_WESTERN, _LANGUAGE))
    return printed


def _run(command: list[str], folder: Path) -> None:
    environment: Mapping[str, str] = {**os.environ, "TZ": "UTC"}
    try:
        subprocess.run(
            command, cwd=folder, env=environment, check=True, capture_output=True, timeout=_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as problem:
        raise BuildError(
            "PDF 生成失败",
            where=Path(command[0]).name,
            got=type(problem).__name__,
            todo="确认该程序可以独立运行后重试",
        ) from problem
