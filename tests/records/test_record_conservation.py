"""No row is ever lost, whatever dirt is mixed in."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from intake_support import FILES, HEADER, YEAR, csv_bytes, fine, lay_out

from fazhi.records import check_year_files
from fazhi.records.marked import write_marked_copies

DIRT = {
    "good": fine,
    "bad date": lambda n: fine(n, 决定日期="3月5日"),
    "bad number": lambda n: fine(n, 条数="若干"),
    "no party": lambda n: fine(n, 当事人=""),
    "void": lambda n: fine(n, 状态="作废"),
    "repeated": lambda n: fine(1),
    "same number": lambda n: fine(n, 决定书文号="（虚）应急罚〔2022〕1号", 条数=n % 400),
    "blank": lambda n: [],
    "total": lambda n: ["合计", *[""] * 6, n],
    "subtotal": lambda n: ["", "小计", *[""] * 5, n],
    "header": lambda n: list(HEADER),
    "note": lambda n: ["填表说明：一行一起"],
    "signature": lambda n: ["审核人：某", "", "填表人：某"],
    "example": lambda n: ["示例", *fine(n, 违法事实="示例文字")[1:]],
    "over example": lambda n: ["示例", *fine(n)[1:]],
    "too long": lambda n: [*fine(n), "多"],
    "too short": lambda n: fine(n)[:6],
    "one word": lambda n: ["某"],
    "company like a total": lambda n: fine(n, 序号="合计"),
    "suspicious fine": lambda n: fine(n, **{"罚款金额(万元)": 20000}),
}
RECORDS = (
    "good", "bad date", "bad number", "no party", "void", "repeated", "same number", "too long",
    "too short", "one word", "company like a total", "suspicious fine", "over example",
)  # fmt: skip


@given(st.lists(st.sampled_from(sorted(DIRT)), min_size=1, max_size=25), st.integers(0, 3))
@settings(derandomize=True, max_examples=120, deadline=None)
def test_every_row_is_clean_quarantined_or_left_out_for_a_reason(
    kinds: list[str], titles: int
) -> None:
    """Records are clean or quarantined, everything else is counted by kind, nothing is missing."""
    # A sheet with example rows alone is a template still as issued.
    kinds = ["good", *kinds]
    assume(set(kinds) - {"blank"} != {"example"})  # a template as issued was not received
    rows = [DIRT[kind](n) for n, kind in enumerate(kinds, 1)]
    content = csv_bytes(*rows)
    lead = "2022年罚款台账\r\n" * titles
    raw = content[:3] + lead.encode() + content[3:]
    with tempfile.TemporaryDirectory() as folder:
        result = check_year_files(lay_out(Path(folder), {"罚款.csv": raw}), YEAR)
    counts = result.counts["fines"]
    records = sum(kind in RECORDS for kind in kinds)
    trailing = len(kinds) - len("".join("b" if k == "blank" else "x" for k in kinds).rstrip("b"))
    # A bare word after a note is part of the note.
    words = sum(k == "one word" and "note" in _before(kinds, n) for n, k in enumerate(kinds))
    assert counts.clean + counts.quarantined == records - words
    assert counts.rows_in == titles + 1 + len(kinds) - trailing
    assert counts.rows_in == counts.clean + counts.quarantined + sum(counts.non_records.values())


def _before(kinds: list[str], position: int) -> set[str]:
    return {"note" if k == "signature" else k for k in kinds[:position]}


@given(st.randoms(use_true_random=False))
@settings(derandomize=True, max_examples=25, deadline=None)
def test_the_order_of_rows_changes_no_count(shuffle: random.Random) -> None:
    """Shuffling good, void and unreadable rows changes where they stand, not how many count."""
    rows = [DIRT[k](n) for n, k in enumerate(["good"] * 5 + ["void"] * 3 + ["bad date"] * 4, 1)]
    shuffle.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        result = check_year_files(lay_out(Path(folder), {"罚款.csv": csv_bytes(*rows)}), YEAR)
    assert (result.counts["fines"].clean, result.counts["fines"].quarantined) == (8, 4)


DAMAGED = (
    "ok-values.xlsx",
    "ok-excel97.xls",
    "ok-opendocument.ods",
    "ok-page.xls",
    "ok-gb18030.csv",
)


@given(st.sampled_from(DAMAGED), st.integers(0, 10**6), st.integers(0, 3), st.binary(max_size=40))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_a_damaged_file_is_read_or_refused_never_a_crash(
    name: str, position: int, damage: int, junk: bytes
) -> None:
    """Cut, flipped, missing and added bytes end in a message, whatever the reader makes of them."""
    content = (FILES / name).read_bytes()
    at = position % len(content)
    flipped = bytes([content[at] ^ 1 << damage * 2])
    raw = (
        content[: at + 1],
        content[:at] + flipped + content[at + 1 :],
        content[:at] + content[at + 50 :] or b" ",
        content[:at] + junk + content[at:],
    )[damage]
    with tempfile.TemporaryDirectory() as folder:
        result = check_year_files(lay_out(Path(folder), {name: raw}), YEAR)
        write_marked_copies(result, Path(folder) / "marked")
    assert result.counts or result.refusals
