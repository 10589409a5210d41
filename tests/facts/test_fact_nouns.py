"""A fact, change or indicator is what it was when it was made."""

from __future__ import annotations

import fazhi.facts
from nouns import changeable_nouns


def test_only_the_recorder_can_be_changed() -> None:
    """What was counted cannot become something else on its way to the page."""
    assert changeable_nouns(fazhi.facts) == ["fazhi.facts.recorder.Recorder"]
