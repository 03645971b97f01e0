"""What a table of sums cannot say alone: passing on seen in single calls, and the rule behind first-contact figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.measures import transfer_rate

if TYPE_CHECKING:
    from reviewkit.data.review import Review

NO_RULE = "The force does not say when it counts a call as settled at first contact (first_contact_rule in force.toml)."
OTHER_ROADS = ("ivr", "callback")
"""Stages in which nobody passes a caller on: the menu, and the call that the force itself makes."""


def with_rule(table: pd.DataFrame, review: Review) -> pd.DataFrame:
    """Refuse first-contact resolution where the force does not state its rule: without it the figure says nothing."""
    if review.force.first_contact_rule:
        return table
    unsaid = table["measure"].eq("first_contact_resolution") & table["value"].notna()
    numbers = ["value", "numerator", "denominator"]
    return table.assign(
        **{name: table[name].mask(unsaid) for name in numbers}, reason=table["reason"].mask(unsaid, NO_RULE)
    )


def with_transfers(table: pd.DataFrame, review: Review) -> pd.DataFrame:
    """Fill transfer rates that the counts do not give from linked single calls, over the days these cover.

    Of the calls that began in the period and were answered at a stage, those that then reached another stage. Only for
    the whole period; ``first_day`` and ``last_day`` of a filled row are the days that single calls cover.
    """
    missing = table["measure"].eq("transfer_rate") & table["value"].isna()
    if not missing.any() or (seen := _passed_on(review)).empty:
        return table
    rows = table[missing].drop(columns=["value", "numerator", "denominator", "first_day", "last_day"], errors="ignore")
    filled = rows.merge(seen, on=["channel", "stage"], how="left")
    found = filled["value"].notna()
    filled = filled.assign(reason=filled["reason"].mask(found, ""))
    return pd.concat([table[~missing], filled], ignore_index=True)


def _passed_on(review: Review) -> pd.DataFrame:
    found = review.journeys
    columns = ["channel", "stage", "numerator", "denominator", "value", "first_day", "last_day"]
    if found is None or not found.calls or found.unnamed == found.calls:
        return pd.DataFrame(columns=columns)
    steps = found.steps[~found.steps["stage"].isin(OTHER_ROADS)]
    on = np.where(~steps["last"] & steps["next"].ne("callback"), steps["answered"], 0)
    sums = steps.assign(on=on).groupby(["channel", "stage"], as_index=False)[["on", "answered"]].sum()
    several = found.steps.groupby("channel")["stage"].nunique()
    sums = sums[sums["channel"].map(several) > 1]
    return sums.assign(
        numerator=sums["on"].astype(float),
        denominator=sums["answered"].astype(float),
        value=transfer_rate(sums["on"], sums["answered"]),
        first_day=pd.Timestamp(found.first_day),
        last_day=pd.Timestamp(found.last_day),
    )[columns]
