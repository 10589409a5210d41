"""The search rule: one cut for text and query, in Python and in JavaScript."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.publish.book.search import SPLITTER, flatten, tokens

HAN = st.text(alphabet="法治政府责令限期整改罚款双随机〇々", min_size=1, max_size=6)
NUMBER = st.sampled_from(["656", "11.3", "113,000", "2022", "98.2"])
WORD = st.sampled_from(["pm", "Excel", "ODS"])
PIECES = st.lists(HAN | NUMBER | WORD, min_size=1, max_size=8)

CUTS = [
    ("罚款", ["z1罚", "z1款", "z2罚款"]),
    ("656", ["n.656."]),
    ("11.3万元", ["n.11d3.", "z1万", "z1元", "z2万元"]),
    ("113,000", ["n.113000."]),
    ("１１．３", ["n.11d3."]),
    ("11.3，656", ["n.11d3.", "n.656."]),
    ("PM2.5", ["w.pm", "n.2d5."]),
    ("、。", []),
]


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_text_is_cut_into_characters_pairs_numbers_and_words(
    text: str, expected: list[str]
) -> None:
    """Each kind of piece has its own prefix, so none is a bare number or too short."""
    assert tokens(text) == expected


def test_white_space_between_chinese_characters_is_no_border() -> None:
    """A phrase that runs over a gap in a title is still found."""
    assert "z2局法" in tokens("应急管理局 法治政府")


@settings(derandomize=True, max_examples=200, deadline=None)
@given(PIECES, st.data())
def test_a_passage_is_always_found(pieces: list[str], data: st.DataObject) -> None:
    """The tokens of any run of pieces are among the tokens of the whole text."""
    start = data.draw(st.integers(0, len(pieces) - 1))
    stop = data.draw(st.integers(start + 1, len(pieces)))
    separator = "，"
    whole, passage = separator.join(pieces), separator.join(pieces[start:stop])
    assert set(tokens(passage)) <= set(tokens(whole))


def _random_texts() -> list[str]:
    rng = random.Random(7)
    alphabet = "法治政府责令罚款双随机〇々，。、（）％ABcz0123456789.,-／　Ａ１．ｚ㎡①é𠮷"
    texts = ["".join(rng.choices(alphabet, k=rng.randint(1, 14))) for _ in range(600)]
    return [text for text, _ in CUTS] + texts


def _query_tokens(text: str) -> list[str]:
    """Return the tokens of a query: white space separates its terms."""
    return list(dict.fromkeys(token for part in text.split() for token in tokens(part)))


@pytest.mark.skipif(not shutil.which("node"), reason="no node on this machine")
def test_javascript_cuts_exactly_as_python(tmp_path: Path) -> None:
    """The splitter embedded in the site gives the same tokens for 600 texts."""
    texts = _random_texts()
    script = SPLITTER.read_text(encoding="utf-8") + (
        "\nconst texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "\nprocess.stdout.write(JSON.stringify(texts.map(splitQuery)));"
    )
    path = tmp_path / "split.js"
    path.write_text(script, encoding="utf-8")
    run = subprocess.run(
        ["node", str(path)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == [_query_tokens(text) for text in texts]


def test_a_block_is_indexed_whole() -> None:
    """A phrase that runs out of a link into the sentence is one text for the index."""
    document = new_document("page")
    link = nodes.reference("", "7起")
    document += nodes.paragraph("", "", nodes.Text("立案处罚"), link, nodes.Text("案件"))
    document += nodes.raw("", "<p>隐患</p><td>41</td><td>62</td>", format="html")
    texts = [node.astext() for node in flatten(document).findall(nodes.Text)]
    assert texts[0] == "立案处罚7起案件"
    assert {"n.41.", "n.62."} <= set(tokens(texts[1]))
