"""Many bureaus, built by local processes and by a cluster that loses a worker."""

from __future__ import annotations

import csv
import os
import signal
import time
from pathlib import Path

import pytest
from tiny_bureaus import damage, name_of, repair, write_bureau

from building import run_fazhi
from fazhi.paths import Project
from fazhi.publish.bureaus import build_bureaus, cluster, find_bureaus, publish_portal
from fazhi.publish.release import intact

pytestmark = pytest.mark.slow
_PATIENCE_S = 120


def hazards_shown(portal: Path) -> dict[str, str]:
    """Return the hazards of each bureau as the download gives them."""
    with (portal / "headlines.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["指标编号"] for row in rows if row["数值"]} >= {"hazards.found"}
    return {r["单位名称"]: r["数值"] for r in rows if r["指标编号"] in {"hazards.found", ""}}


def test_a_bureau_that_fails_harms_no_other(tmp_path: Path) -> None:
    """Its sentence is printed, its old book stays and is marked, the rest is published."""
    one, hazards = write_bureau(tmp_path / "one", 1)
    two, others = write_bureau(tmp_path / "two", 2)
    here, portal = Project(tmp_path), tmp_path / "portal"
    command = ("build-all", str(one.root), str(two.root), "--output", str(portal))
    damage(two)
    first = run_fazhi(here, *command)
    assert first.returncode == 1
    assert first.stderr.startswith(f"错误：{name_of(2)}没有构建成功：")
    assert "Traceback" not in first.stderr
    html = portal / "_build" / "html"
    assert hazards_shown(html) == {name_of(1): str(hazards), name_of(2): ""}
    assert "未发布" in (html / "index.html").read_text(encoding="utf-8").split("<tbody>")[1]
    assert intact(html.resolve())

    repair(two)
    assert run_fazhi(here, *command).returncode == 0
    assert hazards_shown(html) == {name_of(1): str(hazards), name_of(2): str(others)}
    damage(one)
    last = run_fazhi(here, *command)
    assert last.returncode == 1
    assert hazards_shown(html) == {name_of(1): str(hazards), name_of(2): str(others)}
    body = (html / "index.html").read_text(encoding="utf-8").split("<tbody>")[1]
    assert body.count("未更新") == 1


def test_a_cluster_that_loses_a_worker_finishes_every_job_once(tmp_path: Path) -> None:
    """The bureau whose worker was killed is finished by another; nothing is mixed."""
    distributed = pytest.importorskip("distributed")
    expected, roots = {}, []
    for number in (1, 2, 3):
        project, hazards = write_bureau(tmp_path / str(number), number)
        expected[name_of(number)] = str(hazards)
        roots.append(project.root)
    bureaus = find_bureaus(roots, tmp_path / "portal")
    said: list[str] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as machines:
        with distributed.Client(machines) as client:
            victim = min(client.run(os.getpid).values())
        killer = os.fork()
        if killer == 0:
            _kill_when_building(victim, bureaus[0].project)
        with cluster(machines.scheduler_address) as executor:
            outcomes = build_bureaus(bureaus, executor, said.append)
        assert os.waitpid(killer, 0)[1] == 0
    assert [outcome.trouble for outcome in outcomes] == ["", "", ""]
    assert len(said) == 3
    html = publish_portal(outcomes, tmp_path / "portal")
    assert hazards_shown(html) == expected
    for bureau in bureaus:
        releases = list((bureau.project.build / "releases").iterdir())
        assert len(releases) == 1 and intact(releases[0])


def _kill_when_building(pid: int, project: Project) -> None:
    """Kill the worker as soon as a bureau holds its lock; leave without a word."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        if (project.build / ".lock").exists():
            os.kill(pid, signal.SIGKILL)
            os._exit(0)
        time.sleep(0.05)
    os._exit(1)
