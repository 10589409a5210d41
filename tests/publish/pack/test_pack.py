"""The audit pack proves itself, and no altered byte or number goes unseen."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import Package

from facts.tiny_year import YEAR
from fazhi.errors import AuditError, FactError
from fazhi.paths import Project
from fazhi.publish.pack import build_pack
from fazhi.publish.pack.verify import main
from fazhi.publish.runs import executed


@pytest.fixture
def copy(pack, tmp_path):
    """Return a copy of the unpacked pack to spoil."""
    return Path(shutil.copytree(pack, tmp_path / "copy"))


def sign_again(folder: Path) -> None:
    """Write the manifest anew, as somebody who alters numbers on purpose would."""
    names = sorted(
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.is_file() and p.name != "manifest.sha256"
    )
    digests = ((hashlib.sha256((folder / n).read_bytes()).hexdigest(), n) for n in names)
    text = "".join(f"{digest}  {name}\n" for digest, name in digests)
    (folder / "manifest.sha256").write_text(text, encoding="utf-8")


def test_fresh_pack_verifies_without_any_library(pack):
    """A bare Python, with neither site packages nor environment, says that all agrees."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", str(pack / "verify.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("全部相符。\n")


def test_verify_imports_the_standard_library_only(pack):
    """Nothing else is on a reviewer's machine."""
    source = (pack / "verify.py").read_text(encoding="utf-8")
    modules = re.findall(r"^(?:from|import) ([a-z_]+)", source, re.MULTILINE)
    assert set(modules) <= sys.stdlib_module_names | {"__future__"}


def test_two_builds_are_the_same_bytes(project, tmp_path):
    """The pack has no clock and no order of its own."""
    one = build_pack(project, YEAR, tmp_path / "one.zip")
    two = build_pack(project, YEAR, tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()


def test_any_flipped_byte_is_named(pack, copy, capsys):
    """One bit in any file of the pack, the manifest included, fails and names the file."""
    for path in sorted(p for p in copy.rglob("*") if p.is_file()):
        name = path.relative_to(copy).as_posix()
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
        assert main([str(copy)]) == 1, name
        assert "manifest.sha256" in name or f"{name}：内容被改动" in capsys.readouterr().out
        shutil.copy(pack / name, path)
    assert main([str(copy)]) == 0


def test_missing_and_added_files_are_named(copy, capsys):
    """The manifest lists exactly what is there."""
    (copy / "README.txt").unlink()
    (copy / "extra.txt").write_text("多", encoding="utf-8")
    assert main([str(copy)]) == 1
    out = capsys.readouterr().out
    assert "README.txt：文件不见了" in out
    assert "extra.txt：清单中没有这个文件" in out


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("facts.json", '行政处罚罚款金额",\n   "value": "35000"',
         '行政处罚罚款金额",\n   "value": "36000"',
         "evidence/penalties.fine_total.csv：penalties.fine_total 的证据合计为35000，"
         "facts.json 写的是36000"),
        ("facts.json", '"value": "33.3333"', '"value": "33.3334"',
         "case_reviews.excellent_rate 的证据合计为33.3333"),
        ("facts.json", '"rows": 3', '"rows": 4', "有3条记录，facts.json 写的是4条"),
        ("facts.json", "len(major)", "len(minor)",
         "hazards.major 的表达式与 facts.json 不同"),
        ("evidence/penalties.fine_total.csv", ",15000", ",15001",
         "penalties.fine_total 的证据合计为35001"),
        ("verdicts.csv", "loose", "supported",
         "verdicts.csv：outreach.audience 写的是supported，重新判断为loose"),
        ("verdicts.csv", "3.5万元", "3.6万元", "penalties.fine_total 的写法与 claims.json 不同"),
        ("verdicts.csv", ",35000,35000,", ",35000,35001,",
         "penalties.fine_total 的数值与 facts.json 或 claims.json 不同"),
        ("claims.json", '"value": "300"', '"value": "280"',
         "verdicts.csv：outreach.audience 写的是loose，重新判断为contradicted"),
        ("thresholds.yml", "nearly_supported_percent: 5", "nearly_supported_percent: 9",
         "重新判断为supported"),
        ("comparison.csv", ".joint,2022,2021,1,1,0,", ".joint,2022,2021,1,1,2,",
         "comparison.csv：inspections.joint 的增减不等于两年之差"),
        ("workpaper.html", 'data-fact="penalties.cases" data-value="2"',
         'data-fact="penalties.cases" data-value="3"',
         "workpaper.html：penalties.cases 与 facts.json 不同"),
        ("ro-crate-metadata.json", '"value": "35000"', '"value": "35001"',
         "ro-crate-metadata.json：penalties.collected_total 与 facts.json 不同"),
        ("notebooks/20_enforcement.ipynb", '"value": "17500"', '"value": "17501"',
         "penalties.fine_mean 显示17501，facts.json 写的是17500"),
        ("raw/source.yml", "sha256: ", "sha256: 0", "raw/source.yml：没有登记"),
        ("indicators.json", '"kind": "total"', '"kind": "rate"', "的证据合计为"),
    ],
)  # fmt: skip
def test_altered_number_is_named_even_under_a_new_manifest(copy, capsys, name, old, new, message):
    """Who changes a number and all hashes with it is still contradicted by the other places."""
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    sign_again(copy)
    assert main([str(copy)]) == 1
    assert message in capsys.readouterr().out


def exchange_received(pack: Path) -> None:
    """Say in the crate that another raw file was received."""
    path = pack / "ro-crate-metadata.json"
    crate = json.loads(path.read_text(encoding="utf-8"))
    (node,) = [n for n in crate["@graph"] if n["@id"] == "#data/raw/2022/penalties.csv"]
    node["sha256"] = "0" * 64
    path.write_text(json.dumps(crate), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda pack: (pack / "README.txt").unlink(), "README.txt：文件不见了"),
        (lambda pack: (pack / "notebooks/20_enforcement.html").unlink(),
         "notebooks/20_enforcement.html：文件不见了"),
        (lambda pack: (pack / "evidence/x.y.csv").write_text("多", encoding="utf-8"),
         "evidence/x.y.csv：ro-crate-metadata.json 中没有这个文件"),
        (exchange_received, "ro-crate-metadata.json：#data/raw/2022/penalties.csv 的 sha256 与"),
    ],
)  # fmt: skip
def test_exchanged_file_is_named_even_under_a_new_manifest(copy, capsys, change, message):
    """The crate lists the files too, so writing the manifest anew hides nothing."""
    change(copy)
    sign_again(copy)
    assert main([str(copy)]) == 1
    assert message in capsys.readouterr().out


def test_unreadable_file_fails_in_words(copy, capsys):
    """A file cut in half is a finding, not a crash."""
    (copy / "facts.json").write_text('{"facts": [', encoding="utf-8")
    assert main([str(copy)]) == 1
    assert "证据与事实：不符\n  无法读取：" in capsys.readouterr().out


def test_pages_fetch_nothing(pack):
    """Notebook pages and working paper are whole: no script, no address of another host."""
    for path in pack.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text, path.name
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), path.name
        assert 'lang="zh-CN"' in text
        assert "示例数据" in text


def test_links_between_pages_resolve(pack):
    """Every cross reference leads to a file and an anchor of the pack."""
    for path in pack.rglob("*.html"):
        for target in re.findall(r'href="([^"]+)"', path.read_text(encoding="utf-8")):
            if target.startswith("#") and path.name != "workpaper.html":
                continue
            file, _, anchor = target.partition("#")
            linked = (path.parent / file) if file else path
            assert linked.is_file(), target
            assert not anchor or f'id="{anchor}"' in linked.read_text(encoding="utf-8"), target


def test_workpaper_has_what_an_auditor_signs(pack):
    """Index numbers, definitions, checks, claims and signature lines."""
    text = (pack / "workpaper.html").read_text(encoding="utf-8")
    assert '<section id="penalties-fine_total">' in text
    assert "决定书载明的罚款金额之和" in text
    assert text.count("编制：") == text.count("复核：") == text.count("<section") + 1
    assert "inspections.internal 不大于 inspections.total" in text
    assert "清洁＋隔离＋非记录＝原始行数" in text
    assert "本年度没有更正。" in text
    assert "<td>不符</td>" not in text


def test_nothing_personal_is_packed(pack):
    """Raw files, tables and names stay out."""
    names = {p.relative_to(pack).parts[0] for p in pack.rglob("*")}
    assert "tables" not in names
    assert [p.name for p in (pack / "raw").iterdir()] == ["source.yml"]
    for path in (p for p in pack.rglob("*") if p.is_file()):
        text = path.read_text(encoding="utf-8")
        assert "甲（虚构）商场有限公司" not in text, path.name


def test_descriptors_are_valid_table_schema(pack):
    """An independent reader of Table Schema accepts every CSV."""
    report = Package(str(pack / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "message"])
    assert len(report.tasks) == 2 + len(list((pack / "evidence").iterdir()))


def test_crate_has_an_action_a_notebook_and_a_node_a_fact(pack):
    """Who reads RO-Crate finds run, inputs and results without our code."""
    graph = json.loads((pack / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    nodes = {node["@id"]: node for node in graph}
    facts = json.loads((pack / "facts.json").read_text(encoding="utf-8"))["facts"]
    actions = [node for node in graph if node["@type"] == "CreateAction"]
    assert len(actions) == len(list((pack / "notebooks").glob("*.ipynb")))
    for fact in facts:
        assert nodes[f"#{fact['id']}"]["value"] == fact["value"]
        (made,) = [a for a in actions if {"@id": f"#{fact['id']}"} in a["result"]]
        assert made["@id"] == f"#run-{fact['notebook']}"
    assert {a["endTime"] for a in actions} == {"2023-01-16T00:00:00+08:00"}


def test_changed_raw_file_cannot_be_packed(project, tmp_path):
    """A pack never vouches for a file other than the one counted."""
    path = project.raw(YEAR) / "penalties.csv"
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    with pytest.raises(FactError) as caught:
        build_pack(project, YEAR, tmp_path / "pack.zip")
    path.write_bytes(before)
    digest = hashlib.sha256(before).hexdigest()
    assert str(caught.value) == (
        "原始文件与计算时不同，不能打包；位置：data/raw/2022/penalties.csv；"
        f"应为：sha256 {digest}；请：放回收到的原件，或运行 make year YEAR=2022。"
    )
    assert not (tmp_path / "pack.zip").exists()


def test_pack_that_shows_a_person_is_not_written(project, tmp_path):
    """What the site may not show, the pack may not carry out either."""
    path = project.raw(YEAR) / "source.yml"
    before = path.read_bytes()
    path.write_bytes(before + "# 联系电话(139)87654321\n".encode())
    with pytest.raises(AuditError) as caught:
        build_pack(Project(project.root), YEAR, tmp_path / "pack.zip")
    path.write_bytes(before)
    assert caught.value.got == "\n  raw/source.yml：出现不得公开的内容：手机号码"
    assert not (tmp_path / "pack.zip").exists()


def test_year_without_notebook_cannot_be_packed(project, tmp_path):
    """Every notebook must have been run."""
    path = executed(project, YEAR, "30_compare")
    hidden = path.rename(path.with_suffix(".hidden"))
    with pytest.raises(FactError, match="笔记本没有运行过"):
        build_pack(Project(project.root), YEAR, tmp_path / "pack.zip")
    hidden.rename(path)
