"""Open the clean tables of a year for counting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fazhi.errors import FactError
from fazhi.paths import Project
from fazhi.records.abreast import abreast
from fazhi.records.parse import VALID
from fazhi.records.register import Register
from fazhi.records.schema import load_registers
from fazhi.records.sources import Source, sha256_of
from fazhi.records.store import MANIFEST, PROVENANCE, arrow_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

_DICTIONARY = "RLE_DICTIONARY"
_WHOLE_ROWS = 2_000_000


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
            self._frames[name] = self._read(name, None, in_force=False)
        return self._frames[name]

    def valid(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the clean records of a register that are in force (有效), with their labels.

        The others are dropped piece by piece, so that the whole table is never in memory.

        Args:
            name: Register.
            columns: The columns to count by and to show; all if not given. Where a record comes
                from is told in any case. A large register takes less memory with a few.

        Raises:
            FactError: As for ``table``, or the register has no such column.
        """
        return self._read(name, columns, in_force=True)

    def labels(self, name: str, key: str) -> Mapping[str, str]:
        """Return the name of each code of a ``code`` field, such as 310105001 → 华阳路街道."""
        return next(f.labels for f in self.registers[name].fields if f.key == key)

    def _read(self, name: str, columns: Sequence[str] | None, *, in_force: bool) -> pd.DataFrame:
        """Return the clean records of a register, labelled by their place in the table."""
        schema = self._schema(name, columns)
        labels, tables = [np.empty(0, np.intp)], [schema.empty_table()]
        if self.has(name):
            path = self._sound_table(name)
            status = self.registers[name].status_field if in_force else None
            for places, piece in _read_pieces(path, schema, status):
                labels.append(places)
                tables.append(piece)
        frame = _frame(tables)
        frame.index = np.concatenate(labels)
        return frame

    def _schema(self, name: str, columns: Sequence[str] | None) -> pa.Schema:
        """Return what is read of a register: *columns*, with status and provenance, or all."""
        import pyarrow as pa

        if name not in self.registers:
            raise FactError(
                f"没有名为 {name} 的登记簿", expected="、".join(self.registers), todo="改正登记簿名"
            )
        whole = arrow_schema(self.registers[name])
        columns = whole.names if columns is None else columns
        if unknown := [column for column in columns if column not in whole.names]:
            raise FactError(
                f"「{self.registers[name].title}」没有名为 {'、'.join(unknown)} 的列",
                expected="、".join(whole.names),
                todo="改正列名",
            )
        wanted = {*PROVENANCE, self.registers[name].status_field, *columns}
        return pa.schema([field for field in whole if field.name in wanted])

    def _sound_table(self, name: str) -> Path:
        """Return the file of a register's clean table, which is still the one that was written."""
        path = self.project.tables(self.year) / f"{name}.parquet"
        if not path.is_file() or sha256_of(path) != self.manifest["tables"][name]["sha256"]:
            raise FactError(
                "整理后的表与清单不符",
                where=self.project.relative(path),
                todo=f"运行 make year YEAR={self.year} 重新整理",
            )
        return path


def _frame(tables: list[pa.Table]) -> pd.DataFrame:
    """Return *tables* as one frame.

    In one piece its rows are picked faster; a very large one would be held twice meanwhile.
    """
    import pandas as pd
    import pyarrow as pa

    whole = pa.concat_tables(tables)
    if len(whole) <= _WHOLE_ROWS:
        names = whole.schema.names
        joined = abreast(lambda name: whole.select([name]).combine_chunks(), names, rows=len(whole))
        whole = pa.table([table.column(0) for table in joined], whole.schema)
    frame: pd.DataFrame = whole.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _read_pieces(
    path: Path, schema: pa.Schema, status: str | None
) -> list[tuple[NDArray[np.intp], pa.Table]]:
    """Return a table piece by piece: the places of its rows, and the rows.

    With *status* rows not in force are dropped; of texts written by dictionary before they are
    spelled out.
    """
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    whole = pq.read_metadata(path)
    groups = [whole.row_group(number) for number in range(whole.num_row_groups)]
    columns = [groups[0].column(n) for n in range(whole.num_columns)] if groups else []
    encoded = [c.path_in_schema for c in columns if _DICTIONARY in c.encodings]

    def read(number: int) -> tuple[NDArray[np.intp], pa.Table]:
        first = sum(group.num_rows for group in groups[:number])
        with pq.ParquetFile(path, read_dictionary=encoded) as file:
            piece = file.read_row_group(number, columns=schema.names)
        if status is None:
            return first + np.arange(len(piece)), piece.cast(schema)
        in_force = pc.equal(piece[status].cast(schema.field(status).type), VALID)
        return first + np.flatnonzero(in_force.to_numpy()), piece.filter(in_force).cast(schema)

    return abreast(read, range(len(groups)), rows=whole.num_rows)


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
