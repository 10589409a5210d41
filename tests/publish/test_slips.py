"""A reader's slip: read strictly, replayed against what holds now."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fazhi.errors import UsageError
from fazhi.paths import Project
from fazhi.publish.slips import read_slip, replay

REPOSITORY = Path(__file__).parents[2]
SEEN = {
    "slip": 1,
    "page": "book/2022/measures.html",
    "title": "一、主要举措和成效",
    "version": "2022-12-31",
    "fact": "2022/penalties.fine_total",
    "printed": "11.3万元",
    "value": "113000",
    "unit": "元",
    "definition_version": "1",
    "correct": "12万元",
    "reason": "决定书所载",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The project's reference and computed files, and a site of one page."""
    shutil.copytree(REPOSITORY / "data/reference", tmp_path / "data/reference")
    for year in (2021, 2022):
        name = f"data/processed/{year}"
        (tmp_path / name).mkdir(parents=True)
        for file in ("facts.json", "verdicts.csv", "comparison.csv"):
            shutil.copyfile(REPOSITORY / name / file, tmp_path / name / file)
    page = tmp_path / "_build/html/book/2022/measures.html"
    page.parent.mkdir(parents=True)
    page.write_text('<a class="fact" data-fact="2022/penalties.fine_total">11.3万元</a>', "utf-8")
    return Project(tmp_path)


def slip(**changed: object) -> str:
    """Return the text of a slip that differs from ``SEEN`` as given."""
    return json.dumps({**SEEN, **changed}, ensure_ascii=False)


def test_a_number_that_still_holds_is_confirmed(project: Project) -> None:
    """Same value, wording, definition and data date: the slip says so and how to trace it."""
    told = replay(project, read_slip(slip()))
    assert told.splitlines() == [
        "页面：book/2022/measures.html《一、主要举措和成效》，现在仍印有这个数",
        "数字：2022/penalties.fine_total，页面印作“11.3万元”，值为113000元",
        "现在：行政处罚罚款金额，印作“11.3万元”，值为113000元，核对结论相符",
        told.splitlines()[3],
        "结论：所报的数与现在完全一致",
        "追溯：fazhi trace 2022/penalties.fine_total",
        "读者认为应为：12万元",
        "依据：决定书所载",
    ]
    assert told.splitlines()[3].startswith("口径：第1版，处罚决定日期在本年度内")


CHANGED = [
    ({"value": "112000"}, "值已由112000变为113000（相差1000）"),
    ({"value": "不清楚"}, "值已由不清楚变为113000"),
    ({"printed": "11万元"}, "印法已由“11万元”变为“11.3万元”"),
    ({"definition_version": "2"}, "口径已由第2版变为第1版"),
    ({"version": "2022-06-30"}, "数据截止日已由2022-06-30变为2022-12-31"),
    ({"fact": "2022/penalties.nothing"}, "现在：没有这个事实"),
    ({"fact": "2019/penalties.cases"}, "结论：所报的数已经不存在"),
    ({"page": "book/2022/plans.html"}, "现在的网站没有这一页"),
    ({"fact": ""}, "数字：没有选定"),
    ({"correct": "甲\n\u001b[31m乙"}, "读者认为应为：甲 [31m乙"),
]


@pytest.mark.parametrize(("changed", "message"), CHANGED)
def test_what_no_longer_holds_is_named(
    project: Project, changed: dict[str, str], message: str
) -> None:
    """Every difference between what was seen and what holds now is stated."""
    assert message in replay(project, read_slip(slip(**changed)))


WRONG = [
    ("不是", "纠错单无法读取；应为：JSON 文本；请：由读者在页面上重新生成纠错单。"),
    ("[]", '这不是纠错单；应为：含有 "slip": 1；请：由读者在页面上重新生成纠错单。'),
    (
        slip(page="../../secret.html"),
        "纠错单的页面写法不对；位置：page；应为：book/2022/measures.html；"
        "实为：../../secret.html；请：由读者在页面上重新生成纠错单。",
    ),
    (
        slip(fact="罚款"),
        "纠错单的数字编号写法不对；位置：fact；应为：2022/penalties.fine_total；"
        "实为：罚款；请：由读者在页面上重新生成纠错单。",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_no_slip_is_refused(text: str, message: str) -> None:
    """A text that is no slip, or points outside the site, is refused with what was expected."""
    with pytest.raises(UsageError) as caught:
        read_slip(text)
    assert str(caught.value) == message
