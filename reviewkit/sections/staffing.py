"""How many people are needed, and when? The need of each hour of the week, and the service to expect with those there.

Every function takes what :func:`assumed` found of the posts, or what another function made of it, and returns plain
frames; what the data cannot give is a row with the reason.
"""

from __future__ import annotations

from reviewkit.sections.rostering.need import by_hour, hours_a_week, if_otherwise, needed, shortest
from reviewkit.sections.rostering.posts import assumed
from reviewkit.sections.rostering.service import by_the_textbook, checked, to_expect

__all__ = [
    "assumed",
    "by_hour",
    "by_the_textbook",
    "checked",
    "hours_a_week",
    "if_otherwise",
    "needed",
    "shortest",
    "to_expect",
]
