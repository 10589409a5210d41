"""核对这个审计包，只用 Python 标准库，不联网: python3 verify.py [解压后的文件夹].

Rehash every file, add up the evidence again, judge every claim again and compare every place where
a number stands. Exit 0 when all agrees, else 1 with one Chinese line per thing that does not.
This file is copied into each audit pack; on purpose it is one file and imports nothing of the
project, so that its judgement is its own.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

MANIFEST = "manifest.sha256"
CRATE = "ro-crate-metadata.json"
FACT_MIME = "application/vnd.fazhi.fact+json"
EVIDENCE_COLUMNS = ["file", "sheet", "row", "register", "contribution"]
FOUR_PLACES = Decimal("0.0001")
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
WRITTEN = re.compile(
    r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?[余多]?(?P<scale>[十百千万亿]*)(?P<outer>[余多]?)"
)
REMAINDER = re.compile("[0-9零一二两三四五六七八九十百千万亿][余多]")
TAG = re.compile(r'data-fact="([^"]+)" data-value="([^"]+)"')


def check_files(root: Path) -> Iterator[str]:
    """Compare every file with its recorded sha256."""
    found = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path != root / MANIFEST
    }
    text = (root / MANIFEST).read_bytes().decode("utf-8")
    pairs = (line.partition("  ") for line in text.splitlines())
    recorded = {name: digest for digest, _, name in pairs}
    if text != "".join(f"{digest}  {name}\n" for name, digest in sorted(recorded.items())):
        yield f"{MANIFEST}：格式被改动"
    for name in sorted(found.keys() | recorded.keys()):
        if name not in recorded:
            yield f"{name}：清单中没有这个文件"
        elif name not in found:
            yield f"{name}：文件不见了"
        elif found[name] != recorded[name]:
            yield f"{name}：内容被改动，sha256 应为 {recorded[name]}"


def check_evidence(root: Path) -> Iterator[str]:
    """Add up the evidence of each fact again, by the kind of its indicator."""
    kinds = {each["id"]: each["kind"] for each in load(root, "indicators.json")}
    for fact in facts(root).values():
        name = str(fact["evidence"])
        with (root / name).open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            contributions = [Decimal(row["contribution"]) for row in rows]
            if rows.fieldnames != EVIDENCE_COLUMNS:
                yield f"{name}：表头不对"
        if len(contributions) != fact["rows"]:
            yield f"{name}：有{len(contributions)}条记录，facts.json 写的是{fact['rows']}条"
        expected = added_up(kinds[fact["id"]], contributions)
        if expected is not None and expected != Decimal(fact["value"]):
            yield f"{name}：{fact['id']} 的证据合计为{expected}，facts.json 写的是{fact['value']}"
        for split in fact.get("breakdowns", ()):
            total = sum(Decimal(part["value"]) for part in split["parts"])
            if total != Decimal(fact["value"]):
                name = f"{fact['id']} {split['label']}"
                yield f"facts.json：{name}各部分之和为{total}，不等于{fact['value']}"


def added_up(kind: str, contributions: list[Decimal]) -> Decimal | None:
    """Return what the evidence makes; None where a kind sets no rule."""
    total = sum(contributions, Decimal(0))
    if kind in ("count", "existence", "total"):
        return total
    if kind in ("rate", "mean") and contributions:
        factor = 100 if kind == "rate" else 1
        return (factor * total / len(contributions)).quantize(FOUR_PLACES, ROUND_HALF_EVEN)
    return None


def check_notebooks(root: Path) -> Iterator[str]:
    """Compare value and formula with what the executed cell displayed."""
    seen = {}
    for path in sorted(root.glob("notebooks/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                body = output.get("data", {}).get(FACT_MIME, {})
                if "value" in body:
                    seen[body["id"]] = (body["value"], "".join(cell["source"]), path.name)
    for name, fact in facts(root).items():
        value, source, notebook = seen.get(name, ("", "", ""))
        if value != fact["value"]:
            shown = value or "（无）"
            yield f"notebooks/{notebook}：{name} 显示{shown}，facts.json 写的是{fact['value']}"
        elif source != fact["formula"]:
            yield f"notebooks/{notebook}：{name} 的表达式与 facts.json 不同"


def check_verdicts(root: Path) -> Iterator[str]:
    """Judge every claim again."""
    rows = {row["id"]: row for row in table(root, "verdicts.csv")}
    limits = thresholds(root)
    known = facts(root)
    claims = load(root, "claims.json")
    parts: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        parts.setdefault(claim["part_of"], []).append(claim)
    for claim in claims:
        row = rows.pop(claim["id"], None)
        if row is None:
            yield f"verdicts.csv：缺少论断 {claim['id']}"
            continue
        fact = known.get(claim["id"])
        actual = Decimal(fact["value"]) if fact else None
        if number(row["computed"]) != actual or number(row["claimed"]) != number(claim["value"]):
            yield f"verdicts.csv：{claim['id']} 的数值与 facts.json 或 claims.json 不同"
        if any(row[key] != claim[key] for key in ("printed", "section", "qualifier", "unit")):
            yield f"verdicts.csv：{claim['id']} 的写法与 claims.json 不同"
        verdict = judge(claim, actual, limits)
        if smaller_than_parts(claim, actual, parts.get(claim["id"], []), known):
            verdict = "contradicted"
        if row["verdict"] != verdict:
            yield f"verdicts.csv：{claim['id']} 写的是{row['verdict']}，重新判断为{verdict}"
    for name in rows:
        yield f"verdicts.csv：{name} 不在 claims.json 中"


def judge(claim: dict[str, Any], actual: Decimal | None, limits: dict[str, Decimal]) -> str:
    """Return the verdict on one claim."""
    if actual is None:
        return "no_record"
    if claim["qualifier"] == "several":
        return "supported" if actual >= limits["several_at_least"] else "contradicted"
    stated = Decimal(claim["value"])
    printed = "".join(unicodedata.normalize("NFKC", claim["printed"]).split())
    qualifier = claim["qualifier"]
    if qualifier == "more_than" and REMAINDER.search(printed):
        qualifier = "remainder"
    strict, loose = BOUNDS[qualifier](stated, printed, claim, limits)
    if strict(actual):
        return "supported"
    return "loose" if loose(actual) else "contradicted"


Test = Callable[[Decimal], bool]


def never(_: Decimal) -> bool:
    """Say that nothing is loosely supported."""
    return False


def exact(stated: Decimal, printed: str, claim: dict[str, Any], _: object) -> tuple[Test, Test]:
    """A bare number, or one that may be rounded: 11.3万, 98%."""
    *_rest, last = (None, *WRITTEN.finditer(printed))
    step = Decimal(1)
    if last:
        step = scale(last["scale"]) * Decimal(1).scaleb(-len(last["decimals"] or ""))
    rounded = claim["unit"] == "%" or step != 1

    def rounds(actual: Decimal) -> bool:
        ways = (ROUND_HALF_UP, ROUND_HALF_EVEN)
        return rounded and any(
            (actual / step).quantize(Decimal(1), w) * step == stated for w in ways
        )

    return lambda actual: actual == stated, rounds


def remainder(
    stated: Decimal, printed: str, _: object, limits: dict[str, Decimal]
) -> tuple[Test, Test]:
    """1000余: above, by less than the next written digit."""
    first = WRITTEN.search(printed)
    place = lowest(stated)
    if first and first["outer"] and first["scale"]:
        place = min(place, scale(first["scale"]))
    near = min(place, stated * limits["remainder_supported_percent"] / 100)
    return lambda x: stated < x < stated + near, lambda x: stated < x < stated + place


def nearly(stated: Decimal, _: str, __: object, limits: dict[str, Decimal]) -> tuple[Test, Test]:
    """近6000: below, but not far."""
    place = lowest(stated)
    near = max(stated * (100 - limits["nearly_supported_percent"]) / 100, stated - place)
    return lambda x: near <= x < stated, lambda x: stated - place < x < stated


def about(stated: Decimal, _: str, __: object, limits: dict[str, Decimal]) -> tuple[Test, Test]:
    """约N: on both sides."""

    def within(percent: Decimal) -> Test:
        return lambda x: abs(x - stated) * 100 <= abs(stated) * percent

    return within(limits["about_supported_percent"]), within(limits["about_loose_percent"])


def between(stated: Decimal, _: str, claim: dict[str, Any], __: object) -> tuple[Test, Test]:
    """A range, ends included."""
    return lambda x: stated <= x <= Decimal(claim["high"]), never


BOUNDS: dict[str, Callable[..., tuple[Test, Test]]] = {
    "exact": exact,
    "remainder": remainder,
    "nearly": nearly,
    "about": about,
    "range": between,
    "every": lambda n, *_: (lambda x: x == n, never),
    "at_least": lambda n, *_: (lambda x: x >= n, never),
    "at_most": lambda n, *_: (lambda x: x <= n, never),
    "more_than": lambda n, *_: (lambda x: x > n, never),
    "less_than": lambda n, *_: (lambda x: x < n, never),
}


def smaller_than_parts(
    claim: dict[str, Any],
    actual: Decimal | None,
    parts: list[dict[str, Any]],
    known: dict[str, Any],
) -> bool:
    """Return whether the parts (其中) exceed the whole, as printed or as computed."""
    printed = sum(Decimal(part["value"]) for part in parts if part["value"] is not None)
    counted = sum(Decimal(known[part["id"]]["value"]) for part in parts if part["id"] in known)
    stated = number(claim["value"])
    return (stated is not None and printed > stated) or (actual is not None and counted > actual)


def check_comparison(root: Path) -> Iterator[str]:
    """Subtract and divide again."""
    known = facts(root)
    for row in table(root, "comparison.csv"):
        name = row["id"]
        value, previous, change = (number(row[k]) for k in ("value", "previous", "change"))
        fact = known.get(name)
        if value != (Decimal(fact["value"]) if fact else None):
            yield f"comparison.csv：{name} 的值与 facts.json 不同"
        if change is not None and (value is None or previous is None or value - previous != change):
            yield f"comparison.csv：{name} 的增减不等于两年之差"
        if row["percent"] and change is not None and previous:
            percent = (100 * change / previous).quantize(Decimal("0.1"), ROUND_HALF_UP)
            if percent != Decimal(row["percent"]):
                yield f"comparison.csv：{name} 的百分比应为{percent}"


def check_mentions(root: Path) -> Iterator[str]:
    """Compare the values that the working paper and the crate repeat, and the hashes received."""
    known = {name: fact["value"] for name, fact in facts(root).items()}
    printed = dict(TAG.findall((root / "workpaper.html").read_text(encoding="utf-8")))
    graph = load(root, CRATE)["@graph"]
    nodes = {n["propertyID"]: n["value"] for n in graph if n["@type"] == "PropertyValue"}
    for place, values in (("workpaper.html", printed), (CRATE, nodes)):
        for name in sorted(known.keys() | values.keys()):
            if values.get(name) != known.get(name):
                yield f"{place}：{name} 与 facts.json 不同"
    received = received_digests(root)
    for fact in facts(root).values():
        for each in fact["inputs"]:
            if each["sha256"] not in received:
                yield f"raw/source.yml：没有登记 {each['file']} 的 sha256 {each['sha256']}"


def check_crate(root: Path) -> Iterator[str]:
    """Compare the files in the pack, and those received, with the crate's list of them.

    A manifest written anew does not hide a file that was taken away, added or exchanged.
    """
    received = received_digests(root)
    listed = {}
    for node in load(root, CRATE)["@graph"]:
        if node["@type"] == "File":
            listed[node["@id"]] = node["sha256"]
        elif "sha256" in node and node["sha256"] not in received:
            yield f"{CRATE}：{node['@id']} 的 sha256 与 raw/source.yml 不同"
    found = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and path not in (root / MANIFEST, root / CRATE)
    }
    for name in sorted(listed.keys() | found.keys()):
        if name not in found:
            yield f"{name}：文件不见了，{CRATE} 中有"
        elif name not in listed:
            yield f"{name}：{CRATE} 中没有这个文件"
        elif found[name] != listed[name]:
            yield f"{CRATE}：{name} 的 sha256 不同"


def received_digests(root: Path) -> set[str]:
    """Return the hashes under which the raw files were received."""
    listing = (root / "raw" / "source.yml").read_text(encoding="utf-8")
    return set(re.findall(r"\b[0-9a-f]{64}\b", listing))


def lowest(value: Decimal) -> Decimal:
    """Return the place of the lowest non-zero digit."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)


def scale(words: str) -> Decimal:
    """Return 万 as 10000."""
    product = Decimal(1)
    for word in words:
        product *= SCALES[word]
    return product


def number(text: str | None) -> Decimal | None:
    """Return a number, or None for nothing."""
    return Decimal(text) if text else None


def load(root: Path, name: str) -> Any:
    """Return the content of a JSON file."""
    return json.loads((root / name).read_text(encoding="utf-8"))


def facts(root: Path) -> dict[str, Any]:
    """Return the facts by id."""
    return {fact["id"]: fact for fact in load(root, "facts.json")["facts"]}


def table(root: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with (root / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def thresholds(root: Path) -> dict[str, Decimal]:
    """Return the thresholds; the file is flat, so that this needs no YAML library."""
    lines = (root / "thresholds.yml").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
    return {name.strip(): Decimal(value.strip()) for name, value in pairs}


CHECKS = {
    "文件与清单": check_files,
    "证据与事实": check_evidence,
    "笔记本与事实": check_notebooks,
    "论断": check_verdicts,
    "年度比较": check_comparison,
    "底稿与目录": check_mentions,
    "目录与文件": check_crate,
}


def main(arguments: list[str]) -> int:
    """Run every check; a check that cannot even read its files fails too."""
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    wrong = 0
    for title, check in CHECKS.items():
        try:
            problems = list(check(root))
        except Exception as problem:
            problems = [f"无法读取：{type(problem).__name__} {problem}"]
        sys.stdout.write(f"{title}：{'不符' if problems else '相符'}\n")
        sys.stdout.writelines(f"  {line}\n" for line in problems)
        wrong += len(problems)
    sys.stdout.write(f"共{wrong}处不符。\n" if wrong else "全部相符。\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
