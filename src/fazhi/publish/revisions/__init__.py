"""After publication: figures are locked, and a change is declared, shown and explained (更正).

1. ``lock``     the values as published, ``data/reference/published/<year>.json``
2. ``entries``  what was changed since, ``data/reference/revisions/<year>.yml``
3. ``guard``    a published value may not change without an entry
4. ``page``     the page 更正说明 and its feed
"""

from fazhi.publish.revisions.entries import Revision, load_revisions, revisions
from fazhi.publish.revisions.guard import require_unrevised
from fazhi.publish.revisions.lock import publish_lock, read_lock
from fazhi.publish.revisions.page import write_feed, write_revisions

__all__ = [
    "Revision",
    "load_revisions",
    "publish_lock",
    "read_lock",
    "require_unrevised",
    "revisions",
    "write_feed",
    "write_revisions",
]
