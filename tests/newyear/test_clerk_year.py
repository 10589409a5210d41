"""A whole year by one person: templates, mistakes, fixes, rehearsal, site."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import clerk
import pytest
from openpyxl import load_workbook

from fazhi.cli import main
from fazhi.facts import read_facts
from fazhi.paths import ROOT_VARIABLE, Project
from fazhi.publish.pipeline import run_years
from fazhi.publish.site import build_site

ROOT = Path(__file__).parents[2]
LAST, YEAR = clerk.YEAR - 1, clerk.YEAR
UNTOUCHED = "普法宣传活动台账"
IGNORED = ("_build/", "book/generated/")
IGNORED_IN_YEAR = ("/tables/", "/evidence/", "/quarantine/", "/problems.xlsx", "/marked/")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small book that ends with last year, computed."""
    root = tmp_path_factory.mktemp("bureau")
    for name in ("data/reference", "notebooks", f"data/raw/{LAST}", f"book/{LAST}"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "_config.yml", root / "_config.yml")
    for name in ("index", "method"):
        (root / "book" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    project = Project(root)
    project.toc.write_text(_contents(ROOT / "_toc.yml"), encoding="utf-8")
    run_years(project, [LAST], lambda _: None)
    return project


def _contents(toc: Path) -> str:
    """Return the contents of the repository with last year's part as its only year."""
    head, *parts = toc.read_text(encoding="utf-8").split("  - caption: ")
    kept = next(part for part in parts if part.startswith(f'"{LAST} 年"'))
    rest = (
        '"说明"\n    chapters:\n      - file: book/method\n      - file: book/generated/revisions\n'
    )
    return "  - caption: ".join((head, kept, rest))


@pytest.fixture(scope="module")
def before(project: Project) -> dict[str, str]:
    """What the repository held before the new year, by path."""
    return _tracked(project)


def _tracked(project: Project) -> dict[str, str]:
    files = (p for p in project.root.rglob("*") if p.is_file())
    names = {project.relative(p): p for p in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if not name.startswith(IGNORED) and not any(part in name for part in IGNORED_IN_YEAR)
    }


def _run(project: Project, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    held = os.environ.get(ROOT_VARIABLE)
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(project.root), *arguments])
    os.environ.pop(ROOT_VARIABLE, None) if held is None else os.environ.update(FAZHI_ROOT=held)
    printed = capsys.readouterr()
    return int(str(ended.value.code or 0)), printed.out + printed.err


def _problems(project: Project) -> list[tuple[str, ...]]:
    """Return file, cell, rule and found value of every problem that must be mended."""
    rows = load_workbook(project.processed(YEAR) / "problems.xlsx").active.iter_rows(
        min_row=2, values_only=True
    )
    return [(r[0], r[2], r[3], r[5]) for r in rows if r[4] == "强制"]


def _step_1_the_year_is_laid_out(project: Project, before: dict[str, str], capsys) -> None:
    """One command lays out the year; only the table of contents of what existed changes."""
    code, out = _run(project, capsys, "new-year", str(YEAR))
    assert code == 0, out
    now = _tracked(project)
    assert [name for name in before if now[name] != before[name]] == ["_toc.yml"]
    assert all(str(YEAR) in name for name in now.keys() - before.keys())


def _step_2_a_second_call_reports_what_stands(project: Project, capsys) -> None:
    """Nothing is overwritten: the second call lists what exists and says what to do next."""
    held = _tracked(project)
    code, out = _run(project, capsys, "new-year", str(YEAR))
    assert code == 2
    assert f"已有，未改动：data/raw/{YEAR}/行政处罚台账.xlsx" in out
    assert f"{YEAR}年度已经建立，没有改动任何文件" in out
    assert _tracked(project) == held


def _step_3_an_empty_year_is_not_a_year_of_zeros(project: Project, capsys) -> None:
    """Templates as issued count as not received; the checklist says what is missing."""
    code, out = _run(project, capsys, "check", str(YEAR))
    assert code == 0, out
    assert "模板还没有填写" in out
    assert "待办：登记簿没有收到，有关数字写“无记录”：" in out
    assert f"待办：章节：book/{YEAR}/measures.md（5节待改写，仍标为草稿）" in out


def _step_4_mistakes_come_back_with_their_cells(project: Project, capsys) -> None:
    """Wrong entries are listed in problems.xlsx with file, cell, rule and what was found."""
    for title, rows in clerk.a_year().items():
        if title != UNTOUCHED:
            clerk.type_rows(project.raw(YEAR) / f"{title}.xlsx", rows)
    fines = project.raw(YEAR) / "行政处罚台账.xlsx"
    clerk.retype(fines, 5, "处罚决定日期", "2024年2月30日")
    clerk.retype(fines, 6, "罚款金额(万元)", 20000)
    clerk.retype(project.raw(YEAR) / "双随机检查台账.xlsx", 7, "行业类别", "水产市场")
    clerk.retype(project.raw(YEAR) / "行政审批办件台账.xlsx", 8, "受理号", "受〔2024〕1号")
    code, out = _run(project, capsys, "check", str(YEAR))
    assert code == 1, out
    assert "已更新：行政处罚台账.xlsx" in out
    assert sorted(_problems(project)) == MISTAKES
    marked = project.processed(YEAR) / "marked" / "行政处罚台账（标注）.xlsx"
    assert load_workbook(marked).worksheets[0]["AD5"].comment is not None


MISTAKES = [
    ("双随机检查台账.xlsx", "M7", "不在可选值中", "水产市场"),
    ("行政处罚台账.xlsx", "AD5", "没有这一天", "2024年2月30日"),
    ("行政处罚台账.xlsx", "W6", "金额单位可疑", "20000"),
    ("行政审批办件台账.xlsx", "B8", "「受理号」重复", "受〔2024〕1号，与第5行相同"),
]


def _step_5_the_mended_year_passes(project: Project, capsys) -> None:
    """After the fixes nothing must be mended, and the sources are named."""
    fines = project.raw(YEAR) / "行政处罚台账.xlsx"
    clerk.retype(fines, 5, "处罚决定日期", "2024.2.16")
    clerk.retype(fines, 6, "罚款金额(万元)", 2)
    clerk.retype(project.raw(YEAR) / "双随机检查台账.xlsx", 7, "行业类别", "大型商场")
    clerk.retype(project.raw(YEAR) / "行政审批办件台账.xlsx", 8, "受理号", "受〔2024〕4号")
    sources = project.raw(YEAR) / "source.yml"
    code, out = _run(project, capsys, "check", str(YEAR))
    assert code == 0, out
    assert "来源单位待填写" in out
    clerk.fill(sources, "supplied_by", "法规科")
    clerk.fill(sources, "received_on", f"{YEAR + 1}-01-16")
    code, out = _run(project, capsys, "check", str(YEAR))
    assert code == 0, out
    assert "待填写" not in out


def _step_6_the_rehearsal_says_what_would_be_printed(project: Project, capsys) -> None:
    """Before anything is published: sentences, numbers without records, words that fail."""
    chapter = project.book / str(YEAR) / "leadership.md"
    text = chapter.read_text(encoding="utf-8")
    wrong = "每季度均听取汇报{fact}`governance.briefings_per_quarter`。\n"
    chapter.write_text(text + "\n" + wrong, encoding="utf-8")
    code, out = _run(project, capsys, "rehearse", str(YEAR))
    chapter.write_text(text, encoding="utf-8")
    assert code == 1
    assert "“每季度”：有的季度一次也没有（governance.briefings_per_quarter）" in out
    assert "罚款金额为5.1万元，比上年减少18万元，下降77.9%。" in out
    assert "培训与宣传受众" not in out
    assert "缺少登记簿：普法宣传活动台账" in out


def _step_7_the_site_shows_the_draft_year(project: Project, before: dict[str, str]) -> None:
    """The site builds with the draft year: its numbers, 无记录 where a register is missing."""
    site = build_site(project, lambda _: None)
    facts = read_facts(project.facts(YEAR))
    assert str(facts.facts["penalties.fine_total"].value.normalize()) == "5.1E+4"
    assert not facts.synthetic
    page = (site / "book" / str(YEAR) / "measures.html").read_text(encoding="utf-8")
    assert f'data-fact="{YEAR}/penalties.fine_total" data-value="51000"' in page
    assert "5.1万元" in page
    assert f'data-fact="{YEAR}/outreach.audience" data-value="" data-verdict="no_record"' in page
    assert "示例数据" not in page
    assert "% 上年" not in page
    changed = {n for n, digest in _tracked(project).items() if before.get(n, digest) != digest}
    assert changed == {"_toc.yml"}
    assert all(str(YEAR) in name for name in _tracked(project).keys() - before.keys())


def test_a_clerk_takes_a_year_from_templates_to_the_site(
    project: Project, before: dict[str, str], capsys
) -> None:
    """Each step stands on the one before: lay out, err, mend, rehearse, publish."""
    _step_1_the_year_is_laid_out(project, before, capsys)
    _step_2_a_second_call_reports_what_stands(project, capsys)
    _step_3_an_empty_year_is_not_a_year_of_zeros(project, capsys)
    _step_4_mistakes_come_back_with_their_cells(project, capsys)
    _step_5_the_mended_year_passes(project, capsys)
    _step_6_the_rehearsal_says_what_would_be_printed(project, capsys)
    _step_7_the_site_shows_the_draft_year(project, before)
