"""Many notebooks: order, failure, interruption, and processes that outlive nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tiny_notebook import code, write_template

from fazhi.errors import NotebookError
from fazhi.publish.notebooks import Job, run_many, run_notebook
from fazhi.publish.notebooks.schedule import Finished

WRITE = "open(f'{year}.txt', 'w').write('x');"
READ = "print(open(f'{year - 1}.txt').read())"


def _job(folder: Path, name: str, source: str, year: int, *after: str) -> Job:
    template = write_template(folder / f"{name}.ipynb", code(source))
    return Job(name, template, folder / "out" / f"{name}.ipynb", {"year": year}, after)


def _written(folder: Path) -> list[str]:
    return sorted(p.name for p in (folder / "out").glob("*"))


def test_each_job_runs_after_what_it_needs(tmp_path: Path) -> None:
    """A job listed first still waits; times come back in the order asked, one line each."""
    said: list[Finished] = []
    jobs = [
        _job(tmp_path, "compare", READ, 2023, "b", "a"),
        _job(tmp_path, "a", "import time\ntime.sleep(0.3)\n" + WRITE, 2022),
        _job(tmp_path, "b", WRITE, 2021),
    ]
    times = run_many(jobs, cwd=tmp_path, progress=said.append)
    assert [t.name for t in times] == ["compare", "a", "b"]
    assert times[1].seconds > 0.3
    assert _written(tmp_path) == ["a.ipynb", "b.ipynb", "compare.ipynb"]
    assert len(said) == 3
    assert said[-1].name == "compare"


def test_workers_give_what_a_direct_run_gives(tmp_path: Path) -> None:
    """A preloaded worker changes the time a notebook takes and nothing else."""
    job = _job(tmp_path, "a", "import pandas as pd\npd.DataFrame({'甲': [1, year]})", 2022)
    run_many([job], cwd=tmp_path)
    direct = tmp_path / "direct.ipynb"
    run_notebook(job.template, direct, job.parameters, cwd=tmp_path)
    assert direct.read_bytes() == job.output.read_bytes()


def test_hash_seed_and_warnings(tmp_path: Path) -> None:
    """A set iterates alike in every run; a warning stops the notebook."""
    source = "print(list({'甲', '乙', '丙', '丁', '戊', '己'}))"
    jobs = [_job(tmp_path, name, source, 2022) for name in ("a", "b")]
    run_many(jobs, cwd=tmp_path)
    run_notebook(jobs[0].template, jobs[1].output, {"year": 2022}, cwd=tmp_path, engine="kernel")
    assert jobs[0].output.read_bytes() == jobs[1].output.read_bytes()
    warning = _job(tmp_path, "w", "import warnings\nwarnings.warn('缺字形')", 2022)
    with pytest.raises(NotebookError, match=r"^单元输出了警告；位置："):
        run_many([warning], cwd=tmp_path)


def test_trouble_while_warming_up_leaves_the_server_standing() -> None:
    """A first chart that cannot be drawn ends nothing: nobody waits for workers for ever."""
    load = "import fazhi.publish.notebooks.preload"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "abc"}
    assert (
        subprocess.run([sys.executable, "-c", load], env=environment, check=False).returncode == 0
    )


def test_first_failure_stops_the_rest(tmp_path: Path) -> None:
    """What runs is killed, what waits never starts, what was done stays."""
    jobs = [
        _job(tmp_path, "done", "1", 2021),
        _job(tmp_path, "bad", "1 / 0", 2022, "done"),
        _job(tmp_path, "running", "import time\ntime.sleep(60)", 2022, "done"),
        _job(tmp_path, "waiting", "1", 2023, "bad"),
        _job(tmp_path, "queued", "1", 2023, "done"),
    ]
    start = time.monotonic()
    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        run_many(jobs, cwd=tmp_path)
    assert time.monotonic() - start < 30
    assert _written(tmp_path) == ["done.ipynb"]


def test_killed_worker(tmp_path: Path) -> None:
    """A worker the system killed is reported in a sentence."""
    job = _job(tmp_path, "a", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", 2022)
    with pytest.raises(NotebookError) as refused:
        run_many([job], cwd=tmp_path)
    assert str(refused.value) == (
        "运行笔记本的进程被系统终止；位置：a；请：检查内存是否足够后重新运行。"
    )


def test_a_cell_meets_the_modules_themselves(tmp_path: Path) -> None:
    """What the workers leave out of papermill and matplotlib is there for whoever imports it."""
    source = (
        "import requests, papermill.clientwrap\nfrom mpl_toolkits.mplot3d import Axes3D\n"
        "assert requests.__version__ and Axes3D and papermill.clientwrap.PapermillNotebookClient"
    )
    run_many([_job(tmp_path, "a", source, 2022)], cwd=tmp_path)
    assert _written(tmp_path) == ["a.ipynb"]


def test_other_executor(tmp_path: Path) -> None:
    """Any executor can take the place of local processes, and is left open."""
    jobs = [_job(tmp_path, "a", WRITE, 2022), _job(tmp_path, "b", READ, 2023, "a")]
    with ThreadPoolExecutor(2) as pool:
        run_many(jobs, cwd=tmp_path, executor=pool)
        assert pool.submit(int, "1").result() == 1
    assert _written(tmp_path) == ["a.ipynb", "b.ipynb"]


@pytest.mark.parametrize("after", [("b",), ("a",), ("c",)])
def test_impossible_order(tmp_path: Path, after: tuple[str, ...]) -> None:
    """A circle or an unknown name is refused before anything runs."""
    jobs = [_job(tmp_path, "a", "1", 2022, *after), _job(tmp_path, "b", "1", 2022, "a")]
    with pytest.raises(ValueError, match=r"^a waits for an unknown job or for itself$"):
        run_many(jobs, cwd=tmp_path)


def test_repeated_name(tmp_path: Path) -> None:
    """Two jobs of one name would overwrite each other."""
    with pytest.raises(ValueError, match=r"^job names are not unique$"):
        run_many([_job(tmp_path, "a", "1", 2022)] * 2, cwd=tmp_path)


# A shell's background jobs, and what they start, ignore Ctrl-C unless they say otherwise.
PROGRAM = """
import signal, sys
from pathlib import Path
from fazhi.publish.notebooks import Job, run_many
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = Path(sys.argv[1])
    jobs = [Job(n, folder / "t.ipynb", folder / "out" / f"{n}.ipynb", {"year": 2022}) for n in "ab"]
    run_many(jobs, cwd=folder)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interruption_leaves_nothing(tmp_path: Path, how: signal.Signals) -> None:
    """However the program ends, its notebooks end with it and no half notebook is in place."""
    source = "import os, time\nopen('pids', 'a').write(f'{os.getpid()} ')\ntime.sleep(60)"
    write_template(tmp_path / "t.ipynb", code(source))
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "program.py"), str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as program:
        pids = _wait_for_pids(tmp_path / "pids")
        program.send_signal(how)
        program.communicate(timeout=30)
    _wait_until_gone(pids)
    assert _written(tmp_path) == []


def _wait_for_pids(path: Path) -> list[int]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        pids = path.read_text().split() if path.exists() else []
        if len(pids) == 2:
            return [int(pid) for pid in pids]
        time.sleep(0.05)
    raise AssertionError("the notebooks did not start")


def _wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 10
    while any(_is_alive(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_importing_is_cheap() -> None:
    """Nothing heavy is imported before the first notebook runs."""
    program = "import sys, fazhi.publish.notebooks; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"papermill", "pandas", "IPython", "nbformat", "matplotlib"} & set(loaded)
