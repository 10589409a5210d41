"""Before publishing: what will change, what is missing, and which words no longer hold.

1. ``sentences``  the sentences of the chapters, and what they will print
2. ``words``      words around a number that its value does not bear out
3. ``rehearse``   everything about a year;  ``report``  the same as text
"""

from fazhi.publish.rehearsal.rehearse import Rehearsal, rehearse
from fazhi.publish.rehearsal.report import rehearsal_text

__all__ = ["Rehearsal", "rehearsal_text", "rehearse"]
