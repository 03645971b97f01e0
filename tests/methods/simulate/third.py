"""The third opinion: the same queues asked of ciw, a library for networks of queues."""

from __future__ import annotations

import ciw
import numpy as np

from reviewkit.methods.simulate.outcome import Estimate, ratio

FIRST = ("line 0", "line 1")


def asked_of_ciw(
    calls: np.ndarray,
    staff: int | list[int],
    *,
    interval_s: float,
    aht_s: float,
    within_s: float,
    patience_s: float | None = None,
    trials: int,
    seed: int,
    run_in: int = 0,
) -> Estimate:
    """Return the service level of each line and interval, of shape (lines, intervals), after ``run_in`` intervals.

    Each line's calls are one class of customers, the first ahead of the second. ``staff`` is one number for all day, or
    one for each interval: then all go at its end, when they have ended the call in hand, and others come.
    """
    calls = np.atleast_2d(calls)
    names = FIRST[: len(calls)]
    ends_s = [interval_s * (place + 1) for place in range(calls.shape[1])]
    rates = {name: (line / interval_s).tolist() for name, line in zip(names, calls, strict=True)}
    patience = None if patience_s is None else ciw.dists.Exponential(1 / patience_s)
    offered, in_time = np.zeros((2, trials, *calls.shape))
    for trial in range(trials):
        ciw.seed(seed + trial)  # and then the network, which draws the calls as it is made
        network = ciw.create_network(
            arrival_distributions={
                name: [ciw.dists.PoissonIntervals(rates=rates[name], endpoints=ends_s, max_sample_date=ends_s[-1])]
                for name in names
            },
            service_distributions={name: [ciw.dists.Exponential(1 / aht_s)] for name in names},
            reneging_time_distributions={name: [patience] for name in names},
            number_of_servers=[_servers(staff, ends_s)],
            priority_classes={name: number for number, name in enumerate(names)},
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(ends_s[-1] + 4 * interval_s)
        for record in simulation.get_all_records(only=["service", "renege"]):
            where = (
                trial,
                names.index(record.customer_class),
                min(int(record.arrival_date // interval_s), len(ends_s) - 1),
            )
            offered[where] += 1
            in_time[where] += record.record_type == "service" and record.waiting_time <= within_s
    return ratio(in_time[..., run_in:], offered[..., run_in:])


def _servers(staff: int | list[int], ends_s: list[float]) -> int | ciw.Schedule:
    return staff if isinstance(staff, int) else ciw.Schedule(numbers_of_servers=staff, shift_end_dates=ends_s)
