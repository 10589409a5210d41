"""The values of a year as they were published; committed, never rewritten."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation

from fazhi.claims import load_claims
from fazhi.errors import DefinitionError, UsageError
from fazhi.facts import plain, read_facts
from fazhi.paths import Project


def publish_lock(project: Project, year: int) -> int:
    """Lock the values of *year* as they stand in ``facts.json``.

    Args:
        project: The project; the year's facts must be up to date.
        year: A year whose report has been published.

    Returns:
        How many values are locked.

    Raises:
        UsageError: The year is a draft, or locked already.
        FactError: The year has not been computed.
    """
    claims = load_claims(project.claims(year), project.root)
    if claims.status != "published":
        raise UsageError(
            f"{year}年度的报告尚未发布，不能锁定", where=project.relative(project.claims(year)),
            expected="status: published", got=f"status: {claims.status}",
        )  # fmt: skip
    path = project.published(year)
    if path.exists():
        raise UsageError(
            f"{year}年度的数字已经锁定", where=project.relative(path),
            todo=f"数字有变的，写入 {project.relative(project.revisions(year))}",
        )  # fmt: skip
    values = read_facts(project.facts(year)).values()
    body = {"year": year, "values": {key: plain(values[key]) for key in sorted(values)}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(values)


def read_lock(project: Project, year: int) -> dict[str, Decimal]:
    """Return the published values of *year* by indicator id; none while it is not locked.

    Raises:
        DefinitionError: The lock is damaged.
    """
    path = project.published(year)
    if not path.is_file():
        return {}
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["year"] != year:
            raise ValueError
        return {key: Decimal(value) for key, value in body["values"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as problem:
        raise DefinitionError(
            "已公布数字的锁定文件已损坏", where=project.relative(path), todo="从版本库恢复该文件"
        ) from problem
