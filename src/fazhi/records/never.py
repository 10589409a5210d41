"""What must never be published, taken from the raw files, for whoever searches the site for it."""

from __future__ import annotations

from fazhi.paths import Project
from fazhi.records.gather import gather
from fazhi.records.privacy import named_in
from fazhi.records.schema import load_registers
from fazhi.records.sources import received_sources
from fazhi.records.values import plain_text


def raw_never_values(project: Project, year: int) -> dict[str, set[str]]:
    """Return every raw value that must not appear in anything published.

    Returns:
        Values of ``never`` fields and unmasked company and person names, two characters or more,
        as they stand in the raw files, by column (行政处罚台账「法定代表人」); a cell that lists
        several people gives each of them too.
    """
    sources = received_sources(project, year)
    gathered = gather(project, sources.values(), load_registers(project))
    values: dict[str, set[str]] = {}
    for raw in gathered.tables.values():
        for declared in raw.register.fields:
            secret = declared.publish == "never" or declared.mask in ("company", "person")
            if secret and declared.key in raw.cells:
                texts = [
                    plain_text(cell)
                    for cell, _ in raw.cells[declared.key].counts()
                    if cell is not None
                ]
                known = {v for text in texts for v in (text.strip(), *named_in(text))}
                column = f"{raw.register.title}「{declared.title}」"
                values[column] = {v for v in known if len(v) > 1}
    return values
