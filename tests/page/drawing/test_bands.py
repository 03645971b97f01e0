"""Bands around a line: what may be expected is drawn whole, and only where there is a band."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.page.charts import lines
from reviewkit.page.drawing import style, traces
from reviewkit.page.tables import Field, table

BANDS = (("lower_95", "upper_95"), ("lower_80", "upper_80"))
WEEKS = pd.date_range("2025-01-06", periods=6, freq="7D")


@pytest.fixture
def frame():
    counted = pd.DataFrame({"week": WEEKS[:4], "name": "Counted", "y": [100.0, 110, 105, 108]})
    expected = pd.DataFrame({"week": WEEKS[4:], "name": "Expected", "y": [106.0, 107]})
    edges = {"lower_95": [80.0, 70], "lower_80": [95.0, 90], "upper_80": [115.0, 120], "upper_95": [130.0, 990]}
    return pd.concat([counted, expected.assign(**edges)])


def drawn(frame, bands=BANDS):
    figures = table(frame, id="figures", title="Figures", fields=[Field("week", "Week", "week")])
    words = {"title": "A sentence about the data", "subtitle": "Measure, unit, place, period", "table": figures}
    return lines(frame, id="chart", x="week", y="y", unit="calls", series="name", bands=bands, **words)


def test_each_band_is_one_shape_of_its_own_shade_with_an_edge(frame):
    chart = drawn(frame)
    for svg in (chart.svg_wide, chart.svg_narrow):
        assert [svg.count(f'fill="{shade.lower()}"') for shade in style.BAND] == [1, 1]
        assert svg.count(f'stroke="{style.BAND_EDGE.lower()}"') == 2
    assert style.BAND[0].lower() not in drawn(frame, bands=()).svg_wide


def test_the_axis_reaches_beyond_the_widest_band(frame):
    assert ">1,000<" in drawn(frame).svg_wide
    assert ">1,000<" not in drawn(frame, bands=()).svg_wide


def test_a_line_without_figures_of_a_band_has_none(frame):
    rows = traces.tidy(frame, x="week", y="y", incomplete=None, bands=BANDS, series="name", panel=None)
    [panel] = traces.panels(rows, subject=None, target=None, breaks=(), bands=BANDS)
    assert {line.name: line.bands for line in panel.traces} == {"Counted": (), "Expected": BANDS}


def test_a_band_that_is_not_there_is_refused_by_name(frame):
    with pytest.raises(ValueError, match="no column 'lower_50'"):
        drawn(frame, bands=(("lower_50", "upper_50"),))
