"""fazhi (法治): from a bureau's yearly registers to a report in which every number can be traced.

The stages, one package each; imports point down this list only:

1. ``cli``       the commands; parse, call one function, print
2. ``publish``   run notebooks, build the book, audit it, swap it in; Word, packs, provenance
3. ``claims``    what the published report asserts, and whether the facts bear it out
4. ``facts``     indicators, their values, the records behind each, year over year
5. ``records``   messy raw files to clean tables; nothing lost, nothing guessed
6. ``quantity``  numerals and units; ``paths`` where everything lives
7. ``errors``    every mistake a user can meet
"""

import os
import sys

# Read when Arrow is first imported: this allocator gives memory back, so that a large register
# takes less of it (docs/many-rows.md), and less time where memory is dear to come by.
if sys.platform == "linux":
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")
