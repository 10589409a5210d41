"""Make a drawing (SVG) small: what matplotlib writes in 30 kB shows the same in half of that."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROLOGUE = re.compile(r"<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*|\s*<metadata>.*?</metadata>", re.DOTALL)
_PATH = re.compile(r'(?<= d=")[^"]*')
_TOKEN = re.compile(r"[A-Za-z]|-?[0-9.]+")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "z": 0}
_GLYPH = re.compile(r' d="([^"]*)" transform="scale\(0\.015625\)"')
_TENTHS, _GLYPH_UNITS = 10, 1 / 8


def compact(svg: str) -> str:
    """Return *svg* without prologue, its paths in steps from point to point.

    Bars are kept to a tenth of a point, letters to an eight-hundredth of their height.
    """
    svg = _GLYPH.sub(_glyph, _PROLOGUE.sub("", svg))
    svg = _PATH.sub(lambda found: _steps(found[0], _TENTHS), svg)
    return re.sub(r"\n +", "\n", svg)


def _glyph(found: re.Match[str]) -> str:
    """Return a letter's outline on a grid eight times coarser, drawn eight times larger."""
    return f' d="{_steps(found[1], _GLYPH_UNITS)}" transform="scale(.125)"'


def _steps(path: str, grid: float) -> str:
    """Return *path* in steps on *grid* lines a unit; one with a command not known stays."""
    tokens = _TOKEN.findall(path)
    if any(each.isalpha() and each not in _POINTS for each in tokens):
        return path
    return "".join(_relative(tokens, grid))


def _relative(tokens: list[str], grid: float) -> Iterator[str]:
    here = start = (0, 0)
    at = 0
    while at < len(tokens):
        command = tokens[at]
        count = 2 * _POINTS[command]
        numbers = [round(float(each) * grid) for each in tokens[at + 1 : at + 1 + count]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        moves = [(x - here[0], y - here[1]) for x, y in points]
        yield command.lower() + _joined([step for move in moves for step in move], max(grid, 1))
        here = points[-1] if points else start
        start = here if command == "M" else start
        at += 1 + count


def _joined(steps: list[int], grid: float) -> str:
    """Return the numbers with a space only where a sign does not part them."""
    words = (f"{step / grid:.1f}".removesuffix(".0") for step in steps)
    return " ".join(words).replace(" -", "-")
