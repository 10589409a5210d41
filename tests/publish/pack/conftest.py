"""One small year, packed once for all tests of this folder."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from facts.in_process import compute, remember_registers
from facts.tiny_year import YEAR, tiny_project
from fazhi.claims import check_claims, load_claims, load_thresholds, write_verdicts
from fazhi.facts import compare, load_indicators, write_comparison
from fazhi.publish.pack import build_pack
from fazhi.publish.runs import executed

CLAIMS = """\
year: 2022
status: published
title: 试报告
claims:
  - {id: inspections.total, section: 一, printed: 3家次, qualifier: exact, value: 3, unit: 家次,
     sentence: 检查3家次}
  - {id: inspections.internal, section: 一, printed: 2家次, qualifier: exact, value: 2, unit: 家次,
     part_of: inspections.total}
  - {id: penalties.fine_total, section: 一, printed: 3.5万元, qualifier: exact, value: 35000,
     unit: 元}
  - {id: outreach.audience, section: 二, printed: 近300人次, qualifier: nearly, value: 300,
     unit: 人次}
  - {id: publicity.posters, section: 二, printed: 50余套, qualifier: more_than, value: 50, unit: 套}
  - {id: penalties.reviewed_share, section: 二, printed: 每案必审, qualifier: every, value: 100,
     unit: '%'}
  - {id: hazards.rectified_rate, section: 二, printed: 33.3%, qualifier: exact, value: 33.3,
     unit: '%'}
"""


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """Return the tiny project with everything a pack is made from."""
    with pytest.MonkeyPatch.context() as patch:
        remember_registers(patch)
        made = tiny_project(tmp_path_factory.mktemp("pack"))
        book = compute(made, YEAR, patch)
        for stem in ("10_clean", "30_compare"):
            shutil.copy(made.notebooks / f"{stem}.ipynb", executed(made, YEAR, stem))
        indicators = load_indicators(made.indicators)
        made.claims(YEAR).write_text(CLAIMS, encoding="utf-8")
        units = {key: each.unit for key, each in indicators.items()}
        limits = load_thresholds(made.reference / "thresholds.yml")
        rows = check_claims(load_claims(made.claims(YEAR)), book.values(), units, limits)
        write_verdicts(rows, made.verdicts(YEAR))
        write_comparison(compare(book, book, YEAR - 1, indicators), made.comparison(YEAR))
        yield made


@pytest.fixture(scope="session")
def pack(project, tmp_path_factory):
    """Return the unpacked pack."""
    folder = tmp_path_factory.mktemp("unpacked")
    archive = build_pack(project, YEAR, folder / "pack.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder / "pack")
    return folder / "pack"
