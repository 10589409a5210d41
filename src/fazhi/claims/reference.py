"""Read a reviewed YAML file and say where in it something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fazhi.errors import DefinitionError

_TYPES = {dict: "键值表", list: "列表", str: "文字", int: "整数", float: "小数", bool: "是否值"}


@dataclass(frozen=True)
class Node:
    """A value of a YAML file with its address, e.g. ``2022.yml @ claims[3].value``.

    Attributes:
        value: What stands there; None when nothing does.
        file: Name of the file as messages show it.
        address: Path inside the file.
    """

    value: Any
    file: str
    address: str = ""

    @property
    def where(self) -> str:
        """The address as messages show it."""
        return f"{self.file} @ {self.address}" if self.address else self.file

    def wrong(self, what: str, *, expected: str = "", todo: str = "") -> DefinitionError:
        """Return the error that this value is wrong."""
        got = "" if self.value is None else str(self.value)
        return DefinitionError(what, where=self.where, expected=expected, got=got, todo=todo)

    def child(self, key: str) -> Node:
        """Return the value under *key*, which may be absent."""
        address = f"{self.address}.{key}" if self.address else key
        return Node(self.value.get(key), self.file, address)

    def table(self, allowed: Sequence[str] = ()) -> Node:
        """Return this node, sure to be a table with no key but *allowed*."""
        if not isinstance(self.value, dict):
            raise self._type_error("键值表")
        unknown = [str(key) for key in self.value if allowed and key not in allowed]
        if unknown:
            raise DefinitionError(
                f"不认识的项 {'、'.join(unknown)}",
                where=self.where,
                expected="、".join(allowed),
                todo="改正拼写或删去",
            )
        return self

    def items(self) -> list[Node]:
        """Return the entries of a list; none when absent."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self._type_error("列表")
        return [Node(v, self.file, f"{self.address}[{n}]") for n, v in enumerate(self.value)]

    def text(self) -> str:
        """Return a text that must be there."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._type_error("文字") if self.value is not None else self._absent()
        return self.value.strip()

    def choice(self, allowed: Sequence[str]) -> str:
        """Return a text that must be one of *allowed*."""
        if self.value is None:
            raise self._absent()
        if self.value not in allowed:
            raise self.wrong("取值不对", expected="、".join(allowed))
        return str(self.value)

    def number(self) -> Decimal:
        """Return a number that must be there."""
        if self.value is None:
            raise self._absent()
        try:
            if isinstance(self.value, bool):
                raise InvalidOperation
            number = Decimal(str(self.value))
        except InvalidOperation:
            raise self.wrong(
                "不是数", expected="阿拉伯数字，不带单位", todo="换算成指标的单位填写，如 113000"
            ) from None
        if not number.is_finite():
            raise self.wrong("不是数", expected="有限的数")
        return number

    def _absent(self) -> DefinitionError:
        return DefinitionError("缺少必填项", where=self.where, todo="补上此项")

    def _type_error(self, expected: str) -> DefinitionError:
        got = _TYPES.get(type(self.value), "空")
        return DefinitionError("类型不对", where=self.where, expected=expected, got=got)


def read_yaml(path: Path, root: Path | None = None) -> Node:
    """Read a reviewed file.

    Args:
        path: The file.
        root: Messages show the path relative to it; only the file name when None.

    Raises:
        DefinitionError: The file is missing, is not UTF-8 or is not YAML.
    """
    label = path.relative_to(root).as_posix() if root else path.name
    try:
        return Node(YAML(typ="safe").load(path.read_text(encoding="utf-8")), label)
    except FileNotFoundError:
        raise DefinitionError("文件不存在", where=label, todo="新建此文件") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise DefinitionError("文件无法读取", where=label, expected="UTF-8 文本") from problem
    except YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise DefinitionError(
            "不是合格的 YAML", where=f"{label} {line}".strip(), todo="检查缩进、冒号与引号"
        ) from problem
