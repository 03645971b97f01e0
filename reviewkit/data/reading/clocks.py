"""Local clocks: the hour that comes twice each autumn and the hour that never comes each spring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from reviewkit.data.reading.duck import value

FIRST_YEAR, LAST_YEAR = 1980, 2060


@dataclass(frozen=True)
class Change:
    """One clock change: local times from ``start`` up to ``end`` came twice (``repeated``) or never."""

    start: datetime
    end: datetime
    repeated: bool


@lru_cache
def changes(zone: str) -> tuple[Change, ...]:
    """Return every clock change of a time zone, 1980 to 2060, in order.

    >>> [change.start.isoformat() for change in changes("Europe/London") if change.start.year == 2024]
    ['2024-03-31T01:00:00', '2024-10-27T01:00:00']
    >>> changes("UTC")
    ()
    """
    place = ZoneInfo(zone)
    hours = (
        datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366 * (LAST_YEAR - FIRST_YEAR))
    )
    found = []
    for day in hours:
        before, after = (_offset(day, place), _offset(day + timedelta(days=1), place))
        if before != after:
            found.append(_change(day, place))
    return tuple(found)


def _offset(moment: datetime, place: ZoneInfo) -> timedelta:
    return moment.astimezone(place).utcoffset() or timedelta()


def _change(day: datetime, place: ZoneInfo) -> Change:
    minute = next(m for m in range(24 * 60) if _offset(day + timedelta(minutes=m + 1), place) != _offset(day, place))
    turn = day + timedelta(minutes=minute + 1)
    old, new = _offset(day, place), _offset(turn, place)
    local = turn.replace(tzinfo=None)
    return Change(min(local + old, local + new), max(local + old, local + new), repeated=new < old)


def within(local: str, zone: str, *, repeated: bool) -> str:
    """Return SQL that is true where a local TIMESTAMP falls in an hour that came twice (or never).

    Months and hours are looked at first, so that all but a few rows cost next to nothing.
    """
    hits = [change for change in changes(zone) if change.repeated is repeated]
    if not hits:
        return "false"
    months = ", ".join(sorted({str(change.start.month) for change in hits}))
    hours = sorted({(change.start + timedelta(minutes=m)).hour for change in hits for m in range(0, 60, 30)})
    # By half hour, not by day: the hour itself has changed over the years (02:00 in Britain in 1980, 01:00 since).
    halves = (
        change.start + timedelta(minutes=m)
        for change in hits
        for m in range(0, _minutes(change.end - change.start), 30)
    )
    # DuckDB turns a long IN list into a join, which does not stream; looking in a text stays where it is.
    stamps = value(" ".join(f"{half:%y%m%d%H%M}" for half in halves))
    half = f"strftime(time_bucket(INTERVAL 30 MINUTE, {local}), '%y%m%d%H%M')"
    return (
        f"CASE WHEN hour({local}) IN ({', '.join(map(str, hours))}) THEN CASE WHEN month({local}) IN ({months}) "
        f"THEN contains({stamps}, {half}) AND year({local}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} "
        "ELSE false END ELSE false END"
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60


def utc(local: str, zone: str) -> str:
    """Return SQL for the moment of a local TIMESTAMP; in a repeated hour, the second time round.

    The calendar is asked only in months with clock changes: in the others the offset is known, at next to no cost.
    """
    steady = " ".join(
        f"WHEN ((1 << month({local})) & {sum(1 << month for month in months)}) > 0 "
        f"THEN make_timestamptz(epoch_us({local}) - {offset_us})"
        for offset_us, months in _steady(zone).items()
    )
    exact = f"timezone({value(zone)}, {local})"
    known = f"year({local}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR - 1}"
    return f"CASE WHEN {known} THEN CASE {steady} ELSE {exact} END ELSE {exact} END" if steady else exact


@lru_cache
def _steady(zone: str) -> dict[int, tuple[int, ...]]:
    """Return the months in which the clock never changed, by their distance from UTC in microseconds."""
    place, turning = ZoneInfo(zone), {change.start.month for change in changes(zone)}
    found: dict[int, tuple[int, ...]] = {}
    for month in range(1, 13):
        middles = (datetime(year, month, 15, tzinfo=place) for year in range(FIRST_YEAR, LAST_YEAR))
        offsets = {middle.utcoffset() // timedelta(microseconds=1) for middle in middles}
        if month not in turning and len(offsets) == 1:
            offset = offsets.pop()
            found[offset] = (*found.get(offset, ()), month)
    return found
