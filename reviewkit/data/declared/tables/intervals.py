"""The table of counts for each half hour, hour, day, week or month."""

from __future__ import annotations

from reviewkit.data.declared.columns import Column, Schema, count, seconds
from reviewkit.data.declared.tables.common import CHANNEL, FORCE, STAGE

_OUTCOME_COUNTS = (
    count("offered", "Calls presented to this stage's queue.", 120),
    count("answered", "Calls connected to a person at this stage; not those a recorded message served.", 108),
    count("abandoned", "Calls in which the caller gave up before an answer.", 9),
    count("contained", "Calls that ended in the menu, with a message, or were sent to a web page.", 1),
    count("callback", "Callers who left the queue by choosing to be rung back.", 2),
    count("forced", "Calls ended by the system: engaged tone, queue full, cut off.", 0),
    count("overflow", "Calls that another force answered.", 0),
    count("waiting", "Calls still waiting when the interval ended.", 0),
    count("transferred", "Answered calls passed on to the next stage.", 40),
    count("resolved", "Answered calls settled at first contact, by the rule that force.toml states.", 60),
    count("callback_reached", "Callers who chose to be rung back and then were reached.", 2),
)

_INTERVAL_WAITS = (
    seconds("wait_total_s", "Waits of all answered calls, added up.", 2592),
    seconds("wait_mean_s", "Mean wait of answered calls, where the total is not supplied.", 24),
    seconds("abandoned_wait_total_s", "Waits of all callers who gave up, added up.", 540),
    seconds("abandoned_wait_mean_s", "Mean wait of those who gave up, where the total is not supplied.", 60),
    seconds("handled_total_s", "Talk, hold and work after the call of all answered calls, added up.", 33696),
    seconds("handled_mean_s", "Mean handling time of answered calls, where the total is not supplied.", 312),
    seconds("longest_wait_s", "Longest wait of an answered call.", 185),
    seconds("longest_abandoned_wait_s", "Longest wait of a caller who gave up.", 240),
    seconds("callback_wait_total_s", "Time from accepting a call back to being reached, added up.", 3600),
)

_STAFF_TIME = (
    seconds("staffed_total_s", "Handlers' time logged in and available for calls or handling them, added up.", 43200),
    seconds("paid_total_s", "Handlers' paid time, with leave, sickness, training and breaks, added up.", 61700),
)

INTERVALS = Schema(
    name="intervals",
    title="One row for each half hour, hour, day, week or month",
    description="Counts for each channel and stage. Leave a cell empty where nothing is known; 0 means none.",
    columns=(
        Column(
            name="start",
            kind="time",
            unit="date and time",
            description="When the interval begins; for days, weeks and months its first day.",
            example="2025-03-01 14:00:00",
            required=True,
        ),
        Column(
            name="minutes",
            kind="count",
            unit="minutes",
            description="How long the interval is; not needed where force.toml gives the grain.",
            example=30,
        ),
        CHANNEL,
        STAGE,
        *_OUTCOME_COUNTS,
        *_INTERVAL_WAITS,
        *_STAFF_TIME,
        FORCE,
    ),
    bands=(
        count("answered_<n>s", "Calls answered within n seconds, for example answered_10s; any n.", 96),
        count("abandoned_<n>s", "Callers who gave up within n seconds, for example abandoned_5s; any n.", 2),
    ),
)
