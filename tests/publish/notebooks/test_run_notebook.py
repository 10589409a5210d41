"""Notebooks run through papermill: whole and in normal form, or not at all."""

from __future__ import annotations

import json
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from tiny_notebook import Cell, code, write_template

from fazhi.errors import NotebookError
from fazhi.publish.notebooks import run_notebook

SAMPLE: tuple[Cell, ...] = (
    ("imports", "import pandas as pd\n\nprint('年度', year)\nprint('第二行')", []),
    ("table", "frame = pd.DataFrame({'街道': ['甲', '乙'], '起': [3, 4]})\nframe", ["fact"]),
    ("series", "frame.起.astype(str)", []),
    ("mixed", "print('前')\ndisplay(frame)\nprint('后')\nint(frame.起.sum())", []),
    (
        "custom",
        "display({'application/vnd.x+json': {'b': [1, '二'], 'a': None}, 'text/html': '<b>1</b>',"
        " 'text/plain': 'gone'}, raw=True)",
        [],
    ),
    ("quiet", "frame;", []),
)


def _run(folder: Path, *cells: Cell, **options: object) -> dict:
    template = write_template(folder / "t.ipynb", *cells)
    run_notebook(template, folder / "out.ipynb", {"year": 2022}, cwd=folder, **options)
    return json.loads((folder / "out.ipynb").read_text(encoding="utf-8"))


def _refused(folder: Path, *cells: Cell, **options: object) -> str:
    (folder / "out.ipynb").write_text("an earlier run", encoding="utf-8")
    with pytest.raises(NotebookError) as refused:
        _run(folder, *cells, **options)
    assert sorted(p.name for p in folder.iterdir()) == ["t.ipynb"]
    return str(refused.value)


def test_whole_run(tmp_path: Path) -> None:
    """Every cell ran once, in order, for the year asked, under the template's ids."""
    done = _run(tmp_path, *SAMPLE)
    cells = done["cells"]
    assert [c["id"] for c in cells] == [
        "parameters", "injected-parameters", "imports", "table", "series", "mixed", "custom",
        "quiet", "end",
    ]  # fmt: skip
    assert [c["execution_count"] for c in cells] == list(range(1, 10))
    assert cells[2]["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["年度 2022\n", "第二行\n"]}
    ]
    assert [o["output_type"] for o in cells[5]["outputs"]] == [
        "stream", "display_data", "stream", "execute_result",
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ["fork", "kernel"])
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IPython's folder goes with the notebook, though its process is killed."""
    scratch = tmp_path / "scratch"
    for folder in (scratch, tmp_path / "p"):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    remove = tempfile.TemporaryDirectory.__exit__

    def slowly(*arguments: Any) -> None:
        time.sleep(0.5)
        remove(*arguments)

    monkeypatch.setattr(tempfile.TemporaryDirectory, "__exit__", slowly)
    _run(tmp_path / "p", code("1 + 1"), engine=engine)
    assert list(scratch.iterdir()) == []


def test_normal_form(tmp_path: Path) -> None:
    """No time, version or machine is kept, and no plain text beside a richer form."""
    done = _run(tmp_path, *SAMPLE)
    assert done["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [c["metadata"] for c in done["cells"]][3] == {"tags": ["fact"]}
    assert list(done["cells"][3]["outputs"][0]["data"]) == ["text/html"]
    assert done["cells"][6]["outputs"][0]["data"] == {
        "application/vnd.x+json": {"a": None, "b": [1, "二"]},
        "text/html": ["<b>1</b>"],
    }


def test_both_engines_give_the_same_bytes(tmp_path: Path) -> None:
    """A forked child and an ordinary kernel are told apart by their speed only."""
    _run(tmp_path, *SAMPLE, engine="fork")
    forked = (tmp_path / "out.ipynb").read_bytes()
    _run(tmp_path, *SAMPLE, engine="kernel")
    assert (tmp_path / "out.ipynb").read_bytes() == forked


def test_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder and variables are the caller's; zone, date, hash seed and profile are nobody's."""
    home = tmp_path / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("print('from the profile')", encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    source = (
        "import os, time\nint(os.environ['SOURCE_DATE_EPOCH'])\n"
        "print(os.environ['PLACE'], os.listdir(), time.tzname[0])"
    )
    done = _run(work, code(source), env={"PLACE": "这里"})
    assert done["cells"][2]["outputs"][0]["text"] == ["这里 ['t.ipynb'] UTC\n"]


FAILED = (
    "笔记本运行失败，没有留下结果；位置：t.ipynb（year=2022） 单元 work；"
    "实为：{}；请：按上述原因改正后重新运行。"
)
FAILING = [
    ("1 / 0", "ZeroDivisionError：division by zero"),
    ("raise ValueError('第一行\\n第二行')", "ValueError：第一行"),
    ("raise KeyError", "KeyError"),
    ("raise BaseException('x')", "BaseException：x"),
    ("import sys\nsys.exit()", "SystemExit"),
    ("import sys\nsys.exit(0)", "SystemExit：0"),
    ("import sys\nsys.exit('停')", "SystemExit：停"),
    ("import os\nos._exit(0)", "运行中断：笔记本进程意外退出"),
    ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "运行中断：笔记本进程意外退出"),
    ("input('?')", "EOFError：笔记本不得等待人工输入"),
    ("while True:\n    pass", "运行中断：一个单元运行超过 1 秒"),
    ("print('x' * 3_000_000)", "OutputTooLarge：输出超过 2 MB"),
    ("for _ in range(300_000):\n    print('一行十个字的输出')", "OutputTooLarge：输出超过 2 MB"),
    ("b'x' * 9 * 2**30", "MemoryError"),
    ("import socket\nsocket.create_connection(('127.0.0.1', 9))",
     "PermissionError：笔记本运行时不得访问网络"),
    ("from urllib.request import urlopen\nurlopen('http://example.org')",
     "URLError：<urlopen error 笔记本运行时不得访问网络>"),
    ("display({'application/json': {1, 2}}, raw=True)",
     "TypeError：显示的内容中有不能写入笔记本的值：set"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "reason"), FAILING)
def test_failing_cell(tmp_path: Path, source: str, reason: str) -> None:
    """Whichever way a cell fails, the cell and the reason are named and nothing is left."""
    timeout_s = 1 if "超过 1 秒" in reason else 60
    assert _refused(tmp_path, code(source), timeout_s=timeout_s) == FAILED.format(reason)


UNFIT = [
    ("import sys\nprint('缺字形', file=sys.stderr)", "单元输出了警告"),
    ("import os\nos.system('echo 越过 Python')", "单元输出了警告"),
    ("object()", "输出中含有内存地址，不能发布"),
    ("import os\nprint(os.getcwd())", "输出中含有本机路径，不能发布"),
    (
        "print('Traceback (most recent call last)')",
        "输出中含有报错堆栈，不能发布",
    ),
    ("import numpy as np\nnp.int64(3)", "输出中含有numpy 的内部写法，不能发布"),
]


@pytest.mark.parametrize(("source", "message"), UNFIT)
def test_output_unfit_for_publication(tmp_path: Path, source: str, message: str) -> None:
    """Warnings and what is bound to one machine never reach a page."""
    refused = _refused(tmp_path, code(source))
    assert refused.startswith(f"{message}；位置：t.ipynb（year=2022） 单元 work；实为：")


KERNEL_FAILING = [
    ("raise ValueError('第一行\\n第二行')", "ValueError：第一行"),
    ("import sys\nsys.exit(0)", "SystemExit：0"),
    ("import os\nos._exit(0)", "运行中断：笔记本进程意外退出"),
]


@pytest.mark.parametrize(("source", "reason"), KERNEL_FAILING)
def test_failing_cell_in_a_kernel(tmp_path: Path, source: str, reason: str) -> None:
    """The ordinary kernel's failures read the same."""
    assert _refused(tmp_path, code(source), engine="kernel") == FAILED.format(reason)


def test_network_is_out_of_reach(tmp_path: Path) -> None:
    """A server on this very machine hears nothing, even from a subprocess."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(2)
    heard: list[bool] = []
    listener = threading.Thread(target=lambda: heard.append(_hears(server)))
    listener.start()
    port = server.getsockname()[1]
    call = f"import os\nos.system('bash -c \"exec 2>/dev/null 3<>/dev/tcp/127.0.0.1/{port}\"');"
    _run(tmp_path, code(call))
    listener.join()
    server.close()
    assert heard == [False]


def _hears(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True


def test_child_process_is_killed_too(tmp_path: Path) -> None:
    """A process a cell started does not outlive the notebook."""
    mark = tmp_path / "mark"
    cell = "import os\nos.system('(sleep 1; touch mark) >/dev/null 2>&1 &');"
    _run(tmp_path, code(cell))
    threading.Event().wait(1.5)
    assert not mark.exists()
