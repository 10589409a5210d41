"""Write what was measured: the tables, the ratios against their goals, and a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from phases import PHASES
from phases import YEARS as PHASE_YEARS

OURS = "fazhi"
STEPS = {
    "cold": "从头构建",
    "nothing": "什么都没变",
    "data": "一个年度的登记簿变了",
    "sentence": "改了一句话",
}
_NOTEBOOKS_A_YEAR = 3
_COLD_GOALS = {4: 0.35, 12: 0.25}
"""By years; a single year is mostly imports, on either side."""


@dataclass(frozen=True)
class Result:
    """The medians of one contestant, size and step.

    Attributes:
        wall_s: Seconds on the clock.
        cpu_s: Processor seconds.
        peak_mb: Peak memory.
        right: Whether every page showed the right figures.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    right: bool


Results = Mapping[tuple[str, int, str], Result]


def page(
    results: Results,
    titles: Mapping[str, str],
    sizes: Sequence[int],
    rounds: Mapping[int, int],
    machine: str,
    floors: Sequence[tuple[str, float]],
    spent: Mapping[str, Sequence[float]],
) -> str:
    """Return ``docs/performance.md``."""
    lines = [
        "# 速度", "",
        "`make bench` 写出本页；`python benchmarks/run.py --quick` 只测一个年度一轮。",
        "同一任务、同一台机器、同一次运行。",
        "每个年度有两本登记簿、三个笔记本（清洗、计数、比较）和一页叙述。",
        "每种做法的每一页都与另行计算的数字核对；数字不对的，时间不算数，记为“不对”。",
        "同类做法只用 pandas，由细心的使用者替它们补上所缺的：",
        "输入较新的笔记本才重跑，重跑过的年度才重读。",
        "本项目在同样的时间内还逐行校验、保存证据、审核整站，页数也多一倍。", "",
        f"机器：{machine}。",
        f"每格是各轮的中位数（{_rounds(rounds)}）；",
        "内存另跑一轮，每 0.1 秒取样，共享页只计一次。", "",
    ]  # fmt: skip
    for step, title in STEPS.items():
        lines += [f"## {title}", "", *_table(results, titles, sizes, step), ""]
    lines += ["![各做法用时](performance.svg)", "", "## 目标", "", *_goals(results, sizes), ""]
    lines += ["## 本项目的时间花在哪里", "", *_phases(spent), ""]
    lines += ["## 下限：为什么不能更低", "", *_floors(floors), ""]
    return "\n".join(lines)


def _rounds(rounds: Mapping[int, int]) -> str:
    return "，".join(f"{size} 年 {count} 轮" for size, count in sorted(rounds.items()))


def _table(
    results: Results, titles: Mapping[str, str], sizes: Sequence[int], step: str
) -> Iterator[str]:
    heads = [f"{size} 年（{size * _NOTEBOOKS_A_YEAR} 个笔记本）" for size in sizes]
    yield "| 做法 | " + " | ".join(heads) + " |"
    yield "|---|" + "---|" * len(sizes)
    for name, title in titles.items():
        cells = [_cell(results.get((name, size, step))) for size in sizes]
        yield f"| {title} | " + " | ".join(cells) + " |"


def _cell(result: Result | None) -> str:
    if result is None:
        return "失败"
    if not result.right:
        return "不对"
    return f"{result.wall_s:.1f} 秒（处理器 {result.cpu_s:.1f} 秒，{result.peak_mb:.0f} MB）"


def _goals(results: Results, sizes: Sequence[int]) -> Iterator[str]:
    yield "| 年度数 | 目标 | 本项目 | 最快的同类 | 比值 | 达到 |"
    yield "|---|---|---|---|---|---|"
    for size in sizes:
        for step, ratio, seconds in _goals_at(size):
            mine, best = results.get((OURS, size, step)), _best_peer(results, size, step)
            if mine is None or best is None:
                continue
            met = mine.right and (mine.wall_s <= ratio * best or mine.wall_s <= seconds)
            yield (
                f"| {size} | {_goal_text(step, ratio, seconds)} | {mine.wall_s:.2f} 秒 | "
                f"{best:.2f} 秒 | "
                f"{mine.wall_s / best:.2f} | {'是' if met else '否'} |"
            )
        yield from _memory_goal(results, size)


def _goals_at(size: int) -> list[tuple[str, float, float]]:
    """Return step, ratio to the fastest peer, and the seconds that are good enough anyway."""
    cold = [("cold", _COLD_GOALS[size], 0.0)] if size in _COLD_GOALS else []
    return [*cold, ("data", 0.4, 0), ("sentence", 0.5, 1.2), ("nothing", 0, 0.3)]


def _goal_text(step: str, ratio: float, seconds: float) -> str:
    either = [f"{ratio} × 同类"] if ratio else []
    either += [f"{seconds} 秒"] if seconds else []
    return f"{STEPS[step]} ≤ {' 或 '.join(either)}"


def _memory_goal(results: Results, size: int) -> Iterator[str]:
    mine, peer = results.get((OURS, size, "cold")), results.get(("api", size, "cold"))
    if mine is not None and peer is not None:
        met = mine.peak_mb <= peer.peak_mb + 150
        yield (
            f"| {size} | 内存 ≤ papermill API＋150 MB | {mine.peak_mb:.0f} MB | "
            f"{peer.peak_mb:.0f} MB | {mine.peak_mb / peer.peak_mb:.2f} | {'是' if met else '否'} |"
        )


def _best_peer(results: Results, size: int, step: str) -> float | None:
    """Return the time of the faster of papermill's API and Jupyter Book with its cache."""
    peers = [results.get((name, size, step)) for name in ("api", "cache")]
    return min((peer.wall_s for peer in peers if peer is not None and peer.right), default=None)


def _floors(floors: Sequence[tuple[str, float]]) -> Iterator[str]:
    yield "| 部分 | 秒 |"
    yield "|---|---|"
    for title, seconds in floors:
        yield f"| {title} | {seconds:.2f} |"
    yield ""
    yield "从头构建不能少于：启动、预载一次、逐个笔记本分叉、Jupyter Book 的导入、读和写各一遍。"
    yield "一个笔记本在新内核中要再付一次启动和导入，分叉的子进程不必：这是与同类差别的主要来源。"
    yield "一个年度变了，要依次付：预载的导入，三个笔记本（依次等待），Sphinx 读写变了的页。"
    yield "Sphinx 的导入和打开旧书与笔记本同时进行；没有变的文件沿用上一版的同一个文件，"
    yield "不复制、不加固、不审核第二遍。"
    yield "改一句话仍要付 Sphinx 的导入与读写；出现没有用过的字时，还要重裁一次字体。"
    yield "没有变化时只核对内容哈希，不启动内核，也不启动 Sphinx。"


def _phases(spent: Mapping[str, Sequence[float]]) -> Iterator[str]:
    yield f"{PHASE_YEARS} 个年度，按钟表计的秒数，依次相接；两个处理器上同时进行的不重复计。"
    yield ""
    yield "| 阶段 | " + " | ".join(STEPS[step] for step in spent) + " |"
    yield "|---|" + "---|" * len(spent)
    for phase, seconds in zip(PHASES, zip(*spent.values(), strict=True), strict=True):
        yield f"| {phase} | " + " | ".join(f"{each:.2f}" for each in seconds) + " |"
    totals = (sum(times) for times in spent.values())
    yield "| 合计 | " + " | ".join(f"{total:.2f}" for total in totals) + " |"


def draw(results: Results, titles: Mapping[str, str], sizes: Sequence[int], path: Path) -> None:
    """Draw wall times as bars, one panel a step, and write them as SVG."""
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    font = Path(__file__).resolve().parents[1] / "src/fazhi/publish/book/fonts"
    font_manager.fontManager.addfont(font / "NotoSansSC-subset.otf")
    mpl.rcParams["font.family"] = font_manager.FontProperties(
        fname=font / "NotoSansSC-subset.otf"
    ).get_name()
    mpl.rcParams["svg.hashsalt"] = "fazhi"
    figure = Figure(figsize=(9, 7), layout="constrained")
    panels = figure.subplots(2, 2).flat
    for panel, (step, title) in zip(panels, STEPS.items(), strict=True):
        for place, name in enumerate(titles):
            found = [results.get((name, size, step)) for size in sizes]
            heights = [each.wall_s if each and each.right else 0.0 for each in found]
            places = [n + (place - 1.5) * 0.2 for n in range(len(sizes))]
            bars = panel.bar(places, heights, 0.19, label=titles[name])
            panel.bar_label(bars, [f"{h:.1f}" if h else "不对" for h in heights], fontsize=7)
        panel.set_title(f"{title}（秒）")
        panel.set_xticks(range(len(sizes)), [f"{size} 年" for size in sizes])
        panel.spines[["top", "right"]].set_visible(False)
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
    figure.savefig(path, metadata={"Date": None})
