"""Every file of the finished site: made anew, or the one of the release before.

A file whose source did not change is a second name of the file that readers have already: nothing
is copied, hardened or written to the disk again.  Only a release that was found whole in this
build is taken from.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi.errors import AuditError, BuildError
from fazhi.publish.audit.memo import Memo, file_key
from fazhi.publish.book.harden import dangers, harden_page, is_left_out
from fazhi.publish.release import Site, link_or_copy

_SHOWN = 20


@dataclass(frozen=True)
class Piece:
    """What one file of the site is made from.

    Attributes:
        name: Path on the site, with forward slashes.
        source: The file.
        digest: Its SHA-256.
    """

    name: str
    source: Path
    digest: str

    def read(self) -> bytes:
        """Return the content.

        Raises:
            BuildError: It is no longer what its digest says.
        """
        content = self.source.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise BuildError("文件在构建时被改动", where=self.name, todo="保存后重新运行 make site")
        return content


def pieces_of(html: Site) -> list[Piece]:
    """Return what Sphinx left in *html* and readers need."""
    return [
        Piece(name, html.folder / name, digest)
        for name, digest in html.digests.items()
        if not is_left_out(name)
    ]


def lay_out(
    pieces: Iterable[Piece], target: Path, memo: Memo | None = None, last: Site | None = None
) -> Site:
    """Make every file below *target*, which is emptied first.

    Args:
        pieces: What they are made from.
        target: Folder of the site.
        memo: What became of the same sources before.
        last: The release before, whole.

    Raises:
        AuditError: A page holds inline code nobody listed, or loads from another host.
        BuildError: A source was changed meanwhile.
    """
    shutil.rmtree(target, ignore_errors=True)
    memo = memo or Memo()
    digests: dict[str, str] = {}
    problems: list[str] = []
    folders: set[Path] = set()
    for piece in pieces:
        path = target / piece.name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        key = file_key("made", piece.name, piece.digest)
        made = memo.known(key)
        if last and made and last.digests.get(piece.name) == made:
            link_or_copy(last.folder / piece.name, path)
        else:
            made = _make(piece, path, problems)
        memo.keep(key, made)
        digests[piece.name] = made
    if problems:
        raise AuditError(
            f"网页中有{len(problems)}处不允许的内容",
            got="\n  ".join(["", *problems[:_SHOWN]]),
            todo="改用样式类，或去掉这段代码",
        )
    return Site(target, digests)


def _make(piece: Piece, path: Path, problems: list[str]) -> str:
    """Write *path*, hardened if it is a page; return its digest."""
    content = piece.read()
    if path.suffix == ".html":
        text = harden_page(content.decode("utf-8"))
        problems += [f"{piece.name}：{danger}" for danger in dangers(text)]
        content = text.encode("utf-8")
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
