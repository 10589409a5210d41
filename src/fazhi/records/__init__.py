"""Records: from the messy files a bureau receives to clean tables, nothing lost, nothing guessed.

The stages, in the order a row meets them:

1. ``sources``     which files were received, and that they are still the same
2. ``intake``      bytes to ``sheets``: ``kinds`` says what a file really is, then ``workbook``
   (with ``ole`` and ``hidden``), ``textfile``, ``htmltable``; ``plaintext`` reads a text file in
   bulk when every reader would agree on it
3. ``header``      which register a sheet carries, and which field each column holds
4. ``rows``        records, and everything else that stands between them
5. ``gather``      all sheets of a register as one ``table`` of raw cells, a ``column`` with its
   distinct values once; ``layout`` of each
6. ``parse``       typed columns, each distinct cell by ``values``, ``dates`` and ``codes``;
   ``plain`` tells which texts stand for themselves
7. ``rules``       across the fields of a row and the rows of a register; ``totals``,
   ``crosscheck`` and ``linkcheck`` between registers, ``lastyear`` between years
8. ``store``       masked by ``masking`` and ``privacy``, written with digests; the rest goes to
   ``quarantine``
9. ``opened``      clean tables for counting

``register`` and ``schema`` hold the declarations all of this follows, ``clean`` runs it for a year
and returns the ``result``, ``problems`` says what is wrong, ``report`` and ``marked`` hand it back
to staff, ``written`` reads what people declare (``corrections`` before parsing, ``explanations``
after checking), ``folding`` decides when two texts are the same, ``never`` lists what may not be
published, ``abreast`` does independent work on all processors.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fazhi.records.clean import check_year_files, clean_year
    from fazhi.records.never import raw_never_values
    from fazhi.records.opened import YearRecords, open_year
    from fazhi.records.problems import Problem
    from fazhi.records.register import Field, Register
    from fazhi.records.result import CleanResult, Counts
    from fazhi.records.schema import load_registers
    from fazhi.records.sources import Source, declared_sources, raw_files, sha256_of

_HOMES = {
    "clean": ("check_year_files", "clean_year"),
    "never": ("raw_never_values",),
    "opened": ("YearRecords", "open_year"),
    "problems": ("Problem",),
    "register": ("Field", "Register"),
    "result": ("CleanResult", "Counts"),
    "schema": ("load_registers",),
    "sources": ("Source", "declared_sources", "raw_files", "sha256_of"),
}

__all__ = [
    "CleanResult",
    "Counts",
    "Field",
    "Problem",
    "Register",
    "Source",
    "YearRecords",
    "check_year_files",
    "clean_year",
    "declared_sources",
    "load_registers",
    "open_year",
    "raw_files",
    "raw_never_values",
    "sha256_of",
]


def __getattr__(name: str) -> object:
    """Import what is asked for: reading a declaration needs no numpy, which cleaning does."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
