"""The gates after a run, and a normal form: the same run gives the same bytes on any machine.

The normal form has no times, no versions, no random ids and no text that a richer form repeats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict, writes

from fazhi.errors import NotebookError
from fazhi.publish.notebooks.shell import OUTPUT_LIMIT_BYTES

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_node: Callable[[Any], Any] = from_dict
_write: Callable[[Any], str] = writes
_RUN_METADATA = ("papermill", "execution")
_MACHINE_BOUND = {
    "内存地址": re.compile(r" at 0x[0-9a-fA-F]+"),
    "报错堆栈": re.compile(r"Traceback"),
    "numpy 的内部写法": re.compile(r"np\.(?:int|uint|float|str|bool)\d*_?\("),
    "临时文件": re.compile(r"/tmp/|ipykernel_"),
}


def check_run(nb: NotebookNode, name: str) -> None:
    """Refuse a notebook that did not run from its first cell to its last.

    Args:
        nb: The executed notebook.
        name: What to call it in a message.

    Raises:
        NotebookError: An error or a warning among the outputs, or a cell that did not run.
    """
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code, 1):
        for output in cell.outputs:
            if output.output_type == "error":
                raise failure(name, cell.id, output.ename, output.evalue)
            if output.output_type == "stream" and output.name == "stderr":
                raise NotebookError(
                    "单元输出了警告", where=f"{name} 单元 {cell.id}",
                    got=_first_line(_text(output.text)), todo="消除警告的原因",
                )  # fmt: skip
        if cell.execution_count != place:
            raise NotebookError(
                "笔记本没有从头到尾依次运行", where=f"{name} 单元 {cell.id}",
                expected=f"第 {place} 个运行", got=str(cell.execution_count or "没有运行"),
            )  # fmt: skip


def failure(name: str, cell_id: str, ename: str, evalue: str) -> NotebookError:
    """Return the error of a failed cell: what it raised, up to the end of the first line."""
    first = _first_line(evalue)
    return NotebookError(
        "笔记本运行失败，没有留下结果", where=f"{name} 单元 {cell_id}",
        got=f"{ename}：{first}" if first else ename, todo="按上述原因改正后重新运行",
    )  # fmt: skip


def normal_form(nb: NotebookNode, cell_ids: Sequence[str], root: Path, name: str) -> str:
    """Return the notebook's text in normal form.

    Args:
        nb: The executed notebook.
        cell_ids: Ids its cells get.
        root: Folder whose absolute path must not appear.
        name: What to call it in a message.

    Raises:
        NotebookError: An output is bound to this machine or run, or the notebook is too large.
    """
    nb.metadata = _node(_METADATA)
    for cell, cell_id in zip(nb.cells, cell_ids, strict=True):
        cell.id = cell_id
        for key in _RUN_METADATA:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = _outputs(cell.outputs)
            _refuse_machine_bound(cell, root, name)
    text = _write(nb) + "\n"
    if len(text.encode()) > OUTPUT_LIMIT_BYTES:
        raise NotebookError(
            "笔记本太大", where=name, expected=f"不超过 {OUTPUT_LIMIT_BYTES // 1_000_000} MB",
            got=f"{len(text.encode()) / 1e6:.1f} MB", todo="减少显示的行数",
        )  # fmt: skip
    return text


def _outputs(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text = _text(kept[-1].text) + _text(output.text)
            continue
        output.pop("transient", None)
        if len(output.get("data", ())) > 1:
            output.data.pop("text/plain", None)
        kept.append(output)
    return kept


def _refuse_machine_bound(cell: NotebookNode, root: Path, name: str) -> None:
    patterns = {"本机路径": re.compile(re.escape(str(root)) + r"(?![\w.-])"), **_MACHINE_BOUND}
    shown = json.dumps(cell.outputs, ensure_ascii=False)
    for what, pattern in patterns.items():
        found = pattern.search(shown)
        if found:
            raise NotebookError(
                f"输出中含有{what}，不能发布", where=f"{name} 单元 {cell.id}",
                got=shown[found.start() : found.end() + 20], todo="改用表格或文字显示结果",
            )  # fmt: skip


def _text(text: Any) -> str:
    return text if isinstance(text, str) else "".join(text)


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")
