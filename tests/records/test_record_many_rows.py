"""Reading by columns finds exactly what reading row by row finds, whatever the dirt."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_support import HEADER, YEAR, fine, lay_out

from fazhi.records import CleanResult, clean_year
from fazhi.records.column import Column, combinations, encoded
from fazhi.records.plaintext import read_plain
from fazhi.records.textfile import decode, read_text

CELLS = st.sampled_from(
    (
        "", " ", "无", "--", "#N/A", "合计", "示例", "填表说明：略", "3", "３", "2万元", "20000",
        "3月5日",
        "2022-03-05", "2022/3/5", "2021-03-05", "（虚）应急罚〔2022〕1号", "(虚)应急罚(2022)1号",
        "（虚）应急罚（2022）1号", "上海甲乙商贸有限公司（虚构）", "上海甲乙商贸有限公司 (虚构)",
        "虚构某",
        "虚构某在上海甲乙商贸有限公司未按规定培训", "电话13800000000", "作废", "有效", "罚款",
        "警告、罚款",
        "罚款;警告", "新泾镇", "91310105MA1FW00290", "=1+1", "\u200b某", "ﬁ甲甲甲甲",
    )
)  # fmt: skip
ROWS = st.one_of(
    st.lists(CELLS, max_size=len(HEADER) + 2),
    st.builds(
        lambda number, changes: [str(c) for c in fine(number, **changes)],
        st.integers(1, 4),
        st.dictionaries(st.sampled_from(HEADER), CELLS, max_size=3),
    ),
)
ENDS = st.sampled_from(("\r\n", "\n"))


def _clean(*contents: bytes, by_columns: bool) -> tuple[CleanResult | str, dict[str, bytes]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch(
            "fazhi.records.intake.read_plain", read_plain if by_columns else lambda path: None
        ),
    ):
        named = {f"罚款{number}.csv": content for number, content in enumerate(contents)}
        project = lay_out(Path(folder), named)
        try:
            result: CleanResult | str = clean_year(project, YEAR)
        except Exception as refusal:
            result = f"{type(refusal).__name__}：{refusal}"
        written = sorted(p for p in project.processed(YEAR).rglob("*") if p.is_file())
        return result, {p.name: p.read_bytes() for p in written}


def _require_same(*contents: bytes) -> None:
    plain, strict = _clean(*contents, by_columns=True), _clean(*contents, by_columns=False)
    assert plain[1] == strict[1]
    if isinstance(plain[0], str) or isinstance(strict[0], str):
        assert plain[0] == strict[0]
    else:
        for name in ("counts", "problems", "refusals", "totals"):
            assert getattr(plain[0], name) == getattr(strict[0], name)


@given(st.lists(ROWS, min_size=1, max_size=12), ENDS, *[st.booleans()] * 3)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_both_readers_lead_to_the_same_bytes(
    rows: list[list[str]], end: str, marked: bool, closed: bool, numbered: bool
) -> None:
    """Tables, quarantine, counts and every message are equal for random dirt."""
    # Without running numbers (序号) a row has to be told from a header or a note by its content.
    lines = [",".join(row if numbered else row[1:]) for row in [HEADER, *rows]]
    content = (end.join(lines) + (end if closed else "")).encode("utf-8-sig" if marked else "utf-8")
    _require_same(content)


def test_texts_that_repeat_are_written_in_the_order_they_appear_in() -> None:
    """Whether a text is read in bulk or cell by cell does not show in the table's bytes."""
    told = ["无证\u200b经营", "未按规定培训", "无证\u200b经营", "未按规定培训", "无证\u200b经营"]
    rows = [[str(c) for c in fine(n, 违法事实=fact)] for n, fact in enumerate(told, 1)]
    _require_same("".join(f"{','.join(row)}\n" for row in [HEADER, *rows]).encode())


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(
    "first",
    ["1季度小计", "3月 合 计", "A汇总20000", "示例", "示\uf9b5", "【\u2f70 例\u200b行】", "2022-1"],
)
def test_a_row_is_of_the_same_kind_to_both_readers(first: str, numbered: bool) -> None:
    """Totals that start with a digit, and marks of an example in any form, are told alike."""
    rows = [[str(cell) for cell in fine(number)] for number in (1, 2)]
    odd = [first, *"2" * (len(HEADER) - 1)]
    total = [first, "", "", "2", "2", *[""] * (len(HEADER) - 5)]
    lines = [HEADER if numbered else HEADER[1:], *(row if numbered else row[1:] for row in rows)]
    lines += [row[: len(lines[0])] for row in (odd, total, [first, *lines[1][1:]])]
    content = "".join(f"{','.join(line)}\n" for line in lines).encode()
    _require_same(content)


@given(st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=8), ENDS, st.booleans())
@settings(derandomize=True, max_examples=150, deadline=None)
def test_a_plain_text_has_the_cells_the_strict_reader_sees(
    rows: list[list[str]], end: str, closed: bool
) -> None:
    """Blank lines, short and long lines stand where they stand."""
    text = end.join(",".join(row) for row in rows) + (end if closed else "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.csv"
        path.write_bytes(text.encode() or b" ")
        plain = read_plain(path)
        if plain is not None:
            assert list(plain.rows) == list(read_text(path.name, decode(path)).rows)


@given(*[st.lists(ROWS, min_size=1, max_size=6)] * 2)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_files_of_one_register_are_joined_alike(
    first: list[list[str]], second: list[list[str]]
) -> None:
    """Texts that stand in both files, in one only or in a header: the same bytes and messages."""
    _require_same(
        *(
            "".join(f"{','.join(row)}\n" for row in [HEADER, *rows]).encode()
            for rows in (first, second)
        )
    )


@given(st.text("a,\r\n例", min_size=1, max_size=40), st.sampled_from((16, 64, 4_000_000)))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_no_order_of_returns_and_marks_is_read_otherwise(text: str, block: int) -> None:
    """Lone returns, blank lines and borders of blocks anywhere: the same rows, or none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.csv"
        path.write_text(text, encoding="utf-8", newline="")
        with mock.patch("fazhi.records.plaintext._BLOCK_BYTES", block):
            plain = read_plain(path)
        if plain is not None:
            assert list(plain.rows) == list(read_text(path.name, decode(path)).rows)


@pytest.mark.parametrize(
    "content",
    [
        b'a,b\n"c",d\n', b"a,b\rc,d\r", b"a,b\nc\r,d\n", b"a,b\n\xff,d\n", b"a,b\n\x00,d\n",
        "a,b\n�,d\n".encode(), "a,b\n�\n".encode(), b"a,b\n\xff\n",
        b"a\nb\n", b"a," + b"b" * 1_000_000 + b"\n",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_strict_reader(tmp_path: Path, content: bytes) -> None:
    """Quotes, lone returns, damaged or endless cells and single columns are not read in bulk."""
    path = tmp_path / "表.csv"
    path.write_bytes(content)
    assert read_plain(path) is None


RUNNING = st.lists(st.integers(1, 40), max_size=12).map(lambda found: [*map(str, sorted(found))])
ANY = st.lists(st.sampled_from((None, "1", "9", "10", "序号", "合计")), max_size=4)


@given(ANY, RUNNING, ANY)
@settings(derandomize=True, max_examples=500, deadline=None)
def test_each_text_has_one_code_however_the_numbers_run(
    head: list[str | None], numbers: list[str], tail: list[str | None]
) -> None:
    """Running numbers under any header, with or without a row of another kind below them."""
    texts = pa.array([*head, *numbers, *tail], pa.string())
    found = encoded(texts)
    assert found.cast(pa.string()).equals(texts)
    assert pc.count_distinct(found.dictionary, mode="all").as_py() == len(found.dictionary)


def test_a_column_keeps_types_apart_and_joins_equal_texts() -> None:
    """1, 1.0, True and "1" are four values; what stands in both halves has one code."""
    column = Column.of([1, 1.0, True, "1", None])
    assert [type(cell) for cell in column] == [int, float, bool, str, type(None)]
    joined = Column.joined([column, Column.of(["1", "2"])])
    assert list(joined) == [1, 1.0, True, "1", None, "1", "2"]
    assert joined.codes[3] == joined.codes[5]


def test_combinations_are_numbered_as_they_appear() -> None:
    """Each record knows its combination, each combination its first record."""
    columns = [Column.of("abab"), Column.of(["x", "x", None, "x"])]
    firsts, which = combinations(columns)
    assert (firsts.tolist(), which.tolist()) == ([0, 1, 2], [0, 1, 2, 1])
