"""Templates and parameters: what is refused, with its exact message, before anything runs."""

# ruff: noqa: E501 -- a message stands on one line

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_notebook import END, PARAMETERS, code, notebook, write_cells, write_template

from fazhi.errors import NotebookError, UsageError
from fazhi.publish.notebooks import parse_year, run_notebook
from fazhi.publish.notebooks.template import read_template

BAD_YEARS = [
    "",
    " ",
    "2022 ",
    " 2022",
    "02022",
    "2_022",
    "２０２２",
    "2022.0",
    "1e3",
    "20e2",
    "nan",
    "None",
    "True",
    "-2022",
    "+2022",
    "1999",
    "2100",
    "202",
    "20222",
    "2022\n",
    "2022;import os",
    "../../etc/passwd",
    "二〇二二",
    "2022年",
    "0x7e6",
    "2022-2023",
    "²⁰²²",
    "20 22",
    "year",
    "{}",
]


@pytest.mark.parametrize("text", BAD_YEARS)
def test_parse_year_refuses(text: str) -> None:
    """Only four ASCII digits of this century are a year."""
    with pytest.raises(UsageError) as refused:
        parse_year(text)
    expected = "四位半角数字，2000 至 2099，如 2024"
    assert str(refused.value) == f"年度写法不对；应为：{expected}；实为：{text or '（空）'}。"


@given(st.text(max_size=6))
@settings(derandomize=True, max_examples=500)
def test_parse_year_round_trip(text: str) -> None:
    """Whatever is accepted prints back as it was written."""
    try:
        year = parse_year(text)
    except UsageError:
        return
    assert str(year) == text
    assert 2000 <= year <= 2099


WRONG_NAME = "笔记本没有这个参数；位置：t.ipynb；应为：year；实为：{}。"
WRONG_VALUE = "参数 year 的值不对；位置：t.ipynb；应为：2000 至 2099 的整数；实为：{}。"
BAD_PARAMETERS = [
    ({}, "缺少参数；位置：t.ipynb；应为：year。"),
    *(
        ({name: 2022}, WRONG_NAME.format(repr(name)))
        for name in (
            "yaer",
            "Year",
            "YEAR",
            "year ",
            "",
            "ｙｅａｒ",
            "baseline",
            "root",
            "pm",
            "year=1;import os;x",
            "x=1;import os;print('PWNED');y",
            "year\nimport os",
            "__builtins__",
            "finished",
        )
    ),
    *(
        ({"year": value}, WRONG_VALUE.format(repr(value)))
        for value in (
            1999,
            2100,
            0,
            -2022,
            20220,
            True,
            None,
            2022.0,
            float("nan"),
            "2022",
            "２０２２",
            "2022; import os",
            [2022],
            {"year": 2022},
            b"2022",
            10**20,
        )
    ),
]


@pytest.mark.parametrize(("parameters", "message"), BAD_PARAMETERS)
def test_wrong_parameters(tmp_path: Path, parameters: dict, message: str) -> None:
    """A wrong parameter is named, and neither runs nor writes anything."""
    template = write_template(tmp_path / "t.ipynb", code("open('ran', 'w').close()"))
    with pytest.raises(NotebookError) as refused:
        run_notebook(template, tmp_path / "out.ipynb", parameters, cwd=tmp_path)
    assert str(refused.value) == message
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.ipynb"]


ONE_TAG = "须有且只有一个带 {} 标签的代码单元；位置：t.ipynb；实为：{} 个。"
REASSIGNED = "参数在别处被重新赋值；位置：t.ipynb 单元 work；实为：year。"
BAD_CELLS = [
    ([END], ONE_TAG.format("parameters", 0)),
    ([PARAMETERS, ("again", "year = 2022", ["parameters"]), END], ONE_TAG.format("parameters", 2)),
    ([PARAMETERS], ONE_TAG.format("end", 0)),
    (
        [PARAMETERS, END, ("after", "1", [])],
        "最后一个单元须带 end 标签；位置：t.ipynb 单元 after。",
    ),
    (
        [("p", "year = input()", ["parameters"]), END],
        "参数单元只能写“参数名 = 常数”；位置：t.ipynb 单元 p；实为：year = input()。",
    ),
    (
        [("p", "place = 1", ["parameters"]), END],
        "参数单元的参数名不对；位置：t.ipynb 单元 p；应为：year、baseline，每个至多一次；实为：place。",
    ),
    (
        [("p", "year = 1\nyear = 2", ["parameters"]), END],
        "参数单元的参数名不对；位置：t.ipynb 单元 p；应为：year、baseline，每个至多一次；"
        "实为：year、year。",
    ),
    ([PARAMETERS, ("end", "1", []), END], "单元编号重复或被占用；位置：t.ipynb；实为：end。"),
    (
        [PARAMETERS, ("injected-parameters", "1", []), END],
        "单元编号重复或被占用；位置：t.ipynb；实为：injected-parameters。",
    ),
    (
        [PARAMETERS, ("work", "1", ["raises-exception"]), END],
        "不得使用的标签；位置：t.ipynb 单元 work；实为：raises-exception。",
    ),
    (
        [PARAMETERS, ("work", "1", ["skip-execution"]), END],
        "不得使用的标签；位置：t.ipynb 单元 work；实为：skip-execution。",
    ),
    ([PARAMETERS, ("work", "  \n", []), END], "代码单元是空的；位置：t.ipynb 单元 work。"),
    *(
        ([PARAMETERS, ("work", source, []), END], REASSIGNED)
        for source in (
            "year = 2021",
            "year += 1",
            "year: int = 2021",
            "del year",
            "(year := 2021)",
            "for year in [2021]:\n    pass",
            "[year for year in [1]]",
            "import year",
            "import os as year",
            "from x import year",
            "from x import y as year",
            "with open('x') as year:\n    pass",
            "a, (year, b) = 1, (2, 3)",
            "(lambda year: 1)(2)",
            "try:\n    1\nexcept OSError as year:\n    2",
            "match 1:\n    case year:\n        1",
            "match [1]:\n    case [*year]:\n        1",
            "match {}:\n    case {**year}:\n        1",
        )
    ),
    (
        [PARAMETERS, ("work", "from os import *", []), END],
        "参数在别处被重新赋值；位置：t.ipynb 单元 work；实为：*。",
    ),
    *(
        (
            [PARAMETERS, ("work", f"{name}()", []), END],
            f"笔记本中不得使用；位置：t.ipynb 单元 work；实为：{name}。",
        )
        for name in ("exec", "eval", "globals", "locals", "get_ipython")
    ),
    (
        [PARAMETERS, ("work", "def total():\n    return 1", []), END],
        "笔记本中不得定义函数或类；位置：t.ipynb 单元 work；实为：total。",
    ),
    (
        [PARAMETERS, ("work", "class Total:\n    pass", []), END],
        "笔记本中不得定义函数或类；位置：t.ipynb 单元 work；实为：Total。",
    ),
    *(
        (
            [PARAMETERS, ("work", source, []), END],
            f"代码不是普通的 Python（不得用 %、! 等魔法命令）；位置：t.ipynb 单元 work；实为：第 {n} 行。",
        )
        for source, n in (("1\n%time 2", 2), ("!ls", 1), ("%%bash\nls", 1), ("year?", 1))
    ),
]


@pytest.mark.parametrize(("cells", "message"), BAD_CELLS)
def test_malformed_template(tmp_path: Path, cells: list, message: str) -> None:
    """A template that could run for another year, or unseen code, is refused by name and cell."""
    with pytest.raises(NotebookError) as refused:
        read_template(write_cells(tmp_path / "t.ipynb", *cells))
    assert str(refused.value) == message


WHOLE = json.dumps(notebook(PARAMETERS, END))
BROKEN = "笔记本模板不完整或不是笔记本；位置：t.ipynb；请：从版本库恢复该文件。"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", BROKEN),
        (b"not json", BROKEN),
        (b"[]", BROKEN),
        (b"null", BROKEN),
        (b"{}", BROKEN),
        (b"\xff\xfe\x00", BROKEN),
        (WHOLE.encode()[:-1], BROKEN),
        (WHOLE.encode().replace(b'"source"', b'"sauce"'), BROKEN),
        (WHOLE.encode().replace(b'"id": "end", ', b""), BROKEN),
        (WHOLE.encode().replace(b'"metadata": {"tags": ["end"]}', b'"metadata": []'), BROKEN),
        (WHOLE.encode().replace(b'"cell_type": "code"', b'"cell_type": "raw"'),
         "笔记本没有单元，或单元缺少内容；位置：t.ipynb。"),
        (b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
         "笔记本没有单元，或单元缺少内容；位置：t.ipynb。"),
        (WHOLE.encode().replace(b'"nbformat": 4', b'"nbformat": 3'),
         "笔记本格式版本太旧；位置：t.ipynb；应为：nbformat 4.5；实为：nbformat 3.5。"),
        (WHOLE.encode().replace(b'"execution_count": null', b'"execution_count": 1'),
         "模板不得带有运行结果；位置：t.ipynb 单元 parameters。"),
    ],
)  # fmt: skip
def test_broken_file(tmp_path: Path, content: bytes, message: str) -> None:
    """A file that is no whole notebook is refused in one sentence."""
    path = tmp_path / "t.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookError) as refused:
        read_template(path)
    assert str(refused.value) == message


@pytest.mark.parametrize("share", [k / 50 for k in range(50)])
def test_truncated_file(tmp_path: Path, share: float) -> None:
    """A template cut anywhere is refused."""
    path = tmp_path / "t.ipynb"
    path.write_bytes(WHOLE.encode()[: int(len(WHOLE) * share)])
    with pytest.raises(NotebookError):
        read_template(path)


def test_missing_file(tmp_path: Path) -> None:
    """A template that is not there is named."""
    with pytest.raises(NotebookError, match=r"^找不到笔记本模板；位置：t\.ipynb。$"):
        read_template(tmp_path / "t.ipynb")
