"""Published values: locked, and changed only with reason, person and date."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fazhi.errors import DefinitionError, FactError, UsageError
from fazhi.facts import FactBook
from fazhi.paths import Project
from fazhi.publish.book.years import read_shelf
from fazhi.publish.revisions import (
    publish_lock,
    read_lock,
    require_unrevised,
    revisions,
    write_feed,
    write_revisions,
)
from publish.papers.paper_project import fact_book, make_project

ENTRY = "  - {{id: {id}, old: {old}, new: {new}, reason: 决定书补正, person: 某某, date: {date}}}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose published year is locked."""
    project = make_project(tmp_path_factory.mktemp("project"))
    shutil.rmtree(project.published(2022).parent, ignore_errors=True)
    publish_lock(project, 2022)
    return project


@pytest.fixture
def project(made: Project) -> Project:
    """The same without any revision."""
    made.revisions(2022).unlink(missing_ok=True)
    return made


def _book(**values: str | None) -> FactBook:
    """Return the facts of 2022 with some values changed; None removes a fact."""
    book = fact_book(2022)
    facts = dict(book.facts)
    for name, value in values.items():
        key = name.replace("__", ".")
        if value is None:
            del facts[key]
        else:
            facts[key] = replace(facts[key], value=Decimal(value))
    return replace(book, facts=facts)


def _declare(project: Project, *entries: tuple[str, str, str, str]) -> None:
    lines = [ENTRY.format(id=i, old=old, new=new, date=date) for i, old, new, date in entries]
    path = project.revisions(2022)
    path.parent.mkdir(exist_ok=True)
    path.write_text("year: 2022\nrevisions:\n" + "".join(lines), encoding="utf-8")


def test_the_lock_holds_every_value_as_published(project: Project) -> None:
    """One entry a fact, sorted, in base units, without a clock."""
    body = json.loads(project.published(2022).read_text(encoding="utf-8"))
    assert body["values"]["penalties.fine_total"] == "113000"
    assert list(body["values"]) == sorted(fact_book(2022).facts)
    assert read_lock(project, 2022) == fact_book(2022).values()


def test_a_lock_is_never_rewritten(project: Project) -> None:
    """A second call is refused and says where changes go."""
    with pytest.raises(UsageError) as caught:
        publish_lock(project, 2022)
    assert str(caught.value) == (
        "2022年度的数字已经锁定；位置：data/reference/published/2022.json；"
        "请：数字有变的，写入 data/reference/revisions/2022.yml。"
    )


def test_a_draft_is_not_locked(project: Project) -> None:
    """Only a published report has published values."""
    with pytest.raises(UsageError) as caught:
        publish_lock(project, 2023)
    assert "2023年度的报告尚未发布，不能锁定" in str(caught.value)
    assert not project.published(2023).exists()


def test_unchanged_values_pass(project: Project) -> None:
    """Nothing changed, nothing asked; a year without a lock is free."""
    require_unrevised(project, 2022, _book())
    require_unrevised(project, 2023, _book(penalties__cases="9"))


def test_a_new_indicator_is_not_locked(project: Project) -> None:
    """What was not published cannot have changed."""
    book = fact_book(2022)
    extra = replace(book.facts["penalties.cases"], id="penalties.appeals")
    require_unrevised(
        project, 2022, replace(book, facts={**book.facts, "penalties.appeals": extra})
    )


def test_an_undeclared_change_is_refused_with_the_entry_to_write(project: Project) -> None:
    """Every changed or vanished value is named, in the form it has to be declared in."""
    with pytest.raises(FactError) as caught:
        require_unrevised(project, 2022, _book(penalties__cases="8", permits__total=None))
    assert str(caught.value) == (
        "2022年度已公布的数字有2个变了，没有更正说明；位置：data/reference/revisions/2022.yml；"
        "实为：\n  - {id: penalties.cases, old: 7, new: 8}"
        "\n  - {id: permits.total, old: 190, new: 无记录}\n；"
        "请：改回记录；确应更正的，在该文件的 revisions 下逐条写明 "
        "id、old、new、reason、person、date，再运行 make site。"
    )


def test_a_declared_change_passes(project: Project) -> None:
    """Changes may follow one another, and a number may lose its records."""
    _declare(
        project,
        ("penalties.cases", "7", "8", "2024-05-06"),
        ("penalties.cases", "8", "9", "2024-06-01"),
        ("permits.total", "190", "无记录", "2024-05-06"),
    )
    require_unrevised(project, 2022, _book(penalties__cases="9", permits__total=None))
    assert revisions(project, 2022)["penalties.cases"].old == 8
    assert revisions(project, 2022)["permits.total"].new is None


def test_a_declaration_that_does_not_come_true_is_refused(project: Project) -> None:
    """A revision must match both what was published and what is computed."""
    _declare(project, ("penalties.cases", "7", "8", "2024-05-06"))
    with pytest.raises(FactError, match=r"id: penalties.cases, old: 8, new: 7"):
        require_unrevised(project, 2022, _book())


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (("penalties.cases", "6", "8", "2024-05-06"),
         "更正说明的原值不是已公布的值；位置：data/reference/revisions/2022.yml @ revisions[0]；"
         "应为：7；实为：penalties.cases：6；请：照已公布的值改正 id 和 old。"),
        (("penalties.nothing", "6", "8", "2024-05-06"),
         "更正说明的原值不是已公布的值；位置：data/reference/revisions/2022.yml @ revisions[0]；"
         "应为：本年度已公布的指标；实为：penalties.nothing：6；请：照已公布的值改正 id 和 old。"),
    ],
)  # fmt: skip
def test_a_revision_starts_from_what_was_published(
    project: Project, entry: tuple[str, str, str, str], message: str
) -> None:
    """An entry for another value or an unknown number is refused."""
    _declare(project, entry)
    with pytest.raises(FactError) as caught:
        require_unrevised(project, 2022, _book())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (("penalties.cases", "7", "8", "去年"),
         "不是日期；位置：data/reference/revisions/2022.yml @ revisions[0].date；"
         "应为：如 2024-05-06；实为：去年。"),
        (("penalties.cases", "7", "8起", "2024-05-06"),
         "不是数；位置：data/reference/revisions/2022.yml @ revisions[0].new；"
         "应为：阿拉伯数字，不带单位；实为：8起；请：换算成指标的单位填写，如 113000。"),
    ],
)  # fmt: skip
def test_a_malformed_entry_is_named(
    project: Project, entry: tuple[str, str, str, str], message: str
) -> None:
    """Reason, person, date and values are checked where they stand."""
    _declare(project, entry)
    with pytest.raises(DefinitionError) as caught:
        revisions(project, 2022)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["", "{}", '{"year": 2021, "values": {}}', '{"year": 2022}'])
def test_a_damaged_lock_is_refused(tmp_path: Path, text: str) -> None:
    """A lock that cannot be read never counts as no lock."""
    project = Project(tmp_path)
    project.published(2022).parent.mkdir(parents=True)
    project.published(2022).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_lock(project, 2022)
    assert str(caught.value) == (
        "已公布数字的锁定文件已损坏；位置：data/reference/published/2022.json；"
        "请：从版本库恢复该文件。"
    )


def test_the_page_and_the_feed_show_every_change(project: Project) -> None:
    """The latest first, with old, new, reason, person and date; nothing in them runs."""
    _declare(
        project,
        ("penalties.fine_total", "113000", "114000", "2024-05-06"),
        ("permits.total", "190", "无记录", "2024-06-01"),
    )
    write_revisions(project)
    page = (project.book / "generated" / "revisions.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| 2024")]
    assert rows == [
        "| 2024-06-01 | 2022年度 | 行政审批办件 | 190件 | 无记录 | 决定书补正 | 某某 |",
        "| 2024-05-06 | 2022年度 | 行政处罚罚款金额 | 113000元 | 114000元 | 决定书补正 | 某某 |",
    ]
    write_feed(project, project.root)
    feed = ElementTree.parse(project.root / "revisions.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}updated") == "2024-06-01T00:00:00Z"
    titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    assert titles[0] == "2022年度行政审批办件：190件更正为无记录"


def test_a_book_without_changes_says_so(project: Project) -> None:
    """The page always exists, so that readers know where changes would stand."""
    write_revisions(project)
    page = (project.book / "generated" / "revisions.md").read_text(encoding="utf-8")
    assert "2022年度的数字在报告发布后锁定" in page
    assert page.endswith("至今没有更正。\n")


def test_a_revised_number_is_marked_where_it_stands(project: Project) -> None:
    """The number on a page knows the day of its last change; others know nothing."""
    _declare(project, ("penalties.fine_total", "113000", "114000", "2024-05-06"))
    year = read_shelf(project.root).year(2022)
    assert year.printed("penalties.fine_total").revised == "2024-05-06更正"
    assert year.printed("penalties.cases").revised == ""
