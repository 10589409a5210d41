"""The long proofs: every promise of the project put to the test, the results in one table.

``python -m assurance [--quick]`` runs all of them and writes ``docs/assurance.md``
and the same as the chapter ``book/assurance.md``, which the next build puts on the site.

``promises``     the table: what is promised, how it is proved, what was measured
``copies``       copies of the project, and the real command line run on them
``repeating``    builds under other conditions give the same bytes
``interrupting`` kills, a full disk, rival builds; afterwards one plain build mends all
``damaging``     damaged raw files and damaged code are noticed
``looking``      what the built site itself shows
``searching``    random phrases asked in a real browser
``asking``       the test suite and the checkers asked for figures
``page``         the table as a page
"""
