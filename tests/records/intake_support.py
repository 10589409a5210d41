"""Lay out a small project around raw files, for the tests of this folder."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from fazhi.paths import Project

BAD_RAW = Path(__file__).parents[1] / "bad_raw"
REGISTERS = BAD_RAW / "registers"
FILES = BAD_RAW / "files"
YEAR = 2022
GOOD_FINE: dict[str, object] = {
    "序号": 1,
    "决定书文号": "（虚）应急罚〔2022〕1号",
    "当事人": "上海甲乙商贸有限公司（虚构）",
    "统一社会信用代码": "91310105MA1FW00290",
    "法定代表人": "虚构某",
    "违法事实": "未按规定培训",
    "处罚类别": "罚款",
    "罚款金额(万元)": 2,
    "立案日期": "2022-03-01",
    "决定日期": "2022-03-05",
    "所属街镇": "新泾镇",
    "条数": 3,
    "状态": "有效",
}
HEADER = tuple(GOOD_FINE)


def lay_out(root: Path, raw: Mapping[str, bytes], year: int = YEAR) -> Project:
    """Return a project at *root* whose raw folder of *year* holds and lists *raw*."""
    project = Project(root)
    if not project.registers.exists():
        project.registers.mkdir(parents=True)
        for path in REGISTERS.glob("*.yml"):
            (project.registers / path.name).write_bytes(path.read_bytes())
    folder = project.raw(year)
    folder.mkdir(parents=True)
    lines = [f"year: {year}", "synthetic: false", "received_on: 2023-01-16", "files:"]
    for name, content in raw.items():
        (folder / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        lines.append(f"  - {{name: {name}, sha256: {digest}, supplied_by: 法规科}}")
    (folder / "source.yml").write_text("\n".join(lines), encoding="utf-8")
    return project


def fine(number: int, **changes: object) -> list[object]:
    """Return one good row of the fines register with the named columns changed."""
    cells = GOOD_FINE | {"序号": number, "决定书文号": f"（虚）应急罚〔2022〕{number}号"}
    return list((cells | changes).values())


def csv_bytes(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    """Return a UTF-8 CSV file of *rows* under *header*."""
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *rows])
    return stream.getvalue().encode("utf-8-sig")
