"""A year from raw files to clean tables."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from intake_support import FILES, YEAR, csv_bytes, fine, lay_out

from fazhi.errors import ConservationError, DefinitionError, FactError, IntakeError
from fazhi.paths import Project
from fazhi.records import Counts, check_year_files, clean_year, open_year, raw_never_values
from fazhi.records.clean import _require_conserved
from fazhi.records.gather import Gathered, gather


def a_year(root: Path) -> Project:
    """Return a project with two good fines, one void, one unreadable and one repeated."""
    rows = (
        fine(1),
        fine(2, 当事人="上海丙丁化工原料有限公司（虚构）", 统一社会信用代码=None),
        fine(3, 状态="作废"),
        fine(4, 决定日期="3月5日"),
        fine(1, 序号=5),
    )
    return lay_out(root, {"罚款.csv": csv_bytes(*rows)})


def test_rows_in_are_clean_quarantined_or_no_records(tmp_path: Path) -> None:
    """Every row of the file is accounted for."""
    result = clean_year(a_year(tmp_path), YEAR)
    assert result.counts["fines"] == Counts(6, 3, 2, {"title": 1})
    assert [p.rule for p in result.must] == ["日期缺少年份", "整行重复"]


def test_lost_row_is_an_error_of_ours() -> None:
    """A table shorter than its records stops everything."""
    with pytest.raises(ConservationError, match="没有全部交代清楚"):
        _require_conserved("fines", Counts(6, 3, 2, {"title": 1}), written=2)


def test_clean_table_keeps_the_contract(tmp_path: Path) -> None:
    """Columns, types and provenance are what other parts rely on."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    schema = pq.read_schema(project.tables(YEAR) / "fines.parquet")
    assert schema.names[:4] == ["row_id", "source_file", "source_sheet", "source_row"]
    assert schema.names[-1] == "party_key"
    assert not {"code", "person"} & set(schema.names)
    types = {name: schema.field(name).type for name in ("amount_yuan", "score", "filed", "n_items")}
    assert types == {
        "amount_yuan": pa.decimal128(18, 2),
        "score": pa.decimal128(20, 6),
        "filed": pa.date32(),
        "n_items": pa.int64(),
    }
    first = open_year(project, YEAR).table("fines").iloc[0]
    assert first["row_id"] == "fines-2022-0001"
    assert (first["source_file"], first["source_sheet"], first["source_row"]) == (
        "data/raw/2022/罚款.csv",
        "",
        2,
    )
    assert first["town"] == "310105102"


def test_table_carries_no_text_that_stands_in_none_of_its_rows(tmp_path: Path) -> None:
    """Neither what was masked nor what was quarantined travels along in a dictionary."""
    rows = (
        fine(1, 违法事实="虚构某在上海甲乙商贸有限公司（虚构）未按规定培训"),
        fine(2, 违法事实="仅在隔离行出现的事实", 决定日期="3月5日"),
    )
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)})
    clean_year(project, YEAR)
    path = project.tables(YEAR) / "fines.parquet"
    texts = [f.name for f in pq.read_schema(path) if f.type == pa.string()]
    table = pq.read_table(path, read_dictionary=texts)
    for name in texts:
        for chunk in table.column(name).chunks:
            assert set(chunk.dictionary.to_pylist()) == set(chunk.to_pylist()) - {None}, name


def test_valid_leaves_out_void_rows_and_table_keeps_them(tmp_path: Path) -> None:
    """作废 rows stay in the table and out of what is counted."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    records = open_year(project, YEAR)
    assert len(records.table("fines")) == 3
    assert records.valid("fines")["amount_yuan"].sum() == Decimal("40000.00")


def test_names_are_masked_and_numbered_by_first_appearance(tmp_path: Path) -> None:
    """A company shows as its kind of company and a running number."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    table = open_year(project, YEAR).table("fines")
    assert table["party"].tolist() == [
        "上海某商贸有限公司",
        "上海某化工原料有限公司",
        "上海某商贸有限公司",
    ]
    assert table["party_key"].tolist() == ["E0001", "E0002", "E0001"]


def test_a_name_without_code_joins_the_code_it_stands_beside_elsewhere(tmp_path: Path) -> None:
    """The same firm is one firm when a clerk left its code out once."""
    rows = (
        fine(1, 统一社会信用代码=None),
        fine(2),
        fine(3, 当事人="上海丙丁商行（虚构）", 统一社会信用代码=None),
    )
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)})
    clean_year(project, YEAR)
    keys = open_year(project, YEAR).table("fines")["party_key"].tolist()
    assert keys == ["E0001", "E0001", "E0002"]


def test_quarantine_shows_the_row_without_its_secrets(tmp_path: Path) -> None:
    """A quarantined row keeps what helps to mend it and nothing that identifies a person."""
    rows = [fine(1, 决定日期="3月5日", 违法事实="=虚构某未培训，电话13812345678")]
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(*rows)})
    clean_year(project, YEAR)
    text = (project.quarantine(YEAR) / "fines.csv").read_text(encoding="utf-8-sig")
    assert "罚款.csv,,2,决定日期,日期缺少年份,3月5日" in text
    assert "虚构某" not in text
    assert "13812345678" not in text
    assert "'=▇未培训，电话▇" in text


def test_never_values_are_known_to_the_leak_gate(tmp_path: Path) -> None:
    """Codes, persons and unmasked company names are listed, public values are not."""
    values = set().union(*raw_never_values(a_year(tmp_path), YEAR).values())
    assert {"91310105MA1FW00290", "虚构某", "上海丙丁化工原料有限公司（虚构）"} <= values
    assert "新泾镇" not in values


def test_cleaning_twice_gives_the_same_bytes_and_forgets_old_tables(tmp_path: Path) -> None:
    """Tables depend on the raw files alone; what an earlier run left is removed."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    before = {p.name: p.read_bytes() for p in project.tables(YEAR).iterdir()}
    (project.tables(YEAR) / "events.parquet").write_bytes(b"old")
    (project.quarantine(YEAR) / "events.csv").write_bytes(b"old")
    clean_year(project, YEAR)
    assert {p.name: p.read_bytes() for p in project.tables(YEAR).iterdir()} == before
    assert [p.name for p in project.quarantine(YEAR).iterdir()] == ["fines.csv"]


def test_checking_writes_nothing(tmp_path: Path) -> None:
    """A check leaves no trace in the project."""
    project = a_year(tmp_path)
    check_year_files(project, YEAR)
    assert not project.processed(YEAR).exists()


def test_manifest_names_raw_files_and_tables(tmp_path: Path) -> None:
    """The manifest ties tables to the files they came from."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    manifest = json.loads((project.tables(YEAR) / "manifest.json").read_text(encoding="utf-8"))
    assert [s["file"] for s in manifest["sources"]] == ["data/raw/2022/罚款.csv"]
    assert manifest["tables"]["fines"]["clean"] == 3
    assert open_year(project, YEAR).sources["data/raw/2022/罚款.csv"].supplied_by == "法规科"


def test_absent_register_is_an_empty_table_and_an_unknown_one_an_error(tmp_path: Path) -> None:
    """A register nobody sent counts to nothing, visibly; a misspelt one stops the cell."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    records = open_year(project, YEAR)
    assert not records.has("events")
    assert len(records.valid("events")) == 0
    assert "n_people" in records.table("events").columns
    with pytest.raises(FactError, match="没有名为 evnets 的登记簿"):
        records.table("evnets")


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    """They come in the table's order with status and provenance; a column misspelt is named."""
    project = a_year(tmp_path)
    clean_year(project, YEAR)
    records = open_year(project, YEAR)
    narrow = records.valid("fines", ["amount_yuan", "doc_no"])
    assert narrow.equals(records.valid("fines")[list(narrow.columns)])
    assert list(narrow.columns)[4:] == ["doc_no", "amount_yuan", "status"]
    with pytest.raises(FactError, match="没有名为 amuont 的列") as refused:
        records.valid("fines", ["amuont", "doc_no"])
    assert "amount_yuan" in refused.value.expected


def test_uncleaned_or_altered_tables_are_not_opened(tmp_path: Path) -> None:
    """Counting needs a cleaned year whose tables are the ones written."""
    project = a_year(tmp_path)
    with pytest.raises(FactError, match="还没有整理"):
        open_year(project, YEAR)
    clean_year(project, YEAR)
    (project.tables(YEAR) / "fines.parquet").write_bytes(b"altered")
    with pytest.raises(FactError, match="整理后的表与清单不符"):
        open_year(project, YEAR).table("fines")


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    """A raw file edited after receipt stops the year, with both digests."""
    project = a_year(tmp_path)
    with (project.raw(YEAR) / "罚款.csv").open("ab") as stream:
        stream.write(b"\r\n")
    with pytest.raises(IntakeError, match=r"文件在收到后被改动过；位置：罚款.csv；应为：sha256 "):
        clean_year(project, YEAR)


def test_a_file_changed_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read must be what was received, and whatever else it came to is not said."""
    project = a_year(tmp_path)

    def gather_while_edited(*given: object) -> Gathered:
        gathered = gather(*given)  # type: ignore[arg-type]
        path = project.raw(YEAR) / "罚款.csv"
        path.write_bytes(path.read_bytes() + b"\n")
        project.corrections(YEAR).parent.mkdir(parents=True, exist_ok=True)
        project.corrections(YEAR).write_text("- {}", encoding="utf-8")
        return gathered

    monkeypatch.setattr("fazhi.records.clean.gather", gather_while_edited)
    with pytest.raises(IntakeError, match="文件在收到后被改动过"):
        clean_year(project, YEAR)
    assert not project.tables(YEAR).exists()


def test_an_unlisted_or_missing_file_is_refused(tmp_path: Path) -> None:
    """The folder holds what the list says, no more and no less."""
    project = a_year(tmp_path)
    extra = project.raw(YEAR) / "新收到.csv"
    extra.write_bytes(b"x")
    with pytest.raises(IntakeError, match=r"文件没有登记来源；位置：新收到.csv"):
        check_year_files(project, YEAR)
    extra.unlink()
    (project.raw(YEAR) / "~$罚款.xlsx").write_bytes(b"lock")
    check_year_files(project, YEAR)
    (project.raw(YEAR) / "罚款.csv").unlink()
    with pytest.raises(IntakeError, match=r"登记过的文件不见了；位置：罚款.csv"):
        check_year_files(project, YEAR)


def test_a_link_or_folder_among_raw_files_is_refused(tmp_path: Path) -> None:
    """Raw files are files, not pointers to something else."""
    project = a_year(tmp_path)
    (project.raw(YEAR) / "link.csv").symlink_to("/etc/hostname")
    with pytest.raises(IntakeError, match="原始文件夹里只能放文件"):
        check_year_files(project, YEAR)


def test_the_same_file_twice_is_refused_once(tmp_path: Path) -> None:
    """A copy under another name gets one message, not one per row."""
    content = csv_bytes(fine(1), fine(2))
    project = lay_out(tmp_path, {"罚款.csv": content, "罚款(1).csv": content})
    result = check_year_files(project, YEAR)
    assert [str(r) for r in result.refusals] == [
        "与另一个文件一字不差；位置：罚款(1).csv；应为：每个文件只放一份，往年的不放进今年；"
        "实为：同 罚款.csv；请：核对后移出多放的文件，或换成今年的文件。"
    ]
    assert (result.counts["fines"].clean, result.counts["fines"].quarantined) == (2, 0)


def test_last_years_file_is_refused(tmp_path: Path) -> None:
    """The very file of last year is recognised, however few rows it has."""
    content = csv_bytes(fine(1))
    lay_out(tmp_path, {"罚款.csv": content}, YEAR - 1)
    project = lay_out(tmp_path, {"罚款.csv": content})
    (refusal,) = check_year_files(project, YEAR).refusals
    assert refusal.got == "同 2021 年收到的 罚款.csv"


def test_an_endless_field_is_an_open_quote(tmp_path: Path) -> None:
    """A million characters in one cell are no value."""
    project = lay_out(tmp_path, {"罚款.csv": csv_bytes(fine(1, 违法事实="x" * 1_000_001))})
    (refusal,) = check_year_files(project, YEAR).refusals
    assert refusal.what == "一格里的字太多，多半是引号没有关上"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("year: 2022\n", "没有任何文件|登记"),
        ("- a\n", "来源说明缺少 files 列表"),
        ("files: [{name: ../罚款.csv}]\n", "缺少文件名，或文件名含有路径"),
        (
            "received_on: 去年\nfiles: [{name: 罚款.csv}]\n",
            "日期写法不对；位置：data/raw/2022/source.yml",
        ),
        ("files: [\n", "YAML 写法有误；位置：2022/source.yml第"),
    ],
)
def test_malformed_source_list_names_its_place(tmp_path: Path, body: str, message: str) -> None:
    """A broken source.yml is reported with its address."""
    project = a_year(tmp_path)
    (project.raw(YEAR) / "source.yml").write_text(body, encoding="utf-8")
    with pytest.raises((DefinitionError, IntakeError), match=message):
        check_year_files(project, YEAR)


def test_a_year_without_files_says_what_to_do(tmp_path: Path) -> None:
    """Asking for a year nobody prepared names the command."""
    with pytest.raises(IntakeError, match=r"2030 年没有收到任何文件.*make new-year YEAR=2030"):
        check_year_files(a_year(tmp_path), 2030)


def test_several_files_of_one_register_become_one_table(tmp_path: Path) -> None:
    """Quarterly parts add up in the order listed."""
    project = lay_out(
        tmp_path,
        {"罚款一季度.csv": csv_bytes(fine(1)), "罚款二季度.csv": csv_bytes(fine(2), fine(3))},
    )
    clean_year(project, YEAR)
    table = open_year(project, YEAR).table("fines")
    assert table["row_id"].tolist() == [f"fines-2022-000{n}" for n in (1, 2, 3)]
    assert table["source_row"].tolist() == [2, 2, 3]


def test_values_of_the_forgiving_file_are_read_right(tmp_path: Path) -> None:
    """The workbook of odd spellings gives exactly these values."""
    project = lay_out(tmp_path, {"ok-values.xlsx": (FILES / "ok-values.xlsx").read_bytes()})
    clean_year(project, YEAR)
    table = open_year(project, YEAR).table("fines")
    assert table["n_items"].fillna(-1).tolist() == [12, 12, 3, 3, 3, -1, 3, 3, 3, 100, 3]
    assert {str(day) for day in table["decided"]} == {"2022-03-05"}
    assert [int(y) for y in table["amount_yuan"]] == [20000] * 3 + [113000] + [20000] * 7
    assert table["kinds"].tolist()[6] == "警告；罚款；没收违法所得、没收非法财物"
    assert table["doc_no"].tolist()[0] == "（虚）应急罚〔2022〕1号"
    assert table["status"].tolist()[8] == "作废"


def test_range_and_fill_down_spread_over_their_cells(tmp_path: Path) -> None:
    """A range fills start and end; a declared column takes the value above."""
    name = "宣传-ok-range-and-fill-down.csv"
    project = lay_out(tmp_path, {name: (FILES / name).read_bytes()})
    clean_year(project, YEAR)
    table = open_year(project, YEAR).table("events")
    assert [str(d) for d in table["start_date"]] == ["2022-06-01", "2022-07-01"]
    assert [str(d) for d in table["end_date"]] == ["2022-06-30", "2022-07-02"]
    assert table["kind"].tolist() == ["讲座", "讲座"]
    assert table["n_people"].tolist() == [12000, 30]


@pytest.mark.parametrize(
    "name",
    [
        "ok-epoch-1904.xlsx",
        "ok-excel97.xls",
        "ok-page.xls",
        "ok-opendocument.ods",
        "ok-two-level-header.xlsx",
        "ok-xlsx-named.xls",
        "ok-xlsx-named.csv",
        "file-excel97-named.xlsx",
        "ok-page-behind-comment.xls",
        "ok-semicolons.csv",
        "ok-thousand-yuan.csv",
    ],
)
def test_other_formats_give_the_same_record(tmp_path: Path, name: str) -> None:
    """Whatever the container, the record is the same."""
    project = lay_out(tmp_path, {name: (FILES / name).read_bytes()})
    clean_year(project, YEAR)
    row = open_year(project, YEAR).table("fines").iloc[0]
    assert (str(row["decided"]), str(row["filed"])[:7]) == ("2022-03-05", "2022-03")
    assert row["amount_yuan"] == Decimal("20000.00")
    assert row["party"] == "上海某商贸有限公司"


def test_unit_of_the_title_row_governs_money(tmp_path: Path) -> None:
    """单位：元 above the header wins over the declared 万元."""
    name = "ok-title-and-notes.csv"
    project = lay_out(tmp_path, {name: (FILES / name).read_bytes()})
    result = clean_year(project, YEAR)
    assert open_year(project, YEAR).table("fines")["amount_yuan"].tolist() == [
        Decimal("20000.00"),
        Decimal("1500.50"),
    ]
    assert [t.agrees for t in result.totals] == [True]
