"""What a reader sees under a source cell."""

import json
import re

import pytest

from facts.in_process import compute, remember_registers
from facts.tiny_year import YEAR, tiny_project
from fazhi.publish.runs import executed


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    """Return the HTML of every cell of the tiny year by cell id."""
    with pytest.MonkeyPatch.context() as patch:
        remember_registers(patch)
        project = tiny_project(tmp_path_factory.mktemp("card"))
        compute(project, YEAR, patch)
        found = {}
        for stem in ("20_enforcement", "21_licensing"):
            notebook = json.loads(executed(project, YEAR, stem).read_text(encoding="utf-8"))
            for cell in notebook["cells"]:
                found[cell["id"]] = "".join(o["data"]["text/html"] for o in cell.get("outputs", ()))
        return found


@pytest.mark.parametrize(
    ("cell", "columns"),
    [
        ("permits-hazchem", ["受理号", "事项名称", "许可决定日期"]),
        ("penalties-fine_total", ["行政处罚决定书文号", "处罚决定日期"]),
        ("inspections-internal", ["检查性质", "抽查完成日期", "现场检查记录文号"]),
    ],
)
def test_evidence_shows_first_what_makes_a_row_count(cards, cell, columns):
    """Number, date of the year and the condition of the definition lead the other columns."""
    shown = re.findall(r'<th scope="col">([^<]+)</th>', cards[cell])
    assert shown[0] == "行"
    assert set(columns) <= set(shown[1:7]), shown
