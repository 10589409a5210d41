"""The audit pack (审计包): one zip that proves a year's numbers offline, years later.

1. ``year``       everything it is made from, read once
2. ``workpaper``  the printable working paper (工作底稿) with the checks (勾稽)
3. ``readable``   executed notebooks as standalone pages
4. ``describe``   Table Schema; ``crate``  RO-Crate
5. ``verify``     copied in: re-checks everything with the standard library alone
6. ``build``      manifest and zip
"""

from fazhi.publish.pack.build import build_pack, pack_files
from fazhi.publish.pack.year import read_year

__all__ = ["build_pack", "pack_files", "read_year"]
