"""``source.yml``: which files were received for a year, from whom, and their sha256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.errors import DefinitionError, IntakeError
from fazhi.paths import Project
from fazhi.records.schema import read_yaml, require_iso_date

SOURCE_FILE = "source.yml"
TO_FILL = "待填写"
_PIECE_BYTES = 4_000_000
# Excel's lock files and what file managers leave behind; a marked copy never goes to raw.
_IGNORED_PREFIXES = ("~$", ".")
_IGNORED_NAMES = (SOURCE_FILE, "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Source:
    """One received file.

    Attributes:
        file: Path relative to the project root.
        sha256: Digest of the bytes received.
        supplied_by: Who sent it.
        received_on: ISO date of receipt.
        synthetic: Whether it is sample data (示例数据).
        registers: Registers it is said to hold; empty when nothing is said.
    """

    file: str
    sha256: str
    supplied_by: str
    received_on: str
    synthetic: bool
    registers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """File name inside the raw folder."""
        return self.file.rsplit("/", 1)[-1]


def sha256_of(path: Path) -> str:
    """Return the hex sha256 of a file."""
    digest = hashlib.sha256()
    # Large pieces: after each one a thread has to wait for its turn of Python.
    buffer = memoryview(bytearray(min(path.stat().st_size, _PIECE_BYTES) or 1))
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(buffer):
            digest.update(buffer[:size])
    return digest.hexdigest()


def received_sources(project: Project, year: int) -> dict[str, Source]:
    """Read ``source.yml`` and check that the folder holds exactly the files it lists, unchanged.

    Returns:
        Sources by path relative to the root, in listed order.

    Raises:
        IntakeError: A file is unlisted, missing, or not the one that was received.
        DefinitionError: ``source.yml`` is malformed.
    """
    sources = listed_sources(project, year)
    require_unchanged(project, sources.values())
    return sources


def listed_sources(project: Project, year: int) -> dict[str, Source]:
    """Read ``source.yml`` and check that the folder holds files of exactly the names it lists.

    Raises:
        IntakeError: A file is unlisted or missing.
        DefinitionError: ``source.yml`` is malformed.
    """
    sources = declared_sources(project, year)
    listed = {s.name for s in sources.values()}
    for path in raw_files(project, year):
        _require_listed(path, listed)
    for source in sources.values():
        if not (project.root / source.file).is_file():
            raise IntakeError(
                "登记过的文件不见了",
                where=source.name,
                todo="放回收到的文件；报告未发布而有意移出的，运行 make check 更新登记",
            )
    return sources


def require_unchanged(project: Project, sources: Iterable[Source]) -> None:
    """Refuse a file that is not the one received.

    Raises:
        IntakeError: Its bytes are others.
    """
    for source in sources:
        digest = sha256_of(project.root / source.file)
        if digest != source.sha256:
            raise IntakeError(
                "文件在收到后被改动过",
                where=source.name,
                expected=f"sha256 {source.sha256 or '（未登记）'}",
                got=f"sha256 {digest}",
                todo=f"放回收到的原件；重新报送的，在 {SOURCE_FILE} 更新 sha256、日期和报送单位",
            )


def repeated_files(project: Project, sources: Mapping[str, Source], year: int) -> list[IntakeError]:
    """Return a refusal for every file that is byte for byte another one of this year or last."""
    seen: dict[str, str] = {}
    if (project.raw(year - 1) / SOURCE_FILE).is_file():
        last = declared_sources(project, year - 1).values()
        seen = {s.sha256: f"{year - 1} 年收到的 {s.name}" for s in last if s.sha256}
    refusals = []
    for source in sources.values():
        if source.sha256 in seen:
            refusals.append(
                IntakeError(
                    "与另一个文件一字不差", where=source.name, got=f"同 {seen[source.sha256]}",
                    expected="每个文件只放一份，往年的不放进今年",
                    todo="核对后移出多放的文件，或换成今年的文件",
                )
            )  # fmt: skip
        seen.setdefault(source.sha256, source.name)
    return refusals


def raw_files(project: Project, year: int) -> list[Path]:
    """Return what lies in the raw folder of *year*, without ``source.yml`` and debris."""
    return [
        path
        for path in sorted(project.raw(year).iterdir())
        if path.name not in _IGNORED_NAMES and not path.name.startswith(_IGNORED_PREFIXES)
    ]


def cutoff(project: Project, year: int) -> str:
    """Return the last day the records of *year* cover (截止日), ISO; 31 December unless stated."""
    body = read_yaml(project.raw(year) / SOURCE_FILE)
    day = str(body.get("cutoff") or f"{year}-12-31")
    require_iso_date(day, f"data/raw/{year}/{SOURCE_FILE} @ cutoff")
    return day


def declared_sources(project: Project, year: int) -> dict[str, Source]:
    """Read ``source.yml`` without looking at the files."""
    path = project.raw(year) / SOURCE_FILE
    if not path.is_file():
        raise IntakeError(
            f"{year} 年没有收到任何文件",
            where=f"data/raw/{year}/{SOURCE_FILE}",
            todo=f"运行 make new-year YEAR={year}，放入文件并登记来源",
        )
    body = read_yaml(path)
    if not isinstance(body, dict) or not isinstance(body.get("files") or [], list):
        raise DefinitionError("来源说明缺少 files 列表", where=f"data/raw/{year}/{SOURCE_FILE}")
    if body.get("year", year) != year:
        raise DefinitionError(
            "来源说明写的是别的年度", where=f"data/raw/{year}/{SOURCE_FILE} @ year",
            expected=str(year), got=str(body["year"]), todo="核对是否放错了文件夹",
        )  # fmt: skip
    sources = [
        _source(entry, body, project, year, n) for n, entry in enumerate(body.get("files") or [])
    ]
    return {s.file: s for s in sources}


def _source(entry: Any, body: Any, project: Project, year: int, number: int) -> Source:
    where = f"data/raw/{year}/{SOURCE_FILE} @ files[{number}]"
    name = entry.get("name") if isinstance(entry, dict) else None
    if not name or "/" in str(name) or "\\" in str(name):
        raise DefinitionError("缺少文件名，或文件名含有路径", where=where)
    supplier = entry.get("supplied_by") or body.get("received_from")
    received = entry.get("received_on") or body.get("received_on")
    if received and str(received) != TO_FILL:
        require_iso_date(str(received), f"{where}.received_on")
    return Source(
        file=project.relative(project.raw(year) / str(name)),
        sha256=str(entry.get("sha256") or "").lower(),
        supplied_by=str(supplier or ""),
        received_on=str(received or ""),
        synthetic=bool(entry.get("synthetic", body.get("synthetic", False))),
        registers=tuple(entry.get("registers") or ()),
    )


def require_plain_file(path: Path) -> None:
    """Refuse a folder or a link among raw files.

    Raises:
        IntakeError: It is one.
    """
    if path.is_symlink() or not path.is_file():
        raise IntakeError("原始文件夹里只能放文件", where=path.name, todo="移走该文件夹或链接")


def _require_listed(path: Path, listed: set[str]) -> None:
    require_plain_file(path)
    if path.name not in listed:
        raise IntakeError(
            "文件没有登记来源",
            where=path.name,
            expected=f"在 {SOURCE_FILE} 的 files 中写明文件名、报送单位、日期和 sha256",
            got=f"sha256 {sha256_of(path)}",
            todo="运行 make check 登记该文件，或把它移出文件夹",
        )
