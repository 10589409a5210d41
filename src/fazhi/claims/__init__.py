"""What the published report asserts, and whether the records bear it out.

1. ``claim`` reads ``data/reference/claims/<year>.yml``: printed figure, qualifier, unit, section.
2. ``semantics`` says what 余, 近, 约, 至少, 每 … commit the author to, and judges one claim.
3. ``verdicts`` judges a year's claims against its facts and keeps ``verdicts.csv``.
4. ``prose`` finds every numeral in any Chinese report text, with value, unit, qualifier and kind.
5. ``draft`` checks a report text against the facts and against its own arithmetic and wording.
"""

from fazhi.claims.claim import Acknowledgement, Claim, ClaimFile, load_claims
from fazhi.claims.semantics import Verdict, judge
from fazhi.claims.thresholds import Thresholds, load_thresholds
from fazhi.claims.verdicts import (
    VerdictRow,
    check_claims,
    read_verdicts,
    require_acknowledged,
    write_verdicts,
)

__all__ = [
    "Acknowledgement",
    "Claim",
    "ClaimFile",
    "Thresholds",
    "Verdict",
    "VerdictRow",
    "check_claims",
    "judge",
    "load_claims",
    "load_thresholds",
    "read_verdicts",
    "require_acknowledged",
    "write_verdicts",
]
