"""Every chart, measured in a real browser: text at least 12 px, nothing overlaps, nothing is cut off, at any data."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reviewkit.data.declared.force import Event
from reviewkit.page import sentences
from reviewkit.page.charts import TargetLine, bars, dots, heat_map, lines
from reviewkit.page.display import Chart
from reviewkit.page.tables import Field, table

LONG = "Police enquiry centre for the whole of the county, with its out-of-hours desk"
FORCES = ["Exampleshire", "Avon and Somerset", "Devon and Cornwall", "Dyfed-Powys", "Gwent", "Wiltshire",
          "Hampshire and Isle of Wight", "North Yorkshire", "Thames Valley"]  # fmt: skip
EVENTS = (
    Event(date=date(2023, 11, 1), kind="merger", label="Two control rooms became one"),
    Event(date=date(2024, 9, 17), kind="phones", label="New telephone system", breaks_series=True),
)
CROWD = tuple(Event(date=date(2024, 3, day), kind="change", label=f"{LONG} ({day})") for day in range(1, 20, 3))
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a browser is too slow to look for the smallest failure
MEASURE = """() => [...document.querySelectorAll('svg')].map(svg => {
  const frame = svg.getBoundingClientRect(), scale = svg.getScreenCTM().a;
  const texts = [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return {says: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
            left: box.left, right: box.right, top: box.top, bottom: box.bottom};
  });
  return {id: svg.id, wide: document.documentElement.scrollWidth, texts,
          left: frame.left, right: frame.right, top: frame.top, bottom: frame.bottom};
})"""


def months(number: int, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"month": pd.date_range("2023-04-01", periods=number, freq="MS"), **columns})


def many(names: list[str], number: int, *, high: float = 600, freq: str = "MS") -> pd.DataFrame:
    random = np.random.default_rng(len(names))
    when = pd.date_range("2023-04-03", periods=number, freq=freq)
    return pd.concat(
        [pd.DataFrame({"month": when, "name": name, "y": random.uniform(0, high, number)}) for name in names]
    )


def any_lines(frame: pd.DataFrame, *, unit: str = "calls", **options: object) -> Chart:
    figures = table(frame, id="figures", title="Figures", fields=[Field("month", "Month", "month")])
    words = {"title": "A sentence about the data", "subtitle": "Measure, unit, place, period"}
    return lines(frame, id="chart", x="month", y="y", unit=unit, table=figures, **words, **options)


def by_name(kind: object, names: list[str], values: list[float | None], **options: object) -> Chart:
    frame = pd.DataFrame({"name": names, "y": values, "target": [0.9] * len(names)})
    figures = table(frame, id="figures", title="Figures", fields=[Field("name", "Name")])
    words = {"title": "A sentence about the data", "subtitle": "Measure, unit, place, period"}
    return kind(frame, id="chart", name="name", value="y", table=figures, **{"unit": "share", **words, **options})


def week(values: list[float | None], *, unit: str = "calls", days: int = 7) -> Chart:
    places = [(day, hour) for day in range(days) for hour in range(24)]
    frame = pd.DataFrame(places, columns=["day", "hour"]).assign(y=(values * len(places))[: len(places)])
    figures = table(frame, id="figures", title="Figures", fields=[Field("day", "Day")])
    return heat_map(
        frame, id="chart", rows="day", columns="hour", value="y", unit=unit, table=figures, title="A sentence",
        subtitle="Measure", row_label=lambda day: sentences.WEEKDAYS[day % 7], column_label=sentences.hour,
    )  # fmt: skip


SHARES = [0.85, 0.91, 0.96, None, 0.7, 0.72]
CASES = {
    "two years of months, target, events, gap": lambda: any_lines(
        months(24, y=[0.8, 0.9, None, 0.95] * 6), unit="share", target=TargetLine(0.9, "Target 90%"), events=EVENTS
    ),
    "two years of weeks, three queues": lambda: any_lines(
        many(["999", "101 switchboard", "101 enquiry centre"], 104, freq="7D"), series="name", events=EVENTS
    ),
    "four series that end together": lambda: any_lines(
        pd.concat([months(12, name=name, y=[5.0] * 12) for name in FORCES[:4]]), series="name"
    ),
    "nine series": lambda: any_lines(many(FORCES, 12), series="name", subject="Exampleshire", unit="seconds"),
    "long names": lambda: any_lines(many([LONG, f"{LONG} (new)"], 12), series="name", target=TargetLine(300, LONG)),
    "a name without spaces": lambda: any_lines(many(["Llanfairpwllgwyngyllgogerychwyrn", "999"], 12), series="name"),
    "panels of series": lambda: any_lines(
        many(["999", "101"], 12).assign(stage=lambda frame: "Stage of " + frame["name"]), series="name", panels="stage"
    ),
    "one point": lambda: any_lines(months(1, y=[12])),
    "two points": lambda: any_lines(months(2, y=[12, 14])),
    "all missing": lambda: any_lines(months(12, y=[None] * 12), target=TargetLine(90, "Target 90")),
    "all zero": lambda: any_lines(months(12, y=[0] * 12)),
    "huge": lambda: any_lines(months(12, y=[10.0**15] * 12)),
    "tiny": lambda: any_lines(months(12, y=[0.00001] * 12), unit="share"),
    "days": lambda: any_lines(many(["999"], 20, freq="D"), series="name", unit="seconds"),
    "ten years": lambda: any_lines(months(120, y=range(120))),
    "a crowd of events": lambda: any_lines(months(24, y=range(24)), events=CROWD),
    "incomplete": lambda: any_lines(months(6, y=[4, 5, 6, 5, 4, 1], part=[False] * 5 + [True]), incomplete="part"),
    "markup and mathematics in names": lambda: any_lines(many(["<b>&amp;", "$x_1$ \\frac"], 12), series="name"),
    "bars": lambda: by_name(bars, FORCES, [0.1, 0.5, None, 0, 1, 0.999, 0.2, 0.3, 0.4], subject="Exampleshire"),
    "bars with long names": lambda: by_name(bars, [LONG, LONG.replace(" ", ""), "x"], [10**9, 0, 3], unit="calls"),
    "bars, all missing": lambda: by_name(bars, ["999", "101"], [None, None]),
    "one bar": lambda: by_name(bars, ["999"], [0.5]),
    "dots": lambda: by_name(dots, FORCES[:6], SHARES, target="target", subject="Exampleshire"),
    "dots with long names and targets": lambda: by_name(
        dots, [LONG, "999", "101"], [0.0, 0.9, 1.0], target="target", target_label="name"
    ),
    "dots, all missing": lambda: by_name(dots, ["999"], [None]),
    "hours of the week": lambda: week([1, 40, None, 160, 220]),
    "hours, shares": lambda: week([0.1, 0.9999, 0.5], unit="share"),
    "hours, waits": lambda: week([1, 3600, 50], unit="seconds"),
    "hours, huge": lambda: week([10**12, 1]),
    "hours, one value": lambda: week([3]),
    "hours, none": lambda: week([None]),
    "one day of hours": lambda: week([1, 2], days=1),
    "thirty days of hours": lambda: week([1, 2, 30], days=30),
}  # fmt: skip


@pytest.fixture(scope="module")
def measure(browser):
    """Return what stands where in the drawings of charts, as a wide or narrow screen shows them."""
    pages = {width: browser.new_page(viewport={"width": width, "height": 900}) for width in (1280, 320)}

    def measured(chart: Chart, width: int, font: str) -> dict:
        svg = chart.svg_wide if width == 1280 else chart.svg_narrow
        svg = svg.replace("Arial,Helvetica,sans-serif", font)
        pages[width].set_content(f'<!doctype html><body style="margin:16px">{svg}')
        return pages[width].evaluate(MEASURE)[0]

    yield measured
    for page in pages.values():
        page.close()


def check(drawing: dict, width: int) -> None:
    texts = drawing["texts"]
    assert texts
    assert drawing["wide"] <= width
    for number, text in enumerate(texts):
        assert text["size"] >= 12, text
        assert drawing["left"] - 0.5 <= text["left"], text
        assert text["right"] <= drawing["right"] + 0.5, text
        assert drawing["top"] - 2 <= text["top"], text
        assert text["bottom"] <= drawing["bottom"] + 1, text
        for other in texts[:number]:
            across = min(text["right"], other["right"]) - max(text["left"], other["left"])
            down = min(text["bottom"], other["bottom"]) - max(text["top"], other["top"])
            assert across <= 0.5 or down <= 0.5, (text, other)


@pytest.mark.parametrize("case", CASES)
def test_labels_are_large_apart_and_whole(case, measure):
    chart = CASES[case]()
    for width in (1280, 320):
        for font in ("Arial,Helvetica,sans-serif", "DejaVu Sans"):  # the fonts of most, and the widest fallback
            check(measure(chart, width, font), width)


@settings(max_examples=10, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(
        st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), max_size=40), max_size=6, unique=True
    ),
    values=st.lists(st.none() | st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=40),
    unit=st.sampled_from(["calls", "seconds", "number"]),
    days=st.lists(st.integers(0, 1200), max_size=5),
)
def test_labels_are_apart_whatever_the_data(names, values, unit, days, measure):
    frames = [
        months(len(values), name=name, y=values[turn:] + values[:turn]) for turn, name in enumerate(names or [""])
    ]
    events = [Event(date=date(2023, 4, 1) + pd.Timedelta(days=day), kind="x", label=f"Event {day}") for day in days]
    chart = any_lines(
        pd.concat(frames), series="name", unit=unit, events=events, target=TargetLine(values[0] or 1, "Goal")
    )
    check(measure(chart, 1280, "DejaVu Sans"), 1280)
    check(measure(chart, 320, "DejaVu Sans"), 320)
