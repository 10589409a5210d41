"""Chapters that could run something are refused before the build, live downloads after it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from fazhi.errors import AuditError
from fazhi.paths import Project
from fazhi.publish.audit.hygiene import machine_traces
from fazhi.publish.audit.safety import (
    dangers_in,
    live_formulas,
    raw_files_shown,
    received_files,
    require_safe_chapters,
)
from fazhi.publish.release import tree_digests

REFUSED = [
    ("```{raw} html\n<script>alert(1)</script>\n```", 1, "不允许使用指令 {raw}"),
    ("前文\n\n:::{eval-rst}\n.. raw:: html\n:::", 3, "不允许使用指令 {eval-rst}"),
    ("> ```{include} ../../../etc/passwd", 1, "不允许使用指令 {include}"),
    ("- ~~~{ LiteralInclude } /etc/passwd", 1, "不允许使用指令 {LiteralInclude}"),
    ("```python\n1\n```{raw} html", 3, "不允许使用指令 {raw}"),
    (":::{note}\n```text\n:::\n```{raw} html\n```", 4, "不允许使用指令 {raw}"),
    ("```{csv-table}\n:file: /etc/passwd\n```", 2, "不允许从别的文件取内容"),
    ("```{csv-table}\n:url: http://x.example/\n```", 2, "不允许从别的文件取内容"),
    ("```{csv-table}\n---\nfile: /etc/passwd\n---\n```", 1, "不允许使用指令 {csv-table}"),
    ("1. > ```{raw} html", 1, "不允许使用指令 {raw}"),
    ("[^1]: ```{raw} html", 1, "不允许使用指令 {raw}"),
    ("词\n: ```{raw} html", 2, "不允许使用指令 {raw}"),
    ("[原件](../data/raw/2022/a.xlsx)", 1, "不允许指向 book 文件夹以外的文件"),
    ("[原件](a/..%2F../data/raw/2022/a.xlsx)", 1, "不允许指向 book 文件夹以外的文件"),
    ("![图](x/../../data/raw/2022/a.png)", 1, "不允许指向 book 文件夹以外的文件"),
    ("```{figure} ../data/raw/2022/a.png", 1, "不允许指向 book 文件夹以外的文件"),
    ("{download}`原件 <../data/raw/2022/a.xlsx>`", 1, "不允许指向 book 文件夹以外的文件"),
    ("[甲]: ../data/raw/2022/a.xlsx", 1, "不允许指向 book 文件夹以外的文件"),
    ("<file:///etc/passwd>", 1, "不允许指向 book 文件夹以外的文件"),
    ("文字{raw}`<b>`文字", 1, "不允许使用角色 {raw}"),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", 1, "不允许使用替换 {{ }}"),
    ("{% for x in y %}", 1, "不允许使用替换 {{ }}"),
    ("<img src=x onerror=alert(1)>", 1, "不允许使用 HTML"),
    ("# 标题<script>alert(1)</script>", 1, "不允许使用 HTML"),
    ("&lt;svg onload=alert(1)&gt;", 1, "不允许使用 HTML"),
    ("<!-- 注释 -->", 1, "不允许使用 HTML"),
    ("[点](javascript:alert(1))", 1, "不允许使用脚本链接"),
    ("[点](java&#115;cript:alert(1))", 1, "不允许使用脚本链接"),
    ("[点](java\u200bscript:alert(1))", 1, "不允许使用脚本链接"),
    ("[点]: data:text/html,1", 1, "不允许使用脚本链接"),
]
ACCEPTED = [
    "罚款{fact}`penalties.fine_total`，{doc}`清洗 </book/generated/2022/10_clean>`。",
    "写作 `{{ x }}` 或 `<script>`。",
    "```html\n<script>alert(1)</script>\n```",
    ":::{admonition} 说明\n甲 < 乙，丙 > 丁；5 <6。\n:::",
    "见 <https://example.org/a> 与 [页](method.md)。",
]


@pytest.mark.parametrize(("chapter", "line", "what"), REFUSED)
def test_a_chapter_that_could_run_something_is_refused(chapter: str, line: int, what: str) -> None:
    """Each forbidden form is reported with its line."""
    assert (line, what) in list(dangers_in(chapter))


@pytest.mark.parametrize("chapter", ACCEPTED)
def test_ordinary_chapters_pass(chapter: str) -> None:
    """Numbers, links, code samples and comparisons are no danger."""
    assert list(dangers_in(chapter)) == []


def test_the_refusal_names_file_and_line(tmp_path: Path) -> None:
    """The writer learns where, what and what to do."""
    path = tmp_path / "book" / "2022" / "plans.md"
    path.parent.mkdir(parents=True)
    path.write_text("# 计划\n\n<b>粗</b>\n", encoding="utf-8")
    with pytest.raises(AuditError) as caught:
        require_safe_chapters(Project(tmp_path))
    assert str(caught.value) == (
        "章节中有1处不允许的写法，没有开始生成；"
        "实为：\n  book/2022/plans.md 第3行：不允许使用 HTML；"
        "请：只用普通 Markdown 和本项目的指令；要显示代码，请放在反引号之间。"
    )


def test_a_chapter_may_climb_as_far_as_the_book(tmp_path: Path) -> None:
    """From a year's folder the book is one step up, the registers two."""
    assert list(dangers_in("[页](../method.md)", depth=1)) == []
    assert list(dangers_in("[页](../../data/raw/2022/a.csv)", depth=1)) != []


def test_a_link_file_in_the_book_is_refused(tmp_path: Path) -> None:
    """It would publish whatever it points at."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "原件.csv").symlink_to("/etc/passwd")
    with pytest.raises(AuditError, match=r"book/原件.csv：不允许使用链接文件"):
        require_safe_chapters(Project(tmp_path))


def test_a_received_file_is_never_published(tmp_path: Path) -> None:
    """Under whatever name and by whatever way it came there."""
    raw, site = tmp_path / "data" / "raw" / "2022", tmp_path / "site"
    raw.mkdir(parents=True)
    site.mkdir()
    for name in ("台账.xlsx", "source.yml"):
        (raw / name).write_bytes(name.encode())
        (site / f"附件{name}").write_bytes(name.encode())
    assert raw_files_shown(tree_digests(site), received_files(Project(tmp_path))) == [
        "附件台账.xlsx：是收到的原始文件 data/raw/2022/台账.xlsx，不得公开"
    ]


def test_our_own_chapters_are_safe() -> None:
    """The repository's book passes its own gate."""
    require_safe_chapters(Project(Path(__file__).parents[3]))


def _workbook(*cells: object) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(cells)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "＝1", "＠x"])
def test_a_csv_cell_that_would_compute_is_found(tmp_path: Path, cell: str) -> None:
    """Each way a spreadsheet program starts a formula is named by row and column."""
    (tmp_path / "a.csv").write_text(f'甲,乙\n1,"{cell}"\n', encoding="utf-8-sig")
    assert live_formulas(tmp_path) == ["a.csv 第2行第2列：会被当作公式"]


def test_numbers_and_defused_text_are_no_formulas(tmp_path: Path) -> None:
    """Negative numbers stay numbers; text with an apostrophe is text."""
    (tmp_path / "a.csv").write_text("甲\n-3.5\n+2.1%\n'=1+1\n-\n", encoding="utf-8")
    (tmp_path / "a.xlsx").write_bytes(_workbook("'=1+1", -3))
    assert live_formulas(tmp_path) == []


def test_a_workbook_with_a_formula_is_found(tmp_path: Path) -> None:
    """A formula in any sheet is named with the part it stands in."""
    (tmp_path / "a.xlsx").write_bytes(_workbook("=1+1"))
    assert live_formulas(tmp_path) == ["a.xlsx xl/worksheets/sheet1.xml：含有公式、宏或外部链接"]


def test_a_text_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A text in another encoding is a finding, not a crash."""
    (tmp_path / "a.csv").write_bytes("单位".encode("gb18030"))
    assert machine_traces(tmp_path, tmp_path) == ["a.csv：不是 UTF-8 文字，无法审核"]
