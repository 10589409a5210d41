"""A forked child for one notebook: dies with its parent, no network, bounded memory."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

MEMORY_LIMIT_BYTES = 8 * 2**30
_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1
_NETWORK_EVENTS = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
}

Task = Callable[[Callable[[bytes], None]], None]


@contextmanager
def forked(task: Task, cwd: Path, env: Mapping[str, str]) -> Iterator[Connection]:
    """Fork a child that runs *task*, and kill it and all it started on leaving.

    Args:
        task: Receives a function that sends bytes to the parent.
        cwd: Working directory of the child.
        env: Variables added to its environment.

    Yields:
        Where the parent receives; it reports EOF once the child is gone.
    """
    receiver, sender = Pipe(duplex=False)
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        receiver.close()
        _live(task, sender, cwd, env, parent)
    sender.close()
    try:
        yield receiver
    finally:
        receiver.close()
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _live(task: Task, sender: Connection, cwd: Path, env: Mapping[str, str], parent: int) -> None:
    """Be the child; never return into the parent's code."""
    try:
        os.setpgid(0, 0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.chdir(cwd)
        os.environ.update(env)
        time.tzset()
        _isolate(parent)
        task(sender.send_bytes)
        os._exit(0)
    finally:
        os._exit(1)


def _isolate(parent: int) -> None:
    for limit, value in ((resource.RLIMIT_AS, MEMORY_LIMIT_BYTES), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(limit)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (soft, hard))
    libc = ctypes.CDLL(None, use_errno=True)
    _leave_network(libc)
    # Entering a user namespace clears this wish, so it comes after.
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    sys.addaudithook(_refuse_network)


def _leave_network(libc: ctypes.CDLL) -> None:
    """Move to an empty network namespace where the system permits; the audit hook stays anyway."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) == 0:
        return
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        with suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    if event in _NETWORK_EVENTS:
        raise PermissionError("笔记本运行时不得访问网络")
