"""Numbers as Chinese official prose writes them.

1. ``numerals`` reads one numeral token: 11.3万, 十一万三千, １２, 1,234.
2. ``forms`` writes a value in the forms a reader may expect or search for.

Nothing here knows units or words around a number; that is the business of ``fazhi.claims``.
"""

from fazhi.quantity.forms import chinese_forms, format_number, in_chinese
from fazhi.quantity.numerals import parse_number

__all__ = ["chinese_forms", "format_number", "in_chinese", "parse_number"]
