"""The table of contents: a part for the new year, the latest first."""

from __future__ import annotations

import io
import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString


def with_part(toc: Path, year: int) -> str | None:
    """Return the contents with a part for *year*, made like the latest year's.

    Args:
        toc: ``_toc.yml``; its comments and quotes are kept.
        year: The new year.

    Returns:
        The new text; None when the year has its part already.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 200
    body = yaml.load(toc.read_text(encoding="utf-8"))
    parts = body["parts"]
    years = [_year(str(part["caption"])) for part in parts]
    if year in years:
        return None
    pattern = next(n for n, y in enumerate(years) if y is not None)
    after = [n for n, y in enumerate(years) if y is not None and y > year]
    place = after[-1] + 1 if after else pattern
    text = io.StringIO()
    yaml.dump(parts[pattern], text)
    part = YAML().load(text.getvalue().replace(str(years[pattern]), str(year)))
    part["caption"] = DoubleQuotedScalarString(f"{year} 年")
    parts.insert(place, part)
    out = io.StringIO()
    yaml.dump(body, out)
    return out.getvalue()


def _year(caption: str) -> int | None:
    found = re.fullmatch(r"(20[0-9]{2}) 年", caption)
    return int(found[1]) if found else None
