"""How much damage to the raw files would go unnoticed: the mutation score of the report.

``rawfile``  change single cells and rows of a received workbook or CSV file
``damage``   the seven kinds of damage, and where each can strike
``run``      damage, build, compare; ``mutate`` is the way in
"""

from fazhi.publish.mutate.run import Mutant, MutationReport, mutate, report_text

__all__ = ["Mutant", "MutationReport", "mutate", "report_text"]
