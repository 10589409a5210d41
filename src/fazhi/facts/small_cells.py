"""Small cells: a count of one or two companies or people would point at them.

Such a part is merged with the next smallest until nobody stands alone, so the sum stays exact and
nothing can be found by subtraction.
A month says nothing about who was visited, so parts by month stay as they are.
Cases and permits are not merged: each is made public by law, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

SMALLEST = 3
JOINED = "＋"
_WHO = frozenset(("家", "家次", "户", "户次", "人", "人次", "名"))

Cell = tuple[str, Decimal]


def counts_who(unit: str, by: str = "") -> bool:
    """Return whether a split counts companies or people, so that a small part points at them.

    Args:
        unit: What is counted.
        by: Dimension id.
    """
    return unit in _WHO and by != "month"


def merge_small(cells: Sequence[Cell], unit: str, by: str = "") -> list[Cell]:
    """Return *cells* without small ones, in their order, the merged cell last.

    Args:
        cells: Labels and values of one split; an empty cell (0) is no small one.
        unit: What is counted; only companies and people are protected.
        by: Dimension id.
    """
    if not counts_who(unit, by):
        return list(cells)
    small = [label for label, value in cells if 0 < value < SMALLEST]
    if not small:
        return list(cells)
    values = dict(cells)
    # Ties go by label: a table and a chart in another order must merge the same cells.
    others = sorted((value, label) for label, value in cells if value >= SMALLEST)
    # One small cell alone, or two that make up less than three, would still be told apart.
    while others and (len(small) < 2 or sum(values[label] for label in small) < SMALLEST):
        small.append(others.pop(0)[1])
    kept = [cell for cell in cells if cell[0] not in small]
    merged = [label for label, _ in cells if label in small]
    return [*kept, (JOINED.join(merged), sum((values[m] for m in merged), Decimal(0)))]


def same_cells(
    first: Mapping[str, Decimal], second: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return two splits with the same merged cells, so that they can be compared.

    What is merged in one is merged in the other, else a difference would give it away.
    """
    group: dict[str, frozenset[str]] = {}
    for label in (*first, *second):
        joined = frozenset(label.split(JOINED))
        for known in {group[one] for one in joined if one in group}:
            joined |= known
        group |= dict.fromkeys(joined, joined)
    names = list(dict.fromkeys(one for label in (*first, *second) for one in label.split(JOINED)))
    titles = {one: JOINED.join(n for n in names if n in group[one]) for one in names}
    return _under(titles, first.items()), _under(titles, second.items())


def _under(titles: Mapping[str, str], cells: Iterable[Cell]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for label, value in cells:
        title = titles[label.split(JOINED)[0]]
        found[title] = found.get(title, Decimal(0)) + value
    return found
