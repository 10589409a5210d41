"""Which folders are bureaus, and that no two of them can be taken for one another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fazhi.errors import DefinitionError, UsageError
from fazhi.paths import Project


@dataclass(frozen=True)
class Bureau:
    """One bureau to build.

    Attributes:
        name: Official name, unique among those built together.
        project: Its folder.
    """

    name: str
    project: Project

    @property
    def key(self) -> str:
        """The bureau's folder in the portal: ASCII, and the same wherever its files lie."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:12]


def find_bureaus(roots: Sequence[Path], output: Path) -> list[Bureau]:
    """Return the bureaus at *roots*, in that order.

    Args:
        roots: Project folders.
        output: The portal's folder.

    Raises:
        UsageError: A folder is missing, is no project, is named twice, holds another, is the
            portal's own, or two bureaus have the same name.
        DefinitionError: A ``bureau.yml`` has no name.
    """
    bureaus = [_bureau(root.resolve()) for root in roots]
    for one, other in combinations(bureaus, 2):
        _tell_apart(one, other)
    for bureau in bureaus:
        if output.resolve() == bureau.project.root:
            raise UsageError(
                "门户不能放在单位的项目文件夹里",
                where=str(output),
                todo="用 --output 指定另一个文件夹",
            )
    return bureaus


def _bureau(root: Path) -> Bureau:
    project = Project(root)
    if not root.is_dir():
        raise UsageError("找不到项目文件夹", where=str(root), todo="核对路径")
    if not project.registers.is_dir():
        raise UsageError(
            "不是项目文件夹", where=str(root), expected="含有 data/reference/registers/"
        )
    path = project.reference / "bureau.yml"
    try:
        body = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as problem:
        raise DefinitionError(
            "单位说明无法读取", where=str(path), got=str(problem).splitlines()[0]
        ) from problem
    name = body.get("name") if isinstance(body, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise DefinitionError("单位没有名称", where=str(path), expected="name: 单位全称")
    return Bureau(name.strip(), project)


def _tell_apart(one: Bureau, other: Bureau) -> None:
    first, second = one.project.root, other.project.root
    both = f"{first}、{second}"
    if first == second:
        raise UsageError("同一个项目文件夹写了两次", where=str(first), todo="去掉其中一个")
    if first in second.parents or second in first.parents:
        raise UsageError("一个项目文件夹在另一个里面", where=both, todo="把里面的移出来")
    if one.name == other.name:
        raise UsageError(
            f"两个项目文件夹是同一单位“{one.name}”",
            where=both,
            todo="改正 data/reference/bureau.yml 中的 name",
        )
