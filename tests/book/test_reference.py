"""The reviewed catalogue and claims: complete, in one unit, printed as published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from fazhi.facts.indicators import load_indicators
from fazhi.publish.book.commitments import load_commitments

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
CATALOGUE = load_indicators(REFERENCE / "indicators.yml")
CLAIMS: list[dict[str, Any]] = YAML(typ="safe").load(
    (REFERENCE / "claims" / "2022.yml").read_text(encoding="utf-8")
)["claims"]

CONTRACT = {
    "inspections.internal": ("41家次", 41),
    "inspections.joint": ("62家次", 62),
    "orders.issued": ("50份", 50),
    "hazards.found": ("656项", 656),
    "penalties.cases": ("7起", 7),
    "penalties.fine_total": ("11.3万元", 113000),
    "permits.total": ("190件", 190),
    "permits.hazchem": ("85件", 85),
    "permits.precursor": ("25件", 25),
    "permits.overturned": ("没有", 0),
    "publicity.items": ("1000余件", 1000),
    "publicity.posters": ("2000余套", 2000),
    "publicity.leaflets": ("3000余份", 3000),
    "outreach.audience": ("近6000人（次）", 6000),
    "case_reviews.aspects": ("六个方面", 6),
    "governance.briefings_per_quarter": ("每季度至少听取一次", 1),
    "penalties.reviewed_share": ("每案必审", 100),
    "inspections.published_share": ("所有", 100),
    "trainings.sessions": ("多场", 3),
}


def test_claims_hold_every_figure_of_the_published_report() -> None:
    """All figures of the 2022 report are claims with their published wording and value."""
    written = {claim["id"]: (claim["printed"], claim["value"]) for claim in CLAIMS}
    assert CONTRACT.items() <= written.items()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_claim_is_a_wording_of_a_known_indicator(claim: dict[str, Any]) -> None:
    """A claim names an indicator, in its unit, and its printed form stands in its sentence."""
    assert claim["unit"] == CATALOGUE[claim["id"]].unit
    assert claim["printed"] in claim["sentence"]


def test_parts_of_the_permits_point_to_their_whole() -> None:
    """其中 figures name the figure they are part of."""
    parts = {claim["id"]: claim["part_of"] for claim in CLAIMS if claim["part_of"]}
    assert parts == {"permits.hazchem": "permits.total", "permits.precursor": "permits.total"}


@pytest.mark.parametrize("indicator", CATALOGUE.values(), ids=lambda indicator: indicator.id)
def test_indicator_names_declared_registers(indicator: Any) -> None:
    """Every register an indicator needs is declared, and every indicator has an English name."""
    assert indicator.english
    for register in indicator.registers:
        assert (REFERENCE / "registers" / f"{register}.yml").is_file(), register


def test_home_page_has_about_eight_headlines() -> None:
    """Tiles are few enough to be read at a glance."""
    assert 6 <= sum(indicator.headline for indicator in CATALOGUE.values()) <= 8


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("commitments/*.yml")), ids=lambda p: p.stem)
def test_every_commitment_and_shortcoming_of_a_report_is_listed(path: Path) -> None:
    """The list names exactly the passages of the chapters, and numbers of the catalogue."""
    year = int(path.stem)
    chapters = REFERENCE.parents[1] / "book" / path.stem
    text = "".join((chapters / f"{n}.md").read_text("utf-8") for n in ("plans", "shortcomings"))
    written = set(re.findall(r"^\((y[0-9]{4}-(?:commitment|shortcoming)-[a-z-]+)\)=$", text, re.M))
    listed = load_commitments(path)
    assert {each.anchor(year) for each in listed} == written
    assert {i for each in listed for i in each.indicators} <= CATALOGUE.keys()


def test_every_tile_has_a_line_of_meaning() -> None:
    """A headline number says in plain words what it is about, not how it is counted."""
    for indicator in CATALOGUE.values():
        if indicator.headline:
            assert indicator.meaning
            assert indicator.meaning != indicator.definition(2022).text
