"""A book of two years, small enough to build in seconds, written by code.

``write_book`` writes the staged source folder the extension reads; ``build`` builds it with the
repository's own ``_config.yml``.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path

from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from fazhi.facts import Fact, FactBook, write_facts
from fazhi.facts.factbook import Input, Reading

ROOT = Path(__file__).parents[3]

BUREAU = """
name: 某区应急管理局
statement: 本站不是政府网站，也不代表任何行政机关发布信息。
sample_notice: 示例数据：本页数字由虚构的登记簿计算得出，不是真实记录。
"""

NUMBERS = {  # id: name, unit, section, value of 2021, value of 2022
    "penalties.cases": ("行政处罚案件", "起", "enforcement", "5", "7"),
    "penalties.fine_total": ("行政处罚罚款金额", "元", "enforcement", "90000", "113000"),
    "hazards.found": ("违法违规行为和事故隐患", "项", "enforcement", "601", "656"),
    "outreach.audience": ("普法受众", "人次", "outreach", "5204", "5936"),
    "permits.overturned": ("被变更和撤销的许可", "件", "licensing", "0", "0"),
}
VALUES = {
    2021: {key: number[3] for key, number in NUMBERS.items()},
    2022: {key: number[4] for key, number in NUMBERS.items()},
}
DISPLAY = {"90000": "9万元", "113000": "11.3万元", "120000": "12万元"}

COLUMNS = (
    "id",
    "section",
    "printed",
    "qualifier",
    "claimed",
    "computed",
    "unit",
    "verdict",
    "note",
)
VERDICTS = [
    line.split(",")
    for line in (
        "penalties.cases,一（三）,7起,exact,7,7,起,supported,",
        "penalties.fine_total,一（三）,11.3万元,exact,113000,113000,元,supported,",
        "hazards.found,一（三）,656项,exact,656,656,项,supported,",
        "outreach.audience,一（四）,近6000人（次）,nearly,6000,5936,人次,supported,略低于所述整数",
    )
]

ENFORCEMENT = """# 行政执法

## 执法与处罚

全年立案处罚{fact}`penalties.cases`案件，罚款金额{fact}`penalties.fine_total`，
{fact-change}`penalties.fine_total`。共发现违法违规行为和事故隐患{fact}`hazards.found`，
上一年为{fact}`2021/hazards.found`。其中{fact-number}`hazards.found`项已立案。责令限期整改指令书写得清楚。

## 法治宣传

受众{fact}`outreach.audience`，**双随机**、一公开全面推开，{claims-summary}`2022`。
"""

NUMBERS_PAGE = """# 主要数字

```{fact-headlines}
```

```{fact-table}
:caption: 行政执法主要数字
penalties.cases
penalties.fine_total
```

```{fact-table} 各年数字
:years: 2021 2022
hazards.found
```

```{comparison-table}
```

```{comparison-table}
:choose:
:caption: 任选年度
```

```{small-multiples}
:section: enforcement
```

```{claims-table}
```

```{facts-index}
```

```{fact-chart} fines
```
"""

INTRO = """# 法治政府建设情况报告

二〇二二年度的报告。应急管理局
法治政府建设情况见各章。罚款共{fact}`2022/penalties.fine_total`。
"""


def fact(indicator_id: str, value: str, year: int) -> Fact:
    """Return a fact of the tiny book."""
    label, unit = NUMBERS[indicator_id][:2]
    anchor = indicator_id.replace(".", "-")
    return Fact(
        id=indicator_id, label=label, value=Decimal(value), unit=unit,
        definition=f"{label}的口径", definition_version=1, notebook="20_enforcement", cell=anchor,
        formula=f"fact('{indicator_id}', table)", readings=(Reading("按立案日期", Decimal(value)),),
        inputs=(Input(f"data/raw/{year}/登记簿.xlsx", "ab" * 32),), rows=7,
        evidence=f"evidence/{indicator_id}.csv", display=DISPLAY.get(value, f"{value}{unit}"),
    )  # fmt: skip


def write_year(root: Path, year: int, values: dict[str, str], *, synthetic: bool = True) -> None:
    """Write facts, evidence and the executed notebook of one year."""
    facts = {key: fact(key, value, year) for key, value in values.items()}
    folder = root / "data" / "processed" / str(year)
    write_facts(FactBook(year, synthetic, f"{year}-12-31", facts), folder / "facts.json")
    for key in facts:
        path = folder / "evidence" / f"{key}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            "file,sheet,row,register,contribution\n"
            f"data/raw/{year}/登记簿.xlsx,Sheet1,3,penalties,1\n",
            encoding="utf-8",
        )
    notebook = root / "book" / "generated" / str(year) / "20_enforcement.ipynb"
    notebook.parent.mkdir(parents=True, exist_ok=True)
    cells = [
        {
            "cell_type": "markdown",
            "id": "c000",
            "metadata": {},
            "source": f"# {year}年度行政执法数字的来源",
        }
    ]
    cells += [_cell(key, each, number) for number, (key, each) in enumerate(facts.items(), 1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    body = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    notebook.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def _cell(key: str, each: Fact, number: int) -> dict[str, object]:
    card = (
        f'<div class="fact-card"><p class="fact-card-title">{each.label}</p><dl><div><dt>值</dt>'
        f'<dd><strong class="fact-value">{each.value}</strong> {each.unit}</dd></div>'
        f"<div><dt>口径</dt><dd>{each.definition}（第 1 版）</dd></div></dl>"
        '<div class="fact-scroll" role="region" tabindex="0" aria-label="台账"><table>'
        '<caption>台账（全部）</caption><thead><tr><th scope="col">文件</th><th scope="col">行</th>'
        "</tr></thead><tbody><tr><td>登记簿.xlsx</td><td>3</td></tr></tbody></table></div></div>"
    )
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": card, "text/plain": "card"},
    }
    return {
        "cell_type": "code", "id": key.replace(".", "-"), "metadata": {"tags": ["fact"]},
        "execution_count": number, "outputs": [output],
        "source": f"valid = penalties[penalties['status'] == '有效']\nfact('{key}', valid)",
    }  # fmt: skip


def write_claims(root: Path, rows: list[list[str]] = VERDICTS) -> None:
    """Write the published claims of 2022 and their verdicts."""
    claims = [
        f"  - {{id: {r[0]}, section: {r[1]}, printed: {r[2]}, qualifier: {r[3]}, value: {r[4]}, "
        f"unit: {r[6]}, part_of: null, sentence: 句子}}"
        for r in rows
    ]
    path = root / "data" / "reference" / "claims" / "2022.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = ["year: 2022", "status: published", "title: 报告", "claims:", *claims]
    path.write_text("\n".join(body) + "\n", encoding="utf-8")
    with (root / "data/processed/2022/verdicts.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def write_comparison(root: Path) -> None:
    """Write the comparison of 2022 with 2021."""
    lines = ["id,year,baseline,value,previous,change,percent,comparable,note"]
    for key, value in VALUES[2022].items():
        old = Decimal(VALUES[2021][key])
        change = Decimal(value) - old
        percent = f"{100 * change / old:.1f}" if old else ""
        comparable = "yes" if old else "no"
        lines.append(f"{key},2022,2021,{value},{old},{change},{percent},{comparable},")
    path = root / "data/processed/2022/comparison.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def indicators() -> str:
    """Return the catalogue."""
    entries = [
        {
            "id": key,
            "label": label,
            "unit": unit,
            "kind": "count",
            "section": section,
            "registers": [key.split(".")[0]],
            "definition": f"{label}的口径",
            "display": {"scale": "万"} if unit == "元" else {},
            "headline": key != "permits.overturned",
        }
        for key, (label, unit, section, *_) in NUMBERS.items()
    ]
    return json.dumps(entries, ensure_ascii=False)


CHART = {
    "id": "fines",
    "title": "罚款金额（元，2022年）",
    "finding": "罚款集中在5月，为8万元",
    "alt": "柱状图：2022年各月罚款，5月80000元，9月33000元",
    "columns": ["月份", "元"],
    "rows": [["5月", "80000"], ["9月", "33000"]],
}


SIZE = ' width="75pt" height="45pt"'


def write_chart(root: Path) -> None:
    """Write one chart as the harvester leaves it."""
    folder = root / "book" / "generated" / "2022" / "charts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fines.json").write_text(json.dumps(CHART, ensure_ascii=False), encoding="utf-8")
    bars = '<rect width="80" height="20" y="5"/><rect width="33" height="20" y="35"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60">{bars}</svg>'
    for name in ("fines.svg", "fines.narrow.svg"):
        (folder / name).write_text(svg.replace(" viewBox", SIZE + " viewBox"), encoding="utf-8")
    downloads = folder.parent / "downloads"
    downloads.mkdir(exist_ok=True)
    for form in ("csv", "svg"):
        (downloads / f"chart-fines.{form}").write_text("月份,元\n", encoding="utf-8")


def write_book(root: Path, pages: dict[str, str] | None = None, *, synthetic: bool = True) -> None:
    """Write the whole source folder; *pages* adds or replaces chapters by docname."""
    reference = root / "data" / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    (reference / "indicators.yml").write_text(indicators(), encoding="utf-8")
    (reference / "bureau.yml").write_text(BUREAU, encoding="utf-8")
    for year, values in VALUES.items():
        write_year(root, year, values, synthetic=synthetic)
    write_claims(root)
    write_comparison(root)
    write_chart(root)
    chapters = {
        "book/index": INTRO,
        "book/2022/enforcement": ENFORCEMENT,
        "book/2022/numbers": NUMBERS_PAGE,
        **(pages or {}),
    }
    for name, text in chapters.items():
        path = root / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    notebooks = [f"book/generated/{year}/20_enforcement" for year in VALUES]
    listed = "\n".join(f"      - file: {n}" for n in [*list(chapters)[1:], *notebooks])
    toc = (
        f"format: jb-book\nroot: book/index\nparts:\n  - caption: '2022'\n    chapters:\n{listed}\n"
    )
    (root / "_toc.yml").write_text(toc, encoding="utf-8")
    shutil.copy(ROOT / "_config.yml", root / "_config.yml")


def build(root: Path) -> tuple[int, str]:
    """Build with Sphinx under Jupyter Book's configuration; return exit code and warnings."""
    overrides, _ = get_final_config(
        user_yaml=root / "_config.yml", sourcedir=root, cli_config={"latex_individualpages": False}
    )
    overrides["nitpicky"] = True
    del overrides["comments_config"]
    out, warnings = root / "_build", io.StringIO()
    with docutils_namespace(), patch_docutils():
        app = Sphinx(
            str(root), None, str(out / "html"), str(out / "doctrees"), "html",
            confoverrides=overrides, status=None, warning=warnings,
            warningiserror=True, keep_going=True,
        )  # fmt: skip
        app.build()
        return app.statuscode, warnings.getvalue()
