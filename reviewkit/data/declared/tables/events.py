"""The table of things that happened."""

from __future__ import annotations

from reviewkit.data.declared.columns import Column, Schema, text

EVENTS = Schema(
    name="events",
    title="Things that happened and may show in the figures",
    description="Written as [[events]] in force.toml, not in a file of their own.",
    columns=(
        Column(
            name="date",
            kind="date",
            unit="date",
            description="The day it happened.",
            example="2024-09-17",
            required=True,
        ),
        text("kind", "In a word or two: phone system, merger, menu change, campaign.", "phone system", required=True),
        text("label", "As it should stand on the chart.", "New telephone system", required=True),
        Column(
            name="breaks_series",
            kind="yes or no",
            unit="",
            description="true where figures before and after are not alike.",
            example="true",
        ),
    ),
    from_files=False,
)
