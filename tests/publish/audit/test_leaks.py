"""The leak gate finds every leak of the corpus and cries wolf at most once in a hundred."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fazhi.errors import AuditError
from fazhi.publish.audit.legible import read_files
from fazhi.publish.audit.memo import Memo
from fazhi.publish.audit.privacy import leaks, leaks_since, personal_numbers
from fazhi.publish.audit.wanted import Wanted
from fazhi.publish.release import Site
from publish.audit.leak_corpus import COMMON, NEAR, NEVER, TRUE, samples


def _site(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _flagged(folder: Path, texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the samples found and those passed, each as file name and text."""
    listed = samples(texts)
    files = {f"{n:03d}/{name}": content for n, (name, _, content) in enumerate(listed)}
    problems = leaks(files.items(), Wanted.of(NEVER, COMMON))
    hit = {int(line[:3]) for line in problems}
    spelled = [f"{name} {text}" for name, text, _ in listed]
    found = [s for n, s in enumerate(spelled) if n in hit]
    return found, [s for n, s in enumerate(spelled) if n not in hit]


def test_recall_is_complete_and_precision_at_least_99_percent(tmp_path: Path) -> None:
    """Of 200 seeded leaks none is missed; of all alarms at least 99 % are leaks."""
    found, missed = _flagged(tmp_path / "true", TRUE)
    false_alarms, _ = _flagged(tmp_path / "near", NEAR)
    assert len(found) + len(missed) == 200
    assert missed == []
    assert len(found) / (len(found) + len(false_alarms)) >= 0.99, false_alarms


def test_a_hit_names_file_and_column_and_never_the_value(tmp_path: Path) -> None:
    """The message can be pasted into a ticket."""
    site = _site(tmp_path, {"book/a.html": "<p>由张伟负责，电话13812345678</p>".encode()})
    assert leaks(read_files(site), Wanted.of(NEVER)) == [
        "book/a.html：出现不得公开的内容：处罚台账「法定代表人」",
        "book/a.html：出现不得公开的内容：手机号码",
    ]


def test_a_file_name_can_leak_too(tmp_path: Path) -> None:
    """Names of published files and of archive members are read like their contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("欧阳小川.txt", "")
    site = _site(tmp_path, {"evidence/李明.csv": b"a", "b.zip": out.getvalue()})
    assert leaks(read_files(site), Wanted.of(NEVER)) == [
        "b.zip：出现不得公开的内容：处罚台账「法定代表人」",
        "evidence/李明.csv：出现不得公开的内容：检查台账「执法人员」",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一一零一零五一九四九一二三一零零二X", "居民身份证号码"),
        ("110105/19491231/002X", "居民身份证号码"),
        ("110105_19491231_002X", "居民身份证号码"),
        ("一 三 八 一 二 三 四 五 六 七 八", "手机号码"),
        ("壹叁捌壹贰叁肆伍陆柒捌", "手机号码"),
        ("138一二三四5678", "手机号码"),
        ("008613812345678", "手机号码"),
        ("138_1234_5678", "手机号码"),
        ("\u0661\u0663\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "手机号码"),
        ("13812345678/13812345679", "手机号码"),
        ("(138)12345678", "手机号码"),
        ("(138)1234-5678", "手机号码"),
        ("+86(138)12345678", "手机号码"),
        ("8613812345678", "手机号码"),
        ("86-13812345678", "手机号码"),
        ("138・1234・5678", "手机号码"),
        ("13812345678.0", "手机号码"),
        ("138\n1234\n5678", "手机号码"),
        ("1381234\n5678", "手机号码"),
        ("13,812,345,678", "手机号码"),
        ("110,105,194,912,310,02X", "居民身份证号码"),
        ("110105\n19491231002X", "居民身份证号码"),
        ("(110105)19491231002X", "居民身份证号码"),
        ("110105  19491231  002X", "居民身份证号码"),
        ("110105 - 19491231--002X", "居民身份证号码"),
        ("1.3812345678E10", "手机号码"),
        ("1.3812345678e+10", "手机号码"),
        ("1.381234567E+010", "手机号码"),
    ],
)
def test_a_number_written_another_way_is_found(text: str, kind: str) -> None:
    """Other digits, other gaps and a dialling prefix hide no number."""
    assert personal_numbers(f"联系{text}。") == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "13,812,345,678元",
        "[13,812,345,678]",
        "9,138\n1234,5678",
        "138\n\n\n\n1234\n\n\n\n5678",
        "138,1234,5678",
        "1.38123E+10",
        "1.3812345678E11",
        "11.3812345678E10",
        "1.2812345678E10",
        "310105  20220105  0012",
    ],
)
def test_sums_lists_and_table_cells_are_no_numbers_of_people(text: str) -> None:
    """Numbers that merely stand side by side are not read as one."""
    assert personal_numbers(text) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", '<svg><text y="3">1381</text>\n<text y="3">2345678</text></svg>'),
        ("a.svg", "<svg><text><tspan>1381</tspan>\n <tspan>2345678</tspan></text></svg>"),
        ("a.svg", "<svg><desc>13812345678</desc></svg>"),
        ("a.html", "<p>138<br>1234<br/>5678</p>"),
        ("a.html", '<img src="data:text/plain;base64,MTM4MTIzNDU2Nzg=">'),
        ("a.html", '<script type="application/ld+json">{"tel": "138 1234 5678"}</script>'),
        ("a.js", r"'\x31\u{33}812345678'"),
        ("feed.xml", "<content>138&lt;b&gt;1234&lt;/b&gt;5678</content>"),
        ("feed.xml", "<content><![CDATA[138<b>1234</b>5678]]></content>"),
        ("a.css", r'p::after{content:"\31 38\000031 2\33 45678"}'),
        ("a.css", 'p::after{content:"138\\\n12345678"}'),
        ("a.html", r'<style media="all">p::after{content:"\31 3812345678"}</style>'),
        ("a.html", r"""<p style='--tel:"\31 3812345678"'>甲</p>"""),
        ("a.html", '<p style="--tel:&quot;&#92;31 3812345678&quot;">甲</p>'),
        ("a.svg", r'<svg><style>p{content:"\31 3812345678"}</style></svg>'),
        ("searchindex.js", 'Search.setIndex({"terms": {"nn13812345678": [0]}})'),
    ],
)
def test_a_number_is_found_however_the_format_splits_it(name: str, content: str) -> None:
    """What a reader of the file sees or a program decodes is read as one number."""
    assert leaks([(name, content.encode())], Wanted.of({})) == [
        f"{name}：出现不得公开的内容：手机号码"
    ]


def test_drawn_labels_of_different_heights_stay_apart() -> None:
    """Values at the ends of bars are not one number."""
    drawn = b'<svg><text y="1">138</text><text y="2">1234</text><text y="3">5678</text></svg>'
    assert leaks([("a.svg", drawn)], Wanted.of({})) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("a.parquet", b"PAR1\0\x15PAR1"),
        ("a.csv", "张伟".encode("gbk")),
        ("a.csv", "138".encode("utf-16-le")),
        ("a.xlsx", b"PK\x03\x04 cut"),
        ("a.pdf", b"%PDF-1.7 cut"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\x09zTXtk\0\0junk????"),
    ],
)
def test_what_cannot_be_read_is_not_published(tmp_path: Path, name: str, content: bytes) -> None:
    """A damaged archive, document or image stops publication instead of passing unread."""
    with pytest.raises(AuditError, match="读不出来") as caught:
        leaks([(name, content)], Wanted.of(NEVER))
    assert caught.value.where == name


def test_archives_inside_archives_end_somewhere(tmp_path: Path) -> None:
    """Nested archives are opened to a fixed depth, then refused."""
    content = b"x"
    for _ in range(5):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("inner.zip", content)
        content = out.getvalue()
    with pytest.raises(AuditError, match="层层相套") as caught:
        leaks([("a.zip", content)], Wanted.of({}))
    assert caught.value.got == "压缩包层层相套"


@pytest.mark.parametrize("number", ["11010519491231002X", "440308199901010012"])
def test_identity_numbers_need_no_register(number: str) -> None:
    """A number that passes the check digit is one, whoever wrote it."""
    assert personal_numbers(f"号码{number}，") == ["居民身份证号码"]


def test_a_mobile_number_in_chinese_digits_is_read() -> None:
    """一三八… is a mobile number."""
    assert personal_numbers("致电一三八一二三四五六七八") == ["手机号码"]


def test_a_file_that_was_clean_is_searched_for_what_is_new(tmp_path: Path) -> None:
    """A page judged before is still refused for a name that came into the records since."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_text("<p>报告由欧阳建国签发。</p>", encoding="utf-8")
    site, first = Site.read(tmp_path / "site"), Memo(tmp_path / "audit.json", "same")
    assert leaks_since(site, Wanted.of({"name": ["司马长风"]}), first, None) == []
    first.save()
    both, new = Wanted.of({"name": ["司马长风", "欧阳建国"]}), Wanted.of({"name": ["欧阳建国"]})
    hit = ["a.html：出现不得公开的内容：name"]
    for added, expected in ((new, hit), (None, hit), (Wanted.of({}), [])):
        again = Memo(tmp_path / "audit.json", "same")
        assert leaks_since(site, both, again, added) == expected
