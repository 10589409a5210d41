"""A new year's files: what carries over, what does not, what is left alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fazhi.claims import load_claims
from fazhi.errors import FazhiError, IntakeError, UsageError
from fazhi.facts import load_indicators
from fazhi.paths import Project
from fazhi.publish.scaffold import checklist, new_year
from fazhi.publish.scaffold.chapters import chapter_skeleton
from fazhi.publish.scaffold.contents import with_part
from fazhi.publish.scaffold.receive import receive
from fazhi.records import check_year_files
from fazhi.records.written import load_corrections, load_explanations

ROOT = Path(__file__).parents[3]
CATALOGUE = load_indicators(ROOT / "data" / "reference" / "indicators.yml")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of reference data, last year's files and chapters."""
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    shutil.copytree(ROOT / "data" / "raw" / "2023", tmp_path / "data" / "raw" / "2023")
    shutil.copytree(ROOT / "book" / "2023", tmp_path / "book" / "2023")
    shutil.copyfile(ROOT / "_toc.yml", tmp_path / "_toc.yml")
    return Project(tmp_path)


def _chapter(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _carried(text: str, last: int = 2023, year: int = 2024) -> list[str]:
    """Return the lines a reader would see, without the draft notice."""
    skeleton = chapter_skeleton(_chapter("# 题", "", text), last, year, CATALOGUE)
    shown = re.sub(r"^```\{admonition\} 草稿\n.*?^```$", "", skeleton, flags=re.M | re.S)
    return [line for line in shown.splitlines()[1:] if line and not line.startswith("%")]


@pytest.mark.parametrize(
    ("line", "carried"),
    [
        ("罚款{fact}`penalties.fine_total`。", ["罚款{fact}`penalties.fine_total`。"]),
        ("比{fact}`2022/penalties.cases`多。", ["比{fact}`2023/penalties.cases`多。"]),
        ("共{fact-number}`trainings.sessions`场。", ["共{fact}`trainings.sessions`。"]),
        ("{claims-summary}`2023`。", ["{claims-summary}`2024`。"]),
        ("(y2023-a)=\n## 甲", ["(y2024-a)=", "## 甲"]),
        ("- {doc}`清洗 </book/generated/2023/10_clean>`",
         ["- {doc}`清洗 </book/generated/2024/10_clean>`"]),
        ("2023年共{fact}`penalties.cases`。", ["2024年共{fact}`penalties.cases`。"]),
        ("《纲要（2021—2025年）》下{fact}`penalties.cases`。",
         ["《纲要（2021—2025年）》下{fact}`penalties.cases`。"]),
        ("2023年3月起{fact}`penalties.cases`。", ["2023年3月起{fact}`penalties.cases`。"]),
        ("次年为{fact}`2024/penalties.cases`。", []),
        ("假定本年度修订了文书格式。", []),
        ("```{admonition} 虚构章节\n:class: warning\n都是虚构的。\n```", []),
        ("```{fact-table}\n:years: 2022 2023\npenalties.cases\n```",
         ["```{fact-table}", ":years: 2022 2023", "penalties.cases", "```"]),
    ],
)  # fmt: skip
def test_what_a_chapter_carries_over(line: str, carried: list[str]) -> None:
    """Numbers, headings and ways in move to the new year; statements about last year do not."""
    assert _carried(line) == carried


def test_a_statement_stays_as_a_comment() -> None:
    """What is not carried over remains for whoever writes, word for word and unpublished."""
    skeleton = chapter_skeleton(_chapter("# 题", "", "2023年修订了格式。"), 2023, 2024, CATALOGUE)
    assert "% 上年：2023年修订了格式。" in skeleton


def test_commitments_are_last_years_own() -> None:
    """Last year's commitments, anchors included, stay as comments: they are not made again."""
    made = "(y2023-commitment-ledger)=\n- 编号`commitments.ledger`：任务清单按季度核销。"
    assert _carried(made) == []


def test_the_chapters_of_every_year_carry_over() -> None:
    """No chapter of the book leaves a role that names a year without records."""
    for year in (2021, 2022, 2023):
        for path in sorted((ROOT / "book" / str(year)).glob("*.md")):
            text = chapter_skeleton(path.read_text(encoding="utf-8"), year, 2024, CATALOGUE)
            shown = [line for line in text.splitlines() if not line.startswith("%")]
            assert not re.search(r"`20(?:2[5-9]|[3-9])", "\n".join(shown)), path
            assert f"(y{year}-" not in "\n".join(shown).replace("(#", ""), path


def test_a_new_year_is_laid_out_once(project: Project) -> None:
    """The second call writes nothing and names every file that stands."""
    first = new_year(project, 2024)
    held = {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()}
    second = new_year(project, 2024)
    assert second.written == ()
    assert len(second.standing) == len(first.written)
    assert {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()} == held


def test_a_file_that_exists_is_left_alone(project: Project) -> None:
    """A workbook that came before the command is kept, the rest is laid out around it."""
    own = project.raw(2024) / "行政处罚台账.xlsx"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"sent by mail")
    laid = new_year(project, 2024)
    assert own.read_bytes() == b"sent by mail"
    assert laid.standing == ("data/raw/2024/行政处罚台账.xlsx",)


def test_what_is_laid_out_can_be_read(project: Project) -> None:
    """Claims, corrections and explanations are valid as they are, empty, comments kept."""
    new_year(project, 2024)
    claims = load_claims(project.claims(2024))
    assert (claims.status, claims.claims) == ("draft", ())
    text = project.claims(2024).read_text(encoding="utf-8")
    assert "#   - id: penalties.fine_total\n" in text
    assert "11.3" not in text
    assert load_corrections(project.corrections(2024)) == []
    assert load_explanations(project.explanations(2024)) == []


def test_the_shown_examples_are_valid_when_uncommented(project: Project) -> None:
    """A clerk who removes the comment marks has a correction the reader accepts."""
    new_year(project, 2024)
    for path, load in (
        (project.corrections(2024), load_corrections),
        (project.explanations(2024), load_explanations),
    ):
        lines = path.read_text(encoding="utf-8").splitlines()[1:-1]
        path.write_text("\n".join(line.removeprefix("# ") for line in lines), encoding="utf-8")
        assert len(load(path)) == 1


def test_the_contents_keep_comments_and_get_the_year_first(project: Project) -> None:
    """The part is like last year's, the comment on top stays, nothing else moves."""
    held = project.toc.read_text(encoding="utf-8")
    text = with_part(project.toc, 2024)
    assert text is not None
    first, _, rest = text.partition('  - caption: "2023 年"')
    assert first.startswith(held.partition("parts:")[0])
    assert "book/generated/2024/10_clean" in first
    assert held.endswith(rest)


def test_a_year_in_between_goes_to_its_place(project: Project) -> None:
    """Years descend, whichever is added."""
    text = with_part(project.toc, 2020)
    assert text is not None
    captions = [part["caption"] for part in YAML(typ="safe").load(text)["parts"]]
    assert captions == ["2023 年", "2022 年", "2021 年", "2020 年", "说明"]


def test_the_first_year_of_all_is_refused(tmp_path: Path) -> None:
    """Without an earlier year there is no structure to carry over."""
    with pytest.raises(UsageError) as caught:
        new_year(Project(tmp_path), 2024)
    assert str(caught.value) == (
        "2024年度之前没有可以沿用的年度；应为：data/raw/ 下至少一个更早的年度；实为：没有年度。"
    )


def test_a_slip_of_years_is_refused_unless_the_gap_is_meant(project: Project) -> None:
    """2042 typed for 2024 lays out nothing; a real gap is said so."""
    with pytest.raises(UsageError, match="2042年度之前还缺2024年度"):
        new_year(project, 2042)
    assert not project.raw(2042).exists()
    assert new_year(project, 2042, gap=True).written


def test_received_files_are_registered_by_machine(project: Project) -> None:
    """Names and digests come by themselves; a changed or removed file is told; comments stay."""
    new_year(project, 2024)
    source = project.raw(2024) / "source.yml"
    assert len(receive(project, 2024)) == 11
    assert source.read_text(encoding="utf-8").startswith("# 2024年度收到的文件及其来源")
    (project.raw(2024) / "行政处罚台账.xlsx").unlink()
    (project.raw(2024) / "法治培训台账.xlsx").write_bytes(b"other")
    assert receive(project, 2024) == ["已更新：法治培训台账.xlsx", "已移出：行政处罚台账.xlsx"]
    assert receive(project, 2024) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "来源说明缺少 files 列表"),
        (b"year: 2024\nfiles: 3\n", "来源说明缺少 files 列表"),
        (b"files: [\n", "YAML 写法有误；位置：2024/source.yml第2行"),
        ("files:\n  - 台账.xlsx\n".encode(), "缺少文件名"),
        (b"year: 2023\nfiles: []\n", "来源说明写的是别的年度"),
        ("# 来源\n".encode("gbk"), "文件不是 UTF-8 编码"),
        (None, "2024 年没有收到任何文件"),
    ],
)
def test_a_spoilt_source_list_is_answered_not_overwritten(
    project: Project, text: bytes | None, message: str
) -> None:
    """What a hand may do to source.yml ends in a sentence, and the file stays as it is."""
    new_year(project, 2024)
    path = project.raw(2024) / "source.yml"
    path.unlink() if text is None else path.write_bytes(text)
    with pytest.raises(FazhiError, match=message):
        receive(project, 2024)
    assert path.read_bytes() == text if text is not None else not path.exists()


def test_a_folder_among_the_files_is_refused_and_debris_is_not(project: Project) -> None:
    """Quarterly folders have to be emptied first; what file managers leave behind is nothing."""
    new_year(project, 2024)
    (project.raw(2024) / "Thumbs.db").touch()
    assert not any("Thumbs" in line for line in receive(project, 2024))
    (project.raw(2024) / "一季度").mkdir()
    with pytest.raises(IntakeError, match="原始文件夹里只能放文件；位置：一季度"):
        receive(project, 2024)


def test_the_checklist_names_what_is_missing(project: Project) -> None:
    """Registers, sources, chapters and claims still to do, in the order to do them."""
    new_year(project, 2024)
    receive(project, 2024)
    lines = checklist(project, 2024, check_year_files(project, 2024))
    assert list(dict.fromkeys(line.split("：")[0].split("，")[0] for line in lines)) == [
        "登记簿没有收到", "来源单位待填写（source.yml）", "收到日期待填写（source.yml）",
        "章节", "论断待录入",
    ]  # fmt: skip
