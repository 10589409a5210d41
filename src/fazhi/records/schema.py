"""Read the register declarations; every mistake in one is reported with its address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fazhi.errors import DefinitionError
from fazhi.paths import Project
from fazhi.records.folding import fold_header
from fazhi.records.register import (
    MASKS,
    PUBLISH,
    RULE_KINDS,
    TYPES,
    Field,
    Register,
    Rule,
    Surrogate,
    rule_fields,
)

_FIELD_KEYS = frozenset(
    ("key", "header", "aliases", "type", "required", "publish", "mask", "values", "value_aliases")
) | {"unit", "min", "max", "fill_down"}
_REGISTER_KEYS = frozenset(
    ("register", "title", "unit", "key", "file_names", "year_field", "status_field", "fields")
) | {"rules", "surrogates"}


def load_registers(project: Project) -> dict[str, Register]:
    """Read every register declaration of the project.

    Returns:
        Registers by name, in file-name order.

    Raises:
        DefinitionError: A declaration is malformed; names the file and the key.
    """
    files = sorted(project.registers.glob("*.yml"))
    if not files:
        raise DefinitionError(
            "没有登记簿定义",
            where=str(project.registers),
            todo="先写好 data/reference/registers/*.yml",
        )
    registers = [_register(path.name, _read(path)) for path in files]
    return {r.name: r for r in registers}


_YAML_HINT = "缩进用空格，不用制表符；冒号后空一格；含冒号、井号或方括号的文字加引号"


def read_yaml(path: Path) -> Any:
    """Return the parsed content of *path*; duplicate keys and bad syntax are errors."""
    return _parse(f"{path.parent.name}/{path.name}", _read(path))


def require_iso_date(text: str, where: str) -> None:
    """Refuse *text* unless it is a calendar date such as 2025-01-16.

    Raises:
        DefinitionError: It is none.
    """
    try:
        if date.fromisoformat(text).isoformat() == text:
            return
    except ValueError:
        pass
    raise DefinitionError(
        "日期写法不对", where=where, expected="年-月-日，如 2025-01-16", got=text or "空"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise DefinitionError(
            "文件不是 UTF-8 编码", where=path.name, todo="用记事本打开，另存为 UTF-8"
        ) from problem
    except OSError as problem:
        raise DefinitionError("文件无法读取", where=path.name, got=str(problem)) from problem


def _parse(name: str, text: str) -> Any:
    try:
        return YAML(typ="safe").load(text)
    except YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        got = str(getattr(problem, "problem", "") or problem).splitlines()[0]
        raise DefinitionError(
            "YAML 写法有误", where=f"{name}{line}", got=got, todo=_YAML_HINT
        ) from problem


@lru_cache(maxsize=256)
def _register(file: str, text: str) -> Register:
    """Return the declaration in *text*; remembered, because every fact asks for it."""
    body = _mapping(_parse(file, text), file)
    _known_keys(body, _REGISTER_KEYS, file)
    for name in ("register", "title", "unit", "year_field", "status_field", "fields"):
        _require(name in body, "缺少", f"{file} @ {name}")
    stem = file.removesuffix(".yml")
    _require(body["register"] == stem, "登记簿名应与文件名相同", f"{file} @ register")
    fields = tuple(_field(entry, f"{file} @ fields[{n}]") for n, entry in enumerate(body["fields"]))
    register = Register(
        name=body["register"],
        title=body["title"],
        unit=body["unit"],
        key=tuple(body.get("key") or ()),
        file_names=tuple(body.get("file_names") or ()),
        year_field=body["year_field"],
        status_field=body["status_field"],
        fields=fields,
        rules=tuple(
            _rule(entry, f"{file} @ rules[{n}]") for n, entry in enumerate(body.get("rules") or ())
        ),
        surrogates=tuple(
            Surrogate(s["key"], tuple(s["from"])) for s in body.get("surrogates") or ()
        ),
    )
    _check_names(register, file)
    return register


def _field(entry: Any, where: str) -> Field:
    body = _mapping(entry, where)
    _known_keys(body, _FIELD_KEYS, where)
    for name in ("key", "header", "type", "publish"):
        _require(name in body, "缺少", f"{where}.{name}")
    _one_of(body["type"], sorted(TYPES), f"{where}.type")
    _one_of(body["publish"], PUBLISH, f"{where}.publish")
    if body["publish"] == "masked":
        _one_of(body.get("mask"), MASKS, f"{where}.mask")
    else:
        _require("mask" not in body, "只有 publish: masked 才能写 mask", f"{where}.mask")
    if body["type"] == "money":
        _one_of(body.get("unit"), ("元", "万元"), f"{where}.unit")
    values, labels, aliases = _values(body, where)
    return Field(
        key=body["key"],
        header=body["header"],
        type=body["type"],
        publish=body["publish"],
        aliases=tuple(body.get("aliases") or ()),
        required=bool(body.get("required", False)),
        mask=body.get("mask", ""),
        values=values,
        labels=labels,
        value_aliases=aliases,
        unit=body.get("unit", ""),
        minimum=body.get("min"),
        maximum=body.get("max"),
        fill_down=bool(body.get("fill_down", False)),
    )


def _values(
    body: Mapping[str, Any], where: str
) -> tuple[tuple[str, ...], dict[str, str], dict[str, str]]:
    """Return allowed values, the name of each code, and aliases that lead to an allowed value."""
    declared = body.get("values") or ()
    aliases = {str(k): str(v) for k, v in (body.get("value_aliases") or {}).items()}
    labels: dict[str, str] = {}
    if isinstance(declared, Mapping):
        labels = {str(code): str(label) for code, label in declared.items()}
        codes = {label: code for code, label in labels.items()}
        aliases = {k: codes.get(v, v) for k, v in aliases.items()} | codes
    values = tuple(str(v) for v in declared)
    for spelling, value in aliases.items():
        _require(value in values, f"「{value}」不在 values 中", f"{where}.value_aliases.{spelling}")
    return values, labels, aliases


def _rule(entry: Any, where: str) -> Rule:
    body = dict(_mapping(entry, where))
    for name in ("id", "severity", "message"):
        _require(name in body, "缺少", f"{where}.{name}")
    _one_of(body["severity"], ("must", "verify"), f"{where}.severity")
    kinds = [k for k in body if k not in ("id", "severity", "message")]
    _require(len(kinds) == 1, "每条规则只写一种检查", where)
    _one_of(kinds[0], RULE_KINDS, where)
    return Rule(body["id"], body["severity"], kinds[0], body[kinds[0]], body["message"])


def _check_names(register: Register, file: str) -> None:
    """Check that every field named anywhere exists and that no header means two fields."""
    keys = [f.key for f in register.fields]
    for key in keys:
        _require(keys.count(key) == 1, f"字段 {key} 写了两次", f"{file} @ fields")
    named = {
        "key": register.key,
        "year_field": (register.year_field,),
        "status_field": (register.status_field,),
        **{f"surrogates.{s.key}": s.sources for s in register.surrogates},
        **{f"rules.{r.id}": rule_fields(r) for r in register.rules},
    }
    for place, names in named.items():
        for name in names:
            _require(name in keys, f"没有字段 {name}", f"{file} @ {place}")
    owner: dict[str, str] = {}
    for f in register.fields:
        for name in (f.header, *f.aliases):
            other = owner.setdefault(fold_header(name), f.key)
            _require(
                other == f.key, f"表头「{name}」同时属于 {other} 和 {f.key}", f"{file} @ {f.key}"
            )


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    _require(isinstance(value, Mapping), "应是键值对", where)
    return value  # type: ignore[no-any-return]


def _known_keys(body: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for name in body:
        _require(name in known, "不认识的键", f"{where}.{name}")


def _one_of(value: Any, allowed: Any, where: str) -> None:
    if value not in allowed:
        raise DefinitionError("取值不对", where=where, expected="、".join(allowed), got=str(value))


def _require(condition: bool, what: str, where: str) -> None:
    if not condition:
        raise DefinitionError(what, where=where, todo="改正该定义文件")
