"""What happened beyond the call: were victims contacted back, standards kept, intelligence used, barriers removed?

Every function takes a review and returns a plain frame. It has no rows where the force supplied no such records; a
figure the records cannot give is missing, with the reason; one about too few people is in a row that is ``withheld``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.disclosure import FEWEST_PEOPLE

if TYPE_CHECKING:
    from reviewkit.data.review import Review

TABLES = ("contact_back", "service_standards", "intelligence", "barriers")
NOT_SAID = "not stated"
NONE_IN_PERIOD = "The records have none in this period."
TOO_FEW = f"Fewer than {FEWEST_PEOPLE}: not shown, so that nobody can be recognised."
TOO_FEW_REACHED = "So many had reached no analyst when the records were taken that the time is not known."
NOBODY_LOOKED = "The records do not say for any of them whether a use is written down."
STATUS_ORDER = ("open", "in hand", "accepted", "removed")


def contact_back(review: Review) -> pd.DataFrame:
    """Return how many promises to contact a victim back were kept in time, late, or not yet.

    A promise belongs to the period in which it fell due. One that was made in the period and falls due after it, or
    after the records end, is ``not_yet_due`` and in no other count. The records end with the last promise or contact in
    them; without ``promised_at`` that is not known, and every promise due in the period counts. A due time at midnight
    is a day without a time: it means the end of that day.

    Returns
    -------
    pandas.DataFrame
        One row, or none: ``due, in_time, late, open, not_yet_due, share`` (in time, of all due, 0 to 1)``, withheld,
        reason``. Counts of promises: a victim with two of them is counted twice.
    """
    if not review.supplies("contact_back"):
        return pd.DataFrame()
    promises = _promises(review)
    due = promises[promises["in_period"]]
    row = {
        "due": len(due),
        "in_time": int(due["in_time"].sum()),
        "late": int((due["made"] & ~due["in_time"]).sum()),
        "open": int((~due["made"]).sum()),
        "not_yet_due": int(promises["later"].sum()),
    }
    return _judged(pd.DataFrame([row]), part="in_time", whole="due", parts=("in_time", "late", "open"))


def contact_back_by_role(review: Review) -> pd.DataFrame:
    """Return who contacted victims back, and how many of their contacts were in time.

    Returns
    -------
    pandas.DataFrame
        A row for each role, most contacts first: ``made_by, made, in_time, late, share`` (in time, of those
        made)``, withheld, reason``. Where one role alone would be withheld, the next smallest is withheld as well:
        else the whole less the others gives it away.
    """
    if not review.supplies("contact_back"):
        return pd.DataFrame()
    promises = _promises(review)
    made = promises[promises["in_period"] & promises["made"]]
    frame = made.groupby(made["made_by"].fillna(NOT_SAID), as_index=False).agg(
        made=("made", "size"), in_time=("in_time", "sum")
    )
    frame = frame.assign(late=frame["made"] - frame["in_time"])
    frame = _judged(frame, part="in_time", whole="made", parts=("in_time", "late"))
    frame = frame.sort_values(["made", "made_by"], ascending=[False, True], ignore_index=True)
    return frame.assign(withheld=_with_a_second(frame["withheld"]))


def _promises(review: Review) -> pd.DataFrame:
    frame = review.records("contact_back")
    due = frame["due_at"]
    # The end of the day on the wall clock, whether it has 23, 24 or 25 hours.
    midnight = due.dt.normalize()
    end_of_day = (midnight.dt.tz_localize(None) + pd.Timedelta(days=1)).dt.tz_localize(midnight.dt.tz)
    by = due.mask(due == midnight, end_of_day - pd.Timedelta(seconds=1))
    made = frame["made_at"].notna()
    # Contacts alone do not show where the records end: they stop as well when nobody is contacted any more.
    last = frame[["promised_at", "made_at"]].max().max() if frame["promised_at"].notna().any() else pd.NaT
    over = ~(by > last)
    return frame.assign(
        made=made,
        in_time=made & (frame["made_at"] <= by),
        in_period=_within(due, review) & over,
        later=(_after(due, review) & ~_after(frame["promised_at"].fillna(due), review))
        | (_within(due, review) & ~over),
    )


def service_standards(review: Review) -> pd.DataFrame:
    """Return how often each service standard was kept, against what was promised.

    Records of periods that lie within the reviewed one are added up; ``left_out`` counts those that reach beyond it.

    Returns
    -------
    pandas.DataFrame
        A row for each standard, by its name: ``standard, due, kept, missed, told`` (missing where a
        period does not give it)``, share`` (kept, of due)``, promised_share`` (1 where nothing less was promised)``,
        verdict`` (met, missed, cannot be told)``, citation, left_out, withheld, reason``.
    """
    records = review.records("service_standards")
    if records.empty:
        return pd.DataFrame()
    start, end = pd.Timestamp(review.start), pd.Timestamp(review.end)
    inside = (records["period_start"] >= start) & (records["period_end"] <= end)
    touching = (records["period_end"] >= start) & (records["period_start"] <= end)
    rows = [
        _standard(records[inside & same], left_out=int((touching & ~inside & same).sum()), standard=name)
        for name in records["standard"].drop_duplicates()
        if (same := records["standard"] == name).any()
    ]
    frame = _judged(pd.DataFrame(rows), part="kept", whole="due", parts=("kept", "missed", "told"))
    told = np.where(frame["share"] >= frame["promised_share"], "met", "missed")
    return frame.assign(verdict=np.where(frame["share"].isna(), "cannot be told", told))


def _standard(records: pd.DataFrame, *, left_out: int, standard: str) -> dict[str, object]:
    due, kept = int(records["due"].sum()), int(records["kept"].sum())
    told, promised = records["told"], records["promised_share"].dropna()
    return {
        "standard": standard,
        "due": due,
        "kept": kept,
        "missed": due - kept,
        "told": float(told.sum()) if len(told) and told.notna().all() else np.nan,
        "promised_share": promised.iloc[-1] if len(promised) else 1.0,
        "citation": records["citation"].iloc[-1] if len(records) else "",
        "left_out": left_out,
    }


def intelligence(review: Review) -> pd.DataFrame:
    """Return how many intelligence reports came from calls, how soon an analyst had them, and how many were of use.

    Times are order statistics over all reports of the period, those that reached no analyst taken as longest: a median
    over the others alone would look the better, the more are lost.

    Returns
    -------
    pandas.DataFrame
        One row, or none: ``submitted, reached, waiting, half_s, nine_in_ten_s`` (missing with ``half_reason`` and
        ``nine_in_ten_reason``)``, looked`` (it is known whether a use is written down)``, stated, share`` (stated, of
        looked)``, withheld, reason``.
    """
    if not review.supplies("intelligence"):
        return pd.DataFrame()
    records = review.records("intelligence")
    records = records[_within(records["submitted_at"], review)]
    taken = (records["reached_analyst_at"] - records["submitted_at"]).dt.total_seconds()
    # A day without a time of day may lie before a submission of that day: that is no negative time.
    taken = taken.clip(lower=0)
    row = {
        "submitted": len(records),
        "reached": int(taken.notna().sum()),
        "waiting": int(taken.isna().sum()),
        "looked": int(records["use_stated"].notna().sum()),
        "stated": int(records["use_stated"].fillna(value=False).sum()),
    }
    for name, share in (("half", 0.5), ("nine_in_ten", 0.9)):
        row[f"{name}_s"], row[f"{name}_reason"] = _reached_by(taken, share)
    row["unstated"] = row["looked"] - row["stated"]
    parts = ("submitted", "stated", "unstated")
    frame = _judged(pd.DataFrame([row]), part="stated", whole="looked", parts=parts)
    nobody = (frame["looked"] == 0) & (frame["submitted"] > 0)
    return frame.assign(reason=frame["reason"].mask(nobody, NOBODY_LOOKED))


def _reached_by(taken: pd.Series, share: float) -> tuple[float, str]:
    """Return the time within which a share of all had reached an analyst, or the reason why it cannot be told."""
    if len(taken) < FEWEST_PEOPLE:
        return np.nan, TOO_FEW if len(taken) else NONE_IN_PERIOD
    time = float(np.quantile(taken.fillna(np.inf), share, method="inverted_cdf"))
    return (time, "") if np.isfinite(time) else (np.nan, TOO_FEW_REACHED)


def barriers(review: Review) -> pd.DataFrame:
    """Return the register of barriers that had been raised by the end of the period, what is still open first.

    Returns
    -------
    pandas.DataFrame
        ``id, kind, description, evidence, effect, cost, cost_unit, owner, raised, status`` as supplied.
    """
    records = review.records("barriers")
    records = records[records["raised"].isna() | (records["raised"] <= pd.Timestamp(review.end))]
    order = records["status"].map({status: place for place, status in enumerate(STATUS_ORDER)})
    return records.assign(order=order).sort_values("order", kind="stable", ignore_index=True).drop(columns="order")


def _within(times: pd.Series, review: Review) -> pd.Series:
    day = times.dt.tz_localize(None).dt.normalize()
    return (day >= pd.Timestamp(review.start)) & (day <= pd.Timestamp(review.end))


def _after(times: pd.Series, review: Review) -> pd.Series:
    return times.dt.tz_localize(None).dt.normalize() > pd.Timestamp(review.end)


def _judged(frame: pd.DataFrame, *, part: str, whole: str, parts: tuple[str, ...]) -> pd.DataFrame:
    """Add the share, and whether a row is about too few people to be shown.

    Nought is shown: that a promise was kept every time tells nothing about one person.
    """
    few = (frame[list(parts)] > 0) & (frame[list(parts)] < FEWEST_PEOPLE)
    withheld = few.any(axis=1) | ((frame[whole] > 0) & (frame[whole] < FEWEST_PEOPLE))
    share = frame[part] / frame[whole].where(frame[whole] > 0)
    reason = np.where(frame[whole] == 0, NONE_IN_PERIOD, np.where(withheld, TOO_FEW, ""))
    return frame.assign(share=share.astype(float), withheld=withheld, reason=reason)


def _with_a_second(withheld: pd.Series) -> pd.Series:
    """Withhold the smallest of the other rows too, where one alone is withheld; rows come largest first."""
    if withheld.sum() != 1 or withheld.all():
        return withheld
    second = withheld.index[~withheld][-1]
    return withheld | (withheld.index == second)
