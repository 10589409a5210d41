"""One bureau is one job: a process of its own that builds under the bureau's own lock."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from fazhi.errors import BusyError, UsageError
from fazhi.publish.bureaus.roots import Bureau

_PROGRAM = (sys.executable, "-c", "from fazhi.cli import main; main()")
_WAIT_S = 1.0
_PATIENCE_S = 3600.0
_CONNECT_S = 10


@dataclass(frozen=True)
class Outcome:
    """How one bureau's build ended.

    Attributes:
        bureau: The bureau.
        trouble: What went wrong, Chinese; empty for a build that succeeded.
        seconds: Wall time.
    """

    bureau: Bureau
    trouble: str
    seconds: float


def build_bureaus(
    bureaus: Sequence[Bureau], executor: Executor, say: Callable[[str], None]
) -> list[Outcome]:
    """Build every bureau; the failure of one touches no other.

    Args:
        bureaus: What to build.
        executor: Runs the jobs; left open.
        say: Receives one Chinese line per finished bureau.

    Returns:
        One outcome per bureau, in their order.
    """
    jobs = {executor.submit(build_one, str(b.project.root)): b for b in bureaus}
    done: dict[str, Outcome] = {}
    for future in as_completed(jobs):
        bureau = jobs[future]
        try:
            trouble, seconds = future.result()
        except Exception as failure:  # a lost machine; whatever an executor raises for it
            trouble, seconds = f"运行构建的机器失去联系（{type(failure).__name__}）", 0.0
        done[bureau.name] = Outcome(bureau, trouble, seconds)
        word = "失败" if trouble else "完成"
        say(f"{bureau.name} {word}（{seconds:.0f} 秒，{len(done)}/{len(bureaus)}）")
    return [done[bureau.name] for bureau in bureaus]


def build_one(root: str) -> tuple[str, float]:
    """Build the bureau at *root*; return what went wrong (empty if nothing) and the seconds.

    A job started again after its machine was lost may find the first build still running: it
    waits for that one, then finds everything up to date.
    """
    start = time.monotonic()
    while True:
        done = subprocess.run(
            [*_PROGRAM, "--root", root, "site"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
            errors="replace", check=False,
        )  # fmt: skip
        seconds = time.monotonic() - start
        if done.returncode == BusyError.exit_code and seconds < _PATIENCE_S:
            time.sleep(_WAIT_S)
            continue
        return (_trouble(done) if done.returncode else ""), seconds


def _trouble(done: subprocess.CompletedProcess[str]) -> str:
    """Return the build's own Chinese sentence, else that it ended without one."""
    _, mark, sentence = done.stderr.rpartition("错误：")
    return sentence.strip() if mark else f"构建意外终止（退出码 {done.returncode}）"


@contextmanager
def local(workers: int) -> Iterator[Executor]:
    """Yield an executor that keeps *workers* build processes running on this machine."""
    with ThreadPoolExecutor(workers) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Yield an executor on the Dask cluster whose scheduler is at *address*.

    Raises:
        UsageError: The extra is not installed, or nothing answers there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "没有安装集群支持", expected="distributed", todo="安装 fazhi[cluster]"
        ) from None
    try:
        client = Client(address, timeout=_CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise UsageError(
            "连接不上调度器",
            where=address,
            expected="形如 tcp://主机:8786",
            got=type(problem).__name__,
            todo="核对地址，确认调度器已启动",
        ) from problem
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
