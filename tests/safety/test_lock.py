"""What is installed is what the lock names, and the lock names it by digest."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version

from packaging.requirements import Requirement

from building import REPOSITORY

HASHES = re.compile(r"(?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+")


def pins(text: str) -> list[tuple[Requirement, str]]:
    """Return each pin with its hashes, "" where it has none or something else follows."""
    entries = re.split(r"\n(?=\S)", text.strip())
    split = [re.match(r"([^\\\n]+?)(\s*\\\n[\s\S]*)?$", entry) for entry in entries]
    found = [(match[1], match[2] or "") for match in split if match]
    assert len(found) == len(entries)
    return [(Requirement(pin), rest if HASHES.fullmatch(rest) else "") for pin, rest in found]


def unsafe(text: str) -> list[str]:
    """Return the pins that name no exact version, no digest, or a place to fetch from."""
    return [
        str(pin)
        for pin, hashes in pins(text)
        if not re.fullmatch(r"==[^*]+", str(pin.specifier)) or pin.url or not hashes
    ]


def test_every_pin_is_exact_and_has_a_digest() -> None:
    """No dependency can be replaced by another file of the same name and version."""
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert len(pins(lock)) > 100
    assert unsafe(lock) == []


def test_a_loose_pin_is_noticed() -> None:
    """A range, a missing digest and a direct address are each named."""
    digest = f" \\\n    --hash=sha256:{'0' * 64}"
    lock = f"good==1{digest}\nloose>=1{digest}\nbare==1\nplace @ file:///x{digest}\n"
    assert unsafe(lock) == ["loose>=1", "bare==1", "place @ file:///x"]


def test_what_is_installed_is_what_is_locked() -> None:
    """The tests judge the versions that are shipped; optional ones may be absent."""
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    other = {}
    for pin, _ in pins(lock):
        if pin.marker is None or pin.marker.evaluate():
            try:
                found = version(pin.name)
            except PackageNotFoundError:
                continue
            if not pin.specifier.contains(found, prereleases=True):
                other[str(pin)] = found
    assert other == {}
