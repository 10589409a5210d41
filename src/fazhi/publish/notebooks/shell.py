"""Run cells in this process with IPython, and collect what they display as a kernel would.

Nothing here reads a profile or keeps a history, so the result does not depend on whose machine
it is.
"""

from __future__ import annotations

import base64
import builtins
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from fazhi.publish import placeholders

OUTPUT_LIMIT_BYTES = 2_000_000
Output = dict[str, Any]


class OutputTooLarge(RuntimeError):  # noqa: N818 -- shown as the exception's name
    """Raised inside the cell that prints or displays too much."""

    def __init__(self) -> None:
        super().__init__(f"输出超过 {OUTPUT_LIMIT_BYTES // 1_000_000} MB")


class Outputs:
    """What the running cell has displayed so far, in order."""

    def __init__(self) -> None:
        self._outputs: list[Output] = []
        self._size = 0

    def stream(self, name: str, text: str) -> None:
        """Add printed text; text printed in a row to one stream is one output."""
        if not text:
            return
        self._grow(len(text))
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == name:
            last["text"].append(text)
        else:
            self._outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def display(self, bundle: Output) -> None:
        """Add a displayed object."""
        self._grow(sum(len(v) for v in bundle["data"].values() if isinstance(v, str | bytes)))
        self._outputs.append(bundle)

    def error(self, error: BaseException) -> None:
        """Add the exception that stopped the cell."""
        self._outputs.append(
            {
                "output_type": "error",
                "ename": type(error).__name__,
                "evalue": str(error)[:2000],
                "traceback": [],
            }
        )

    def take(self) -> list[Output]:
        """Return the outputs of the cell that just ended."""
        taken, self._outputs = self._outputs, []
        for output in taken:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        return taken

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > OUTPUT_LIMIT_BYTES:
            raise OutputTooLarge


class _Printed(io.TextIOBase):
    """Stands in for ``sys.stdout`` and ``sys.stderr``."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self._name = name
        self._outputs = outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._outputs.stream(self._name, text)
        return len(text)


class _Result(DisplayHook):
    """Receives the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Output, md_dict: Output | None = None) -> None:
        _of(self).display(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )


class _Displayed(DisplayPublisher):
    """Receives what ``display(...)`` shows."""

    def publish(
        self, data: Output, metadata: Output | None = None, *_: Any, update: bool = False, **__: Any
    ) -> None:
        if update:
            raise RuntimeError("笔记本不得改写已经显示的内容")
        shown = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        _of(self).display(shown)

    def clear_output(self, wait: bool = False) -> None:
        raise RuntimeError("笔记本不得清除已经显示的内容")


def _of(hook: Any) -> Outputs:
    outputs: Outputs = hook.shell.outputs
    return outputs


class _Shell(InteractiveShell):
    displayhook_class = Type(_Result)
    display_pub_class = Type(_Displayed)
    outputs: Outputs

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        """Print nothing: the exception is taken from the cell's result."""


def run_cells(sources: Sequence[str], settings: Path, send: Callable[[bytes], None]) -> None:
    """Run *sources* in order, up to the first that fails.

    Takes over the process's standard streams; meant for a child made for the purpose.

    Args:
        sources: Code of the cells.
        settings: Empty folder for IPython to use.
        send: Receives one JSON message per cell: its execution count and outputs.
    """
    placeholders.take_away()
    with tempfile.TemporaryFile() as stray:
        shell, outputs = _open_shell(settings), Outputs()
        shell.outputs = outputs
        _take_over_streams(outputs, stray)
        for source in sources:
            result = shell.run_cell(source, store_history=True)
            _collect_stray(stray, outputs)
            error = result.error_before_exec or result.error_in_exec
            message, error = _message(result.execution_count, outputs, error)
            send(message)
            if error is not None:
                return


def _message(
    count: int, outputs: Outputs, error: BaseException | None
) -> tuple[bytes, BaseException | None]:
    """Return one cell as JSON, and its error; a value JSON has no form for is an error too."""
    if error is not None:
        outputs.error(error)
    try:
        shown = {"execution_count": count, "outputs": outputs.take()}
        return json.dumps(shown, default=_encode).encode(), error
    except TypeError as unwritable:
        return _message(count, outputs, unwritable)


def _open_shell(folder: Path) -> Any:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.automagic = False
    return _Shell.instance(config=config, ipython_dir=str(folder))


def _take_over_streams(outputs: Outputs, stray: BinaryIO) -> None:
    """Catch what is printed, at the level of Python and of file descriptors alike."""
    os.dup2(stray.fileno(), 1)
    os.dup2(stray.fileno(), 2)
    sys.stdout = _Printed("stdout", outputs)
    sys.stderr = _Printed("stderr", outputs)
    sys.stdin = io.StringIO()
    builtins.input = _no_input


def _no_input(*_: object) -> str:
    raise EOFError("笔记本不得等待人工输入")


def _collect_stray(stray: BinaryIO, outputs: Outputs) -> None:
    """Count text written past Python as standard error, where a warning would have gone."""
    stray.seek(0)
    text = stray.read(OUTPUT_LIMIT_BYTES).decode("utf-8", "replace")
    stray.seek(0)
    stray.truncate()
    outputs.stream("stderr", text)


def _encode(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"显示的内容中有不能写入笔记本的值：{type(value).__name__}")
