"""Files beside the pages: named as a clean build names them, and none left from before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sphinx.environment import BuildEnvironment
from sphinx.util import FilenameUniqDict


def named_as_clean(images: Mapping[str, tuple[set[str], str]]) -> bool:
    """Return whether *images* have the names that reading all pages in order would give.

    Images of equal file name are told apart by a number in reading order; reading one page again
    can give it a number that was another's.

    Args:
        images: Pages that show it and name, by path.
    """
    clean = FilenameUniqDict()
    for path, (pages, _) in sorted(images.items(), key=lambda item: min(item[1][0])):
        clean.add_file(min(pages), path)
    return all(clean[path][1] == name for path, (_, name) in images.items())


def prune_files(env: BuildEnvironment, html: Path) -> None:
    """Delete images and downloads that no page shows any more."""
    kept = {f"_images/{name}" for _, name in env.images.values()}
    kept |= {f"_downloads/{name}" for _, name in env.dlfiles.values()}
    for folder in (html / "_images", html / "_downloads"):
        for path in [p for p in folder.rglob("*") if p.is_file()]:
            if path.relative_to(html).as_posix() not in kept:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
