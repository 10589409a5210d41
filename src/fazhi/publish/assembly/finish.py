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

_INTERNAL = (".buildinfo", "objects.inv")
_CUT = (
    "import json, sys; from fazhi.publish.book.fonts import cut;"
    " sys.stdout.buffer.write(cut(json.load(sys.stdin)))"
)


@contextmanager
def finishing(html: Path, project: Project, target: Path) -> Iterator[Path]:
    """Copy *html* to *target*, with evidence and feed, every page hardened.

    The font is cut to size in a process aside while the caller audits the pages; it lies in its
    place when the context is left.

    Yields:
        *target*.

    Raises:
        AuditError: A page holds inline code nobody listed.
        BuildError: The font could not be cut.
    """
    from fazhi.publish.book import harden
    from fazhi.publish.revisions.page import FEED

    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(html, target, ignore=shutil.ignore_patterns(*_INTERNAL))
    for year in project.years():
        folder = target / "evidence" / str(year)
        folder.mkdir(parents=True)
        for path in sorted(project.evidence(year).glob("*.csv")):
            shutil.copyfile(path, folder / path.name)
    shutil.copyfile(project.book / "generated" / FEED, target / FEED)
    with _font_cut(target, project.build / "fonts"):
        harden(target)
        yield target


@contextmanager
def _font_cut(site: Path, kept: Path) -> Iterator[None]:
    """Cut the font to the characters shown; most edits bring no new one and reuse the last cut.

    A kept font is named by what it was cut from, by what cut it and by its own content, so neither
    another font nor a damaged one is taken for it.
    """
    import fontTools

    from fazhi.publish.book import fonts
    from fazhi.publish.book.fonts import FONT_PATH, LICENCE_PATH, WEB_FONT, characters

    points = sorted(characters(site))
    basis = [file_digest(FONT_PATH), file_digest(Path(fonts.__file__)), fontTools.version]
    basis += map(str, points)
    name = hashlib.sha256(" ".join(basis).encode()).hexdigest()[:32]
    font = site / WEB_FONT
    shutil.copyfile(LICENCE_PATH, font.with_name(LICENCE_PATH.name))
    for cut in kept.glob(f"{name}-*.woff2"):
        if cut.stem == f"{name}-{file_digest(cut)}":
            shutil.copyfile(cut, font)
            yield
            return
    with subprocess.Popen(
        [sys.executable, "-c", _CUT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdin is not None
        worker.stdin.write(json.dumps(points).encode())
        worker.stdin.close()
        worker.stdin = None
        try:
            yield
        except BaseException:
            worker.kill()
            raise
        written, _ = worker.communicate()
    if worker.returncode:
        raise BuildError("字体没有裁好", where=FONT_PATH.name, todo="重新运行 make site")
    font.write_bytes(written)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    shutil.copyfile(font, kept / f"{name}-{file_digest(font)}.woff2")
