"""How many calls will come, and how sure is that? What has come, what it is made of, and what may come.

Of each channel only the stage is looked at where the public's calls come in, so that no call is counted twice. Every
function takes a review and returns plain frames; what the data cannot give is a row with the reason.
"""

from __future__ import annotations

from reviewkit.sections.outlook.ahead import against_a_year_before, ahead
from reviewkit.sections.outlook.handling import handling
from reviewkit.sections.outlook.hours import busiest, for_staffing, hours, of_the_week
from reviewkit.sections.outlook.jumps import jumps
from reviewkit.sections.outlook.more import at_redial_shares, if_more_rang
from reviewkit.sections.outlook.parts import taken_apart
from reviewkit.sections.outlook.redialled import given_up, redials
from reviewkit.sections.outlook.statistics import fits
from reviewkit.sections.outlook.trial import hours_tried, tried

__all__ = [
    "against_a_year_before",
    "ahead",
    "at_redial_shares",
    "busiest",
    "fits",
    "for_staffing",
    "given_up",
    "handling",
    "hours",
    "hours_tried",
    "if_more_rang",
    "jumps",
    "of_the_week",
    "redials",
    "taken_apart",
    "tried",
]
