"""Many bureaus: build each book under its own lock, then a portal that compares them.

1. ``roots``    which folders are bureaus, and that they can be told apart
2. ``jobs``     one bureau is one job, on this machine or on a cluster
3. ``figures``  the headline indicators as each bureau's *published* book shows them
4. ``portal``   the comparing page, its CSV, and the books beside it, swapped in whole
"""

from fazhi.publish.bureaus.jobs import Outcome, build_bureaus, cluster, local
from fazhi.publish.bureaus.portal import publish_portal
from fazhi.publish.bureaus.roots import Bureau, find_bureaus

__all__ = [
    "Bureau",
    "Outcome",
    "build_bureaus",
    "cluster",
    "find_bureaus",
    "local",
    "publish_portal",
]
