"""Table Schema descriptors of the pack's CSV files (``datapackage.json``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

_VERDICTS = (
    ("id", "string", "指标编号"),
    ("section", "string", "在报告中的位置"),
    ("printed", "string", "报告所印"),
    ("qualifier", "string", "约数用语"),
    ("claimed", "number", "所述数"),
    ("computed", "number", "记录所得"),
    ("unit", "string", "单位"),
    ("verdict", "string", "supported 相符、loose 偏宽、contradicted 不符、no_record 无记录"),
    ("note", "string", "理由"),
)
_COMPARISON = (
    ("id", "string", "指标编号"),
    ("year", "integer", "年度"),
    ("baseline", "integer", "基准年度"),
    ("value", "number", "本年度的值"),
    ("previous", "number", "基准年度的值"),
    ("change", "number", "增减"),
    ("percent", "number", "增减百分比"),
    ("comparable", "string", "yes 可比、small_base 基数小、no 不可比"),
    ("note", "string", "理由"),
)
_EVIDENCE = (
    ("file", "string", "原始文件"),
    ("sheet", "string", "工作表，CSV 为空"),
    ("row", "integer", "行号，与 Excel 所示相同"),
    ("register", "string", "登记簿"),
    ("contribution", "number", "计入的数"),
)


def datapackage(files: Mapping[str, bytes], year: int, *, synthetic: bool) -> dict[str, Any]:
    """Return the descriptor of every CSV among *files*.

    Args:
        files: Content by path in the pack.
        year: Report year.
        synthetic: Whether the data are sample data.
    """
    sample = "示例数据：由虚构的登记簿计算得出。" if synthetic else ""
    return {
        "profile": "tabular-data-package",
        "name": f"fazhi-pack-{year}",
        "title": f"{year}年度审计包",
        "description": f"{sample}事实的证据、论断核对和年度比较。",
        "synthetic": synthetic,
        "resources": [
            _resource(path, content) for path, content in files.items() if path.endswith(".csv")
        ],
    }


def _resource(path: str, content: bytes) -> dict[str, Any]:
    columns, key = {
        "verdicts.csv": (_VERDICTS, ["id"]),
        "comparison.csv": (_COMPARISON, ["id"]),
    }.get(path, (_EVIDENCE, []))
    fields = [{"name": n, "type": t, "description": text} for n, t, text in columns]
    return {
        "name": path.removesuffix(".csv").replace("/", "-").lower(),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            **({"primaryKey": key} if key else {}),
        },
    }
