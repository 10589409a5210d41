"""The search index, carried from run to run without a trace of what pages said before.

Sphinx reads its own index back from the site, but loses index entries and keeps the words of
deleted sentences without a page; a clean build has neither.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_BY_PAGE = ("_titles", "_filenames", "_all_titles", "_index_entries")
_BY_WORD = ("_mapping", "_title_mapping")


def keep_index(builder: Any, path: Path) -> None:
    """Let *builder* take its index from *path* and leave it there.

    Args:
        builder: An HTML builder of Sphinx.
        path: Where the index is kept between runs.
    """
    dump: Callable[[], None] = builder.dump_search_index

    def load(pages: Iterable[str]) -> None:
        _restore(builder.indexer, path, set(builder.env.all_docs) - set(pages))

    def keep() -> None:
        indexer = builder.indexer
        indexer._index_entries = dict(sorted(indexer._index_entries.items()))
        path.write_bytes(pickle.dumps({n: getattr(indexer, n) for n in _BY_PAGE + _BY_WORD}))
        dump()

    builder.load_indexer, builder.dump_search_index = load, keep


def _restore(indexer: Any, path: Path, pages: set[str]) -> None:
    """Give *indexer* what *path* holds about *pages*."""
    kept = pickle.loads(path.read_bytes()) if pages else {}
    for name in _BY_PAGE:
        by_page = kept.get(name, {})
        setattr(indexer, name, {page: by_page[page] for page in by_page if page in pages})
    for name in _BY_WORD:
        by_word = {word: found & pages for word, found in kept.get(name, {}).items()}
        setattr(indexer, name, {word: found for word, found in by_word.items() if found})
