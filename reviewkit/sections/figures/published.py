"""What has been published about the same force, and nationally: each figure with its basis, beside, never ranked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.data.declared.force_names import slug_of

if TYPE_CHECKING:
    from reviewkit.data.declared.force import Force
    from reviewkit.data.review import Review

NATIONAL = re.compile(r"uk|united-kingdom|great-britain|england|wales|england-(and-)?wales.*|uk-\d+-forces")
OWN, COUNTRY = "this force, as published", "national"

FEWEST_PERIODS = 3
LONGEST_MONTH_DAYS = 31
_SERIES = ["channel", "stage", "metric", "threshold_s"]


def is_national(name: str) -> bool:
    """Say whether a published figure is about a whole country, or about the forces of it that answered.

    Examples
    --------
    >>> is_national("UK"), is_national("ENGLAND_WALES_OR_UK"), is_national("north-wales")
    (True, True, False)
    """
    return bool(NATIONAL.fullmatch(slug_of(name)))


def beside_published(review: Review) -> pd.DataFrame:
    """Return published figures for the channels of the review: the same force first, then national, newest first.

    They were counted by others, with another clock and other rules, so nothing here is computed from both.

    Returns
    -------
    pandas.DataFrame
        Columns of :func:`reviewkit.data.published.published_figures`, ``whose``, ``in_period`` (some of its days are
        reviewed) and ``of_offered`` (of calls not answered, their share of those offered where the same source prints
        both). Empty where nothing fits. An invented force has no published figures of its own.
    """
    rows = chosen(review.published, review.force, set(review.counts["channel"]))
    reviewed = (rows["period_start"] <= pd.Timestamp(review.end)) & (rows["period_end"] >= pd.Timestamp(review.start))
    return rows.assign(in_period=reviewed, of_offered=_share_of_offered(rows))


def added_up(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of each series of counts whose months or weeks follow each other without a gap.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, metric, threshold_s, first_day, last_day, periods, total``; series of fewer than
        :data:`FEWEST_PERIODS` are left out, and so are longer periods, which need no adding up.
    """
    days = (rows["period_end"] - rows["period_start"]).dt.days + 1
    counts = rows[rows["unit"].eq("calls") & days.le(LONGEST_MONTH_DAYS) & rows["metric"].ne("calls_per_month")]
    found = []
    for key, series in counts.groupby([*_SERIES, "basis", "source"], dropna=False, sort=False):
        series = series.sort_values("period_start")  # noqa: PLW2901 - the same series, in order
        follows = (
            series["period_start"].iloc[1:].to_numpy()
            == (series["period_end"].iloc[:-1] + pd.Timedelta(days=1)).to_numpy()
        )
        if len(series) >= FEWEST_PERIODS and follows.all():
            ends = {"first_day": series["period_start"].iloc[0], "last_day": series["period_end"].iloc[-1]}
            sums = {"periods": len(series), "total": series["value"].sum()}
            found.append(dict(zip(_SERIES, key, strict=False)) | ends | sums)
    return pd.DataFrame(found, columns=[*_SERIES, "first_day", "last_day", "periods", "total"])


def _share_of_offered(rows: pd.DataFrame) -> pd.Series:
    same = ["force", "period_start", "period_end", "channel", "stage", "basis", "source"]
    offered = rows[rows["metric"] == "offered"].drop_duplicates(same).set_index(same)["value"]
    asked = pd.MultiIndex.from_frame(rows[same])
    share = rows["value"].to_numpy(dtype=float) / offered.reindex(asked).to_numpy(dtype=float)
    return pd.Series(share, index=rows.index).where(rows["metric"] == "not_answered")


def chosen(published: pd.DataFrame, force: Force, channels: set[str]) -> pd.DataFrame:
    """Return the published figures that belong beside a force's own; places in somebody's ranking are left out."""
    own_names = () if force.synthetic else force.slugs
    forces = published["force"].astype(str)
    own = forces.map(slug_of).isin(own_names)
    about = published["channel"].astype(str).isin(channels) & published["metric"].ne("rank")
    rows = published[(own | forces.map(is_national)) & about]
    whose = own.loc[rows.index].map({True: OWN, False: COUNTRY})
    ordered = rows.assign(whose=whose).sort_values(
        ["whose", "channel", "metric", "period_end"], ascending=[False, False, True, False], kind="stable"
    )
    return ordered.reset_index(drop=True)
