"""Which columns each measure needs, and how its two sides are made from their sums."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from reviewkit.methods import measures as m

Sides = tuple[Any, Any]


@dataclass(frozen=True)
class Figure:
    """One measure asked for, with its threshold in seconds where it has one.

    Examples
    --------
    >>> Figure("service_level_of_offered", 10).columns
    ('answered_10s', 'offered')
    """

    measure: str
    threshold_s: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the interval columns it is made from; empty where only single calls will do."""
        rule = RULES.get(self.measure)
        return tuple(name.format(n=self.threshold_s) for name in rule.columns) if rule else ()


@dataclass(frozen=True)
class Rule:
    """How a measure is worked out from sums.

    Attributes
    ----------
    columns
        The interval columns it needs; ``{n}`` stands for the threshold.
    value
        The measure, from the sums of those columns in that order.
    sides
        Its numerator and denominator, from the same sums, to be printed beside it.
    largest
        True where intervals pool by the largest value and not by the sum.
    """

    columns: tuple[str, ...]
    value: Callable[..., Any]
    sides: Callable[..., Sides]
    largest: bool = False


def _count(column: str) -> Rule:
    return Rule((column,), value=lambda count: count, sides=lambda count: (count, None))


def _share(columns: tuple[str, ...], value: Callable[..., Any]) -> Rule:
    return Rule(columns, value=value, sides=lambda part, whole: (part, whole))


RULES: MappingProxyType[str, Rule] = MappingProxyType(
    {
        "offered": _count("offered"),
        "answered": _count("answered"),
        "abandoned": _count("abandoned"),
        "contained": _count("contained"),
        "callback": _count("callback"),
        "forced": _count("forced"),
        "overflow": _count("overflow"),
        "answer_rate": _share(("answered", "offered"), m.answer_rate),
        "not_answered_rate": Rule(
            ("answered", "offered"), m.not_answered_rate, lambda answered, offered: (offered - answered, offered)
        ),
        "abandonment_crude": _share(("abandoned", "offered"), m.abandonment_crude),
        "abandonment_after_threshold": Rule(
            ("abandoned", "abandoned_{n}s", "offered"),
            m.abandonment_after_threshold,
            lambda gone, soon, offered: (gone - soon, offered),
        ),
        "abandonment_threshold_both_sides": Rule(
            ("abandoned", "abandoned_{n}s", "offered"),
            m.abandonment_threshold_both_sides,
            lambda gone, soon, offered: (gone - soon, offered - soon),
        ),
        "abandonment_excluding_callback": Rule(
            ("abandoned", "callback", "offered"),
            m.abandonment_excluding_callback,
            lambda gone, callback, offered: (gone, offered - callback),
        ),
        "service_level_of_offered": _share(("answered_{n}s", "offered"), m.service_level_of_offered),
        "service_level_of_answered": _share(("answered_{n}s", "answered"), m.service_level_of_answered),
        "service_level_without_short_abandoned": Rule(
            ("answered_{n}s", "abandoned_{n}s", "offered"),
            m.service_level_without_short_abandoned,
            lambda quick, soon, offered: (quick, offered - soon),
        ),
        "mean_wait_s": _share(("wait_total_s", "answered"), m.mean_wait_s),
        "mean_wait_to_abandon_s": _share(("abandoned_wait_total_s", "abandoned"), m.mean_wait_to_abandon_s),
        "mean_time_in_queue_s": Rule(
            ("wait_total_s", "abandoned_wait_total_s", "answered", "abandoned"),
            m.mean_time_in_queue_s,
            lambda waited, gone_waited, answered, gone: (waited + gone_waited, answered + gone),
        ),
        "longest_wait_s": Rule(
            ("longest_wait_s",), lambda longest: longest, lambda longest: (longest, None), largest=True
        ),
        "longest_abandoned_wait_s": Rule(
            ("longest_abandoned_wait_s",), lambda longest: longest, lambda longest: (longest, None), largest=True
        ),
        "handling_time_s": _share(("handled_total_s", "answered"), m.handling_time_s),
        "occupancy": _share(("handled_total_s", "staffed_total_s"), m.occupancy),
        "utilisation": _share(("handled_total_s", "paid_total_s"), m.utilisation),
        "shrinkage": Rule(
            ("staffed_total_s", "paid_total_s"), m.shrinkage, lambda staffed, paid: (paid - staffed, paid)
        ),
        "transfer_rate": _share(("transferred", "answered"), m.transfer_rate),
        "first_contact_resolution": _share(("resolved", "answered"), m.first_contact_resolution),
        "callback_success": _share(("callback_reached", "callback"), m.callback_success),
        "mean_wait_for_callback_s": _share(("callback_wait_total_s", "callback_reached"), m.mean_wait_for_callback_s),
    }
)

# A column of the interval table that must be 0, or has no value, wherever the count it is a part of is 0.
WHOLES: MappingProxyType[str, str] = MappingProxyType(
    {
        "answered": "offered",
        "abandoned": "offered",
        "contained": "offered",
        "callback": "offered",
        "forced": "offered",
        "overflow": "offered",
        "wait_total_s": "answered",
        "longest_wait_s": "answered",
        "abandoned_wait_total_s": "abandoned",
        "longest_abandoned_wait_s": "abandoned",
        "handled_total_s": "answered",
        "transferred": "answered",
        "resolved": "answered",
        "callback_reached": "callback",
        "callback_wait_total_s": "callback_reached",
    }
)

NAMES: MappingProxyType[str, str] = MappingProxyType(
    {
        "offered": "calls offered",
        "answered": "calls answered",
        "abandoned": "calls abandoned",
        "contained": "calls ended by a recorded message",
        "callback": "calls that accepted a call back",
        "forced": "calls cut off",
        "overflow": "calls answered by another force",
        "wait_total_s": "the waits of answered calls",
        "longest_wait_s": "the longest wait",
        "abandoned_wait_total_s": "the waits of people who gave up",
        "longest_abandoned_wait_s": "the longest wait before giving up",
        "handled_total_s": "the time that calls took",
        "staffed_total_s": "the time in which handlers could take calls",
        "paid_total_s": "the paid time of handlers",
        "transferred": "calls passed on to the next queue",
        "resolved": "calls settled at first contact",
        "callback_reached": "callers reached when rung back",
        "callback_wait_total_s": "how long callers waited to be rung back",
    }
)

_BAND = re.compile(r"(answered|abandoned)_(\d+)s")


def whole_of(column: str) -> str | None:
    """Name of the count that ``column`` is a part of, or None.

    Examples
    --------
    >>> whole_of("answered_10s")
    'answered'
    """
    band = _BAND.fullmatch(column)
    return band[1] if band else WHOLES.get(column)


def ancestors(column: str) -> list[str]:
    """Return the count that a column is a part of, the count that this is a part of, and so on.

    Examples
    --------
    >>> ancestors("callback_wait_total_s")
    ['callback_reached', 'callback', 'offered']
    """
    found = []
    while whole := whole_of(column):
        found.append(whole)
        column = whole
    return found


def threshold_of(column: str) -> int | None:
    """Return the number of seconds in a column's name, or None where it is no band.

    Examples
    --------
    >>> threshold_of("answered_10s"), threshold_of("wait_total_s")
    (10, None)
    """
    band = _BAND.fullmatch(column)
    return int(band[2]) if band else None


def nearest(threshold_s: int, supplied: Iterable[int]) -> int | None:
    """Return the supplied threshold nearest to one asked for, the shorter of two as near; None where there is none.

    Examples
    --------
    >>> nearest(20, [10, 30, 60])
    10
    """
    return min(sorted(supplied), key=lambda n: abs(n - threshold_s), default=None)


def bands(columns: list[str], kind: str) -> list[int]:
    """Thresholds in seconds for which a table has ``answered_<n>s`` or ``abandoned_<n>s``, smallest first.

    Examples
    --------
    >>> bands(["answered_60s", "answered_10s", "abandoned_5s"], "answered")
    [10, 60]
    """
    found = (_BAND.fullmatch(column) for column in columns)
    return sorted(int(band[2]) for band in found if band and band[1] == kind)


def plain_name(column: str) -> str:
    """Return a column's name as a reader knows it.

    Examples
    --------
    >>> plain_name("abandoned_5s")
    'calls abandoned within 5 seconds'
    """
    band = _BAND.fullmatch(column)
    return f"calls {band[1]} within {int(band[2])} seconds" if band else NAMES.get(column, column)
