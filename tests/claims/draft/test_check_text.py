"""A draft is held against the facts and against itself: every planted error, no false alarm."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fazhi.claims import load_claims
from fazhi.claims.draft import Records, TextReport, check_text, load_records, render_html
from fazhi.claims.draft.check import check_itself
from fazhi.claims.draft.context import read_draft
from fazhi.claims.prose import Document, Names, load_names
from fazhi.claims.prose.readers import make_document
from fazhi.errors import FactError
from fazhi.facts.factbook import Fact, FactBook, write_facts
from fazhi.facts.indicators import load_indicators
from fazhi.paths import Project

HERE = Path(__file__).parent
REFERENCE = HERE.parents[2] / "data" / "reference"
GOOD = (HERE / "good.md").read_text(encoding="utf-8")
PASSAGES = YAML(typ="safe").load((HERE / "passages.yml").read_text(encoding="utf-8"))
ANSWERS = YAML(typ="safe").load((HERE / "answers.yml").read_text(encoding="utf-8"))
PLANTED = YAML(typ="safe").load((HERE / "planted.yml").read_text(encoding="utf-8"))
VALUES = {
    "inspections.internal": 41, "inspections.joint": 62, "inspections.total": 103,
    "inspections.published_share": 100, "orders.issued": 50, "hazards.found": 656,
    "penalties.cases": 7, "penalties.fine_total": 113000, "penalties.reviewed_share": 100,
    "permits.total": 190, "permits.hazchem": 85, "permits.precursor": 25, "permits.overturned": 0,
    "publicity.items": 1050, "publicity.posters": 2100, "publicity.leaflets": 3200,
    "outreach.audience": 5880, "trainings.sessions": 14, "governance.decisions_share": 100,
    "governance.briefings_per_quarter": 1,
}  # fmt: skip
LAST_YEAR = {"penalties.cases": 6, "permits.total": 200, "hazards.found": 700}


def decimals(values: dict[str, int]) -> Mapping[str, Decimal | None]:
    """Return values as facts hold them."""
    return {key: Decimal(value) for key, value in values.items()}


@pytest.fixture(scope="module")
def names() -> Names:
    """Return the reviewed names of the repository."""
    return load_names(REFERENCE / "names.yml")


@pytest.fixture(scope="module")
def records() -> Records:
    """Return the facts that the good draft states."""
    return Records(
        year=2022,
        history={2021: decimals(LAST_YEAR), 2022: decimals(VALUES)},
        indicators=load_indicators(REFERENCE / "indicators.yml"),
        claims=load_claims(REFERENCE / "claims" / "2022.yml").claims,
    )


def as_document(text: str) -> Document:
    """Wrap a text as an opened draft."""
    return make_document("样稿.md", [(line, ()) for line in text.split("\n")])


def wrong(report: TextReport) -> list[tuple[str, str]]:
    """Return rule and words of every finding that says something is wrong."""
    return [(f.rule, f.text) for f in report.findings if f.group != "unbound"]


def test_the_good_draft_raises_no_alarm(records: Records, names: Names) -> None:
    """Every claim of the good draft binds, and none is called wrong, loose or malformed."""
    report = check_text(as_document(GOOD), records, names)
    assert wrong(report) == []
    assert not report.contradicted
    supported = {b.fact for b in report.bindings if b.verdict == "supported"}
    assert supported == VALUES.keys() - {"inspections.total"}  # 合计 alone names no indicator


def test_planted_errors_are_found(
    records: Records, names: Names, capsys: pytest.CaptureFixture[str]
) -> None:
    """At least 30 errors of different kinds are found where they stand, with no false alarm."""
    missed, false_alarms = [], []
    for old, new, rule in PLANTED:
        assert GOOD.count(old) == 1, old
        report = check_text(as_document(GOOD.replace(old, new)), records, names)
        place = GOOD.index(old)
        reach = range(place - 60, place + len(new) + 60)
        found = [f for f in report.findings if f.group != "unbound"]
        if not any(f.rule == rule and f.start in reach for f in found):
            missed.append((new, rule, [(f.rule, f.text) for f in found]))
        false_alarms += [(new, f.text, f.message) for f in found if f.start not in reach]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(PLANTED)} planted errors: {len(PLANTED) - len(missed)} found, "
            f"{len(false_alarms)} false alarms\n"
        )
    assert (missed, false_alarms) == ([], [])
    assert len(PLANTED) >= 30


def test_passages_are_told_apart_without_any_records(
    names: Names, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of passages wrong by their own arithmetic or wording 95 % are found, of right ones none."""
    found = {
        kind: [text for text in texts if list(check_itself(read_draft(as_document(text), names)))]
        for kind, texts in PASSAGES.items()
    }
    hits, alarms = len(found["wrong"]), len(found["right"])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(PASSAGES['wrong'])} wrong and {len(PASSAGES['right'])} right passages: "
            f"recall {hits / len(PASSAGES['wrong']):.3f}, precision {hits / (hits + alarms):.3f}\n"
        )
    assert hits >= 0.95 * len(PASSAGES["wrong"])
    assert found["right"] == []


def test_a_wrong_passage_is_told_what_is_wrong_and_what_would_be_right(names: Names) -> None:
    """Every answer names the words, shows the arithmetic and gives the figure it comes to."""
    assert [each["passage"] for each in ANSWERS] == PASSAGES["wrong"]
    for each in ANSWERS:
        draft = read_draft(as_document(each["passage"]), names)
        told = [[f.rule, f.text, f.message, f.expected] for f in check_itself(draft)]
        assert told == each["answers"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("立案处罚案件50起，比上年增加10起，增长30%。", ["10÷上期数40=25%"]),
        ("全年受理投诉1250件，人员50人，人均办理投诉30件。", ["与所列数字不符，1250÷50=25件"]),
        ("全年受理投诉1250件，人员50人，人均投诉处理30件。", ["与所列数字不符，1250÷50=25件"]),
        ("全部案件中，治安类占33.4%，交通类占33.4%，其他类占33.6%。",
         ["各项占比33.4+33.4+33.6=100.4%，舍入也凑不成100%"]),
        ("2018年至2022年分别为9起、5起、6起、7起和8起，连续三年增长。", []),
        ("2018年至2022年分别为9起、5起、6起、7起和8起，连续四年增长。",
         ["所列各年为9起、5起、6起、7起、8起，不是“连续四年增长”"]),
    ],
)  # fmt: skip
def test_the_arithmetic_is_that_of_the_numbers_meant(
    text: str, told: list[str], names: Names
) -> None:
    """The base is last year's, the mean that of the thing named, the run as long as it is said."""
    draft = read_draft(as_document(text), names)
    assert [finding.message for finding in check_itself(draft)] == told


def test_a_change_and_another_year_bind_to_no_fact_of_this_year(
    records: Records, names: Names
) -> None:
    """13.9% is no count of inspections, and the year before is not held against this year."""
    text = "2021年，立案处罚案件6起。\n办理行政审批事项190件，同比下降5%。"
    report = check_text(as_document(text), records, names)
    assert {b.fact for b in report.bindings} == {"permits.total"}


def test_correct_prose_raises_no_alarm(names: Names) -> None:
    """The annotated sentences of a hundred fields, each of another report, raise none."""
    corpora = [HERE.parent / "prose" / name for name in ("corpus.yml", "corpus_wide.yml")]
    fields = [YAML(typ="safe").load(path.read_text(encoding="utf-8")) for path in corpora]
    marked = [line for field in fields for lines in field.values() for line in lines]
    drafts = [read_draft(as_document(_unmark(line)), names) for line in marked]
    found = [finding for draft in drafts for finding in check_itself(draft)]
    assert [(f.rule, f.text, f.message) for f in found] == []


def _unmark(line: str) -> str:
    pieces = line.replace("⟧", "⟦").split("⟦")
    return "".join(
        piece.split("|")[0] if number % 2 else piece for number, piece in enumerate(pieces)
    )


def test_universal_zero_and_plural_words_are_held_against_facts(
    records: Records, names: Names
) -> None:
    """每, 均, 全部, 没有 and 多 are contradicted when the facts say otherwise."""
    bad = VALUES | {
        "penalties.reviewed_share": 86,
        "governance.decisions_share": 90,
        "inspections.published_share": 99,
        "permits.overturned": 1,
        "trainings.sessions": 2,
    }
    history = {2022: decimals(bad)}
    report = check_text(
        as_document(GOOD), Records(2022, history, records.indicators, records.claims), names
    )
    contradicted = {f.fact for f in report.in_group("contradicted")}
    assert contradicted == {key for key in bad if bad[key] != VALUES[key]}


def test_changes_are_held_against_the_years_on_record(records: Records, names: Names) -> None:
    """持平, 翻一番 and 连续 need the earlier years to agree, and stay silent without them."""
    text = "立案处罚案件7起，与去年同比持平。\n查处违法违规行为和事故隐患656项，比上年翻了一番。\n"
    report = check_text(as_document(text), records, names)
    assert [f.message for f in report.in_group("contradicted")] == [
        "上年6，本年7，不是“持平”",
        "上年700，本年656，不是“翻一番”",
    ]
    alone = Records(2022, {2022: decimals(VALUES)}, records.indicators, records.claims)
    assert check_text(as_document(text), alone, names).in_group("contradicted") == []
    years = {year: {"penalties.cases": Decimal(year - 2015)} for year in range(2019, 2023)}
    run = "立案处罚案件7起，连续三年下降。"
    report = check_text(as_document(run), Records(2022, years, records.indicators), names)
    assert [f.message for f in report.in_group("contradicted")] == ["历年为4、5、6、7"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政处罚罚款金额13.1万元。", "11.3万元（113000元）"),
        ("立案处罚案件7起，同比增长50%。", "增长16.67%"),
        ("立案处罚案件7起，同比下降5%。", "增长16.67%"),
        ("立案处罚案件7起，与上年持平。", "增长16.67%"),
        ("办理行政审批事项190件，同比增长。", "下降5%"),
    ],
)
def test_the_answer_says_what_to_write(
    text: str, expected: str, records: Records, names: Names
) -> None:
    """What is expected stands as an official text would print it: a number or a change."""
    report = check_text(as_document(text), records, names)
    assert [f.expected for f in report.in_group("contradicted")] == [expected]


@pytest.mark.parametrize(("text", "verdict"), [("98.2%", "supported"), ("98%", "loose")])
def test_a_rate_rounded_by_its_own_rule_is_not_loose(
    text: str, verdict: str, records: Records, names: Names
) -> None:
    """98.17 % is printed as 98.2 %, which holds; a rounder figure is called loose."""
    rate = "hazards.rectified_rate"
    exact = replace(records, history={2022: {rate: Decimal("98.1707")}})
    document = make_document("样稿.docx", [(f"整改率{text}", ((f"2022/{rate}", text),))])
    report = check_text(document, exact, names)
    assert [b.verdict for b in report.bindings] == [verdict]


def test_content_controls_bind_by_id_first(records: Records, names: Names) -> None:
    """A number inside a content control is judged by its tag, whatever the words around it."""
    controls = (("2022/penalties.cases", "8起"),)
    document = make_document("样稿.docx", [("", ()), ("有关情况8起", controls)])
    report = check_text(document, records, names)
    (finding,) = report.in_group("contradicted")
    assert (finding.fact, finding.text, finding.expected, finding.paragraph) == (
        "penalties.cases",
        "8起",
        "7起",
        2,
    )


def test_a_control_of_another_year_is_held_against_that_year(
    records: Records, names: Names
) -> None:
    """The year in the tag decides which facts count."""
    document = make_document("样稿.docx", [("上一年6起", (("2021/penalties.cases", "6起"),))])
    report = check_text(document, records, names)
    assert [(b.verdict, b.computed) for b in report.bindings] == [("supported", Decimal(6))]


@pytest.mark.parametrize("text", ["", "没有数字的一句话。", "2022年"])
def test_a_draft_without_amounts_is_no_mistake(text: str, records: Records, names: Names) -> None:
    """Nothing to check gives an empty report."""
    report = check_text(as_document(text), records, names)
    assert (report.bindings, report.findings) == ((), ())


def test_report_forms(records: Records, names: Names) -> None:
    """Text groups findings in Chinese, JSON round-trips, HTML escapes the draft."""
    text = "立案处罚案件8起<script>alert(1)</script>。\n出动车辆12余辆。\n"
    document = as_document(text)
    report = check_text(document, records, names)
    assert report.to_text() == (
        "样稿.md（对照2022年记录）：绑定1处，不符1处\n"
        "\n不符（1处）\n"
        "- 第1段“8起”：数值不等，记录为7，报告多报；应为7起［penalties.cases］\n"
        "  原句：立案处罚案件8起<script>alert(1)</script>。\n"
        "\n偏宽（0处）\n"
        "\n未绑定（2处）\n"
        "- 第1段“1”：没有可对应的指标\n"
        "  原句：立案处罚案件8起<script>alert(1)</script>。\n"
        "- 第2段“12余辆”：没有可对应的指标\n"
        "  原句：出动车辆12余辆。\n"
        "\n语病（1处）\n"
        "- 第2段“12余辆”：“余”“多”用于整数之后，12与13之间没有整数\n"
        "  原句：出动车辆12余辆。\n"
    )
    assert json.loads(json.dumps(report.to_json()))["contradicted"] is True
    page = render_html(report, document)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(<mark" in page
    assert '<mark class="contradicted" id="p6"' in page


def test_records_are_read_from_a_project(tmp_path: Path, names: Names) -> None:
    """The facts of all years, the reviewed files and the sample mark reach the report."""
    shutil.copytree(REFERENCE, tmp_path / "data" / "reference")
    for year, value, synthetic in ((2021, 6, False), (2022, 7, True)):
        (tmp_path / "data" / "raw" / str(year)).mkdir(parents=True)
        words = {"label": "案件", "definition": "", "notebook": "n", "cell": "c", "formula": ""}
        fact = Fact(
            id="penalties.cases", value=Decimal(value), unit="起", definition_version=1,
            readings=(), inputs=(), rows=0, evidence="", display="", **words,
        )  # fmt: skip
        book = FactBook(year, synthetic, "", {fact.id: fact})
        write_facts(book, tmp_path / f"data/processed/{year}/facts.json")
    records = load_records(Project(tmp_path), 2022)
    assert {year: dict(values) for year, values in records.history.items()} == {
        2021: {"penalties.cases": 6},
        2022: {"penalties.cases": 7},
    }
    report = check_text(as_document("立案处罚案件7起。"), records, names)
    assert report.to_text().startswith("样稿.md（对照2022年示例数据）：绑定1处，相符1处")
    assert "示例数据" in render_html(report, as_document(""))
    with pytest.raises(FactError):
        load_records(Project(tmp_path), 2030)
