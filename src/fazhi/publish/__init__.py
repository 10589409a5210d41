"""Publish: everything that runs notebooks, draws, builds the book and swaps it in.

1. ``notebooks``  papermill, its engine and the gates after each run
2. ``charts``     one chart style; each with finding, text alternative, data; ``drawing`` compacts
3. ``runs``       what is done for each year, with all that decides its result; ``steps``
   ``pipeline``   does what is due: notebooks, facts, verdicts, comparison, pages
4. ``book``       the Sphinx extension: fact role, trace, search, look
5. ``site``       build aside, audit, swap in whole
"""
