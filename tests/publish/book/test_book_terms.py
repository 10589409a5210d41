"""Terms explained in place, and commitments held against the next year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_book import build, write_book

from fazhi.errors import DefinitionError
from fazhi.publish.book.commitments import Commitment, load_commitments
from fazhi.publish.book.terms import read_terms

GLOSSARY = """# 词汇表

(glossary-trace)=
## 核对用语

```{glossary}
事实
  指标在某个年度的值。
  英文 fact。
```

(glossary-business)=
## 业务用语

```{glossary}
法制审核
  决定作出以前的<审核>。

审核
  较短的词。
```
"""
CHAPTER = """# 法制审核

既看事实，也做法制审核和审核；再做法制审核{fact}`penalties.cases`。

```{fact-table} 表
penalties.cases
```
"""
COMMITMENTS = """
year: 2021
commitments:
  - {id: files, kind: plan, section: 四, text: 多办案, indicators: [penalties.cases]}
  - {id: words, kind: plan, section: 四, text: 写得清楚, indicators: []}
"""
PLANS = """# 安排

(y2021-commitment-files)=
## 甲

(y2021-commitment-words)=
## 乙

```{commitments}
:kind: plan
```

```{commitments}
:kind: shortcoming
```
"""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book with a glossary and commitments."""
    root = tmp_path_factory.mktemp("terms")
    pages = {"book/glossary": GLOSSARY, "book/2022/words": CHAPTER, "book/2021/plans": PLANS}
    write_book(root, {**pages, "book/about": "# 说明\n\n本站的事实。\n"})
    (root / "data/reference/commitments").mkdir()
    (root / "data/reference/commitments/2021.yml").write_text(COMMITMENTS, encoding="utf-8")
    assert build(root) == (0, "")
    return root / "_build" / "html"


def test_the_glossary_is_read_as_written() -> None:
    """Each term has its section and its first line."""
    assert read_terms(GLOSSARY) == {
        "事实": ("glossary-trace", "指标在某个年度的值。"),
        "法制审核": ("glossary-business", "决定作出以前的<审核>。"),
        "审核": ("glossary-business", "较短的词。"),
    }


def test_the_first_use_is_a_button_with_its_explanation(html: Path) -> None:
    """The longest term wins, once a page, never in a heading; words of daily use stay alone."""
    page = (html / "book/2022/words.html").read_text(encoding="utf-8")
    buttons = re.findall(
        r'<span role="button" tabindex="0" aria-describedby="([^"]+)">([^<]+)<', page
    )
    assert [term for _, term in buttons] == ["法制审核", "审核"]
    for anchor, _ in buttons:
        assert page.count(f'id="{anchor}"') == 1
    assert "决定作出以前的&lt;审核&gt;。</span>" in page
    about = (html / "book/about.html").read_text(encoding="utf-8")
    assert ">事实</span>" in about


def test_an_explanation_is_not_part_of_the_text_searched(html: Path) -> None:
    """The stored text of the page holds the term once and the explanation nowhere."""
    text = (html / "_static/fazhi/text/book/2022/words.js").read_text(encoding="utf-8")
    assert "既看事实，也做法制审核和审核；再做法制审核7起。" in text
    assert "决定作出以前" not in text


def test_a_commitment_stands_beside_both_years(html: Path) -> None:
    """The passage is linked; next year's number and change follow, or 无记录."""
    page = (html / "book/2021/plans.html").read_text(encoding="utf-8")
    table = page.split("2021年度报告的下年度安排与2022年的数字")[1].split("</table>")[0]
    rows = [re.sub(r"<[^>]+>|\s", "", row) for row in table.split("<tr")[2:]]
    assert [re.sub("^[^>]*>", "", row) for row in rows] == [
        "四　多办案行政处罚案件5起7起比上年增加2起，增长40.0%".replace("　", "").replace(
            "40.0", "40"
        ),
        "四写得清楚登记簿没有可以对照的数无记录无记录—",
    ]
    assert 'href="#y2021-commitment-files"' in table
    assert "2021年度尚未登记存在的不足。" in page


WRONG = [
    ("commitments: [{id: a}]", "承诺清单无法读取；位置：commitments/2021.yml；实为：'kind'。"),
    (
        "commitments: [{id: a, kind: b, section: c, text: d, indicators: []}]",
        "承诺 a 的 kind 取值不对；位置：commitments/2021.yml；应为：plan、shortcoming；实为：b。",
    ),
    (
        "commitments:\n" + "- {id: a, kind: plan, section: c, text: d, indicators: []}\n" * 2,
        "承诺 a 重复；位置：commitments/2021.yml；请：删去其中一个。",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_malformed_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake names file and entry."""
    path = tmp_path / "2021.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_commitments(path)
    assert str(caught.value) == message


def test_an_anchor_names_the_passage() -> None:
    """Plans and shortcomings have anchors of their own."""
    assert Commitment("a", "plan", "四", "", ()).anchor(2022) == "y2022-commitment-a"
    assert Commitment("a", "shortcoming", "二", "", ()).anchor(2022) == "y2022-shortcoming-a"
