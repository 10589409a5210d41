"""The claims file is validated entry by entry, with the address of what is wrong."""

from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fazhi.claims import load_claims, load_thresholds
from fazhi.errors import DefinitionError

BAD = Path(__file__).parents[1] / "bad_claims"
MESSAGES = YAML(typ="safe").load((BAD / "messages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("case", "message"), MESSAGES.items())
def test_bad_claims_are_refused_with_address_and_cure(case: str, message: str) -> None:
    """Each broken file gets its exact message."""
    with pytest.raises(DefinitionError) as caught:
        load_claims(BAD / case / "2022.yml")
    assert str(caught.value) == message


def test_every_bad_file_has_its_message() -> None:
    """No broken input lies about untested."""
    cases = {path.parent.name for path in BAD.glob("*/2022.yml")}
    assert cases == MESSAGES.keys() - {"absent"}


def test_bad_thresholds_are_refused() -> None:
    """A threshold must be positive."""
    with pytest.raises(
        DefinitionError, match=r"阈值应为正数；位置：thresholds_negative.yml @ about_loose"
    ):
        load_thresholds(BAD / "thresholds_negative.yml")


def test_a_good_file_is_read_as_written(tmp_path: Path) -> None:
    """Values are exact decimals, and messages can show the path from the root."""
    path = tmp_path / "2022.yml"
    path.write_text(
        "year: 2022\nstatus: published\ntitle: 报告\nclaims:\n"
        "- {id: penalties.fine_total, section: 一（三）, printed: 11.3万元, qualifier: exact,"
        " value: 113000, unit: 元, part_of: null, sentence: 罚款金额11.3万元}\n"
        "- {id: a.rate, section: 一, printed: 98.2%, qualifier: exact, value: 98.2, unit: '%'}\n"
        "- {id: a.every, section: 一, printed: 每案必审, qualifier: every, unit: '%'}\n"
        "acknowledgements:\n"
        "- {id: a.rate, computed: 97, reason: 口径, date: 2023-01-05, person: 张某}\n",
        encoding="utf-8",
    )
    file = load_claims(path, tmp_path)
    assert [claim.value for claim in file.claims] == [113000, Decimal("98.2"), 100]
    assert file.acknowledgements[0].date == "2023-01-05"
    assert (file.year, file.where) == (2022, "2022.yml")
