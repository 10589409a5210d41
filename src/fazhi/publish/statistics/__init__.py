"""The yearly statistics on administrative enforcement (行政执法统计年报) and change explained.

1. ``tables``   what the statutory tables consist of
2. ``count``    counts them from the clean tables, by the notes printed with them
3. ``check``    holds them against the facts of the report
4. ``page``     the page of the site
5. ``changes``  a difference between two years split into parts that add up exactly
"""

from fazhi.publish.statistics.changes import PartChange, changes_page, explain_change
from fazhi.publish.statistics.check import cross_check
from fazhi.publish.statistics.count import statistics
from fazhi.publish.statistics.page import statistics_page
from fazhi.publish.statistics.tables import Line, StatTable

__all__ = [
    "Line",
    "PartChange",
    "StatTable",
    "changes_page",
    "cross_check",
    "explain_change",
    "statistics",
    "statistics_page",
]
