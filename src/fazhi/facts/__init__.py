"""Facts: what is counted, what came out, and which records it came from.

1. ``indicators``  the catalogue: unit, definition (口径) and its versions
2. ``recorder``    what a notebook cell calls; checks value against evidence
3. ``evidence``    the records a fact counted and what each contributed
4. ``card``        the HTML under a fact cell
5. ``harvest``     facts out of executed notebooks
6. ``factbook``    the facts of a year and ``facts.json``
7. ``wording``     a printed form for years without a published one
8. ``compare``     year over year, and where that would be dishonest

The notebook side (2 to 4) needs pandas and is imported by name, never from here.
"""

from fazhi.facts.compare import (
    Change,
    change_phrase,
    compare,
    read_comparison,
    write_comparison,
)
from fazhi.facts.factbook import (
    Breakdown,
    Fact,
    FactBook,
    Part,
    Reading,
    plain,
    read_facts,
    write_facts,
)
from fazhi.facts.harvest import harvest
from fazhi.facts.indicators import Definition, Display, Indicator, load_indicators
from fazhi.facts.wording import printed_form

__all__ = [
    "Breakdown",
    "Change",
    "Definition",
    "Display",
    "Fact",
    "FactBook",
    "Indicator",
    "Part",
    "Reading",
    "change_phrase",
    "compare",
    "harvest",
    "load_indicators",
    "plain",
    "printed_form",
    "read_comparison",
    "read_facts",
    "write_comparison",
    "write_facts",
]
