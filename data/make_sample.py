"""Make the synthetic registers (示例数据) of 2021 to 2023 under data/raw.

Run ``python data/make_sample.py`` from the repository; ``--out DIR`` writes elsewhere.
The same bytes come out every time and on every machine.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from sample import enforcement, findings, outreach, oversight, penalties, services
from sample.enforcement import Row
from sample.layouts import RawFile, files
from sample.names import Party, parties
from sample.profiles import PROFILES, Profile

NOTE = (
    "本年度登记簿全部由 data/make_sample.py 虚构生成，用于演示；单位名称、信用代码、人员均不存在。"
    "2022年的合计数与已公开发布的报告一致，其余内容以及2021年、2023年的全部内容均为虚构。"
)


def tables(profile: Profile, pool: dict[str, tuple[Party, ...]]) -> dict[str, list[Row]]:
    """Return the clean rows of every register of one year."""
    visits = enforcement.inspections(profile, pool)
    found = findings.hazards(profile, visits)
    orders = findings.orders(profile, visits, found)
    cases = penalties.penalties(profile, pool, visits)
    approvals = services.permits(profile, pool)
    events = outreach.events(profile)
    return {
        "inspections": visits,
        "hazards": found,
        "orders": orders,
        # The register notes the outcome of reviews, so it is made before the cases are read.
        "governance": oversight.governance(profile, cases),
        "penalties": cases,
        "permits": approvals,
        "publicity_events": events,
        "publicity_materials": outreach.materials(profile, events),
        "trainings": outreach.trainings(profile),
        "case_reviews": oversight.case_reviews(profile, cases, approvals),
        "plan_targets": oversight.plan_targets(profile),
    }


def source(year: int, received: list[RawFile]) -> str:
    """Return the text of ``source.yml``: who sent what, when, with which hash."""
    lines = [
        "# 收到的文件及其来源；文件一经收到不再改动。",
        f"year: {year}",
        "synthetic: true",
        "received_from: 区应急管理局各科室（虚构）",
        f"received_on: {year + 1}-01-16",
        "generator: data/make_sample.py",
        f"note: {NOTE}",
        "files:",
    ]
    for file in received:
        lines += [
            f"  - name: {file.name}",
            f"    sha256: {hashlib.sha256(file.content).hexdigest()}",
            f"    registers: [{', '.join(file.registers)}]",
            f"    supplied_by: {file.supplied_by}",
        ]
    return "\n".join(lines) + "\n"


def write(out: Path) -> None:
    """Write every year's files and its ``source.yml`` under *out*."""
    pool = parties()
    last_order: list[Row] = []
    for profile in PROFILES:
        made = tables(profile, pool)
        own_last = made["orders"][-1:]
        # A clerk starts the year's sheet from the end of last year's.
        made["orders"] = last_order + made["orders"]
        last_order = own_last
        folder = out / str(profile.year)
        folder.mkdir(parents=True, exist_ok=True)
        received = files(profile.year, made)
        for file in received:
            (folder / file.name).write_bytes(file.content)
        (folder / "source.yml").write_text(source(profile.year, received), encoding="utf-8")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="生成示例登记簿")
    default = Path(__file__).parent / "raw"
    parser.add_argument("--out", type=Path, default=default, help="输出文件夹，默认 data/raw")
    arguments = parser.parse_args()
    write(arguments.out)
    print(f"已写入 {arguments.out}")


if __name__ == "__main__":
    main()
