"""A new year: what ``fazhi new-year`` lays out, and what is still missing.

1. ``templates``  one workbook a register, with drop-downs, limits and prompts
2. ``skeleton``   source list, claims, chapters and contents, carrying last year's structure
3. ``checklist``  what a year still lacks before it can be published
"""

from fazhi.publish.scaffold.checklist import checklist
from fazhi.publish.scaffold.skeleton import Laid, new_year

__all__ = ["Laid", "checklist", "new_year"]
