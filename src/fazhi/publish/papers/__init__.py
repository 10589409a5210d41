"""Papers people can use: the report as Word and PDF, and every table as a file.

1. ``blocks``     what a report consists of;  ``chapters``, ``numbering``, ``compose``  make one
2. ``word``       sets it in official format: ``official`` (GB/T 9704-2012), ``controls``
3. ``pdf``        prints it through a browser
4. ``data``       the tables that can be downloaded;  ``spreadsheet``, ``package``  write them
5. ``downloads``  all files of a year and the page that lists them
"""
