"""Register declarations and their addresses of error."""

# ruff: noqa: E501 - exact messages read better unbroken

from __future__ import annotations

from pathlib import Path

import pytest
from intake_support import REGISTERS

from fazhi.errors import DefinitionError
from fazhi.paths import Project
from fazhi.records import load_registers

GOOD = (REGISTERS / "fines.yml").read_text(encoding="utf-8")


def load(root: Path, text: str) -> object:
    """Load a project whose only declaration is *text*."""
    project = Project(root)
    project.registers.mkdir(parents=True, exist_ok=True)
    (project.registers / "fines.yml").write_text(text, encoding="utf-8")
    return load_registers(project)["fines"]


def test_every_declaration_of_the_project_loads() -> None:
    """The eleven registers of the repository are well formed."""
    registers = load_registers(Project(Path(__file__).parents[2]))
    assert len(registers) == 11
    assert all(r.year_field in r.by_key for r in registers.values())


def test_money_is_titled_in_yuan(tmp_path: Path) -> None:
    """The clean table holds 元, so its column must not say 万元."""
    register = load(tmp_path, GOOD)
    assert register.by_key["amount_yuan"].title == "罚款金额(元)"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("register: fines", "register: fine", "登记簿名应与文件名相同；位置：fines.yml @ register"),
        ("title: 罚款台账\n", "", "缺少；位置：fines.yml @ title"),
        ("unit: 起", "units: 起", "不认识的键；位置：fines.yml.units"),
        ("type: docno", "type: number", "取值不对；位置：fines.yml @ fields[0].type"),
        ("publish: never}", "publish: hidden}", "取值不对；位置：fines.yml @ fields[2].publish"),
        ("mask: company", "mask: firm", "取值不对；位置：fines.yml @ fields[1].mask"),
        ("type: date, required: true, publish: as_is", "type: date, publish: as_is, mask: text",
         "只有 publish: masked 才能写 mask；位置：fines.yml @ fields[7].mask"),
        ("unit: 万元, min", "unit: 美元, min", "取值不对；位置：fines.yml @ fields[6].unit；应为：元、万元；实为：美元"),
        ("新泾: 新泾镇", "新泾: 新泾村", "「新泾村」不在 values 中；位置：fines.yml @ fields[9].value_aliases.新泾"),
        ("key: [doc_no]", "key: [number]", "没有字段 number；位置：fines.yml @ key"),
        ("year_field: decided", "year_field: year", "没有字段 year；位置：fines.yml @ year_field"),
        ("ordered: [filed, decided]", "ordered: [filed, done]", "没有字段 done；位置：fines.yml @ rules.fines.dates_ordered"),
        ("severity: must, ordered", "severity: strict, ordered", "取值不对；位置：fines.yml @ rules[0]"),
        ("ordered: [filed, decided]", "sorted: [filed, decided]", "取值不对；位置：fines.yml @ rules[0]"),
        ("ordered: [filed, decided]", "ordered: [filed, decided], distinct: [filed, decided]",
         "每条规则只写一种检查；位置：fines.yml @ rules[0]"),
        ("from: [code, party]", "from: [uscc]", "没有字段 uscc；位置：fines.yml @ surrogates.party_key"),
        ("header: 立案日期", "header: 决定日期", "表头「决定日期」同时属于 filed 和 decided；位置：fines.yml @ decided"),
        ("key: score, header: 评分", "key: note, header: 评分", "字段 note 写了两次；位置：fines.yml @ fields"),
        ("title: 罚款台账", "title: [", "YAML 写法有误；位置：fines.yml第"),
        ("title: 罚款台账", "unit: 家\ntitle: 罚款台账", "YAML 写法有误；位置：fines.yml第"),
    ],
)  # fmt: skip
def test_mistake_in_a_declaration_names_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """Each malformed declaration is refused with file and key."""
    assert old in GOOD
    with pytest.raises(DefinitionError) as refused:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert str(refused.value).startswith(message)


def test_a_project_without_declarations_is_refused(tmp_path: Path) -> None:
    """Nothing can be read without declarations."""
    with pytest.raises(DefinitionError, match="没有登记簿定义"):
        load_registers(Project(tmp_path))
