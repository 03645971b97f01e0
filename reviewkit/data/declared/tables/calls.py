"""The table of calls."""

from __future__ import annotations

from reviewkit.data.declared.columns import Column, Schema, seconds, text
from reviewkit.data.declared.tables.common import CHANNEL, FORCE, STAGE

CALLS = Schema(
    name="calls",
    title="One row for each call, or for each leg of a call",
    description="A call that is passed from the switchboard to the enquiry centre has two rows (legs), with the same "
    "call_id and a different stage.",
    columns=(
        text("call_id", "The telephone system's number for the call; the same for every leg of it.", "A-000123"),
        Column(
            name="leg", kind="count", unit="", description="1 for the first leg of a call, 2 for the next.", example=1
        ),
        CHANNEL,
        STAGE,
        Column(
            name="offered_at",
            kind="time",
            unit="date and time",
            description="When the call joined the queue of this stage.",
            example="2025-03-01 14:05:09",
            required=True,
        ),
        seconds("wait_s", "How long the caller waited at this stage before the outcome; 0 if never in a queue.", 12),
        text(
            "outcome",
            "What became of the call at this stage: answered (by a person), abandoned (the caller gave up), contained "
            "(ended in the menu or sent to a web page), callback (chose to be rung back), forced (cut off or engaged "
            "tone), overflow (answered by another force) or waiting (not ended yet).",
            "answered",
            required=True,
        ),
        seconds("handled_s", "How long the answered call took: talk, hold and work after the call.", 312),
        text("reason", "What the call was about, as the force codes it.", "noise"),
        text("agency", "The other body that should have had the call, as the force codes it.", "council"),
        text("caller", "The caller's number. It is replaced by a code at once and never stored.", "07700 900123"),
        FORCE,
    ),
)
