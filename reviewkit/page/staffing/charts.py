"""People needed against people there: a heat map for each post, hour by weekday."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import charts, sentences
from reviewkit.page.display import Chart, Notice, Table
from reviewkit.page.performance.words import when_in_week
from reviewkit.page.staffing import words
from reviewkit.page.tables import Field, table
from reviewkit.sections.rostering.posts import NO_STAFFED

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed, Post

MOST_POSTS = 3  # heat maps on one page
SHORT_DAYS = tuple(day[:3] for day in sentences.WEEKDAYS)
MEAN_OF_WEEKS = (
    "People there are the mean of {weeks}: on a day when some are ill or on leave, more hours are short than here."
)
BELOW_NOUGHT = "Below nought there are more people than needed."
ONLY_NEED = f"{NO_STAFFED} Only the need can be shown."


def need_against_there(review: Review, assumed: Assumed, hours: pd.DataFrame) -> tuple[Chart | Notice, ...]:
    """Draw, for each hour of the week, how many people are missing; where it is not known how many are there, the need.

    Parameters
    ----------
    hours
        From :func:`reviewkit.sections.staffing.by_hour`.
    """
    return tuple(_drawn(review, assumed, post, post.queue.of(hours)) for post in assumed.posts[:MOST_POSTS])


def _drawn(review: Review, assumed: Assumed, post: Post, rows: pd.DataFrame) -> Chart:
    known = post.there is not None
    value = "short" if known else "needed"
    name = f"{'gap' if known else 'need'}-{words.slug(post)}"
    what = "People needed less people there, mean of each hour" if known else "People needed, mean of each hour"
    notes = (BELOW_NOUGHT, MEAN_OF_WEEKS.format(weeks=words.weeks(post))) if known else (ONLY_NEED,)
    return charts.heat_map(
        rows, id=name, rows="weekday", columns="hour", value=value, unit="number",
        title=_title_gap(post, rows) if known else _title_need(post, rows),
        subtitle=words.subtitle(review, what, post), source=words.source(review, assumed), notes=notes,
        table=_table(review, assumed, post, rows, value, name=name),
        row_label=lambda day: SHORT_DAYS[day], column_label=sentences.hour,
        scale_title="People missing" if known else "People needed",
    )  # fmt: skip


def _title_gap(post: Post, rows: pd.DataFrame) -> str:
    worst = rows.loc[rows["short"].idxmax()]
    if worst["short"] <= 0:
        return f"{words.name(post)} has as many people as it needs, or more, in every hour of a usual week"
    short = int((rows["short"] > 0).sum())
    return (
        f"{words.name(post)} is short of people in {short} of {len(rows)} hours of the week, most of all on "
        f"{when_in_week(worst)}, by {words.people(worst['short'])}"
    )


def _title_need(post: Post, rows: pd.DataFrame) -> str:
    most, least = rows.loc[rows["needed"].idxmax()], rows["needed"].min()
    return (
        f"{words.name(post)} needs most people on {when_in_week(most)}: {words.people(most['needed'])}, against "
        f"{words.people(least)} in its quietest hour"
    )


def _table(review: Review, assumed: Assumed, post: Post, rows: pd.DataFrame, value: str, *, name: str) -> Table:
    grid = rows.pivot(index="hour", columns="weekday", values=value)  # noqa: PD010 - one figure a cell
    grid = grid.rename(columns=lambda day: sentences.WEEKDAYS[int(day)].lower()).reset_index()
    fields = [Field(day, day.capitalize(), "number", 1) for day in grid.columns[1:]]
    said = "people missing (below nought: to spare)" if value == "short" else "people needed"
    return table(
        grid, id=f"{name}-table", title=f"{words.name(post)}: {said} by hour of the week", units="people",
        fields=[Field("hour", "Hour beginning", "hour"), *fields], source=words.source(review, assumed),
    )  # fmt: skip
