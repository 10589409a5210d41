"""A year's claims against its facts, and the CSV that records it."""

from decimal import Decimal
from pathlib import Path

import pytest

from fazhi.claims import (
    Acknowledgement,
    Claim,
    ClaimFile,
    check_claims,
    read_verdicts,
    require_acknowledged,
    write_verdicts,
)
from fazhi.errors import ClaimError, DefinitionError

UNITS = {
    "penalties.cases": "起",
    "permits.total": "件",
    "permits.hazchem": "件",
    "trainings.sessions": "场",
}


def a_claim(id_: str, printed: str, value: int | None, **more: str) -> Claim:
    """Build an exact claim in its indicator's unit."""
    qualifier = more.pop("qualifier", "exact")
    unit = more.pop("unit", UNITS.get(id_, "件"))
    stated = None if value is None else Decimal(value)
    return Claim(id_, "一（三）", printed, qualifier, stated, unit, part_of=more.get("part_of"))


def a_file(*claims: Claim, acknowledgements: tuple[Acknowledgement, ...] = ()) -> ClaimFile:
    """Wrap claims as the file of 2022."""
    return ClaimFile(2022, "published", "报告", claims, acknowledgements, "claims/2022.yml")


def test_rows_follow_the_claims_file_and_read_back(tmp_path: Path) -> None:
    """Order, values and notes survive the CSV; bytes are UTF-8 with LF."""
    file = a_file(
        a_claim("permits.total", "190件", 190),
        a_claim("penalties.cases", "7起", 7),
        a_claim("trainings.sessions", "多场", None, qualifier="several"),
        a_claim("permits.hazchem", "85件", 85, part_of="permits.total"),
    )
    facts = {
        "permits.total": Decimal(190),
        "trainings.sessions": Decimal(12),
        "permits.hazchem": None,
    }
    rows = check_claims(file, facts, UNITS)
    path = tmp_path / "2022" / "verdicts.csv"
    write_verdicts(rows, path)
    assert path.read_bytes().decode() == (
        "id,section,printed,qualifier,claimed,computed,unit,verdict,note\n"
        "permits.total,一（三）,190件,exact,190,190,件,supported,\n"
        "penalties.cases,一（三）,7起,exact,7,,起,no_record,没有可供核对的记录\n"
        "trainings.sessions,一（三）,多场,several,,12,场,supported,记录为12\n"
        "permits.hazchem,一（三）,85件,exact,85,,件,no_record,没有可供核对的记录\n"
    )
    assert read_verdicts(path) == rows
    assert [row.label for row in rows] == ["相符", "无记录", "相符", "无记录"]


@pytest.mark.parametrize("text", ["", "id,section\n", "a,b,c,exact,1,1,件,maybe,\n"])
def test_a_foreign_verdicts_file_is_refused(tmp_path: Path, text: str) -> None:
    """What this package did not write is not read."""
    path = tmp_path / "verdicts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimError, match="核对结果无法读取"):
        read_verdicts(path)


def test_parts_larger_than_the_whole_contradict_the_whole() -> None:
    """其中 parts may not exceed their whole, as printed or as computed."""
    file = a_file(
        a_claim("permits.total", "80件", 80),
        a_claim("permits.hazchem", "85件", 85, part_of="permits.total"),
    )
    whole, _ = check_claims(file, dict.fromkeys(UNITS), UNITS)
    assert (whole.verdict, whole.note) == (
        "contradicted",
        "没有可供核对的记录；报告中“其中”之和85大于总数80",
    )


def test_units_are_never_merged_silently() -> None:
    """A claim in another unit than its indicator's, or on none, is a mistake in the file."""
    with pytest.raises(
        DefinitionError, match=r"位置：claims/2022.yml @ claims\[0\].unit；应为：起；实为：件"
    ):
        check_claims(a_file(a_claim("penalties.cases", "7件", 7, unit="件")), {}, UNITS)
    with pytest.raises(
        DefinitionError, match=r"没有这个指标；位置：claims/2022.yml @ claims\[0\].id"
    ):
        check_claims(a_file(a_claim("penalties.case", "7起", 7)), {}, UNITS)


def test_a_contradiction_needs_a_named_persons_word() -> None:
    """Unacknowledged, acknowledged, for another value, and for nothing."""
    claim = a_claim("penalties.cases", "7起", 7)
    rows = check_claims(a_file(claim), {"penalties.cases": Decimal(8)}, UNITS)
    with pytest.raises(ClaimError) as caught:
        require_acknowledged(rows, a_file(claim))
    assert str(caught.value) == (
        "论断 penalties.cases 与记录不符，且无人知悉；"
        "位置：claims/2022.yml 一（三）；应为：8起（记录）；实为：7起（报告）；"
        "请：核对记录与报告；确属已知的，在 acknowledgements 写明缘由、日期与姓名。"
    )
    word = Acknowledgement("penalties.cases", Decimal(8), "口径不同", "2023-01-05", "张某")
    require_acknowledged(rows, a_file(claim, acknowledgements=(word,)))
    other = check_claims(a_file(claim), {"penalties.cases": Decimal(9)}, UNITS)
    with pytest.raises(ClaimError, match="知悉说明是就另一数值所写"):
        require_acknowledged(other, a_file(claim, acknowledgements=(word,)))
    fine = check_claims(a_file(claim), {"penalties.cases": Decimal(7)}, UNITS)
    with pytest.raises(ClaimError, match="已不再不符，知悉说明过时"):
        require_acknowledged(fine, a_file(claim, acknowledgements=(word,)))
