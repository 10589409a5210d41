"""Nothing of the machine, of a crash or of a third party on a published page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fazhi.publish.audit.legible import read_files
from fazhi.publish.audit.pages import Page

_TRACES = {
    "内存地址": re.compile(r" at 0x[0-9a-f]{4,}"),
    "程序错误回溯": re.compile(r"Traceback \(most recent call last\)"),
    "未格式化的数值": re.compile(r"np\.(int|float)\d+\("),
    "临时内核编号": re.compile(r"ipykernel_\d"),
    "非数": re.compile(r">\s*(nan|NaN|&lt;NA&gt;)\s*<"),
}
_TEXT_FILES = {".html", ".js", ".css", ".json", ".csv", ".svg", ".ipynb", ".txt", ".md", ".xml"}


def machine_traces(site: Path, root: Path) -> list[str]:
    """Return one line per published text file that shows the machine or a crash.

    Args:
        site: Folder of the built site.
        root: Project root, whose absolute path must not appear.
    """
    return [line for name, content in read_files(site) for line in traces_in(name, content, root)]


def traces_in(name: str, content: bytes, root: Path) -> list[str]:
    """Return one line per trace of the machine or of a crash in one file."""
    if Path(name).suffix not in _TEXT_FILES:
        return []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return [f"{name}：不是 UTF-8 文字，无法审核"]
    problems = [f"{name}：出现本机路径"] if str(root) in text else []
    if name.startswith("_static/"):
        return problems
    return problems + [f"{name}：出现{what}" for what, rule in _TRACES.items() if rule.search(text)]


def third_parties(pages: Sequence[Page]) -> list[str]:
    """Return one line per resource a page would fetch from another host."""
    return [
        f"{page.name}：将从外部加载“{target}”"
        for page in pages
        for target in page.loaded
        if re.match(r"(https?:)?//", target)
    ]
