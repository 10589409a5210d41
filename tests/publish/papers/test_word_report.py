"""The Word report keeps to GB/T 9704-2012 and its numbers can be read back."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from fazhi.errors import BuildError, UsageError
from fazhi.paths import Project
from fazhi.publish.papers.archive import repacked
from fazhi.publish.papers.blocks import Heading, Number, Paragraph, Text, plain_text
from fazhi.publish.papers.compose import compose
from fazhi.publish.papers.controls import read_controls
from fazhi.publish.papers.numbering import numbered
from fazhi.publish.papers.word import write_docx
from publish.papers.paper_project import make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the repository's chapters of 2022."""
    return make_project(tmp_path_factory.mktemp("word"))


@pytest.fixture(scope="module")
def report(project: Project) -> Path:
    """The report of 2022."""
    return write_docx(project, 2022, project.root / "2022.docx")


def part(path: Path, name: str) -> Any:
    """Return one part of a Word file as a tree."""
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def attributes(element: Any) -> dict[str, str]:
    """Return the attributes without namespace."""
    return {etree.QName(key).localname: value for key, value in element.attrib.items()}


def test_page_is_that_of_an_official_text(report: Path) -> None:
    """A4; margins 37, 26, 35, 28 mm leave 156 × 225 mm; the lines follow a grid of 28.95 pt."""
    section = part(report, "word/document.xml").find(f".//{qn('w:sectPr')}")
    size, margins = attributes(section.find(qn("w:pgSz"))), attributes(section.find(qn("w:pgMar")))
    mm = {key: round(int(value) / 56.6929, 1) for key, value in {**size, **margins}.items()}
    assert (mm["w"], mm["h"]) == (210, 297)
    assert (mm["top"], mm["right"], mm["bottom"], mm["left"]) == (37, 26, 35, 28)
    grid = attributes(section.find(qn("w:docGrid")))
    assert grid == {"type": "lines", "linePitch": "579"}
    assert 22 * 579 <= (297 - 37 - 35) * 56.6929 < 23 * 579


@pytest.mark.parametrize(
    ("style", "font", "half_points", "align", "indent"),
    [
        ("Title", "方正小标宋简体", "44", "center", "0"),
        ("Heading1", "黑体", "32", "both", "200"),
        ("Heading2", "楷体_GB2312", "32", "both", "200"),
        ("Heading3", "仿宋_GB2312", "32", "both", "200"),
        ("Heading4", "仿宋_GB2312", "32", "both", "200"),
        ("FazhiBody", "仿宋_GB2312", "32", "both", "200"),
        ("Footer", "宋体", "28", "left", "0"),
    ],
)
def test_styles_name_the_prescribed_fonts(
    report: Path, style: str, font: str, half_points: str, align: str, indent: str
) -> None:
    """Title 2号小标宋; headings 3号 黑体, 楷体, 仿宋; body 3号仿宋; page number 4号宋体."""
    found = part(report, "word/styles.xml").find(f"{qn('w:style')}[@{qn('w:styleId')}='{style}']")
    fonts = attributes(found.find(f"{qn('w:rPr')}/{qn('w:rFonts')}"))
    assert fonts["eastAsia"] == font
    assert found.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == half_points
    assert found.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == align
    assert found.find(f"{qn('w:pPr')}/{qn('w:ind')}").get(qn("w:firstLineChars")) == indent


def test_body_lines_are_exact_and_28_characters_wide(report: Path) -> None:
    """28.95 pt exactly; 16 pt less a quarter fits 28 times into 156 mm, not 29 times."""
    path = f"{qn('w:style')}[@{qn('w:styleId')}='FazhiBody']"
    body = part(report, "word/styles.xml").find(path)
    spacing = attributes(body.find(f"{qn('w:pPr')}/{qn('w:spacing')}"))
    assert (spacing["line"], spacing["lineRule"]) == ("579", "exact")
    tighten = int(body.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")))
    width_points, advance = 156 / 25.4 * 72, 16 + tighten / 20
    assert int(width_points / advance) == 28


def test_digits_are_western_text_and_so_never_broken(report: Path) -> None:
    """Word processors break Chinese text anywhere; 11.3 must stay whole."""
    language = part(report, "word/styles.xml").find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert attributes(language)["val"] == "en-US"
    assert attributes(language)["eastAsia"] == "zh-CN"


def test_fonts_have_named_stand_ins(report: Path) -> None:
    """Each commercial font names free ones; the theme falls back to Noto."""
    entries = part(report, "word/fontTable.xml").findall(qn("w:font"))
    stand_ins = {e.get(qn("w:name")): e.find(qn("w:altName")) for e in entries}
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert "Noto" in stand_ins[font].get(qn("w:val"))
    with zipfile.ZipFile(report) as archive:
        assert b'<a:ea typeface="Noto Serif CJK SC"/>' in archive.read("word/theme/theme1.xml")


def test_page_numbers_stand_outside(report: Path) -> None:
    """— 1 — one character in, right on odd pages and left on even ones, which differ."""
    assert part(report, "word/settings.xml").find(qn("w:evenAndOddHeaders")) is not None
    relations = part(report, "word/_rels/document.xml.rels")
    targets = {each.get("Id"): each.get("Target") for each in relations}
    section = part(report, "word/document.xml").find(f".//{qn('w:sectPr')}")
    sides = {}
    for reference in section.findall(qn("w:footerReference")):
        footer = part(report, f"word/{targets[reference.get(qn('r:id'))]}")
        assert "".join(footer.itertext()) == "— 1 —"
        assert footer.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")).strip() == "PAGE"
        side = footer.find(f".//{qn('w:jc')}").get(qn("w:val"))
        assert attributes(footer.find(f".//{qn('w:ind')}"))[f"{side}Chars"] == "100"
        sides[reference.get(qn("w:type"))] = side
    assert sides == {"default": "right", "even": "left"}


def test_tables_repeat_their_header_and_keep_rows_whole(report: Path) -> None:
    """Every table has a caption above it, a header row that repeats and rows that do not break."""
    body = part(report, "word/document.xml")
    tables = body.findall(f".//{qn('w:tbl')}")
    assert tables
    for number, table in enumerate(tables, 1):
        head, *rows = table.findall(qn("w:tr"))
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        caption = table.getprevious()
        assert caption.find(f".//{qn('w:pStyle')}").get(qn("w:val")) == "Caption"
        assert "".join(caption.itertext()).startswith(f"表{number}")


def test_each_number_is_a_control_with_its_key_and_wording(project: Project, report: Path) -> None:
    """Every number of the chapters comes back: key, wording, paragraph; control ids are unique."""
    expected = [
        (number.key, number.text)
        for number in compose(project, 2022).numbers
        if not number.key.endswith("#change")
    ]
    found = read_controls(report)
    assert [(key, text) for key, text, _ in found] == expected
    assert ("2022/penalties.fine_total", "11.3万元") in expected
    assert ("2022/penalties.reviewed_share", "每案必审") in expected
    places = [place for _, _, place in found]
    assert places == sorted(places)
    body = part(report, "word/document.xml")
    paragraph = list(body.iter(qn("w:p")))[places[0]]
    assert found[0][1] in "".join(paragraph.itertext())
    properties = body.findall(f".//{qn('w:sdtPr')}")
    ids = [each.find(qn("w:id")).get(qn("w:val")) for each in properties]
    assert len(ids) == len(set(ids)) == len(properties)
    assert all(len(each.find(qn("w:tag")).get(qn("w:val"))) <= 64 for each in properties)


def test_a_number_edited_in_word_is_read_as_edited(report: Path, tmp_path: Path) -> None:
    """What a hand changed inside a control is what comes back."""

    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        return content.replace("<w:t>11.3万元</w:t>".encode(), "<w:t>12.3万元</w:t>".encode())

    edited = tmp_path / "edited.docx"
    edited.write_bytes(repacked(report.read_bytes(), change))
    texts = {text for key, text, _ in read_controls(edited) if key == "2022/penalties.fine_total"}
    assert texts == {"12.3万元"}


def test_same_inputs_give_the_same_bytes(project: Project, report: Path, tmp_path: Path) -> None:
    """No clock, no author, no template leftovers in the file."""
    again = write_docx(project, 2022, tmp_path / "again.docx")
    assert again.read_bytes() == report.read_bytes()
    core = "".join(part(report, "docProps/core.xml").itertext())
    assert "python-docx" not in core
    assert "2022-12-31" in core
    with zipfile.ZipFile(report) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name]


def test_sample_data_say_so_on_every_page_and_real_data_do_not(
    report: Path, tmp_path: Path
) -> None:
    """The mark stands in both headers and under the title, and vanishes with real files."""
    headers = [f"word/header{n}.xml" for n in (1, 2)]
    for name in headers:
        assert "".join(part(report, name).itertext()) == "示例数据·非官方文件"
    real = write_docx(make_project(tmp_path, synthetic=False), 2022, tmp_path / "real.docx")
    for name in (*headers, "word/document.xml", "docProps/core.xml"):
        words = "".join(part(real, name).itertext())
        for mark in ("示例数据", "（示例）", "非官方"):
            assert mark not in words


@pytest.mark.parametrize(
    ("chapter", "message"),
    [
        (
            "# 一、题\n\n```{math}\nx\n```\n",
            "公文格式里不能印出“指令 math”；位置：book/2022/measures.md第3行；"
            "请：改用标题、段落、列表、表格或 fact 角色。",
        ),
        (
            "# 一、题\n\n甲\n\n共{fact}`penalties.unknown`。\n",
            "没有事实 2022/penalties.unknown；位置：book/2022/measures.md第5行；"
            "请：改正章节，或运行 make site 重新计算。",
        ),
        (
            "# 一、题\n\n共{fact}`罚款`。\n",
            "数字编号写法不对：'罚款'；位置：book/2022/measures.md第3行；"
            "应为：penalties.fine_total 或 2022/penalties.fine_total；"
            "请：改正章节，或运行 make site 重新计算。",
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_line(
    tmp_path: Path, chapter: str, message: str
) -> None:
    """Nothing is dropped in silence."""
    project = make_project(tmp_path)
    (project.book / "2022" / "measures.md").write_text(chapter, encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        write_docx(project, 2022, tmp_path / "x.docx")
    assert str(caught.value) == message
    assert not (tmp_path / "x.docx").exists()


def test_a_missing_chapter_is_refused(tmp_path: Path) -> None:
    """All four prescribed parts must be there."""
    project = make_project(tmp_path)
    (project.book / "2022" / "plans.md").unlink()
    with pytest.raises(BuildError) as caught:
        write_docx(project, 2022, tmp_path / "x.docx")
    assert str(caught.value) == "缺少章节；位置：book/2022/plans.md；请：补上这一章。"


@pytest.mark.parametrize("content", [None, b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_file_that_is_not_word_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """No traceback for a wrong file."""
    path = tmp_path / "draft.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_controls(path)
    assert caught.value.what == "不是可以读取的 Word 文件"
    assert caught.value.where == "draft.docx"


def test_headings_without_a_number_get_the_next_one() -> None:
    """Written numbers stay and count; each level starts again under the one above."""
    titles = [(1, "一、甲"), (2, "乙"), (2, "（二）丙"), (3, "丁"), (4, "戊"), (2, "己"), (3, "庚")]
    blocks = [Heading(level, (Text(title),)) for level, title in titles]
    got = [plain_text(b.spans) for b in numbered(blocks) if isinstance(b, Heading)]
    assert got == ["一、甲", "（一）乙", "（二）丙", "1.丁", "（1）戊", "（三）己", "1.庚"]


def test_lines_of_the_source_join_without_gaps(tmp_path: Path) -> None:
    """A line break of the source leaves no space between Chinese, one between Latin words."""
    project = make_project(tmp_path)
    text = "# 一、题\n\n前半句，\n后半句{fact}`penalties.cases`，\nRule of\nLaw。\n"
    (project.book / "2022" / "measures.md").write_text(text, encoding="utf-8")
    paragraph = next(b for b in compose(project, 2022).blocks if isinstance(b, Paragraph))
    assert plain_text(paragraph.spans) == "前半句，后半句7起，Rule of Law。"
    assert Number("2022/penalties.cases", "立案处罚案件", "7起") in paragraph.spans


def test_a_notice_of_every_chapter_is_printed_once(tmp_path: Path) -> None:
    """The same notice at the head of two chapters stands on paper at the first only."""
    project = make_project(tmp_path)
    notice = "```{admonition} 虚构章节\n本年度的情况是虚构的。\n```\n"
    for name, title in (("measures", "一、甲"), ("plans", "四、乙")):
        text = f"# {title}\n\n{notice}"
        (project.book / "2022" / f"{name}.md").write_text(text, encoding="utf-8")
    paragraphs = [b for b in compose(project, 2022).blocks if isinstance(b, Paragraph)]
    notices = [plain_text(b.spans) for b in paragraphs if b.is_notice]
    assert notices == ["虚构章节：本年度的情况是虚构的。"]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_opens_the_report(report: Path, tmp_path: Path) -> None:
    """Another program reads title, numbers and headings out of the file."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, report], check=True, capture_output=True)
    text = (tmp_path / "2022.txt").read_text(encoding="utf-8-sig")
    assert "2022年度法治政府建设情况报告" in text
    assert "罚款11.3万元" in text
    assert "四、下年度主要安排" in text
