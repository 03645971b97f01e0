"""How many people answer in each half hour: a rota planned for a usual week, and who comes to work."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example.calendar import SLOT_S
from reviewkit.data.example.demand import Span, usual
from reviewkit.data.example.draws import Draws, normal_table
from reviewkit.data.example.invent import Invented
from reviewkit.data.example.queues import TRANSFERRED

SHIFT = 4  # half hours: people start and stop every two hours, so the rota follows demand in steps
FEWEST = (3, 2, 2)
DAY_TO_DAY = 35  # standard deviation of attendance, in thousandths


def staff(force: Invented, when: Span) -> tuple[list[int], list[int], list[int]]:
    """People answering 999, at the switchboard and in the enquiry centre, in each half hour."""
    present = _present(force, when)[when.day_of]
    came = np.rint(planned(force, when) * present[:, None] / 1_000).astype(np.int64)
    return tuple(np.maximum(came[:, queue], FEWEST[queue]).tolist() for queue in range(3))


def planned(force: Invented, when: Span) -> NDArray[np.float64]:
    """People rostered in each half hour (rows) for each queue (columns)."""
    weekday = np.array([day.weekday() for day in when.days])[when.day_of]
    return np.stack([rota(force, queue)[weekday, when.half_hour] for queue in range(3)], axis=1)


def rota(force: Invented, queue: int) -> NDArray[np.float64]:
    """People rostered in each half hour of a week: the mean load of each two hours and a margin on its square root.

    The rota is a little late for the day: it follows the demand of an hour before, and its evenings are thin.
    """
    calls = usual(force, min(queue, 1)) * (TRANSFERRED / 65_536 if queue == 2 else 1.0)
    late = np.roll(calls.reshape(-1), 2).reshape(-1, SHIFT)
    means = (late[:, 0] + late[:, 1] + late[:, 2] + late[:, 3]) / SHIFT  # in this order on every processor
    load = np.repeat(means, SHIFT).reshape(calls.shape) * force.handled_s[queue] / SLOT_S
    people = load + force.spare[queue] * np.sqrt(load)
    people[:, 36:44] *= (1.0, 0.97, 0.92)[queue]
    return people


def _present(force: Invented, when: Span) -> NDArray[np.int64]:
    """How many of a thousand rostered people come to work each day."""
    noise = np.array(normal_table(DAY_TO_DAY))[Draws(*force.stream, 3).levels(len(when.days))].tolist()
    return np.array(
        [_attendance(force, day) + change for day, change in zip(when.days, noise, strict=True)], dtype=np.int64
    )


def _attendance(force: Invented, day: date) -> int:
    for spell in force.spells:
        if spell.first <= day <= spell.last:
            return spell.present
    recovered = min(max((day - force.better_from).days, 0), 70)
    return 1_000 + force.better * recovered // 70
