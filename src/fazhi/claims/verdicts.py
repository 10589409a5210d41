"""Judge a year's claims against its facts, and keep ``verdicts.csv``."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from fazhi.claims.claim import Claim, ClaimFile
from fazhi.claims.semantics import VERDICTS, judge
from fazhi.claims.thresholds import Thresholds
from fazhi.errors import ClaimError, DefinitionError
from fazhi.quantity import format_number


@dataclass(frozen=True)
class VerdictRow:
    """One row of ``verdicts.csv``.

    Attributes:
        id: Indicator id.
        section: Where the claim stands.
        printed: Exactly as published.
        qualifier: As in the claim.
        claimed: The stated value in the indicator's unit; None when none is stated.
        computed: The value the records give; None without records.
        unit: The indicator's unit.
        verdict: ``supported``, ``loose``, ``contradicted`` or ``no_record``.
        note: Why, in Chinese; may be empty.
    """

    id: str
    section: str
    printed: str
    qualifier: str
    claimed: Decimal | None
    computed: Decimal | None
    unit: str
    verdict: str
    note: str

    @property
    def label(self) -> str:
        """The verdict as readers see it (相符, 偏宽, 不符, 无记录)."""
        return VERDICTS[self.verdict]


COLUMNS = tuple(field.name for field in fields(VerdictRow))


def check_claims(
    file: ClaimFile,
    facts: Mapping[str, Decimal | None],
    units: Mapping[str, str],
    thresholds: Thresholds | None = None,
) -> list[VerdictRow]:
    """Judge every claim of *file*.

    Args:
        file: The claims of one year.
        facts: Computed value by indicator id; None or absent when there is no record.
        units: Unit by indicator id, of the whole catalogue.
        thresholds: The defaults when None.

    Returns:
        One row per claim, in the order of the claims file.

    Raises:
        DefinitionError: A claim names an unknown indicator or another unit than the indicator's.
    """
    rows = []
    for number, claim in enumerate(file.claims):
        _require_unit(claim, units, f"{file.where} @ claims[{number}]")
        computed = facts.get(claim.id)
        verdict = judge(claim, computed, thresholds)
        rows.append(
            VerdictRow(
                id=claim.id,
                section=claim.section,
                printed=claim.printed,
                qualifier=claim.qualifier,
                claimed=claim.value,
                computed=computed,
                unit=claim.unit,
                verdict=verdict.verdict,
                note=verdict.reason,
            )
        )
    return _check_parts(file.claims, rows)


def write_verdicts(rows: Sequence[VerdictRow], path: Path) -> None:
    """Write *rows* as UTF-8 with LF, swapped in whole."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, column)) for column in COLUMNS] for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".csv.tmp")
    temporary.write_text(text.getvalue(), encoding="utf-8", newline="")
    temporary.replace(path)


def read_verdicts(path: Path) -> list[VerdictRow]:
    """Read ``verdicts.csv``.

    Raises:
        ClaimError: The file is missing or is not what ``write_verdicts`` wrote.
    """
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True))
        if not lines or tuple(lines[0]) != COLUMNS:
            raise ValueError("表头")
        return [_row(dict(zip(COLUMNS, line, strict=True))) for line in lines[1:]]
    except (OSError, ValueError, InvalidOperation, csv.Error) as problem:
        raise ClaimError(
            "核对结果无法读取", where=path.name, expected=",".join(COLUMNS), todo="重新计算这一年"
        ) from problem


def require_acknowledged(rows: Sequence[VerdictRow], file: ClaimFile) -> None:
    """Make sure that a named person has accepted every contradiction, and nothing else.

    Raises:
        ClaimError: A contradicted claim is not acknowledged for its computed value, or an
            acknowledgement no longer has a contradiction to answer.
    """
    given = {word.id: word for word in file.acknowledgements}
    for row in rows:
        word = given.pop(row.id, None)
        if row.verdict == "contradicted":
            if word is None or word.computed != row.computed:
                raise _unacknowledged(row, file, stale=word is not None)
        elif word is not None:
            raise ClaimError(
                f"论断 {row.id} 已不再不符，知悉说明过时",
                where=f"{file.where} @ acknowledgements",
                got=row.label,
                todo="删去这条说明",
            )


def _unacknowledged(row: VerdictRow, file: ClaimFile, *, stale: bool) -> ClaimError:
    computed = "" if row.computed is None else format_number(row.computed)
    what = "与记录不符，知悉说明是就另一数值所写" if stale else "与记录不符，且无人知悉"
    return ClaimError(
        f"论断 {row.id} {what}",
        where=f"{file.where} {row.section}",
        expected=f"{computed}{row.unit}（记录）",
        got=f"{row.printed}（报告）",
        todo="核对记录与报告；确属已知的，在 acknowledgements 写明缘由、日期与姓名",
    )


def _require_unit(claim: Claim, units: Mapping[str, str], where: str) -> None:
    if claim.id not in units:
        raise DefinitionError(
            "没有这个指标", where=f"{where}.id", got=claim.id, todo="改正 id，或在指标目录中补上"
        )
    if claim.unit != units[claim.id]:
        raise DefinitionError(
            "单位与指标目录不一致",
            where=f"{where}.unit",
            expected=units[claim.id],
            got=claim.unit,
            todo="换算成指标的单位",
        )


def _check_parts(claims: Sequence[Claim], rows: list[VerdictRow]) -> list[VerdictRow]:
    """Contradict a whole that is smaller than its parts (其中), as printed or as computed."""
    parts = defaultdict(list)
    by_id = {row.id: row for row in rows}
    for claim in claims:
        if claim.part_of:
            parts[claim.part_of].append(by_id[claim.id])
    return [_check_whole(row, parts[row.id]) if row.id in parts else row for row in rows]


def _check_whole(whole: VerdictRow, parts: Sequence[VerdictRow]) -> VerdictRow:
    for column, source in (("claimed", "报告"), ("computed", "记录")):
        total = getattr(whole, column)
        shown = [getattr(part, column) for part in parts if getattr(part, column) is not None]
        if total is not None and sum(shown) > total:
            terms = "+".join(format_number(value) for value in shown)
            note = f"{source}中“其中”之和{terms}大于总数{format_number(total)}"
            note = f"{whole.note}；{note}" if whole.note else note
            return replace(whole, verdict="contradicted", note=note)
    return whole


def _cell(value: object) -> str:
    if value is None:
        return ""
    return format_number(value) if isinstance(value, Decimal) else str(value)


def _row(cells: dict[str, str]) -> VerdictRow:
    if cells["verdict"] not in VERDICTS:
        raise ValueError(cells["verdict"])
    return VerdictRow(
        id=cells["id"],
        section=cells["section"],
        printed=cells["printed"],
        qualifier=cells["qualifier"],
        claimed=Decimal(cells["claimed"]) if cells["claimed"] else None,
        computed=Decimal(cells["computed"]) if cells["computed"] else None,
        unit=cells["unit"],
        verdict=cells["verdict"],
        note=cells["note"],
    )
