"""A chapter on a slow phone, over http: 1.6 Mbit/s, a processor four times slower."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
FIRST_VISIT_BYTES, REVISIT_BYTES = 600_000, 80_000
READABLE_MILLISECONDS = 2_000
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A tab of a phone that has never seen the site."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.received = []
    session.on("Network.loadingFinished", lambda e: page.received.append(e["encodedDataLength"]))
    yield page
    context.close()


def paint_milliseconds(page: Any) -> float:
    """Return when the first text stood on the page."""
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    return float(
        page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    )


def test_a_chapter_is_light_and_soon_readable(phone: Any, served: str) -> None:
    """Text stands within two seconds; the first visit and the next page weigh little."""
    phone.goto(f"{served}/book/2021/measures.html", wait_until="networkidle")
    first, readable = sum(phone.received), paint_milliseconds(phone)
    phone.received.clear()
    phone.goto(f"{served}/book/2022/measures.html", wait_until="networkidle")
    again = sum(phone.received)
    told = f"first {first} bytes, readable {readable:.0f} ms, next page {again} bytes"
    assert 0 < first < FIRST_VISIT_BYTES, told
    assert readable < READABLE_MILLISECONDS, told
    assert 0 < again < REVISIT_BYTES, told
