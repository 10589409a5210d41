"""Describe a year's files for machines: ``datapackage.json`` and schema.org Dataset."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fazhi.facts import FactBook, plain
from fazhi.publish.book.years import Shelf
from fazhi.publish.papers.data import DataTable

_SAMPLE = "示例数据：由虚构的登记簿计算得出，不是真实记录。"
_STATEMENT = "不是任何机关发布的数据。"


def datapackage_bytes(
    tables: Sequence[DataTable], files: Mapping[str, bytes], year: int, *, synthetic: bool
) -> bytes:
    """Return ``datapackage.json`` for the CSV files of a year.

    Args:
        tables: The tables.
        files: Their CSV content by file name.
        year: Report year.
        synthetic: Whether the year is sample data.
    """
    body = {
        "profile": "tabular-data-package",
        "name": f"fazhi-{year}",
        "title": dataset_title(year),
        "description": description(synthetic=synthetic),
        "synthetic": synthetic,
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in tables],
    }
    return _json(body)


def dataset_title(year: int) -> str:
    """Return the name of the year's collection."""
    return f"{year}年度法治政府建设情况报告数据"


def description(*, synthetic: bool) -> str:
    """Return what the year's collection is and is not."""
    text = (
        "收录报告中每个数字的值、口径和依据，以及论断核对、年度比较、行政执法统计年报和各图的数据。"
    )
    return f"{_SAMPLE if synthetic else ''}{text}{_STATEMENT if synthetic else ''}"


def dataset_jsonld(shelf: Shelf, year: int) -> dict[str, Any]:
    """Return the year as a schema.org ``Dataset`` for a page's JSON-LD.

    Raises:
        FactError: The year has no facts.
    """
    book, bureau = shelf.year(year).book, shelf.bureau
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": dataset_title(year),
        "description": description(synthetic=book.synthetic),
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "temporalCoverage": f"{year}-01-01/{book.cutoff}",
        "about": {"@type": "GovernmentOrganization", "name": str(bureau.get("name", ""))},
        "keywords": ["法治政府建设", "行政执法统计", *(["示例数据"] if book.synthetic else [])],
        "distribution": _distribution(year),
        "variableMeasured": _variables(shelf, book),
    }


def _distribution(year: int) -> list[dict[str, str]]:
    kinds = {
        "datapackage.json": "application/json",
        f"fazhi-{year}.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "facts.csv": "text/csv",
        "facts.json": "application/json",
    }
    return [
        {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": name}
        for name, kind in kinds.items()
    ]


def _variables(shelf: Shelf, book: FactBook) -> list[dict[str, str]]:
    return [
        {
            "@type": "PropertyValue",
            "propertyID": fact.id,
            "name": fact.label,
            "alternateName": shelf.indicators[fact.id].english,
            "description": fact.definition,
            "unitText": fact.unit,
            "value": plain(fact.value),
        }
        for fact in book.facts.values()
    ]


def _resource(table: DataTable, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": c.name, "type": c.type, "description": c.description} for c in table.columns
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _json(body: Mapping[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
