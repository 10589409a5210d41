"""A fact equals what its own evidence adds up to, or it is not a fact."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.errors import FactError
from fazhi.facts.evidence import (
    expected_value,
    gather,
    require_agreement,
    write_evidence,
)


def _frame(fines: list[str], register: str = "penalties") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_id": [f"{register}-2022-{n:04d}" for n in range(len(fines))],
            "source_file": "data/raw/2022/台账.xlsx",
            "source_sheet": "处罚",
            "source_row": range(4, 4 + len(fines)),
            "fine_yuan": [Decimal(f) for f in fines],
        }
    )


def test_a_count_is_its_rows_and_a_total_its_contributions() -> None:
    """Without a column every record contributes 1, with one its own value."""
    frame = _frame(["20000", "15000.5"])
    assert expected_value("count", gather([frame])) == 2
    assert expected_value("total", gather([(frame, "fine_yuan")])) == Decimal("35000.5")


def test_rates_and_means_divide_by_the_records() -> None:
    """A rate is 100 × contributions ÷ records, a mean contributions ÷ records."""
    frame = _frame(["1", "2", "4"])
    paid = pd.Series([True, False, True], index=frame.index)
    assert expected_value("rate", gather([(frame, paid)])) == Decimal("66.6667")
    assert expected_value("mean", gather([(frame, "fine_yuan")])) == Decimal("2.3333")


def test_an_empty_denominator_and_an_extreme_set_no_rule() -> None:
    """Nothing can be expected of a rate over no record, nor of a minimum."""
    assert expected_value("rate", gather([_frame([])])) is None
    assert expected_value("extreme", gather([_frame(["1"])])) is None


@given(st.lists(st.decimals("0", "1e9", places=2), max_size=30))
@settings(max_examples=200, derandomize=True)
def test_contributions_add_up_exactly(fines: list[Decimal]) -> None:
    """Money is added as decimals: no float error, whatever the amounts."""
    evidence = gather([(_frame([str(f) for f in fines]), "fine_yuan")])
    assert evidence.total == sum(fines, Decimal(0))
    assert evidence.rows == len(fines)


def test_a_value_its_evidence_does_not_bear_is_refused() -> None:
    """The message names indicator, expected and got."""
    with pytest.raises(FactError) as caught:
        require_agreement("penalties.cases", Decimal(8), Decimal(7))
    assert str(caught.value) == (
        "指标 penalties.cases 的值与其证据记录不勾稽；应为：证据合计 7；实为：8；"
        "请：检查该单元的表达式与传入的记录是否一致。"
    )


def test_evidence_names_file_sheet_and_row_in_order(tmp_path: Path) -> None:
    """The file has the contract's columns and is sorted, whatever the order of registers."""
    evidence = gather([_frame(["1"], "trainings"), (_frame(["2.50"]), "fine_yuan")])
    write_evidence(evidence, tmp_path / "e.csv")
    assert (tmp_path / "e.csv").read_text("utf-8").splitlines() == [
        "file,sheet,row,register,contribution",
        "data/raw/2022/台账.xlsx,处罚,4,penalties,2.5",
        "data/raw/2022/台账.xlsx,处罚,4,trainings,1",
    ]


def test_evidence_quotes_what_would_break_a_line(tmp_path: Path) -> None:
    """A comma or a quote in a file or sheet name stays inside its cell; no sheet is empty."""
    frame = _frame(["1", "2"])
    frame["source_file"] = 'data/raw/2022/台账,"甲".csv'
    frame["source_sheet"] = None
    write_evidence(gather([frame.iloc[::-1]]), tmp_path / "e.csv")
    with (tmp_path / "e.csv").open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    name = 'data/raw/2022/台账,"甲".csv'
    assert rows == [[name, "", "4", "penalties", "1"], [name, "", "5", "penalties", "1"]]


def test_a_frame_of_two_registers_keeps_them_apart(tmp_path: Path) -> None:
    """Each record is named with its own register."""
    both = pd.concat([_frame(["1"], "permits"), _frame(["1"], "orders")], ignore_index=True)
    write_evidence(gather([both]), tmp_path / "e.csv")
    lines = (tmp_path / "e.csv").read_text("utf-8").splitlines()[1:]
    assert [line.split(",")[3] for line in lines] == ["orders", "permits"]
