"""One round of one contestant, and the file that keeps finished rounds through an interruption."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from measure import Cost


@dataclass
class Round:
    """What one contestant took for every step of one round.

    Attributes:
        contestant: Its name.
        size: Years.
        turn: Number of the round.
        costs: Cost by step.
        wrong: What was not right, by step.
    """

    contestant: str
    size: int
    turn: int
    costs: dict[str, Cost] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells this round from all others."""
        return self.contestant, self.size, self.turn


class Journal:
    """The finished rounds, one JSON line each, in a file of one run on one machine."""

    def __init__(self, path: Path, setting: str, *, resume: bool) -> None:
        """Open *path*; keep its rounds only with *resume* and the same *setting*."""
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if resume and path.is_file() else []
        if lines and lines[0] != json.dumps(setting):
            raise SystemExit(f"{path} 是另一台机器或另一版本的结果，不能接着测；去掉 --resume 重测")
        self.rounds = [_round(line) for line in lines[1:] if _is_whole(line)]
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write([json.dumps(setting), *map(_line, self.rounds)], "w")

    def add(self, found: Round) -> None:
        """Keep *found*."""
        self.rounds.append(found)
        self._write([_line(found)], "a")

    def _write(self, lines: Iterable[str], mode: str) -> None:
        with self._path.open(mode, encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)


def _line(found: Round) -> str:
    return json.dumps(asdict(found), ensure_ascii=False)


def _is_whole(line: str) -> bool:
    """Return whether *line* was not cut by the interruption."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _round(line: str) -> Round:
    body = json.loads(line)
    body["costs"] = {step: Cost(**cost) for step, cost in body["costs"].items()}
    return Round(**body)
