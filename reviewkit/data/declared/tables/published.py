"""The table of figures somebody has published."""

from __future__ import annotations

from reviewkit.data.declared.columns import Column, Schema, text
from reviewkit.data.declared.tables.common import CHANNEL, FORCE

PUBLISHED = Schema(
    name="published",
    title="Figures for a whole period that somebody has published",
    description="One row for each figure, with the place where it was published.",
    columns=(
        FORCE,
        Column(
            name="period_start",
            kind="date",
            unit="date",
            description="First day of the period.",
            example="2024-04-01",
            required=True,
        ),
        Column(
            name="period_end",
            kind="date",
            unit="date",
            description="Last day of the period.",
            example="2025-03-31",
            required=True,
        ),
        CHANNEL,
        text("stage", "As in the other tables; empty where the source does not say.", "primary"),
        text("metric", "What was measured, for example answered, abandoned or mean_wait_s.", "answered", required=True),
        Column(
            name="value",
            kind="number",
            unit="as unit says",
            description="The figure; shares from 0 to 1, times in seconds.",
            example=0.91,
            required=True,
        ),
        text("unit", "calls, share or seconds.", "share", required=True),
        Column(
            name="threshold_s",
            kind="count",
            unit="seconds",
            description="The answering time or shortest wait the figure is about, where it has one.",
            example=10,
        ),
        text("basis", "Whose clock and whose count: the telephone network's or the force's own.", "force's own"),
        text("source", "Where it was published: a web address or the name of a document.", "https://…", required=True),
        text("note", "Anything a reader must know to read the figure fairly.", ""),
    ),
)
