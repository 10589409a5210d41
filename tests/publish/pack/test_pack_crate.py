"""The pack is a valid Process Run Crate by the public validator, offline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
import rocrate

# The validator asks the network for the JSON-LD context; the library that writes crates ships one.
_CONTEXT = Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"


def _served(_: object, url: str, **__: object) -> requests.Response:
    assert url == "https://w3id.org/ro/crate/1.1/context"
    response = requests.Response()
    response.status_code = 200
    response.headers["Content-Type"] = "application/ld+json"
    response._content = _CONTEXT.read_bytes()
    return response


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["ro-crate-1.1", "process-run-crate-0.5"])
def test_public_validator_finds_nothing_required(pack, monkeypatch, profile):
    """No REQUIRED check of the profile fails; of the recommended, only addresses nobody has."""
    from rocrate_validator import models, services
    from rocrate_validator.utils.http import HttpRequester

    monkeypatch.setattr(HttpRequester, "get", _served, raising=False)
    found = services.validate(
        services.ValidationSettings(
            rocrate_uri=str(pack),
            profile_identifier=profile,
            requirement_severity=models.Severity.RECOMMENDED,
            offline=True,
        )
    ).get_issues()
    assert [i.message for i in found if i.severity == models.Severity.REQUIRED] == []
    allowed = ("SHOULD have a url", "SHOULD have a URL", "id SHOULD be an absolute URI")
    assert [i.message for i in found if not any(word in i.message for word in allowed)] == []


def test_context_of_the_library_is_the_one_served():
    """The pinned context defines the words the crate uses."""
    words = json.loads(_CONTEXT.read_text(encoding="utf-8"))["@context"]
    for word in ("CreateAction", "PropertyValue", "propertyID", "unitText", "instrument", "object"):
        assert word in words
