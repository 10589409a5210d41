"""A project of one year with a handful of records in every register, received as CSV."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

from facts.in_process import copy_project
from fazhi.paths import Project
from fazhi.records import load_registers

YEAR = 2022
_PARTIES = ("甲（虚构）商场有限公司", "乙（虚构）加油站有限公司", "丙（虚构）宾馆有限公司")


def _visit(number: int, scope: str, done: str, **more: Any) -> dict[str, Any]:
    return {
        "record_no": f"检记〔2022〕第{number:03d}号",
        "scope": scope,
        "obj_name": _PARTIES[number % 3],
        "town_code": "310105001" if number % 2 else "310105002",
        "sector": "大型商场",
        "insp_date": "2022-01-05",
        "done_date": done,
        "result": "未发现问题",
        "n_viol": 1,
        "n_gen": 0,
        "n_major": 0,
        "pub_date": done,
        "status": "有效",
        **more,
    }


def _hazard(number: int, **more: Any) -> dict[str, Any]:
    return {
        "hazard_id": f"YH-{number}",
        "obj_name": _PARTIES[number % 3],
        "town_code": "310105001",
        "sector": "大型商场",
        "nature": "事故隐患",
        "category": "责任制",
        "level": "一般",
        "found_date": "2022-03-05",
        "state": "整改中",
        "status": "有效",
        **more,
    }


def _case(number: int, filed: str, decided: str, fine: str, **more: Any) -> dict[str, Any]:
    return {
        "case_no": f"案〔2022〕{number}号",
        "party_name": _PARTIES[number % 3],
        "doc_no": f"罚〔{decided[:4]}〕{number}号",
        "kinds": "罚款",
        "fine_yuan": fine,
        "filed_date": filed,
        "review_date": decided,
        "decision_date": decided,
        "paid_yuan": fine,
        "status": "有效",
        **more,
    }


def _permit(number: int, item: str, accepted: str, decided: str, **more: Any) -> dict[str, Any]:
    return {
        "accept_no": f"受〔2022〕{number}号",
        "party_name": _PARTIES[number % 3],
        "item": item,
        "act_kind": "许可",
        "business_type": "首次",
        "accept_date": accepted,
        "decision_date": decided,
        "promised_days": 5,
        "tolerant": "否",
        "green_channel": "是",
        "status": "有效",
        **more,
    }


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the records of every register, by field key."""
    hazchem, precursor = "危险化学品经营许可证核发", "第三类非药品类易制毒化学品经营备案"
    briefing = {"kind": "法治工作汇报", "title": "汇报", "status": "有效"}
    return {
        "inspections": [
            _visit(1, "部门内双随机", "2022-01-06"),
            _visit(2, "部门内双随机", "2022-02-06", result="发现问题经责令已改正"),
            _visit(3, "跨部门双随机", "2022-02-08", partners="公安；消防", pub_date=""),
            _visit(4, "专项", "2022-02-09", result="发现问题经责令已改正"),
            _visit(5, "部门内双随机", "2022-02-10", status="作废"),
        ],
        "hazards": [
            _hazard(1, state="已整改", fixed_date="2022-03-20"),
            _hazard(2, level="重大", town_code="310105002"),
            _hazard(3, nature="违法违规行为", found_date="2022-04-01"),
        ],
        "orders": [
            {
                "doc_no": f"责改〔2022〕第{n}号",
                "record_no": f"检记〔2022〕第{n:03d}号",
                "obj_name": _PARTIES[n % 3],
                "n_items": n,
                "issue_date": "2022-03-06",
                "recheck_date": recheck,
                "status": "有效",
            }
            for n, recheck in ((2, "2022-03-20"), (4, ""))
        ],
        "penalties": [
            _case(1, "2021-12-20", "2022-01-16", "1.5"),
            _case(2, "2022-06-01", "2022-07-01", "2"),
            _case(3, "2022-12-01", "2023-01-10", "1.6"),
        ],
        "permits": [
            _permit(1, hazchem, "2021-12-30", "2022-01-04", accept_no="受〔2021〕1号"),
            _permit(2, hazchem, "2022-05-01", "2022-05-09", business_type="延期"),
            _permit(3, precursor, "2022-05-02", "2022-05-03", act_kind="备案"),
            _permit(4, "生产安全事故应急预案备案", "2022-06-01", "2022-06-04", tolerant="是"),
        ],
        "publicity_materials": [
            {
                "batch_no": f"WL-{n}",
                "item": kind,
                "kind": kind,
                "unit": unit,
                "qty_made": 60,
                "qty_given": 50 + n,
                "date": "2022-06-01",
                "status": "有效",
            }
            for n, (kind, unit) in enumerate((("宣传品", "件"), ("海报", "套"), ("折页", "份")))
        ],
        "publicity_events": [
            {
                "event_id": "HD-1",
                "name": "安全生产月",
                "start_date": "2022-06-01",
                "n_onsite": 120,
                "status": "有效",
            }
        ],
        "trainings": [
            {
                "train_id": f"PX-{n}",
                "name": "培训",
                "start_date": f"2022-0{n}-11",
                "n_invited": 90,
                "n_attended": 80,
                "n_exam": exam,
                "n_pass": exam,
                "status": "有效",
            }
            for n, exam in ((4, 70), (5, ""))
        ],
        "case_reviews": [
            {
                "batch": "1",
                "date": "2022-09-01",
                "file_type": "处罚",
                "case_no": f"案〔2021〕{n}号",
                **{f"s{k}": 10 for k in range(1, 7)},
                "grade": grade,
                "issues": issues,
                "fixed_date": fixed,
                "status": "有效",
            }
            for n, grade, issues, fixed in (
                (1, "优秀", "", ""),
                (2, "合格", "笔录不全", "2022-09-20"),
                (3, "合格", "送达不规范", ""),
            )
        ],
        "governance": [
            *({**briefing, "id": f"G-{m}", "date": f"2022-{m:02d}-10"} for m in (2, 5, 8, 11)),
            {
                "id": "G-99",
                "kind": "党委会议题",
                "date": "2022-03-01",
                "title": "审议年度计划",
                "topic": "重大行政决策",
                "outcome": "通过",
                "status": "有效",
            },
        ],
        "plan_targets": [
            {
                "year": 2022,
                "metric_id": "inspections.total",
                "name": "双随机检查",
                "target": 4,
                "status": "有效",
            }
        ],
    }


def tiny_project(target: Path) -> Project:
    """Write a project whose only year is ``YEAR``."""
    project = copy_project(target)
    write_raw(project, rows())
    return project


def raw_file(register: str) -> str:
    """Return the path of a register's file, relative to the root."""
    return f"data/raw/{YEAR}/{register}.csv"


def write_raw(project: Project, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Write one CSV a register, header in line 1, and ``source.yml``."""
    registers = load_registers(project)
    folder = project.raw(YEAR)
    folder.mkdir(parents=True, exist_ok=True)
    listing = [
        f"year: {YEAR}", "synthetic: true", "received_from: 各科室", "received_on: 2023-01-16",
        "files:",
    ]  # fmt: skip
    for name, records in tables.items():
        keys = list(dict.fromkeys(key for record in records for key in record))
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(registers[name].by_key[key].header for key in keys)
            writer.writerows([record.get(key, "") for key in keys] for record in records)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        listing += [f"  - name: {path.name}", f"    sha256: {digest}", "    supplied_by: 法规科"]
    (folder / "source.yml").write_text("\n".join(listing) + "\n", encoding="utf-8")
