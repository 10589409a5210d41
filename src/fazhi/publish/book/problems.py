"""Report a mistake in a chapter: page and line, in Chinese; an error under ``-W``."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)


def complain(message: str, where: nodes.Node | tuple[str, int]) -> None:
    """Log *message* as a warning of type ``fazhi.fact``.

    Args:
        message: What is wrong.
        where: A node that knows its source, or page and line.
    """
    _LOGGER.warning(message, location=where, type="fazhi", subtype="fact")
