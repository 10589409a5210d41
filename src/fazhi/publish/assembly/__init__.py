"""From computed years to one finished site.

1. ``inputs``   what the site is made from, by content
2. ``stage``    the folder it is set in; kept, so that one sentence costs one page
3. ``setting``  the Sphinx run itself, in a process of its own (``process``, ``lean``)
4. ``images``   names of images are those of a clean build
5. ``index``    the search index, carried from run to run without a trace of the past
6. ``files``    every file of the site: made and hardened, or the one of the release before
7. ``finish``   all of them together, with evidence and font
8. ``gates``    the audit; ``memo`` keeps results by content

Whatever the stage was used for before, the result is the same bytes as from an empty one.  What did
not change is found by its digest, and not copied, hardened, judged or brought to the disk again.
"""
