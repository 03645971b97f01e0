"""Drawings are small, the same every time, and hold nothing a strict page would refuse."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from lxml import etree
from matplotlib import pyplot as plt

from reviewkit.page.charts import TargetLine, bars, dots, heat_map, lines
from reviewkit.page.tables import Field, table
from reviewkit.press.svg import safe_svg

HEADS = [Field("name", "Month", "month"), Field("y", "Share (%)", "share")]


def frame(rows: int = 24) -> pd.DataFrame:
    return pd.DataFrame(
        {"name": pd.date_range("2023-04-01", periods=rows, freq="MS"), "y": [0.81, 0.93, 0.88] * (rows // 3)}
    )


def drawn(kind: str):
    figures = table(frame(), id="figures", title="Figures", fields=HEADS)
    words = {"id": kind, "title": "A sentence", "subtitle": "Share in time", "unit": "share", "table": figures}
    if kind == "lines":
        return lines(frame(), x="name", y="y", target=TargetLine(0.9, "Target 90%"), **words)
    if kind == "heat":
        hours = pd.DataFrame(
            [(day, hour, (day + hour) / 30) for day in range(7) for hour in range(24)], columns=[*"dhy"]
        )
        return heat_map(hours, rows="d", columns="h", value="y", **words)
    few = frame(6).assign(name=lambda rows: rows["name"].dt.strftime("%B"))
    return bars(few, name="name", value="y", **words) if kind == "bars" else dots(few, name="name", value="y", **words)


KINDS = ("lines", "bars", "heat", "dots")


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_small(kind):
    for svg in (drawn(kind).svg_wide, drawn(kind).svg_narrow):
        assert len(gzip.compress(svg.encode(), mtime=0)) < 2500


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_holds_shapes_and_text_alone(kind):
    chart = drawn(kind)
    for variant, svg in (("wide", chart.svg_wide), ("narrow", chart.svg_narrow)):
        root = etree.fromstring(svg)
        assert {etree.QName(item).localname for item in root.iter()} <= {"svg", "path", "g", "text"}
        assert [item.get("id") for item in root.iter() if item.get("id")] == [f"{kind}-{variant}"]
        assert not re.search(r"style=|href|url\(|class=|on\w+=|\d\.\d\d", svg)


@pytest.mark.parametrize("kind", KINDS)
def test_the_press_takes_a_drawing_whole(kind):
    chart = drawn(kind)
    for svg in (chart.svg_wide, chart.svg_narrow):
        published = etree.fromstring(safe_svg(svg, css_class="wide", label=chart.alt))
        assert len(list(published.iter())) == len(list(etree.fromstring(svg).iter()))


def test_bytes_are_the_same_in_another_process():
    code = "from test_svg import drawn; import sys; sys.stdout.write(drawn('lines').svg_wide)"
    run = [sys.executable, "-c", code]
    other = subprocess.run(run, cwd=Path(__file__).parent, capture_output=True, text=True, check=True, encoding="utf-8")
    assert other.stdout == drawn("lines").svg_wide


def test_drawing_leaves_the_notebooks_own_settings_alone():
    before = dict(mpl.rcParams)
    for kind in KINDS:
        drawn(kind)
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_a_line_is_broken_by_a_missing_figure():
    whole = frame(6)
    gap = whole.assign(y=whole["y"].where(whole.index != 3))
    words = {"title": "A sentence", "subtitle": "Share", "unit": "share", "x": "name", "y": "y"}
    count = {}
    for name, data in (("whole", whole), ("gap", gap)):
        figures = table(data, id="figures", title="Figures", fields=HEADS)
        root = etree.fromstring(lines(data, id=name, table=figures, **words).svg_wide)
        data_paths = [item.get("d") for item in root.iter("{*}path") if item.get("stroke-width") == "2"]
        count[name] = "".join(data_paths).count("M")
    assert count == {"whole": 1, "gap": 2}
