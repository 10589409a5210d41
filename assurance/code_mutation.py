"""Change one operator or constant of our own code and see whether a test notices."""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assurance.copies import REPOSITORY

TARGETS: Mapping[str, tuple[str, ...]] = {
    "quantity": ("tests/quantity", "tests/claims"),
    "claims": ("tests/claims",),
    "facts": ("tests/facts",),
}
_TIMEOUT_S = 600
_PARTS = ("src", "tests", "data", "notebooks", "book", "_config.yml", "_toc.yml",
          "requirements.lock", "pyproject.toml")  # fmt: skip
_SWAPS: Mapping[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class CodeMutant:
    """One change to one module.

    Attributes:
        part: Package it stands in, a key of ``TARGETS``.
        module: Path below ``src/fazhi``.
        line: Line of the change.
        change: What became of what.
        text: The whole changed module.
    """

    part: str
    module: str
    line: int
    change: str
    text: str


@dataclass(frozen=True)
class Verdicts:
    """How many mutants tests noticed, and which they did not."""

    killed: int
    survivors: tuple[CodeMutant, ...]

    @property
    def total(self) -> int:
        """Number of mutants tried."""
        return self.killed + len(self.survivors)


def mutants_of(part: str, module: str, source: str) -> Iterator[CodeMutant]:
    """Yield every mutant of one module; annotations are left alone."""
    count = sum(1 for _ in _sites(ast.parse(source)))
    for number in range(count):
        tree = ast.parse(source)
        node, name = list(_sites(tree))[number]
        line = getattr(node, "lineno", 0)
        yield CodeMutant(part, module, line, _change(node, name), ast.unparse(tree))


def _sites(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in _code(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
            yield node, "ops"
        elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in _SWAPS:
            yield node, "op"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not"
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            yield node, "value"


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk *tree* without annotations."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST):
                yield node
                yield from _code(node)


def _change(node: ast.AST, name: str) -> str:
    before = ast.unparse(node)
    if isinstance(node, ast.Compare):
        node.ops[0] = _SWAPS[type(node.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = _SWAPS[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1
    return f"{before} → {ast.unparse(node)}"


def chosen_mutants(n: int, seed: int) -> list[CodeMutant]:
    """Return *n* mutants, drawn evenly from the parts of ``TARGETS``."""
    chance, package = random.Random(seed), REPOSITORY / "src" / "fazhi"
    chosen: list[CodeMutant] = []
    for part in TARGETS:
        found = [
            mutant
            for path in sorted((package / part).rglob("*.py"))
            for mutant in mutants_of(
                part, path.relative_to(package).as_posix(), path.read_text(encoding="utf-8")
            )
        ]
        chosen += chance.sample(found, min(len(found), -(-n // len(TARGETS))))
    return chosen[:n]


def try_all(mutants: Sequence[CodeMutant], folder: Path) -> Verdicts:
    """Run the tests of each mutant's part on a copy of the repository in *folder*."""
    for part in _PARTS:
        source = REPOSITORY / part
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / part)
    if broken := [part for part, tests in TARGETS.items() if not _tests_pass(folder, tests)]:
        # Tests that fail anyway would seem to notice every mutant.
        raise RuntimeError(f"tests fail without any mutant: {', '.join(broken)}")
    survivors = []
    for mutant in mutants:
        path = folder / "src" / "fazhi" / mutant.module
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutant.text, encoding="utf-8")
        # Most mutants fall to the nearest tests; only one that does not meets the whole part.
        near = nearest_tests(mutant.module)
        if (not near or _tests_pass(folder, near)) and _tests_pass(folder, TARGETS[mutant.part]):
            survivors.append(mutant)
        path.write_text(whole, encoding="utf-8")
    return Verdicts(len(mutants) - len(survivors), tuple(survivors))


def nearest_tests(module: str) -> list[str]:
    """Return the tests named after *module*, or else those of its folder; none for a whole part."""
    path = Path(module)
    near = [f"tests/{path.parent}/test_{path.stem}.py", f"tests/{path.parent}"]
    found = [name for name in near if (REPOSITORY / name).exists() and len(Path(name).parts) > 2]
    return found[:1]


def _tests_pass(folder: Path, tests: Sequence[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, check=False,
            timeout=_TIMEOUT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
