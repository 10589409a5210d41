"""Put the pack together: every file, the manifest over them, one zip with fixed dates."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from fazhi.errors import AuditError
from fazhi.facts import plain
from fazhi.paths import Project
from fazhi.publish.audit.privacy import common_words, leaks, never_values
from fazhi.publish.audit.wanted import Wanted
from fazhi.publish.pack.crate import crate_metadata
from fazhi.publish.pack.describe import datapackage
from fazhi.publish.pack.readable import standalone_html
from fazhi.publish.pack.verify import MANIFEST
from fazhi.publish.pack.workpaper import workpaper
from fazhi.publish.pack.year import PackYear, read_year

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SHOWN = 30
_READ_ME = """\
{year}年度法治政府建设情况报告审计包
{sample}
workpaper.html      工作底稿，可打印；索引号即指标编号
facts.json          事实：值、口径、表达式、来源文件
evidence/           每个事实计入的记录：文件、工作表、行、计入的数
verdicts.csv        报告论断与记录的核对
comparison.csv      与上年比较
notebooks/          运行过的笔记本（.ipynb 和可直接打开的 .html）
raw/source.yml      收到的原始文件及其 sha256、报送单位；原始文件本身不在包内
indicators.json claims.json thresholds.yml   核对所依据的指标、论断与允许范围
datapackage.json ro-crate-metadata.json      供程序读取的说明
manifest.sha256     各文件的 sha256

核对（需要 Python 3.9 以上，不联网）：解压后运行  python3 verify.py
整包（zip）的 sha256 在制作时打印，请向制作者另取一份比对：整包被换时，包内的核对发现不了。
"""


def build_pack(project: Project, year: int, target: Path) -> Path:
    """Write the audit pack of *year*; the same year gives the same bytes.

    Args:
        project: The project folder.
        year: A computed year.
        target: The zip file to write; replaced whole.

    Returns:
        *target*.

    Raises:
        FactError: Something has not been computed, or a raw file has changed since.
        AuditError: A file would show something personal.
    """
    files = pack_files(read_year(project, year))
    _require_nothing_personal(project, files)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.tmp")
    temporary.write_bytes(_zipped(files))
    temporary.replace(target)
    return target


def _require_nothing_personal(project: Project, files: Mapping[str, bytes]) -> None:
    """Put the pack, which leaves the house as the site does, through the same gate."""
    wanted = Wanted.of(never_values(project), common_words(project))
    if found := leaks(files.items(), wanted):
        raise AuditError(
            f"审计包有{len(found)}处不得公开的内容，没有写出",
            got="\n  ".join(["", *found[:_SHOWN]]),
            todo="按所列文件修改笔记本或说明，重新计算后再打包",
        )


def pack_files(year: PackYear) -> dict[str, bytes]:
    """Return the content of every file of the pack by path, sorted."""
    project, number = year.project, year.year
    files = {
        "facts.json": project.facts(number).read_bytes(),
        "verdicts.csv": project.verdicts(number).read_bytes(),
        "comparison.csv": project.comparison(number).read_bytes(),
        "raw/source.yml": (project.raw(number) / "source.yml").read_bytes(),
        "thresholds.yml": (project.reference / "thresholds.yml").read_bytes(),
        "indicators.json": _json(_indicators(year)),
        "claims.json": _json(_claims(year)),
        "workpaper.html": workpaper(year).encode(),
        "verify.py": Path(__file__).with_name("verify.py").read_bytes(),
        "README.txt": _read_me(year).encode(),
    }
    for fact in year.book.facts.values():
        files[fact.evidence] = (project.processed(number) / fact.evidence).read_bytes()
    for path in year.notebooks:
        files[f"notebooks/{path.name}"] = path.read_bytes()
        page = standalone_html(path, number, synthetic=year.book.synthetic)
        files[f"notebooks/{path.stem}.html"] = page.encode()
    files = dict(sorted(files.items()))
    files["datapackage.json"] = _json(datapackage(files, number, synthetic=year.book.synthetic))
    files["ro-crate-metadata.json"] = _json(crate_metadata(year, files))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    files[MANIFEST] = "".join(lines).encode()
    return dict(sorted(files.items()))


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return stream.getvalue()


def _indicators(year: PackYear) -> list[dict[str, Any]]:
    return [
        {
            "id": indicator.id,
            "label": indicator.label,
            "unit": indicator.unit,
            "kind": indicator.kind,
            "definition": indicator.definition(year.year).text,
            "definition_version": indicator.definition(year.year).version,
        }
        for indicator in year.indicators.values()
    ]


def _claims(year: PackYear) -> list[dict[str, Any]]:
    return [
        {
            "id": claim.id,
            "section": claim.section,
            "printed": claim.printed,
            "qualifier": claim.qualifier,
            "value": None if claim.value is None else plain(claim.value),
            "high": None if claim.high is None else plain(claim.high),
            "unit": claim.unit,
            "part_of": claim.part_of,
            "sentence": claim.sentence,
        }
        for claim in year.claims.claims
    ]


def _read_me(year: PackYear) -> str:
    sample = "示例数据：由虚构的登记簿计算得出，不是真实记录。\n" if year.book.synthetic else ""
    return _READ_ME.format(year=year.year, sample=sample)


def _json(body: Any) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
