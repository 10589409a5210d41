"""Where a release comes from, so that others can check it.

``statement``  what was built from what, as an in-toto statement beside the release
``verify``     rebuild from the raw files elsewhere and compare byte for byte
"""

from fazhi.publish.provenance.statement import statement_path, write_statement
from fazhi.publish.provenance.verify import verify_release

__all__ = ["statement_path", "verify_release", "write_statement"]
