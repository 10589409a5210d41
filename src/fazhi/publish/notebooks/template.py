"""What a notebook template may contain, and which parameters it takes.

papermill itself only warns about an unknown parameter or a missing ``parameters`` tag, and then
runs for the default year; here both stop the run before anything is written.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.errors import NotebookError, UsageError

ALLOWED_PARAMETERS = ("year", "baseline")
INJECTED_ID = "injected-parameters"
PARAMETERS_TAG, END_TAG = "parameters", "end"
_SKIPPING_TAGS = {"skip-execution", "raises-exception", INJECTED_ID}
_YEAR = re.compile(r"20[0-9]{2}")
_REFLECTION = {"exec", "eval", "globals", "locals", "vars", "get_ipython", "__import__"}
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Template:
    """A checked template.

    Attributes:
        path: Where it was read from.
        text: Its bytes as read; what was checked is what runs.
        cell_ids: Ids of all cells, in order.
        parameters_at: Index of the ``parameters`` cell.
        parameters: Names assigned there.
    """

    path: Path
    text: str
    cell_ids: tuple[str, ...]
    parameters_at: int
    parameters: tuple[str, ...]

    def run_ids(self) -> list[str]:
        """Return the cell ids after papermill injected its cell."""
        ids = list(self.cell_ids)
        ids.insert(self.parameters_at + 1, INJECTED_ID)
        return ids


def parse_year(text: str) -> int:
    """Return the year written in *text*.

    Args:
        text: Exactly four ASCII digits, 2000 to 2099.

    Raises:
        UsageError: Anything else, blanks and full-width digits included.
    """
    if not isinstance(text, str) or not _YEAR.fullmatch(text):
        raise UsageError(
            "年度写法不对",
            expected="四位半角数字，2000 至 2099，如 2024",
            got=str(text) or "（空）",
        )
    return int(text)


def check_parameters(template: Template, parameters: Mapping[str, object]) -> None:
    """Refuse parameters the template does not take exactly.

    Raises:
        NotebookError: An unknown, missing or malformed parameter.
    """
    for name, value in parameters.items():
        if name not in ALLOWED_PARAMETERS or name not in template.parameters:
            raise NotebookError(
                "笔记本没有这个参数", where=template.path.name,
                expected="、".join(template.parameters), got=repr(name),
            )  # fmt: skip
        if type(value) is not int or not 2000 <= value <= 2099:
            raise NotebookError(
                f"参数 {name} 的值不对", where=template.path.name,
                expected="2000 至 2099 的整数", got=repr(value),
            )  # fmt: skip
    missing = [name for name in template.parameters if name not in parameters]
    if missing:
        raise NotebookError("缺少参数", where=template.path.name, expected="、".join(missing))


def read_template(path: Path) -> Template:
    """Read and check a template.

    Args:
        path: The notebook file.

    Raises:
        NotebookError: Names the file, the cell and what is not allowed there.
    """
    text, cells = _read_cells(path)
    at = _only_tagged(path, cells, PARAMETERS_TAG)
    if _only_tagged(path, cells, END_TAG) != len(cells) - 1:
        raise _refusal(path, cells[-1], f"最后一个单元须带 {END_TAG} 标签")
    names = _parameter_names(path, cells[at])
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            _check_code(path, cell, () if index == at else names)
    return Template(path, text, tuple(str(c["id"]) for c in cells), at, names)


def _read_cells(path: Path) -> tuple[str, Sequence[Cell]]:
    if not path.is_file():
        raise NotebookError("找不到笔记本模板", where=str(path.name))
    try:
        text = path.read_bytes().decode("utf-8")
        body = json.loads(text)
        version = (body["nbformat"], body["nbformat_minor"])
        cells = body["cells"]
        whole = all(_is_whole(cell) for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotebookError(
            "笔记本模板不完整或不是笔记本", where=path.name, todo="从版本库恢复该文件"
        ) from None
    if version < (4, 5) or version[0] != 4:
        raise NotebookError(
            "笔记本格式版本太旧", where=path.name, expected="nbformat 4.5",
            got=f"nbformat {version[0]}.{version[1]}",
        )  # fmt: skip
    if not cells or not whole:
        raise NotebookError("笔记本没有单元，或单元缺少内容", where=path.name)
    ids = [cell["id"] for cell in cells]
    repeated = sorted({i for i in ids if ids.count(i) > 1} | ({INJECTED_ID} & set(ids)))
    if repeated:
        raise NotebookError("单元编号重复或被占用", where=path.name, got="、".join(repeated))
    return text, cells


def _is_whole(cell: Cell) -> bool:
    known = cell["cell_type"] in ("code", "markdown")
    return known and isinstance(_tags(cell), list) and bool(cell["id"] and source_of(cell))


def source_of(cell: Cell) -> str:
    """Return the source of a cell, however it is stored."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _tags(cell: Cell) -> Sequence[str]:
    tags: Sequence[str] = cell["metadata"].get("tags", [])
    return tags


def _only_tagged(path: Path, cells: Sequence[Cell], tag: str) -> int:
    found = [i for i, c in enumerate(cells) if c["cell_type"] == "code" and tag in _tags(c)]
    if len(found) != 1:
        raise NotebookError(
            f"须有且只有一个带 {tag} 标签的代码单元", where=path.name, got=f"{len(found)} 个"
        )
    return found[0]


def _refusal(path: Path, cell: Cell, what: str, got: str = "") -> NotebookError:
    return NotebookError(what, where=f"{path.name} 单元 {cell['id']}", got=got)


def _parse(path: Path, cell: Cell) -> ast.Module:
    try:
        return ast.parse(source_of(cell))
    except (SyntaxError, ValueError) as problem:
        line = getattr(problem, "lineno", None) or 1
        raise _refusal(
            path, cell, "代码不是普通的 Python（不得用 %、! 等魔法命令）", f"第 {line} 行"
        ) from None


def _parameter_names(path: Path, cell: Cell) -> tuple[str, ...]:
    names = []
    for statement in _parse(path, cell).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant()):
                names.append(name)
            case _:
                raise _refusal(path, cell, "参数单元只能写“参数名 = 常数”", ast.unparse(statement))
    strange = [name for name in names if name not in ALLOWED_PARAMETERS]
    if not names or strange or len(set(names)) < len(names):
        raise NotebookError(
            "参数单元的参数名不对", where=f"{path.name} 单元 {cell['id']}",
            expected=f"{'、'.join(ALLOWED_PARAMETERS)}，每个至多一次", got="、".join(names),
        )  # fmt: skip
    return tuple(names)


def _check_code(path: Path, cell: Cell, protected: Sequence[str]) -> None:
    if cell.get("outputs") or cell.get("execution_count") is not None:
        raise _refusal(path, cell, "模板不得带有运行结果")
    if not source_of(cell).strip():
        raise _refusal(path, cell, "代码单元是空的")
    skipping = sorted(_SKIPPING_TAGS.intersection(_tags(cell)))
    if skipping:
        raise _refusal(path, cell, "不得使用的标签", "、".join(skipping))
    for node in ast.walk(_parse(path, cell)):
        if isinstance(node, _DEFINITIONS):
            raise _refusal(path, cell, "笔记本中不得定义函数或类", node.name)
        if isinstance(node, ast.Name) and node.id in _REFLECTION:
            raise _refusal(path, cell, "笔记本中不得使用", node.id)
        for name in _bound(node):
            if name in protected or name == "*":
                raise _refusal(path, cell, "参数在别处被重新赋值", name)


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names *node* itself binds or deletes."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.alias(name=name, asname=alias):
            yield alias or name.partition(".")[0]
        case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
