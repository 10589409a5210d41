"""From the pages as Sphinx leaves them to the site as readers get it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from fazhi.paths import Project
from fazhi.publish.assembly.inputs import file_digest

_INTERNAL = (".buildinfo", "objects.inv")


def finish(html: Path, project: Project, target: Path) -> Path:
    """Copy *html* to *target*, with evidence and feed, the font cut to size, every page hardened.

    Returns:
        *target*.

    Raises:
        AuditError: A page holds inline code nobody listed.
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
    _cut_font(target, project.build / "fonts")
    harden(target)
    return target


def _cut_font(site: Path, kept: Path) -> None:
    """Cut the font to the characters shown; most edits bring no new one and reuse the last cut.

    A kept font is named by what it was cut from and by its own content, so neither another font
    nor a damaged one is taken for it.
    """
    from fazhi.publish.book.fonts import FONT_PATH, LICENCE_PATH, WEB_FONT, characters, subset_fonts

    basis = hashlib.sha256(FONT_PATH.read_bytes())
    basis.update(" ".join(map(str, sorted(characters(site)))).encode())
    name, font = basis.hexdigest()[:32], site / WEB_FONT
    for cut in kept.glob(f"{name}-*.woff2"):
        if cut.stem == f"{name}-{file_digest(cut)}":
            shutil.copyfile(cut, font)
            shutil.copyfile(LICENCE_PATH, font.with_name(LICENCE_PATH.name))
            return
    subset_fonts(site)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    shutil.copyfile(font, kept / f"{name}-{file_digest(font)}.woff2")
