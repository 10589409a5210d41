"""Gates a freshly built site must pass before anyone sees it.

1. ``pages``     every page parsed once
2. ``links``     no dead link, no missing anchor, no page outside the contents
3. ``hygiene``   no traceback, memory address, machine path or third-party request
4. ``coverage``  every numeral in a narrative page is a fact or falls under a named rule
5. ``contract``  every number's link leads to its source cell, evidence and file
6. ``privacy``   no raw value of a column that may not be published, no personal number
7. ``safety``    no chapter that could run something, no download a spreadsheet would compute
8. ``few``       no split that points at one or two companies or people, alone or by subtraction
"""
