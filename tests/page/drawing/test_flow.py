"""Flows, measured in a real browser: every name is read, none lies on another, at any data and on a phone."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from reviewkit.page.charts import flow
from reviewkit.page.tables import Field, table

LONG = "Police enquiry centre for the whole of the county, with its out-of-hours desk"
COLUMNS = ["column", "name", "to_column", "to_name", "kind", "value"]
TEXTS = """() => [...document.querySelectorAll('text')].map(text => {
  const box = text.getBoundingClientRect(), svg = text.ownerSVGElement.getBoundingClientRect();
  return {says: text.textContent, size: parseFloat(getComputedStyle(text).fontSize), left: box.left - svg.left,
          right: box.right - svg.left, top: box.top - svg.top, bottom: box.bottom - svg.top, wide: svg.width,
          high: svg.height};
})"""


def drawn(*bands):
    frame = pd.DataFrame(bands, columns=COLUMNS)
    figures = table(frame, id="figures", title="Figures", fields=[Field("name", "From"), Field("to_name", "To")])
    return flow(frame, id="ways", title="A sentence", subtitle="Calls to 101", table=figures)


ENDS = [("answered", "answered"), ("gave up", "gave up"), ("asked to be called back", "other"),
        ("served by a recorded message", "other"), ("cut off by the system", "other")]  # fmt: skip
CASES = {
    "one stage": [(0, "first answer", 1, "answered", "answered", 90), (0, "first answer", 1, "gave up", "gave up", 10)],
    "two stages": [
        (0, "first answer", 1, "enquiry centre", "on", 11_327),
        *((0, "first answer", 2, *end, value) for end, value in zip(ENDS, (9_802, 847, 1, 2_940, 27), strict=True)),
        *((1, "enquiry centre", 2, *end, value) for end, value in zip(ENDS, (9_012, 1_205, 1_105, 1, 5), strict=True)),
    ],
    "three stages": [
        (0, "menu", 1, "switchboard", "on", 900), (0, "menu", 3, "gave up", "gave up", 100),
        (1, "switchboard", 2, "enquiry centre", "on", 500), (1, "switchboard", 3, "answered", "answered", 400),
        (2, "enquiry centre", 3, "answered", "answered", 499), (2, "enquiry centre", 3, "gave up", "gave up", 1),
    ],
    "two places to begin": [
        (0, "menu", 1, "answered", "answered", 5), (0, "switchboard", 1, "answered", "answered", 6),
    ],
    "long names": [
        (0, LONG, 1, f"{LONG} (new)", "on", 3), (1, f"{LONG} (new)", 2, LONG, "other", 2),
        (1, f"{LONG} (new)", 2, "Llanfairpwllgwyngyllgogerychwyrn", "answered", 1),
    ],
    "millions": [
        (0, "first answer", 1, "answered", "answered", 12_345_678), (0, "first answer", 1, "gave up", "gave up", 1),
    ],
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [1280, 320])
def test_names_are_large_enough_within_the_drawing_and_apart(browser, case, width):
    chart = drawn(*CASES[case])
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(
        f"<!doctype html><body style='margin:16px'>{chart.svg_wide if width == 1280 else chart.svg_narrow}"
    )
    texts = page.evaluate(TEXTS)
    page.close()
    assert texts
    for number, text in enumerate(texts):
        assert text["size"] >= 12, text
        assert text["left"] >= 0, text
        assert text["right"] <= text["wide"] + 0.5, text
        assert text["top"] >= -2, text
        assert text["bottom"] <= text["high"] + 1, text
        for other in texts[:number]:
            across = min(text["right"], other["right"]) - max(text["left"], other["left"])
            down = min(text["bottom"], other["bottom"]) - max(text["top"], other["top"])
            assert across <= 0.5 or down <= 2, (text["says"], other["says"])


@pytest.mark.parametrize("case", CASES)
def test_the_widths_are_those_of_the_two_screens_and_every_place_is_named(case):
    chart = drawn(*CASES[case])
    for svg, wide in ((chart.svg_wide, 720), (chart.svg_narrow, 288)):
        assert f'width="{wide}"' in svg
        said = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)).replace(" ", "")
        for band in CASES[case]:
            assert band[1].replace(" ", "") in said
            assert band[3].replace(" ", "") in said


def test_each_place_says_how_many_came_there_and_what_share_of_all():
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn(*CASES["two stages"]).svg_wide)
    assert {"24,944 (100%)", "11,327 (45%)", "18,814 (75%)", "2,052 (8.2%)", "32 (0.1%)"} <= set(texts)


def bands_of(svg):
    """Return the breadths of the curved bands where they begin, in px, by colour."""
    found = {}
    for path in re.findall(r"<path [^>]*>", svg):
        if "c" in (data := re.search(r' d="([^"]*)"', path)[1]):
            colour = re.search(r'fill="(#\w+)"', path)[1]
            found.setdefault(colour, []).extend(data.split("M")[1:])
    return found


def test_bands_are_as_broad_as_the_calls_they_stand_for():
    """All calls are 240 px: 90 of 100 are 216 px and leave at the top, 10 are 24 px."""
    svg = drawn(*CASES["one stage"]).svg_wide
    bands = bands_of(svg)
    assert {colour: len(paths) for colour, paths in bands.items()} == {"#b9d0e4": 1, "#e3c0d1": 1}
    assert "v216" in bands["#b9d0e4"][0]
    assert "v24" in bands["#e3c0d1"][0]


def test_the_text_alternative_tells_every_way():
    assert drawn(*CASES["three stages"]).alt == (
        "Flow chart. Calls to 101. From menu (1,000 calls): 900 to switchboard and 100 to gave up. "
        "From switchboard (900 calls): 500 to enquiry centre and 400 to answered. "
        "From enquiry centre (500 calls): 499 to answered and 1 to gave up."
    )


@pytest.mark.parametrize(
    "bands", [[], [(0, "a", 0, "b", "on", 1)], [(1, "a", 0, "b", "on", 1)], [(0, "a", 1, "b", "on", 0)]]
)
def test_a_band_goes_to_the_right_and_stands_for_somebody(bands):
    with pytest.raises(ValueError, match="every band of a flow"):
        drawn(*bands)


def test_the_same_flow_gives_the_same_bytes():
    assert drawn(*CASES["two stages"]) == drawn(*CASES["two stages"])
