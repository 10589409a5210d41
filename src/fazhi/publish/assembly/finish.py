"""From the pages as Sphinx leaves them to the site as readers get it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.assembly.inputs import file_digest

_CUT = "from fazhi.publish.book.fonts import cut_as_asked; cut_as_asked()"


def start_cutter() -> subprocess.Popen[bytes]:
    """Return a process that will cut the font, importing; unasked it leaves with its input."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", _CUT], stdin=pipe, stdout=pipe, stderr=pipe)


@contextmanager
def finishing(
    html: Path, project: Project, target: Path, cutter: subprocess.Popen[bytes]
) -> Iterator[Path]:
    """Copy *html* to *target*, with evidence and feed, every page hardened.

    The font is cut to size by *cutter* while the caller audits the pages; it lies in its place
    when the context is left.

    Yields:
        *target*.

    Raises:
        AuditError: A page holds inline code nobody listed.
        BuildError: The font could not be cut.
    """
    from fazhi.publish.book.fonts import LICENCE_PATH, WEB_FONT
    from fazhi.publish.book.harden import harden, left_out
    from fazhi.publish.revisions.page import FEED

    shutil.rmtree(target, ignore_errors=True)
    font = target / WEB_FONT
    with _font_cut(html, font, project.build / "fonts", cutter):
        shutil.copytree(html, target, ignore=left_out, copy_function=shutil.copyfile)
        for year in project.years():
            folder = target / "evidence" / str(year)
            folder.mkdir(parents=True)
            for path in sorted(project.evidence(year).glob("*.csv")):
                shutil.copyfile(path, folder / path.name)
        shutil.copyfile(project.book / "generated" / FEED, target / FEED)
        shutil.copyfile(LICENCE_PATH, font.with_name(LICENCE_PATH.name))
        harden(target)
        yield target


@contextmanager
def _font_cut(
    html: Path, font: Path, kept: Path, cutter: subprocess.Popen[bytes]
) -> Iterator[None]:
    """Cut the font to the characters shown; most edits bring no new one and reuse the last cut.

    A kept font is named by what it was cut from, by what cut it and by its own content, so neither
    another font nor a damaged one is taken for it.
    """
    import fontTools

    from fazhi.publish.book import fonts

    points = sorted(fonts.characters(html))
    basis = [file_digest(fonts.FONT_PATH), file_digest(Path(fonts.__file__)), fontTools.version]
    basis += map(str, points)
    name = hashlib.sha256(" ".join(basis).encode()).hexdigest()[:32]
    for cut in kept.glob(f"{name}-*{font.suffix}"):
        if cut.stem == f"{name}-{file_digest(cut)}":
            yield
            shutil.copyfile(cut, font)
            return
    assert cutter.stdin is not None
    cutter.stdin.write(json.dumps(points).encode())
    cutter.stdin.close()
    cutter.stdin = None
    try:
        yield
    except BaseException:
        cutter.kill()
        raise
    written, errors = cutter.communicate()
    if cutter.returncode:
        raise BuildError(
            "字体没有裁好",
            where=fonts.FONT_PATH.name,
            got=errors.decode("utf-8", "replace").strip().rpartition("\n")[2],
            todo="重新运行 make site",
        )
    font.write_bytes(written)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    shutil.copyfile(font, kept / f"{name}-{file_digest(font)}{font.suffix}")
