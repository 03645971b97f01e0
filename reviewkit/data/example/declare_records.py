"""What the force.toml of an invented force says about its records beside the calls."""

from __future__ import annotations

from reviewkit.data.example.records import ROLES
from reviewkit.data.example.styles import Style

TEXT = """
# What happens beyond the call: one row for each promise to contact a victim back. Every table from here on is optional.
[[files]]
table = "contact_back"
files = ["contact_back.csv"]

[files.columns]
reference = "Ref"                  # the force's own number; no name, no telephone number
promised_at = "Promised"
due_at = "Due"
made_at = "Contact made"           # empty while nobody has reached the victim
made_by = "Contacted by"
about = "Matter"

[files.formats]
promised_at = "{moment}"
due_at = "{moment}"
made_at = "{moment}"

[files.words.made_by]
{roles}

# How often each service standard fell due and was kept, month by month.
[[files]]
table = "service_standards"
files = ["service_standards.csv"]

[files.columns]
standard = "Standard"
period_start = "From"
period_end = "To"
due = "Due"
kept = "Kept"
told = "Told when missed"
promised_share = "Promised"
citation = "Document"

[files.formats]
period_start = "{day}"
period_end = "{day}"

# One row for each intelligence report that was written from a call.
[[files]]
table = "intelligence"
files = ["intelligence.csv"]

[files.columns]
reference = "Report"
submitted_at = "Submitted"
reached_analyst_at = "Opened by analyst"
use_stated = "Use recorded"
used_for = "Use"

[files.formats]
submitted_at = "{moment}"
reached_analyst_at = "{moment}"

# The register of technical and other barriers; the page prints it as it stands.
[[files]]
table = "barriers"
files = ["barriers.csv"]

[files.columns]
id = "No"
kind = "Kind"
description = "Barrier"
evidence = "Evidence"
effect = "Effect"
cost = "Cost"
cost_unit = "Cost in"
owner = "Owner"
raised = "Raised"
status = "Status"
"""


def declare_records(style: Style) -> str:
    """The [[files]] entries of the records, in the force's way of writing dates."""
    day = "%d/%m/%Y" if style.day_first else "%Y-%m-%d"
    roles = "\n".join(f'"{theirs}" = "{ours}"' for theirs, ours, _, _ in ROLES)
    return TEXT.format(day=day, moment=f"{day} %H:%M", roles=roles)
