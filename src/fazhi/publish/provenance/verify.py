"""Rebuild the published site from the raw files, elsewhere, and compare."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from fazhi.errors import UsageError
from fazhi.paths import Project
from fazhi.publish.progress import Progress, Say
from fazhi.publish.provenance.statement import inputs, statement, statement_path
from fazhi.publish.release import MANIFEST, intact, tree_digests


def verify_release(project: Project, say: Say) -> list[str]:
    """Rebuild the release from its inputs in a temporary folder and compare every file.

    Args:
        project: The project; its published site stays as it is.
        say: Hears of every step.

    Returns:
        One Chinese line per difference; empty when the release is proved.

    Raises:
        UsageError: Nothing has been published yet.
        BuildError: The inputs can no longer be built.
    """
    from fazhi.publish.site import build_site

    if not project.html.exists():
        raise UsageError("还没有网站", where="_build/html", todo="先运行 make site")
    release = project.html.resolve()
    problems = [] if intact(release) else [f"{MANIFEST}：已发布的文件与清单不符"]
    problems += _statement_differences(project, release)
    # Under another name and depth, so that no path can have slipped into the result.
    with tempfile.TemporaryDirectory(prefix="fazhi 核验 ") as folder:
        copy = Project(Path(folder).resolve() / "重建" / "project")
        copy_inputs(project, copy)
        say(Progress("正在另一文件夹中从原始文件重建"))
        rebuilt = build_site(copy, say)
        problems += differences(release, rebuilt.resolve())
    return problems


def copy_inputs(project: Project, target: Project) -> None:
    """Copy all that was received or written, nothing that was computed."""
    for path in inputs(project):
        copy = target.root / project.relative(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def differences(published: Path, rebuilt: Path) -> list[str]:
    """Return one Chinese line per file of two sites that is not the same."""
    old, new = tree_digests(published), tree_digests(rebuilt)
    words = {
        (True, False): "只在已发布版本中",
        (False, True): "只在重建版本中",
        (True, True): "内容不同",
    }
    return [
        f"{name}：{words[name in old, name in new]}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _statement_differences(project: Project, release: Path) -> list[str]:
    path = statement_path(project, release)
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [f"{project.relative(path)}：来源声明缺失或已损坏"]
    if recorded != statement(project, release):
        return [f"{project.relative(path)}：来源声明与现在的输入不符"]
    return []
