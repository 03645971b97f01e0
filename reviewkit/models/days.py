"""Which days of a year have a pattern of calls of their own, in each nation of the United Kingdom."""

from __future__ import annotations

import importlib.util
from datetime import date, timedelta
from functools import cache, lru_cache
from types import ModuleType

NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
"""The nations, and what the holidays package calls them."""

KINDS = ("bank_holiday", "beside_bank_holiday", "christmas_day", "christmas_week", "new_years_day")
"""The kinds of days told apart; a day is of one kind at most.

Chosen on six years of ambulance responses in three English counties (``swast``), by how well the effects of other years
foretell those of a year left out: one column for all bank holidays leaves an error of 8.3 % on these days, New Year's
Day by itself 7.5 %, with the days from 26 December to 2 January 7.2 %, with the days beside bank holidays 6.9 %; a
column for every day of its own is worse (7.2 %), since each is then learnt from two or three days. New Year's Day
stands out: 23 % above an ordinary day of its week.
"""

CHRISTMAS_WEEK = ((12, 26), (12, 27), (12, 28), (12, 29), (12, 30), (12, 31), (1, 2))


@lru_cache(maxsize=256)
def days_of_year(year: int, country: str) -> dict[date, str]:
    """Return the days of a year that matter, each with its kind from :data:`KINDS`.

    Parameters
    ----------
    year
        From 1871, when bank holidays began.
    country
        A name from :data:`NATIONS`.

    Examples
    --------
    >>> found = days_of_year(2025, "england")
    >>> found[date(2025, 1, 1)], found[date(2025, 4, 18)], found[date(2025, 4, 19)], found[date(2025, 12, 27)]
    ('new_years_day', 'bank_holiday', 'beside_bank_holiday', 'christmas_week')
    >>> date(2025, 4, 21) in days_of_year(2025, "scotland")
    False
    """
    bank = _kingdom().UnitedKingdom(subdiv=NATIONS[country], years=year)
    beside = (day + timedelta(days=side) for day in bank for side in (-1, 1))
    found = {day: "beside_bank_holiday" for day in beside if day.year == year}
    found |= dict.fromkeys(bank, "bank_holiday")
    found |= {date(year, month, day): "christmas_week" for month, day in CHRISTMAS_WEEK}
    return found | {date(year, 1, 1): "new_years_day", date(year, 12, 25): "christmas_day"}


@cache
def _kingdom() -> ModuleType:
    """Load the one module of the holidays package that is needed.

    Importing it by name loads the calendars of all other countries too: 0.4 CPU seconds more.
    """
    import holidays

    place = f"{holidays.__path__[0]}/countries/united_kingdom.py"
    spec = importlib.util.spec_from_file_location("reviewkit_united_kingdom", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
