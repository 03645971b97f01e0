"""For statisticians: the models by name, the textbook formula beside them, and every half hour to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats
from reviewkit.page.display import Prose, Table
from reviewkit.page.performance.words import upper_first
from reviewkit.page.staffing import words
from reviewkit.page.tables import Field, table

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed

USUAL = (
    "The formula that most planners use takes each half hour for itself, as if its calls had come at that rate for "
    "ever, and takes every caller to wait however long it lasts. Where callers do give up, it asks for more people "
    "than are needed and foretells waits that never come about; where there are fewer people than work, it knows no "
    "answer at all. Where calls rise quickly it asks for too few, because it does not see the queue that the half hour "
    "before left behind."
)
USUAL_TOO = (
    "Neither it nor the calculation of this page knows calls that come in bunches, days busier than expected, or "
    "people who tire when call follows call. Both take handling times to vary as they do by pure chance; where they "
    "vary more, the share answered in time hardly changes, but the mean wait is longer."
)
MODEL = (
    "Need and service: M(t)/M/s(t)+M, solved exactly through the week (reviewkit.methods.transient), begun in the "
    "long-run state of Monday midnight; need is found half hour by half hour. Changes of assumptions and moved hours "
    "are found with stationary Erlang A (Erlang C where patience is not known), moved hours then evaluated exactly."
)
PATIENCE = (
    "Patience: censored exponential, the sum of all waits over the number who gave up; those who gave up at once are "
    "left out of the number. Ringing time counted as waiting biases it upwards. {said}"
)


def what_the_usual_formula_leaves_out() -> Prose:
    """Return, in plain words, what the textbook's formula assumes and where it misleads."""
    return Prose(paragraphs=(USUAL, USUAL_TOO))


def for_statisticians(
    review: Review, assumed: Assumed, checked: pd.DataFrame, textbook: pd.DataFrame, week: pd.DataFrame
) -> tuple[Prose | Table, ...]:
    """Return the models by name, Erlang C beside them, and every half hour of the week as CSV.

    Parameters
    ----------
    checked, textbook, week
        Results of ``checked``, ``by_the_textbook`` and ``needed`` of :mod:`reviewkit.sections.staffing`.
    """
    return (
        Prose(paragraphs=(MODEL, PATIENCE.format(said=_events(assumed)))),
        _beside(review, assumed, checked, textbook),
        table(
            week, id="staffing-half-hours", title="Every half hour of the week", csv_only=True,
            source=words.source(review, assumed),
            fields=[Field("channel", "Channel"), Field("stage", "Stage"), Field("weekday", "Weekday", "number"),
                    Field("hour", "Hour", "hour"), Field("minute", "Minute", "number"),
                    Field("calls", "Calls for a person", "number"), Field("needed", "People needed", "number"),
                    Field("there", "People there", "number"), Field("short", "People missing", "number")],
        ),
    )  # fmt: skip


def _events(assumed: Assumed) -> str:
    return " ".join(
        f"{words.name(post)}: {formats.number(post.patience.mean_s)} s (95% interval "
        f"{formats.number(post.patience.lower_s)} to {formats.number(post.patience.upper_s)}), from "
        f"{formats.count(post.patience.gave_up)} who gave up and {formats.count(post.patience.waited_s)} s waited."
        for post in assumed.posts
        if post.patience.mean_s is not None
    )


def _beside(review: Review, assumed: Assumed, checked: pd.DataFrame, textbook: pd.DataFrame) -> Table:
    keys = ["channel", "stage"]
    rows = textbook[[*keys, "name", "hours", "share", "worst", "below"]]
    known = checked[[*keys, "textbook", "expected", "measured", "reason"]] if len(checked) else None
    if known is not None:
        rows = rows.merge(known, on=keys, how="left")
    fields = [Field("hours", "Hours Erlang C asks for", "number", 0),
              Field("worst", "Then exact, worst half hour (%)", "share"),
              Field("below", "Half hours below the target", "number", 0)]  # fmt: skip
    if known is not None:
        past = [("textbook", "Past weeks by Erlang C (%)"), ("expected", "By the exact model (%)")]
        fields += [*(Field(column, head, "share", reason="reason") for column, head in past),
                   Field("measured", "Measured (%)", "share", reason="reason")]  # fmt: skip
    return table(
        rows.assign(name=rows["name"].map(upper_first)), id="staffing-textbook", source=words.source(review, assumed),
        title="Erlang C beside the exact model", fields=[Field("name", "Post"), *fields],
        notes=("Erlang C gives 0 where there is at least as much work as people.",), also_csv=[*keys, "share"],
    )  # fmt: skip
