"""A numeral that leads nowhere is refused wherever and however a chapter writes it."""

from pathlib import Path

import pytest

from fazhi.errors import DefinitionError
from fazhi.paths import Project
from fazhi.publish.audit.coverage import Rulebook, load_rules, untraced
from fazhi.publish.audit.pages import Page

NAME = "book/2022/enforcement.html"
LINK = '<a class="fact" data-fact="2022/hazards.found" href="x.html#y">656项</a>'


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    """Return the reviewed lists of the repository."""
    return load_rules(Project(Path(__file__).parents[3]))


def problems(body: str, rulebook: Rulebook) -> list[str]:
    """Return what the scan says of a chapter holding *body*."""
    page = Page(NAME, f"<html><body><article>{body}</article></body></html>")
    return untraced([page], rulebook).problems


SMUGGLED = [
    ("<p>全年查出三十七件隐患。</p>", "三十七件"),
    ("<p>查出３７件隐患。</p>", "３７件"),
    ("<h2>一、查处37件</h2>", "37件"),
    ('<div class="note"><p class="admonition-title">注意37项</p></div>', "37项"),
    ("<table><tr><td>三十七件</td></tr></table>", "三十七件"),
    ('<img alt="隐患37项" src="a.svg">', "37项"),
    ('<figure class="chart"><img alt="隐患37项" src="a.svg"></figure>', "37项"),
    ('<p><a href="x.html" title="隐患37项">隐患</a></p>', "37项"),
    ("<p>查处2022件。</p>", "2022件"),
    ("<p>2022年2023件。</p>", "2023件"),
    ("<p>第三十七件。</p>", "第三十七"),
    ("<p>罚款壹拾壹万叁仟元。</p>", "壹拾壹万叁仟元"),
    ("<p>处罚Ⅶ起。</p>", "Ⅶ"),
    ("<p>处罚٧起。</p>", "٧"),
    ("<p>处罚㊲起。</p>", "㊲"),
    ("<p>处罚<code>37</code>起。</p>", "37起"),
    ("<pre>处罚37起</pre>", "37起"),
    ("<p>三<b>十</b>七件。</p>", "三十七件"),
    ('<div class="fact-derived"><p>处罚37起。</p></div>', "37起"),
    ('<div class="fact-ignored"><p>处罚37起。</p></div>', "37起"),
    ('<div class="fact"><p>处罚37起。</p></div>', "37起"),
    (f"<p>隐患{LINK}，另37起。</p>", "37起"),
]


@pytest.mark.parametrize(("body", "text"), SMUGGLED)
def test_an_untraced_numeral_is_refused(rulebook: Rulebook, body: str, text: str) -> None:
    """Page, numeral and sentence are named, whatever script, tag or class it hides behind."""
    (found,) = problems(body, rulebook)
    assert found.startswith(f"{NAME}：“{text}”没有出处，见“")


ALLOWED = [
    f"<p>2022年度查处{LINK}。</p>",
    "<h2>（三）行政执法</h2>",
    "<p>二〇二二年三月，实行三项制度，第三类人员，①自查，②抽查。</p>",
    '<p><span class="fact-ignored">宜写更近的数，记录为37</span></p>',
    '<figure class="chart" data-source="2022/x"><img alt="隐患37项" src="a.svg"></figure>',
    "<p>队伍参加陆地搜救，收拾现场。</p>",
]


@pytest.mark.parametrize("body", ALLOWED)
def test_facts_dates_headings_and_names_pass(rulebook: Rulebook, body: str) -> None:
    """What is computed or no quantity needs no source."""
    assert problems(body, rulebook) == []


def test_rules_that_are_no_plain_yaml_are_refused_in_words(tmp_path: Path) -> None:
    """A tag that would build a Python object builds none, and shows no traceback."""
    path = Project(tmp_path).reference / "coverage.yml"
    path.parent.mkdir(parents=True)
    path.write_text("- name: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="YAML 写法有误"):
        load_rules(Project(tmp_path))
