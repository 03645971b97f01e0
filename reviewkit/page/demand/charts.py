"""The charts of the demand page: what has come, what may come week by week and day by day, and in which hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import charts, formats, sentences
from reviewkit.page.demand import words
from reviewkit.page.display import Chart, Notice, Table
from reviewkit.page.performance.words import lower_first, upper_first, when_in_week
from reviewkit.page.tables import Field, table
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.ahead import Outlook
    from reviewkit.sections.outlook.parts import Parts

COUNTED, EXPECTED = "Counted", "Expected"
TAKEN_OUT = "Week, season and holidays taken out"
AS_COUNTED = "As counted"
WEEKS_BEFORE = 52
DAYS_BEFORE, DAYS_AHEAD = 14, 28
WEEK = 7
SHORT_DAYS = tuple(day[:3] for day in sentences.WEEKDAYS)
MOST_CHANNELS = 2  # heat maps on one page
MANY_CALLS = 20  # from here on a tenth of a call says nothing


def calls_so_far(review: Review, parts: Parts) -> Chart:
    """Draw the calls of each week of all history, as counted and with what comes round again taken out."""
    found = lines(review)
    names = {line.queue.channel: line.queue.name for line in found}
    weeks = parts.weeks.assign(name=parts.weeks["channel"].map(names))
    long = pd.concat(
        [
            weeks.assign(series=AS_COUNTED, value=weeks["offered"]),
            weeks.assign(series=TAKEN_OUT, value=weeks["adjusted"])[weeks["adjusted"].notna()],
        ],
        ignore_index=True,
    )
    first, last = weeks["week"].min(), max(line.counts["start"].max() for line in found).tz_localize(None)
    return charts.lines(
        long, id="calls-so-far", x="week", y="value", series="series", panels="name" if len(found) > 1 else None,
        incomplete="incomplete", unit="calls", events=review.force.events, source=words.source(review),
        subject=TAKEN_OUT if weeks["adjusted"].notna().any() else None,
        subtitle=words.subtitle(review, "Calls a day, mean of each week", first, last),
        title=_title_so_far(found[0], parts), table=_weeks_table(review, weeks),
    )  # fmt: skip


def what_to_expect(review: Review, outlook: Outlook) -> Chart:
    """Draw the weeks to come with their bands, after the weeks of the year before."""
    frame = pd.concat([_weeks_of(outlook, line) for line in lines(review)], ignore_index=True)
    last = outlook.spans["last_day"].max()
    each = _step_word(review)
    return charts.lines(
        frame, id="what-to-expect", x="start", y="value", series="series", subject=EXPECTED, bands=words.BANDS,
        panels=_panels(frame), unit="calls", source=words.forecast_source(review),
        title=_title_ahead(review, outlook), notes=(words.HOW_TO_READ,), table=_spans_table(review, outlook),
        subtitle=words.subtitle(review, f"Calls a {each}, counted and expected", frame["start"].min(), last),
    )  # fmt: skip


def day_by_day(review: Review, outlook: Outlook) -> Chart | Notice:
    """Draw the next four weeks day by day with their bands; the table holds every day of the forecast."""
    found = [line for line in lines(review) if line.step == "day"]
    if not found:
        return Notice(
            title="Day by day: not available",
            paragraphs=("The data count calls by week or month, so single days cannot be forecast.",),
        )
    frame = pd.concat([_days_of(outlook, line) for line in found], ignore_index=True)
    return charts.lines(
        frame, id="day-by-day", x="start", y="value", series="series", subject=EXPECTED, bands=words.BANDS,
        panels=_panels(frame), unit="calls", title=_title_days(outlook, found[-1]),
        subtitle=words.subtitle(review, "Calls each day, counted and expected", *frame["start"].agg(["min", "max"])),
        source=words.forecast_source(review, found), table=_days_table(review, outlook, found),
        notes=(words.HOW_TO_READ.replace("such weeks", "such days"),),
    )  # fmt: skip


def hours_to_come(review: Review, hours: pd.DataFrame, week: pd.DataFrame) -> tuple[Chart | Notice, ...]:
    """Draw the calls expected in each hour of a week, for at most two channels."""
    return tuple(_hours_of(review, hours, week, line) for line in lines(review)[:MOST_CHANNELS])


def _hours_of(review: Review, hours: pd.DataFrame, week: pd.DataFrame, line: Line) -> Chart | Notice:
    rows = week[week["channel"] == line.queue.channel]
    if rows.empty:
        reason = hours.loc[hours["channel"] == line.queue.channel, "reason"].iloc[0]
        return Notice(title=f"{line.queue.name}: busiest hours not available", paragraphs=(reason,))
    peak = rows.loc[rows["mean"].idxmax()]
    days = hours.loc[hours["channel"] == line.queue.channel, "day"]
    decimals = 0 if peak["mean"] >= MANY_CALLS else 1
    grid = rows.sort_values(["weekday", "hour"])
    grid = grid.assign(day=[SHORT_DAYS[day] for day in grid["weekday"]])
    edges = [Field(f"{side}_80", f"{side.capitalize()} edge, 80 in 100", "number") for side in ("lower", "upper")]
    source = words.forecast_source(review, [line])
    return charts.heat_map(
        grid, id=f"hours-{line.queue.channel}", rows="weekday", columns="hour", value="mean", unit="number",
        row_label=lambda day: SHORT_DAYS[day], column_label=sentences.hour, scale_title="Calls expected in the hour",
        title=upper_first(
            f"{line.queue.name} will be busiest on {when_in_week(peak)}, with about "
            f"{formats.calls(peak['mean'])} in the hour"
        ),
        subtitle=words.subtitle(review, "Calls expected in each hour, mean of the weeks", days.min(), days.max()),
        source=source,
        table=table(
            grid, id=f"hours-{line.queue.channel}-table", source=source,
            title=f"{line.queue.name}: calls expected in each hour of the week",
            fields=[Field("day", "Day"), Field("hour", "Hour", "hour"),
                    Field("mean", "Calls expected", "number", decimals), *edges],
        ),
    )  # fmt: skip


def _weeks_of(outlook: Outlook, line: Line) -> pd.DataFrame:
    """Return the last year of a line and its forecast: weeks of seven days where there are days, else its own steps."""
    spans = outlook.spans[(outlook.spans["channel"] == line.queue.channel) & (outlook.spans["span"] > 0)]
    counted = line.series
    if line.step == "day":
        back = counted.iloc[-WEEK * WEEKS_BEFORE :]
        back = back.iloc[len(back) % WEEK :]
        number = (back.index - back.index[0]).days // WEEK
        counted = back.groupby(back.index[0] + pd.to_timedelta(number * WEEK, unit="D")).sum(min_count=WEEK)
        expected = spans.rename(columns={"first_day": "start"})
    else:
        expected = outlook.steps[outlook.steps["channel"] == line.queue.channel]
    return _counted_and_expected(line, counted, expected)


def _days_of(outlook: Outlook, line: Line) -> pd.DataFrame:
    steps = outlook.steps[outlook.steps["channel"] == line.queue.channel].head(DAYS_AHEAD)
    return _counted_and_expected(line, line.series.iloc[-DAYS_BEFORE:], steps)


def _counted_and_expected(line: Line, counted: pd.Series, expected: pd.DataFrame) -> pd.DataFrame:
    before = pd.DataFrame({"start": counted.index, "series": COUNTED, "value": counted.to_numpy()})
    edges = [edge for band in words.BANDS for edge in band]
    after = expected[["start", "mean", *edges]].rename(columns={"mean": "value"}).assign(series=EXPECTED)
    return pd.concat([before, after], ignore_index=True).assign(name=line.queue.name)


def _panels(frame: pd.DataFrame) -> str | None:
    return "name" if len(frame["name"].unique()) > 1 else None


def _title_so_far(line: Line, parts: Parts) -> str:
    effects = parts.effects[parts.effects["channel"] == line.queue.channel]
    growth = effects[effects["kind"] == "growth"].iloc[0]
    weeks = parts.weeks[(parts.weeks["channel"] == line.queue.channel) & ~parts.weeks["incomplete"]]
    if pd.isna(growth["effect"]):
        low, high = formats.count(weeks["offered"].min()), formats.calls(weeks["offered"].max())
        return upper_first(f"{line.queue.name}: between {low} and {high} a day, week by week")
    if growth["lower"] <= 0 <= growth["upper"]:
        return upper_first(f"{line.queue.name} calls neither rise nor fall clearly once the time of year is taken out")
    move = "rise" if growth["effect"] > 0 else "fall"
    by = formats.per_cent(abs(growth["effect"]))
    return upper_first(f"{line.queue.name} calls {move} by about {by} a year once the time of year is taken out")


def _title_ahead(review: Review, outlook: Outlook) -> str:
    parts = []
    for line in lines(review):
        span = outlook.spans[(outlook.spans["channel"] == line.queue.channel) & (outlook.spans["span"] == 0)]
        if len(span):
            parts.append(f"{line.queue.name}: about {words.rough(span['mean'].iloc[0])}")
    days = int(outlook.spans.loc[outlook.spans["span"] == 0, "days"].iloc[0])
    return upper_first(f"{parts[0]} calls expected in {words.span(days)}{''.join(f'; {part}' for part in parts[1:])}")


def _title_days(outlook: Outlook, line: Line) -> str:
    steps = outlook.steps[outlook.steps["channel"] == line.queue.channel].head(DAYS_AHEAD)
    most, least = steps.loc[steps["mean"].idxmax()], steps.loc[steps["mean"].idxmin()]
    return upper_first(
        f"{line.queue.name} calls: from about {formats.count(least['mean'])} on {words.short(least['start'])} to "
        f"{formats.count(most['mean'])} on {words.short(most['start'])}"
    )


def _step_word(review: Review) -> str:
    steps = {line.step for line in lines(review)}
    return "month" if steps == {"month"} else "week"


def _weeks_table(review: Review, weeks: pd.DataFrame) -> Table:
    """Return the weeks of every channel, newest first, one row each."""
    fields = [Field("week", "Week beginning", "week"), Field("name", "Channel"),
              Field("offered", "Calls a day, as counted", "calls"),
              Field("adjusted", f"Calls a day, {lower_first(TAKEN_OUT)}", "calls", reason="reason")]  # fmt: skip
    return table(
        weeks.sort_values(["week", "name"], ascending=[False, True]), id="calls-so-far-table", fields=fields,
        title="Calls a day, mean of each week", source=words.source(review),
        also_csv=["channel", "stage", "incomplete"],
    )  # fmt: skip


def _spans_table(review: Review, outlook: Outlook) -> Table:
    names = {line.queue.channel: line.queue.name for line in lines(review)}
    rows = outlook.spans.assign(name=outlook.spans["channel"].map(names))
    rows = rows.assign(
        period=[words.days(row.first_day, row.last_day, whole=row.span == 0) for row in rows.itertuples()],
        in_80=[words.between(row.lower_80, row.upper_80) for row in rows.itertuples()],
        in_95=[words.between(row.lower_95, row.upper_95) for row in rows.itertuples()],
    ).reset_index(drop=True)
    return table(
        rows, id="what-to-expect-table", title="Calls expected", source=words.forecast_source(review),
        fields=[Field("name", "Channel"), Field("period", "Days"), Field("mean", "Calls expected", "calls"),
                Field("in_80", "80 in 100: between"), Field("in_95", "95 in 100: between")],
        marked=rows.index[rows["span"] == 0].tolist(),
        also_csv=["channel", "stage", "first_day", "last_day", "lower_80", "upper_80", "lower_95", "upper_95"],
    )  # fmt: skip


def _days_table(review: Review, outlook: Outlook, found: list[Line]) -> Table:
    names = {line.queue.channel: line.queue.name for line in found}
    rows = outlook.steps[outlook.steps["channel"].isin(list(names))]
    weekdays = [sentences.WEEKDAYS[day] for day in rows["start"].dt.day_of_week]
    rows = rows.assign(name=rows["channel"].map(names), weekday=weekdays)
    edges = [
        Field(f"{side}_{level}", f"{side.capitalize()} edge, {said}", "calls")
        for level, said in words.IN_100.items()
        for side in ("lower", "upper")
    ]
    fields = [Field("start", "Day", "day"), Field("weekday", "Weekday"), Field("name", "Channel"),
              Field("mean", "Calls expected", "calls"), *edges]  # fmt: skip
    return table(
        rows, id="day-by-day-table", title="Calls expected each day", fields=fields,
        source=words.forecast_source(review, found), also_csv=["channel", "stage"],
    )  # fmt: skip
