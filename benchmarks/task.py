"""The task every contestant gets: registers of some years, and the figures a right site shows.

Two registers a year, three notebooks a year (clean, count, compare) and one narrative page.
The expected figures are counted here in plain Python, from the same rows, by no contestant's code.
"""

from __future__ import annotations

import csv
import datetime
import random
from dataclasses import dataclass, field
from pathlib import Path

HAZARD_COLUMNS = ("隐患编号", "所属街镇", "行业类别", "隐患级别", "排查日期", "整改状态", "状态")
TRAINING_COLUMNS = ("培训编号", "开始日期", "实到人数", "状态")
TOWNS = ("华阳路街道", "江苏路街道", "新华路街道", "周家桥街道", "天山路街道", "新泾镇")
SECTORS = ("大型商场", "宾旅馆", "加油站", "危化经营", "工贸")
FIRST_YEAR = 2011
_ADDED_ROWS = 7

Row = tuple[str, ...]


@dataclass
class Task:
    """Registers of consecutive years, and the changes made to them so far.

    Attributes:
        years: Report years.
        added: Rows added to the hazards of a year.
        sentences: The sentence of a year's page that a person rewrote.
    """

    years: range
    added: dict[int, int] = field(default_factory=dict)
    sentences: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, count: int) -> Task:
        """Return the task of *count* years."""
        return cls(range(FIRST_YEAR, FIRST_YEAR + count))

    @property
    def middle(self) -> int:
        """The year whose files and page change."""
        return self.years[len(self.years) // 2]

    def hazards(self, year: int) -> list[Row]:
        """Return the rows of the hazard register of *year*."""
        chance = random.Random(year)
        count = 600 + chance.randrange(80) + self.added.get(year, 0)
        return [_hazard(chance, year, number) for number in range(1, count + 1)]

    def trainings(self, year: int) -> list[Row]:
        """Return the rows of the training register of *year*."""
        chance = random.Random(-year)
        return [
            (f"PX{year}{n:03}", _day(chance, year), str(chance.randrange(20, 200)), "有效")
            for n in range(1, 41 + year % 7)
        ]

    def sentence(self, year: int) -> str:
        """Return the sentence of the page of *year* that has no figure."""
        return self.sentences.get(year, "执法人员实行资格管理，未通过考试的不得执法。")

    def figures(self, year: int) -> dict[str, int]:
        """Return what a right page of *year* shows."""
        valid = [row for row in self.hazards(year) if row[6] == "有效"]
        trainings = self.trainings(year)
        return {
            "found": len(valid),
            "major": sum(row[3] == "重大" for row in valid),
            "sessions": len(trainings),
            "audience": sum(int(row[2]) for row in trainings),
        }

    def change_data(self) -> None:
        """Let seven more hazards be found in the middle year."""
        self.added[self.middle] = self.added.get(self.middle, 0) + _ADDED_ROWS

    def change_sentence(self) -> None:
        """Let a person rewrite one sentence of the middle year."""
        self.sentences[self.middle] = "执法人员先培训、后考试，考试不合格的不得上岗。"

    def write_registers(self, folder: Path, year: int) -> None:
        """Write the two registers of *year* as CSV."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, header, rows in (
            ("事故隐患台账.csv", HAZARD_COLUMNS, self.hazards(year)),
            ("培训台账.csv", TRAINING_COLUMNS, self.trainings(year)),
        ):
            with (folder / name).open("w", encoding="utf-8", newline="") as out:
                csv.writer(out, lineterminator="\n").writerows([header, *rows])


def _hazard(chance: random.Random, year: int, number: int) -> Row:
    return (
        f"YH{year}{number:04}",
        chance.choice(TOWNS),
        chance.choice(SECTORS),
        "重大" if chance.random() < 0.03 else "一般",
        _day(chance, year),
        "已整改" if chance.random() < 0.9 else "整改中",
        "作废" if chance.random() < 0.02 else "有效",
    )


def _day(chance: random.Random, year: int) -> str:
    return str(datetime.date(year, 1, 1) + datetime.timedelta(chance.randrange(365)))
