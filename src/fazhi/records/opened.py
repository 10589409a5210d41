"""Open the clean tables of a year for counting."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fazhi.errors import FactError
from fazhi.paths import Project
from fazhi.records.parse import VALID
from fazhi.records.register import Register
from fazhi.records.schema import load_registers
from fazhi.records.sources import Source, sha256_of
from fazhi.records.store import MANIFEST, arrow_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class YearRecords:
    """The clean tables of one year.

    Attributes:
        project: The project folder.
        year: Report year.
        sources: Received files by path relative to the root.
        registers: Declarations by table name.
        manifest: Content of ``manifest.json``.
    """

    project: Project
    year: int
    sources: Mapping[str, Source]
    registers: Mapping[str, Register]
    manifest: Mapping[str, Any]
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def synthetic(self) -> bool:
        """Whether any source is sample data (示例数据)."""
        return bool(self.manifest["synthetic"])

    def has(self, name: str) -> bool:
        """Return whether a file with this register was received for the year."""
        return name in self.manifest["tables"]

    def table(self, name: str) -> pd.DataFrame:
        """Return all clean records of a register, 作废 included.

        A declared register of which no file was received is an empty table;
        ``has`` tells the two apart.

        Raises:
            FactError: No such register, or its table is not the one that was written.
        """
        if name not in self._frames:
            self._frames[name] = _frame(self._pieces(name))
        return self._frames[name]

    def valid(self, name: str) -> pd.DataFrame:
        """Return the clean records of a register that are in force (有效), with their labels.

        The others are dropped piece by piece, so that the whole table is never in memory.

        Raises:
            FactError: As for ``table``.
        """
        import pyarrow.compute as pc

        labels, kept, first = [], [], 0
        for piece in self._pieces(name):
            in_force = pc.equal(piece[self.registers[name].status_field], VALID)
            labels.append(first + np.flatnonzero(in_force.to_numpy()))
            kept.append(piece.filter(in_force))
            first += piece.num_rows
        frame = _frame(kept)
        frame.index = np.concatenate(labels)
        return frame

    def labels(self, name: str, key: str) -> Mapping[str, str]:
        """Return the name of each code of a ``code`` field, such as 310105001 → 华阳路街道."""
        return next(f.labels for f in self.registers[name].fields if f.key == key)

    def _pieces(self, name: str) -> Iterator[pa.Table]:
        """Yield the clean table of a register, piece by piece as it was written."""
        import pyarrow.parquet as pq

        if name not in self.registers:
            raise FactError(
                f"没有名为 {name} 的登记簿", expected="、".join(self.registers), todo="改正登记簿名"
            )
        if not self.has(name):
            yield arrow_schema(self.registers[name]).empty_table()
            return
        path = self.project.tables(self.year) / f"{name}.parquet"
        if not path.is_file() or sha256_of(path) != self.manifest["tables"][name]["sha256"]:
            raise FactError(
                "整理后的表与清单不符",
                where=self.project.relative(path),
                todo=f"运行 make year YEAR={self.year} 重新整理",
            )
        with pq.ParquetFile(path) as file:
            yield file.schema_arrow.empty_table()  # for a register without a record
            for number in range(file.num_row_groups):
                yield file.read_row_group(number)


def _frame(pieces: Iterable[pa.Table]) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    frame: pd.DataFrame = pa.concat_tables(pieces).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def open_year(project: Project, year: int) -> YearRecords:
    """Open the clean tables of *year*.

    Raises:
        FactError: The year has not been cleaned.
    """
    path = project.tables(year) / MANIFEST
    if not path.is_file():
        raise FactError(
            f"{year} 年的登记簿还没有整理",
            where=project.relative(path),
            todo=f"先运行 make year YEAR={year}",
        )
    manifest = json.loads(path.read_text(encoding="utf-8"))
    sources = {
        entry["file"]: Source(**{**entry, "registers": tuple(entry["registers"])})
        for entry in manifest["sources"]
    }
    return YearRecords(project, year, sources, load_registers(project), manifest)
