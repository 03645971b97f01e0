"""Every measure a second time: one query a measure over calls as they were received, and one over half-hour counts.

Written from the definitions alone (O offered, A answered, B abandoned, K call back accepted, t the wait of a call) and
nothing of the package is used. A call has ``channel, stage, clock`` (the time on the wall), ``wait``, ``handled``,
``outcome`` and ``passed_on`` (another leg came after); ``{n}`` is where a measure's number of seconds goes.
"""

from __future__ import annotations

from datetime import date

OUTCOMES = ("answered", "abandoned", "contained", "callback", "forced", "overflow")

SPANS = {
    "period": "DATE '{first}'",
    "month": "CAST(date_trunc('month', clock) AS DATE)",
    "week": "CAST(clock AS DATE) - (isodow(clock) - 1)::INTEGER",
    "day": "CAST(clock AS DATE)",
    "hour": "(isodow(clock) - 1) * 24 + hour(clock)",
}
"""When a call was offered: the first day of the period, month, week (Monday to Sunday) or day; or the hour of the week,
which is 0 on Monday after midnight and 167 on Sunday before it."""


def _calls(outcome: str, *, and_so: str = "true") -> str:
    """Return SQL that counts the calls that ended so."""
    return f"count(CASE WHEN outcome = '{outcome}' AND {and_so} THEN 1 END)"


def _seconds(how: str, column: str, *outcomes: str) -> str:
    """Return SQL for the mean or the largest of the seconds of calls that ended so."""
    words = ", ".join(f"'{outcome}'" for outcome in outcomes)
    return f"{how}(CASE WHEN outcome IN ({words}) THEN {column} END)"


def _order(percent: int, *outcomes: str) -> str:
    """Return SQL for the k-th shortest wait, k being ``percent`` of the calls, rounded up, in whole numbers."""
    words = ", ".join(f"'{outcome}'" for outcome in outcomes)
    waits = f"list_sort(list(wait) FILTER (outcome IN ({words})))"
    return f"{waits}[CAST(({percent} * len({waits}) + 99) // 100 AS BIGINT)]"


def _over(top: str, bottom: str) -> str:
    return f"CAST({top} AS DOUBLE) / nullif({bottom}, 0)"


O, A, B, K = "count(*)", _calls("answered"), _calls("abandoned"), _calls("callback")  # noqa: E741 - as in the formulas
QUICK = _calls("answered", and_so="wait <= {n}")
GONE_SOON = _calls("abandoned", and_so="wait <= {n}")
GONE_LATE = _calls("abandoned", and_so="wait > {n}")

OF_CALLS = {
    "offered": O,
    **{outcome: _calls(outcome) for outcome in OUTCOMES},
    "answer_rate": _over(A, O),
    "not_answered_rate": _over(f"{O} - {A}", O),
    "abandonment_crude": _over(B, O),
    "abandonment_after_threshold": _over(GONE_LATE, O),
    "abandonment_threshold_both_sides": _over(GONE_LATE, f"{O} - {GONE_SOON}"),
    "abandonment_excluding_callback": _over(B, f"{O} - {K}"),
    "service_level_of_offered": _over(QUICK, O),
    "service_level_of_answered": _over(QUICK, A),
    "service_level_without_short_abandoned": _over(QUICK, f"{O} - {GONE_SOON}"),
    "mean_wait_s": _seconds("avg", "wait", "answered"),
    "median_wait_s": _order(50, "answered"),
    "p90_wait_s": _order(90, "answered"),
    "p95_wait_s": _order(95, "answered"),
    "longest_wait_s": _seconds("max", "wait", "answered"),
    "mean_wait_to_abandon_s": _seconds("avg", "wait", "abandoned"),
    "median_wait_to_abandon_s": _order(50, "abandoned"),
    "p90_wait_to_abandon_s": _order(90, "abandoned"),
    "p95_wait_to_abandon_s": _order(95, "abandoned"),
    "longest_abandoned_wait_s": _seconds("max", "wait", "abandoned"),
    "mean_time_in_queue_s": _seconds("avg", "wait", "answered", "abandoned"),
    "median_time_in_queue_s": _order(50, "answered", "abandoned"),
    "p90_time_in_queue_s": _order(90, "answered", "abandoned"),
    "p95_time_in_queue_s": _order(95, "answered", "abandoned"),
    "handling_time_s": _seconds("avg", "handled", "answered"),
    "transfer_rate": _over(_calls("answered", and_so="passed_on"), A),
}
"""Measure -> what to SELECT of the calls of a queue, given one row a call and stage."""

ORDERED = {name for name in OF_CALLS if name.startswith(("median", "p90", "p95"))}
"""What no sum can give."""
NOT_IN_CALLS = {
    "occupancy",
    "utilisation",
    "shrinkage",
    "first_contact_resolution",
    "callback_success",
    "mean_wait_for_callback_s",
}
"""What no row about a call says: who was on duty, what the force counts as settled, who was rung back."""


OF_COUNTS = {
    **{name: f"sum({name})" for name in ("offered", *OUTCOMES)},
    "answer_rate": "sum(answered) / nullif(sum(offered), 0)",
    "not_answered_rate": "1 - sum(answered) / nullif(sum(offered), 0)",
    "abandonment_crude": "sum(abandoned) / nullif(sum(offered), 0)",
    "abandonment_after_threshold": "sum(abandoned - abandoned_{n}s) / nullif(sum(offered), 0)",
    "abandonment_threshold_both_sides": "sum(abandoned - abandoned_{n}s) / nullif(sum(offered - abandoned_{n}s), 0)",
    "abandonment_excluding_callback": "sum(abandoned) / nullif(sum(offered - callback), 0)",
    "service_level_of_offered": "sum(answered_{n}s) / nullif(sum(offered), 0)",
    "service_level_of_answered": "sum(answered_{n}s) / nullif(sum(answered), 0)",
    "service_level_without_short_abandoned": "sum(answered_{n}s) / nullif(sum(offered - abandoned_{n}s), 0)",
    "mean_wait_s": "sum(wait_total_s) / nullif(sum(answered), 0)",
    "longest_wait_s": "max(longest_wait_s)",
    "longest_abandoned_wait_s": "max(longest_abandoned_wait_s)",
    "mean_wait_to_abandon_s": "sum(abandoned_wait_total_s) / nullif(sum(abandoned), 0)",
    "mean_time_in_queue_s": "sum(wait_total_s + abandoned_wait_total_s) / nullif(sum(answered + abandoned), 0)",
    "handling_time_s": "sum(handled_total_s) / nullif(sum(answered), 0)",
    "occupancy": "sum(handled_total_s) / nullif(sum(staffed_total_s), 0)",
    "utilisation": "sum(handled_total_s) / nullif(sum(paid_total_s), 0)",
    "shrinkage": "1 - sum(staffed_total_s) / nullif(sum(paid_total_s), 0)",
    "transfer_rate": "sum(transferred) / nullif(sum(answered), 0)",
    "first_contact_resolution": "sum(resolved) / nullif(sum(answered), 0)",
    "callback_success": "sum(callback_reached) / nullif(sum(callback), 0)",
    "mean_wait_for_callback_s": "sum(callback_wait_total_s) / nullif(sum(callback_reached), 0)",
}
"""Measure -> what to SELECT of the half-hour counts of a queue."""


def query(table: str, measure: str, threshold_s: int | None, *, by: str, first: date, last: date) -> str:
    """Return the query for one measure of every queue, and of every period, month, week, day or hour of the week.

    ``table`` is ``calls`` or ``counts``; ``first`` and ``last`` are the days reviewed. The answers have a row for each:
    channel, stage, when, and what was measured.
    """
    told = {"calls": OF_CALLS, "counts": OF_COUNTS}[table][measure].format(n=threshold_s)
    return (
        f"SELECT channel, stage, {SPANS[by].format(first=first)} AS span, {told} AS told FROM {table} "
        f"WHERE CAST(clock AS DATE) BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY ALL"
    )
