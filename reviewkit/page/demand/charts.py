"""The charts of the demand page: what has come, what may come week by week and day by day, and in which hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.data.declared.force import Event
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
LIKELY = "Probably a change nobody marked"
ASK = (
    "No event of this review says why. A forecast takes such a jump for a season or a trend. Ask the force what "
    "changed (a menu, what is counted, a merger), and declare it as an event."
)
NOT_FROM_ZERO = "The axis does not begin at nought."
WEEKS_BEFORE = 52
DAYS_BEFORE, DAYS_AHEAD = 14, 28
WEEK = 7
EDGES = [edge for band in words.BANDS for edge in band]
SHORT_DAYS = tuple(day[:3] for day in sentences.WEEKDAYS)
MOST_CHANNELS = 2  # heat maps on one page
MOST_CHARTS = 4  # of one kind on a page
FEW_CALLS = 20  # lines that come so near to nought are drawn from nought
MANY_CALLS = 20  # from here on a tenth of a call says nothing


def calls_so_far(review: Review, parts: Parts, jumps: pd.DataFrame) -> tuple[Chart | Notice, ...]:
    """Draw the calls of each week of all history, as counted and with what comes round again taken out.

    Likely breaks that no event explains come first, as a warning, and are marked.

    Parameters
    ----------
    parts, jumps
        Results of ``taken_apart`` and ``jumps`` of :mod:`reviewkit.sections.demand`.
    """
    drawn = [_so_far(review, parts, line, jumps) for line in lines(review)[:MOST_CHARTS]]
    return (*_warned(review, jumps), *drawn)


def _warned(review: Review, jumps: pd.DataFrame) -> tuple[Notice, ...]:
    if jumps.empty:
        return ()
    names = {line.queue.channel: upper_first(line.queue.name) for line in lines(review)}
    said = [
        f"{names[row.channel]}: from about {sentences.day(row.date)} on {words.against_usual(row.change)} than before."
        for row in jumps.itertuples()
    ]
    return (Notice(title="The level of calls has probably jumped", paragraphs=(*said, ASK), level="warning"),)


def what_to_expect(review: Review, outlook: Outlook) -> tuple[Chart, ...]:
    """Draw the weeks to come of each channel with their bands, after the weeks of the year before."""
    return tuple(_expect(review, outlook, line) for line in forecast_lines(review, outlook)[:MOST_CHARTS])


def day_by_day(review: Review, outlook: Outlook) -> tuple[Chart | Notice, ...]:
    """Draw the next four weeks day by day with their bands; the table holds every day of the forecast."""
    found = [line for line in forecast_lines(review, outlook) if line.step == "day"]
    if not found:
        why = "The data count calls by week or month, so single days cannot be forecast."
        return (Notice(title="Day by day: not available", paragraphs=(why,)),)
    return tuple(_days(review, outlook, line) for line in found[:MOST_CHANNELS])


def forecast_lines(review: Review, outlook: Outlook) -> list[Line]:
    """Return the lines that could be forecast, in order."""
    return [line for line in lines(review) if line.queue.channel in outlook.models]


def _so_far(review: Review, parts: Parts, line: Line, jumps: pd.DataFrame) -> Chart:
    key, each = words.slug(line.queue.channel), "month" if line.step == "month" else "week"
    weeks = parts.weeks[parts.weeks["channel"] == line.queue.channel]
    whole = weeks[~weeks["incomplete"]]
    taken = whole["adjusted"].notna()
    long = pd.concat(
        [
            whole.assign(series=AS_COUNTED, value=whole["offered"]),
            whole.assign(series=TAKEN_OUT, value=whole["adjusted"])[taken],
        ],
        ignore_index=True,
    )
    from_zero = _near_zero(long["value"])
    first, last = line.series.index[0], line.counts["start"].max().tz_localize(None)
    return charts.lines(
        long, id=f"calls-so-far-{key}", x="week", y="value", series="series", unit="calls",
        events=_events(review, line, jumps), source=words.source(review, [line]),
        subject=TAKEN_OUT if taken.any() else None,
        subtitle=words.subtitle(review, f"{_name(line)} calls a day, mean of each {each}", first, last),
        title=_title_so_far(review, line, parts), table=_weeks_table(review, line, weeks), from_zero=from_zero,
        notes=() if from_zero else (NOT_FROM_ZERO,),
    )  # fmt: skip


def _name(line: Line) -> str:
    return upper_first(line.queue.name)


def _events(review: Review, line: Line, jumps: pd.DataFrame) -> list[Event]:
    """Return what is known to have happened, and where something unknown probably did."""
    unknown = jumps[jumps["channel"] == line.queue.channel]
    likely = [Event(date=day.date(), kind="likely break", label=LIKELY) for day in unknown["date"]]
    return [*review.force.events, *likely]


def _expect(review: Review, outlook: Outlook, line: Line) -> Chart:
    frame = _weeks_of(outlook, line)
    from_zero = _near_zero(frame[["value", "lower_95"]].min())
    each = "month" if line.step == "month" else "week"
    spans = outlook.spans[outlook.spans["channel"] == line.queue.channel]
    what = f"{_name(line)} calls a {each}, counted and expected"
    return charts.lines(
        frame, id=f"what-to-expect-{words.slug(line.queue.channel)}", x="start", y="value", series="series",
        subject=EXPECTED, bands=words.BANDS, unit="calls", events=review.force.events,
        source=words.forecast_source(review, [line]), title=_title_ahead(outlook, line),
        notes=(words.HOW_TO_READ.replace("weeks", f"{each}s"), *(() if from_zero else (NOT_FROM_ZERO,))),
        subtitle=words.subtitle(review, what, frame["start"].min(), spans["last_day"].max()),
        table=_spans_table(review, line, spans), from_zero=from_zero,
    )  # fmt: skip


def _days(review: Review, outlook: Outlook, line: Line) -> Chart:
    frame = _days_of(outlook, line)
    from_zero = _near_zero(frame[["value", "lower_95"]].min())
    what = f"{_name(line)} calls each day, counted and expected"
    return charts.lines(
        frame, id=f"day-by-day-{words.slug(line.queue.channel)}", x="start", y="value", series="series",
        subject=EXPECTED, bands=words.BANDS, unit="calls", events=review.force.events, title=_title_days(outlook, line),
        subtitle=words.subtitle(review, what, *frame["start"].agg(["min", "max"])),
        source=words.forecast_source(review, [line]), table=_days_table(review, outlook, line),
        notes=(words.HOW_TO_READ.replace("weeks", "days"), *(() if from_zero else (NOT_FROM_ZERO,))),
        from_zero=from_zero,
    )  # fmt: skip


def _near_zero(values: pd.Series) -> bool:
    """Say whether a chart needs its zero: calls that never come near it show more without."""
    return bool(values.min() < FEW_CALLS)


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
        grid, id=f"hours-{words.slug(line.queue.channel)}", rows="weekday", columns="hour", value="mean", unit="number",
        row_label=lambda day: SHORT_DAYS[day], column_label=sentences.hour, scale_title="Calls expected in the hour",
        title=upper_first(
            f"{line.queue.name} is expected to be busiest on {when_in_week(peak)}, with about "
            f"{formats.calls(peak['mean'])} in the hour"
        ),
        subtitle=words.subtitle(review, "Calls expected in each hour, mean of the weeks", days.min(), days.max()),
        source=source,
        table=table(
            grid, id=f"hours-{words.slug(line.queue.channel)}-table", source=source,
            title=f"{line.queue.name}: calls expected in each hour of the week",
            fields=[Field("day", "Day"), Field("hour", "Hour", "hour"),
                    Field("mean", "Calls expected", "number", decimals), *edges],
        ),
    )  # fmt: skip


def _weeks_of(outlook: Outlook, line: Line) -> pd.DataFrame:
    """Return the last year of a line and its forecast: weeks of seven days where there are days, else its own steps."""
    spans = outlook.spans[(outlook.spans["channel"] == line.queue.channel) & (outlook.spans["span"] > 0)]
    counted = line.sound
    if line.step == "day":
        back = counted.iloc[-WEEK * WEEKS_BEFORE :]
        back = back.iloc[len(back) % WEEK :]
        number = (back.index - back.index[0]).days // WEEK
        counted = back.groupby(back.index[0] + pd.to_timedelta(number * WEEK, unit="D")).sum(min_count=WEEK)
        expected = spans.rename(columns={"first_day": "start"})
    else:
        expected = outlook.steps[outlook.steps["channel"] == line.queue.channel]
    return _counted_and_expected(counted, expected)


def _days_of(outlook: Outlook, line: Line) -> pd.DataFrame:
    steps = outlook.steps[outlook.steps["channel"] == line.queue.channel].head(DAYS_AHEAD)
    return _counted_and_expected(line.sound.iloc[-DAYS_BEFORE:], steps)


def _counted_and_expected(counted: pd.Series, expected: pd.DataFrame) -> pd.DataFrame:
    before = pd.DataFrame({"start": counted.index, "series": COUNTED, "value": counted.to_numpy()})
    after = expected[["start", "mean", *EDGES]].rename(columns={"mean": "value"}).assign(series=EXPECTED)
    return pd.concat([before, after], ignore_index=True)


def _title_so_far(review: Review, line: Line, parts: Parts) -> str:
    effects = parts.effects[parts.effects["channel"] == line.queue.channel]
    growth = effects[effects["kind"] == "growth"].iloc[0]
    weeks = parts.weeks[(parts.weeks["channel"] == line.queue.channel) & ~parts.weeks["incomplete"]]
    if pd.isna(growth["effect"]):
        low, high = formats.count(weeks["offered"].min()), formats.calls(weeks["offered"].max())
        return upper_first(f"{line.queue.name}: between {low} and {high} a day")
    first, last = line.series.index[0], line.series.index[-1]
    broken = any(event.breaks_series and first < pd.Timestamp(event.date) <= last for event in review.force.events)
    once = f"once the time of year{' and the changes marked are' if broken else ' is'} taken out"
    if growth["lower"] <= 0 <= growth["upper"]:
        return upper_first(f"{line.queue.name} calls neither rise nor fall clearly {once}")
    move = "rise" if growth["effect"] > 0 else "fall"
    by = formats.per_cent(abs(growth["effect"]))
    return upper_first(f"{line.queue.name} calls {move} by about {by} a year {once}")


def _title_ahead(outlook: Outlook, line: Line) -> str:
    span = outlook.spans[(outlook.spans["channel"] == line.queue.channel) & (outlook.spans["span"] == 0)].iloc[0]
    low, high = words.rough(span["lower_80"]), words.rough(span["upper_80"])
    calls = f"{line.queue.name}: about {words.rough(span['mean'])} calls expected in {words.span(int(span['days']))}"
    return upper_first(f"{calls}, probably between {low} and {high}")


def _title_days(outlook: Outlook, line: Line) -> str:
    steps = outlook.steps[outlook.steps["channel"] == line.queue.channel].head(DAYS_AHEAD)
    most, least = steps.loc[steps["mean"].idxmax()], steps.loc[steps["mean"].idxmin()]
    return upper_first(
        f"{line.queue.name} calls: from about {formats.count(least['mean'])} on {words.short(least['start'])} to "
        f"{formats.count(most['mean'])} on {words.short(most['start'])}"
    )


def _weeks_table(review: Review, line: Line, weeks: pd.DataFrame) -> Table:
    """Return the weeks of a channel, newest first."""
    fields = [Field("week", "Week beginning", "week"), Field("offered", "Calls a day, as counted", "calls"),
              Field("adjusted", f"Calls a day, {lower_first(TAKEN_OUT)}", "calls", reason="reason")]  # fmt: skip
    return table(
        weeks.sort_values("week", ascending=False), id=f"calls-so-far-{words.slug(line.queue.channel)}-table",
        title=f"{_name(line)} calls a day, mean of each week", source=words.source(review, [line]),
        fields=fields, also_csv=["channel", "stage", "incomplete"],
    )  # fmt: skip


def _spans_table(review: Review, line: Line, spans: pd.DataFrame) -> Table:
    rows = spans.assign(
        period=[words.days(row.first_day, row.last_day, whole=row.span == 0) for row in spans.itertuples()],
        in_80=[words.between(row.lower_80, row.upper_80) for row in spans.itertuples()],
        in_95=[words.between(row.lower_95, row.upper_95) for row in spans.itertuples()],
    ).reset_index(drop=True)
    return table(
        rows, id=f"what-to-expect-{words.slug(line.queue.channel)}-table", source=words.forecast_source(review, [line]),
        title=f"{_name(line)} calls expected", marked=rows.index[rows["span"] == 0].tolist(),
        fields=[Field("period", "Days"), Field("mean", "Calls expected", "calls"),
                Field("in_80", "80 in 100: between"), Field("in_95", "95 in 100: between")],
        also_csv=["channel", "stage", "first_day", "last_day", *EDGES],
    )  # fmt: skip


def _days_table(review: Review, outlook: Outlook, line: Line) -> Table:
    rows = outlook.steps[outlook.steps["channel"] == line.queue.channel]
    rows = rows.assign(weekday=[sentences.WEEKDAYS[day] for day in rows["start"].dt.day_of_week])
    edges = [
        Field(f"{side}_{level}", f"{side.capitalize()} edge, {said}", "calls")
        for level, said in words.IN_100.items()
        for side in ("lower", "upper")
    ]
    fields = [Field("start", "Day", "day"), Field("weekday", "Weekday"), Field("mean", "Calls expected", "calls")]
    return table(
        rows, id=f"day-by-day-{words.slug(line.queue.channel)}-table", fields=[*fields, *edges],
        title=f"{_name(line)} calls expected each day",
        source=words.forecast_source(review, [line]), also_csv=["channel", "stage"],
    )  # fmt: skip
