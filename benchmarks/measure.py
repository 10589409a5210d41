"""Time a command with everything it starts: wall, processor time, peak memory."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_SAMPLE_EVERY_S = 0.1


@dataclass(frozen=True)
class Cost:
    """What one run took.

    Attributes:
        wall_s: Seconds on the clock.
        cpu_s: Seconds of processor time of all processes together.
        peak_mb: Highest memory of all processes together, shared pages counted once; zero
            where it was not sampled.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float = 0.0


def timed(command: Sequence[str], cwd: Path) -> Cost:
    """Run *command* and return its wall and processor time.

    Raises:
        RuntimeError: The command failed; its last lines are in the message.
    """
    receiver, sender = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receiver)
        try:
            os.write(sender, _run_as_parent_of_all(command, cwd).encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, encoding="utf-8") as answer:
        text = answer.read()
    os.waitpid(pid, 0)
    status, _, rest = text.partition("\n")
    if status != "ok":
        raise RuntimeError(f"{' '.join(command)}\n{rest}")
    wall, cpu = rest.split()
    return Cost(float(wall), float(cpu))


def _run_as_parent_of_all(command: Sequence[str], cwd: Path) -> str:
    """Adopt whatever outlives its own parent, so that no processor time goes uncounted."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return f"failed\n{(done.stdout + done.stderr)[-3000:]}"
    return f"ok\n{wall} {used.ru_utime + used.ru_stime}"


def peak_memory_mb(command: Sequence[str], cwd: Path) -> float:
    """Run *command* again, sampling the memory of all its processes."""
    peak = 0.0
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, _proportional_mb(watched))
            time.sleep(_SAMPLE_EVERY_S)
    return peak


def _proportional_mb(process: psutil.Process) -> float:
    total = 0
    with suppress(psutil.Error):
        for each in [process, *process.children(recursive=True)]:
            with suppress(psutil.Error):
                total += each.memory_full_info().pss
    return total / 1e6


def machine() -> str:
    """Return a line about the machine and its Python."""
    model = "?"
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    memory = psutil.virtual_memory().total / 2**30
    return f"{model}，{os.cpu_count()} 核，{memory:.0f} GB，Python {sys.version.split()[0]}"
