"""Pages of a year that no person writes: statutory statistics, sources of change, downloads."""

from __future__ import annotations

from fazhi.errors import FactError
from fazhi.facts import read_facts
from fazhi.paths import Project

DOWNLOADS = "downloads"


def write_pages(project: Project, year: int) -> None:
    """Write the generated pages of *year* and the files they offer.

    Args:
        project: The project; the year's facts and comparison must be up to date.
        year: Report year.

    Raises:
        FactError: The year has not been computed, or the statutory tables contradict its facts.
    """
    from fazhi.publish.papers.downloads import downloads_page, write_downloads
    from fazhi.publish.statistics import (
        changes_page,
        cross_check,
        statistics,
        statistics_page,
    )

    differences = cross_check(statistics(project, year), read_facts(project.facts(year)))
    if differences:
        raise FactError(
            f"{year}年度的统计年报与事实不一致", got="；".join(differences), todo="核对口径后再发布"
        )
    folder = project.generated(year)
    (folder / DOWNLOADS).mkdir(parents=True, exist_ok=True)
    write_downloads(project, year, folder / DOWNLOADS)
    pages = {
        "statistics": statistics_page(project, year),
        "changes": changes_page(project, year),
        "downloads": downloads_page(project, year, base=f"{DOWNLOADS}/"),
    }
    for name, text in pages.items():
        temporary = folder / f".{name}.tmp"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(folder / f"{name}.md")
