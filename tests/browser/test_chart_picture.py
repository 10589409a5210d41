"""A chart saved as an image from the page that shows it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


def test_a_chart_is_saved_as_an_image_with_its_title_and_origin(
    chromium: Any, served: str, tmp_path: Path
) -> None:
    """The image is wide, white at its edge, drawn upon, and the page's policy allows it."""
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{served}/book/2022/measures.html")
    figure = page.locator("figure.chart >> nth=0")
    figure.get_by_role("tab", name="下载").click()
    with page.expect_download() as caught:
        figure.get_by_role("button", name="图（PNG）").press("Enter")
    caught.value.save_as(tmp_path / "chart.png")
    source = figure.get_attribute("data-source").split("/")
    context.close()
    assert complaints == []
    assert caught.value.suggested_filename == f"chart-{source[1]}-{source[0]}.png"
    picture = Image.open(io.BytesIO((tmp_path / "chart.png").read_bytes())).convert("RGB")
    assert (picture.format, picture.width) == (None, 1600)
    assert picture.getpixel((2, 2)) == (255, 255, 255)
    colours = {colour for _, colour in picture.getcolors(1 << 24)}
    assert {(0x2F, 0x5D, 0x8A), (0x22, 0x28, 0x2B)} <= colours
