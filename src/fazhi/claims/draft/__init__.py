"""Check the text of a report: against the facts of a year, and against itself.

1. ``context`` reads the draft into shown numbers, each with its sentence, words and section.
2. ``binding`` says which indicator a number speaks of; ``facts_check`` judges it,
   ``changes_check`` what the draft says of earlier years; ``phrases`` 每案必审, 没有, 多场.
3. ``sums``, ``rates``, ``growth``, ``repeats`` recompute what the draft shows by itself, with
   ``intervals`` for the rounding of printed numbers.
4. ``wording`` finds what no number can mean (12余辆, 下降2倍).
5. ``records`` reads what a draft is held against; ``check`` puts the findings together;
   ``report`` gives them as text and JSON, ``page`` as HTML.
"""

from fazhi.claims.draft.check import check_text
from fazhi.claims.draft.facts_check import Records
from fazhi.claims.draft.page import render_html
from fazhi.claims.draft.records import load_records
from fazhi.claims.draft.report import Binding, Finding, TextReport

__all__ = [
    "Binding",
    "Finding",
    "Records",
    "TextReport",
    "check_text",
    "load_records",
    "render_html",
]
