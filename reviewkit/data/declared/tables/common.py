"""Columns that several tables have."""

from __future__ import annotations

from reviewkit.data.declared.columns import text

CHANNEL = text("channel", "How the public reached the force: 999, 101, webchat and so on.", "101", required=True)
STAGE = text(
    "stage",
    "Where in the force the call is waiting: ivr (menu or recorded message), primary (first person: the switchboard), "
    "secondary (second queue: the enquiry centre) or callback.",
    "primary",
    required=True,
)

FORCE = text(
    "force",
    "The force the row is about, where the file names one: any spelling of this force; rows of another are refused.",
    "Exampleshire Police",
)
