"""A claim, verdict or numeral is what it was when it was made."""

from __future__ import annotations

import fazhi.claims
from nouns import changeable_nouns


def test_no_noun_can_be_changed() -> None:
    """What was judged cannot become something else on its way to the page."""
    assert changeable_nouns(fazhi.claims) == []
