"""What people write about the records: corrections and explanations, each with its author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fazhi.errors import DefinitionError
from fazhi.records.schema import read_yaml, require_iso_date

_SIGNED = ("reason", "person", "date")


@dataclass(frozen=True)
class Signature:
    """Who says so, why and when.

    Attributes:
        reason: Why, in Chinese.
        person: Who.
        date: ISO date.
    """

    reason: str
    person: str
    date: str


@dataclass(frozen=True)
class Correction:
    """One cell read otherwise than it stands in a raw file, which itself is never edited.

    Attributes:
        register: Table name or title.
        record: Field keys or headers, or ``file``/``sheet``/``row``, with the values that single it
            out.
        column: Field key or header of the cell.
        old: What stands in the file; the correction lapses when that changes.
        new: What is meant.
        signed: Reason, person, date.
        where: Place in the corrections file, for messages.
    """

    register: str
    record: Mapping[str, str]
    column: str
    old: str
    new: str
    signed: Signature
    where: str


@dataclass(frozen=True)
class Explanation:
    """Why a problem to verify (核实) may stand.

    Attributes:
        rule: The rule as the list of problems words it.
        row: Its place without the column, as the list words it (``文件「表」第5行``).
        signed: Reason, person, date.
        where: Place in the explanations file, for messages.
    """

    rule: str
    row: str
    signed: Signature
    where: str


def load_corrections(path: Path) -> list[Correction]:
    """Read ``corrections/<year>.yml``; a year without one has none.

    Raises:
        DefinitionError: An entry lacks a key, has an unknown one, or nobody signed it.
    """
    wanted = ("register", "record", "column", "old", "new")
    corrections = []
    for where, entry in _entries(path, "corrections", wanted):
        if not isinstance(entry["record"], Mapping) or not entry["record"]:
            raise DefinitionError("record 应写明是哪一条记录", where=f"{where}.record")
        corrections.append(
            Correction(
                register=str(entry["register"]),
                record={str(k): _text(v) for k, v in entry["record"].items()},
                column=str(entry["column"]),
                old=_text(entry["old"]),
                new=_text(entry["new"]),
                signed=_signature(entry, where),
                where=where,
            )
        )
    return corrections


def load_explanations(path: Path) -> list[Explanation]:
    """Read ``explanations/<year>.yml``; a year without one has none.

    Raises:
        DefinitionError: An entry lacks a key, or has an unknown one.
    """
    return [
        Explanation(_text(entry["rule"]), _text(entry["row"]), _signature(entry, where), where)
        for where, entry in _entries(path, "explanations", ("rule", "row"))
    ]


def _entries(path: Path, name: str, keys: tuple[str, ...]) -> list[tuple[str, dict[str, Any]]]:
    """Return the entries of a list file with their addresses, their keys checked."""
    if not path.is_file():
        return []
    place = f"{name}/{path.name}"
    body = read_yaml(path) or {}
    listed = body.get(name) or [] if isinstance(body, dict) else None
    if not isinstance(listed, list):
        raise DefinitionError(f"文件应有 {name} 列表", where=place)
    entries = []
    for number, entry in enumerate(listed):
        where = f"{place} @ [{number}]"
        given = list(entry) if isinstance(entry, dict) else []
        if set(given) != {*keys, *_SIGNED}:
            surplus = [str(key) for key in given if key not in (*keys, *_SIGNED)]
            lacking = [key for key in (*keys, *_SIGNED) if key not in given]
            raise DefinitionError(
                "键不对",
                where=where,
                expected="、".join((*keys, *_SIGNED)),
                got=f"多出 {'、'.join(surplus) or '无'}，缺少 {'、'.join(lacking) or '无'}",
            )
        entries.append((where, entry))
    return entries


def _signature(entry: Mapping[str, Any], where: str) -> Signature:
    signed = Signature(_text(entry["reason"]), _text(entry["person"]), _text(entry["date"]))
    if not (signed.reason and signed.person):
        raise DefinitionError("没有写明理由和经办人", where=where, todo="填写 reason 和 person")
    require_iso_date(signed.date, f"{where}.date")
    return signed


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()
