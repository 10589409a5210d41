"""The leak gate finds every leak of the corpus and cries wolf at most once in a hundred."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fazhi.errors import AuditError
from fazhi.publish.audit.privacy import Wanted, leaks, personal_numbers
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
    problems = leaks(_site(folder, files), Wanted.of(NEVER, COMMON))
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
    assert leaks(site, Wanted.of(NEVER)) == [
        "book/a.html：出现不得公开的内容：处罚台账「法定代表人」",
        "book/a.html：出现不得公开的内容：手机号码",
    ]


def test_a_file_name_can_leak_too(tmp_path: Path) -> None:
    """Names of published files and of archive members are read like their contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("欧阳小川.txt", "")
    site = _site(tmp_path, {"evidence/李明.csv": b"a", "b.zip": out.getvalue()})
    assert leaks(site, Wanted.of(NEVER)) == [
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
    ],
)
def test_a_number_written_another_way_is_found(text: str, kind: str) -> None:
    """Other digits, other gaps and a dialling prefix hide no number."""
    assert personal_numbers(f"联系{text}。") == [kind]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 cut"),
        ("a.pdf", b"%PDF-1.7 cut"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\x09zTXtk\0\0junk????"),
    ],
)
def test_what_cannot_be_read_is_not_published(tmp_path: Path, name: str, content: bytes) -> None:
    """A damaged archive, document or image stops publication instead of passing unread."""
    with pytest.raises(AuditError, match="读不出来") as caught:
        leaks(_site(tmp_path, {name: content}), Wanted.of(NEVER))
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
        leaks(_site(tmp_path, {"a.zip": content}), Wanted.of({}))
    assert caught.value.got == "压缩包层层相套"


@pytest.mark.parametrize("number", ["11010519491231002X", "440308199901010012"])
def test_identity_numbers_need_no_register(number: str) -> None:
    """A number that passes the check digit is one, whoever wrote it."""
    assert personal_numbers(f"号码{number}，") == ["居民身份证号码"]


def test_a_mobile_number_in_chinese_digits_is_read() -> None:
    """一三八… is a mobile number."""
    assert personal_numbers("致电一三八一二三四五六七八") == ["手机号码"]
