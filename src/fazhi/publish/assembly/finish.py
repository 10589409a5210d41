"""From the pages as Sphinx leaves them to the site as readers get it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from fazhi.errors import BuildError
from fazhi.paths import Project
from fazhi.publish.assembly.files import Piece, lay_out, pieces_of
from fazhi.publish.assembly.inputs import Digests, file_digest
from fazhi.publish.audit.memo import Memo, file_key
from fazhi.publish.release import Site

_CUT = "from fazhi.publish.book.fonts import cut_as_asked; cut_as_asked()"


def start_cutter() -> subprocess.Popen[bytes]:
    """Return a process that will cut the font, importing; unasked it leaves with its input."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", _CUT], stdin=pipe, stdout=pipe, stderr=pipe)


@contextmanager
def finishing(
    html: Site, project: Project, found: Digests, code: str, last: Site | None,
    cutter: subprocess.Popen[bytes],
) -> Iterator[Site]:  # fmt: skip
    """Make the site from *html*, with evidence and feed, every page hardened.

    The font is cut to size by *cutter* while the caller audits the pages; it lies in its place
    when the context is left.

    Args:
        html: What Sphinx left.
        project: The project.
        found: All inputs by content.
        code: Digest of our code.
        last: The release that readers see, if it is whole.
        cutter: A started process that cuts fonts.

    Yields:
        The site, in ``_build/finished``.

    Raises:
        AuditError: A page holds inline code nobody listed.
        BuildError: The font could not be cut, or a file was changed meanwhile.
    """
    from fazhi.publish.book.fonts import LICENCE_PATH, WEB_FONT

    memo = Memo(project.build / "finished.json", code)
    licence = str(Path(WEB_FONT).with_name(LICENCE_PATH.name))
    pieces = [
        *pieces_of(html),
        *_computed(project, found),
        Piece(licence, LICENCE_PATH, file_digest(LICENCE_PATH)),
    ]
    target = project.build / "finished"
    points = _points(pieces, memo)
    with _font_cut(points, target / WEB_FONT, project.build / "fonts", cutter):
        site = lay_out(pieces, target, memo, last)
        memo.save()
        yield site
    site.digests[WEB_FONT] = file_digest(target / WEB_FONT)


def _computed(project: Project, found: Digests) -> Iterator[Piece]:
    """Yield evidence and feed, which lie on the site as they were computed."""
    from fazhi.publish.revisions.page import FEED

    feed = project.relative(project.book / "generated" / FEED)
    yield Piece(FEED, project.root / feed, found[feed])
    for year in project.years():
        folder = project.relative(project.evidence(year)) + "/"
        for name, digest in found.items():
            if name.startswith(folder) and name.endswith(".csv"):
                place = f"evidence/{year}/{name.removeprefix(folder)}"
                yield Piece(place, project.root / name, digest)


def _points(pieces: Sequence[Piece], memo: Memo) -> list[int]:
    """Return the code points that the site shows, sorted."""
    from fazhi.publish.book import fonts

    found = set(fonts.ALWAYS)
    for piece in pieces:
        if fonts.shows_text(piece.name):
            key = file_key("shown", piece.name, piece.digest)
            found.update(map(ord, memo.recall(key, partial(_shown, piece))))
    return sorted(found)


def _shown(piece: Piece) -> str:
    from fazhi.publish.book.fonts import shown_in

    return shown_in(piece.name, piece.read().decode("utf-8"))


@contextmanager
def _font_cut(
    points: Sequence[int], font: Path, kept: Path, cutter: subprocess.Popen[bytes]
) -> Iterator[None]:
    """Cut the font to the characters shown; most edits bring no new one and reuse the last cut.

    A kept font is named by what it was cut from, by what cut it and by its own content, so neither
    another font nor a damaged one is taken for it.
    """
    import fontTools

    from fazhi.publish.book import fonts

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
