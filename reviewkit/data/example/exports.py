"""The files as an invented force's telephone system exports them, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example import queues
from reviewkit.data.example.calendar import DAY_S, london_midnight, london_offset_s
from reviewkit.data.example.callers import callers
from reviewkit.data.example.draws import Draws
from reviewkit.data.example.invent import Invented
from reviewkit.data.example.make import Made
from reviewkit.data.example.styles import Style

CALL_COLUMNS = ("Call ID", "Leg", "Date", "Time", "Line", "Desk", "Wait", "Outcome", "Handled", "Code", "Caller")
COUNT_COLUMNS = {
    "offered": "Offered",
    "answered": "Answered",
    "abandoned": "Abandoned",
    "contained": "Self-served",
    "callback": "Call-backs booked",
    "forced": "Disconnected",
    "overflow": "Overflowed",
    "transferred": "Transferred",
    "answered_10s": "Answered within 10",
    "answered_30s": "Answered within 30",
    "answered_60s": "Answered within 60",
    "answered_180s": "Answered within 180",
    "answered_300s": "Answered within 300",
    "answered_600s": "Answered within 600",
    "answered_1200s": "Answered within 1200",
    "abandoned_5s": "Abandoned within 5",
    "abandoned_10s": "Abandoned within 10",
    "abandoned_30s": "Abandoned within 30",
    "abandoned_60s": "Abandoned within 60",
    "abandoned_180s": "Abandoned within 180",
    "abandoned_300s": "Abandoned within 300",
    "abandoned_600s": "Abandoned within 600",
    "abandoned_1200s": "Abandoned within 1200",
    "resolved": "Settled at first contact",
    "callback_reached": "Call-backs reached",
}
TIME_COLUMNS = {
    "wait_total_s": "Total wait",
    "abandoned_wait_total_s": "Total wait abandoned",
    "handled_total_s": "Total handled",
    "longest_wait_s": "Longest wait",
    "longest_abandoned_wait_s": "Longest wait abandoned",
    "callback_wait_total_s": "Total until rung back",
    "staffed_total_s": "Total staffed",
    "paid_total_s": "Total paid",
}
# What answered calls are about, in parts of a hundred: 999, 101. Words in :data:`.styles.REASONS`.
ABOUT = (
    (19, 9, 3, 14, 9, 16, 9, 4, 1, 3, 6, 7),
    (2, 17, 24, 9, 10, 6, 3, 2, 4, 11, 10, 2),
)


def interval_lines(made: Made, style: Style, first: date, last: date) -> Iterator[str]:
    """One line for each half hour and queue of the days from first to last, header included, in order of time."""
    join = style.delimiter.join
    yield join(("Date", "Time", "Line", "Desk", *COUNT_COLUMNS.values(), *TIME_COLUMNS.values()))
    begin = (first - made.when.days[0]).days
    chosen = np.flatnonzero((made.when.day_of >= begin) & (made.when.day_of <= (last - made.when.days[0]).days))
    moments = made.when.start + chosen * 1_800
    stamps = list(_stamps(moments, style, seconds=False))
    cells = [list(map(str, made.counts[name][chosen].reshape(-1).tolist())) for name in COUNT_COLUMNS]
    write = _clock if style.clock_durations else _grouped
    for name in TIME_COLUMNS:
        values = made.counts[name][chosen].reshape(-1).tolist()
        # No longest wait where nobody waited: an empty cell, not 0.
        blank = name.startswith("longest")
        cells.append([_quoted("" if blank and not value else write(value), style.delimiter) for value in values])
    queue = [join((line, desk)) for line, desk in zip(style.lines, style.desks, strict=True)]
    for number, row in enumerate(zip(*cells, strict=True)):
        slot, at = divmod(number, 3)
        day, time = stamps[slot]
        yield join((day, time, queue[at], *row))


def call_lines(force: Invented, made: Made, first: date) -> Iterator[str]:
    """One line for each leg offered from the first day on, header included, in order of time."""
    style, legs = force.style, made.legs
    end = made.when.start + len(made.when.clock) * 1_800
    chosen = np.flatnonzero((legs["offered"] >= london_midnight(first)) & (legs["offered"] < end))
    yield ",".join(CALL_COLUMNS)
    column = {name: values[chosen].tolist() for name, values in legs.items()}
    who = callers(force, {name: values[chosen] for name, values in legs.items()}, _about(force, legs["queue"][chosen]))
    seen_leg = _leg_numbers(column["queue"])
    stamps = _stamps(legs["offered"][chosen], style, seconds=True)
    for at, (day, time) in enumerate(stamps):
        queue, outcome = column["queue"][at], column["outcome"][at]
        answered = outcome == queues.ANSWERED
        yield ",".join(
            (
                f"{force.stream[1] % 90 + 10}{column['call'][at]:08d}",
                seen_leg[at],
                day,
                time,
                style.lines[queue],
                style.desks[queue],
                str(column["wait"][at]),
                style.outcomes[outcome],
                str(column["handled"][at]) if answered else "",
                style.reasons[who.about[at]] if answered and queue != queues.SWITCHBOARD else "",
                who.shown[at],
            )
        )


def _leg_numbers(queue: Iterable[int]) -> list[str]:
    """The enquiry centre is reached through the switchboard only, so there a leg is the second."""
    return ["2" if one == queues.ENQUIRIES else "1" for one in queue]


def _about(force: Invented, queue: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each call is about by itself, as a number of a reason."""
    lots = Draws(*force.stream, 8).below(100, len(queue))
    table = [np.repeat(np.arange(12), parts) for parts in ABOUT]
    return np.where(queue == queues.EMERGENCY, table[0][lots], table[1][lots])


def _stamps(moments: NDArray[np.int64], style: Style, *, seconds: bool) -> Iterator[tuple[str, str]]:
    """Date and time of each Unix second as the system's clock shows them."""
    shown = moments if style.utc else moments + london_offset_s(moments)
    pattern = "%d/%m/%Y" if style.day_first else "%Y-%m-%d"
    days: dict[int, str] = {}
    for moment in shown.tolist():
        day, second = divmod(moment, DAY_S)
        if day not in days:
            days[day] = datetime.fromtimestamp(day * DAY_S, UTC).strftime(pattern)
        time = f"{second // 3_600:02d}:{second // 60 % 60:02d}"
        yield days[day], f"{time}:{second % 60:02d}" if seconds else time


def _clock(value: int) -> str:
    return f"{value // 3_600}:{value // 60 % 60:02d}:{value % 60:02d}"


def _grouped(value: int) -> str:
    return f"{value:,}"


def _quoted(text: str, delimiter: str) -> str:
    return f'"{text}"' if delimiter in text else text
