"""The cheapest rota: by hand, against every rota there is, and with everything in its place."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.methods.shifts import Break, Pattern, Rota, Shift, as_worked, cover, recut
from reviewkit.methods.shifts.asked import asked


def at(day: int, *spans: tuple[int, int], days: int = 7, people: int = 1) -> np.ndarray:
    """A need by half hours: some people on one day between clock hours."""
    need = np.zeros(48 * days)
    for begin, end in spans:
        need[day * 48 + begin * 2 : day * 48 + end * 2] = people
    return need


def counted(rota: Rota) -> np.ndarray:
    """People at work in each interval, added up from the table of shifts alone."""
    work = np.zeros(rota.need.size, dtype=int)
    for row in rota.shifts.itertuples():
        there = (row.interval + np.arange(round(row.hours * 60 / rota.interval_min))) % work.size
        work[there] += row.people
    return work - rota.on_break


def test_one_shift_too_few_hours_too_many_where_lengths_do_not_fit() -> None:
    rota = cover(at(0, (8, 17), days=1), [Shift("eight", 8), Shift("ten", 10)])
    assert rota.shifts[["shift", "people"]].values.tolist() == [["ten", 1]]  # not two of eight
    assert (rota.cost, rota.gap, rota.surplus.sum()) == (10, 0, 2)


def test_over_midnight() -> None:
    need = at(0, (22, 24), days=2) + at(1, (0, 6), days=2)
    rota = cover(need, [Shift("eight", 8)])
    assert rota.shifts[["day", "start", "end", "people"]].values.tolist() == [[1, "22:00", "06:00", 1]]


def test_from_sunday_into_monday() -> None:
    rota = cover(at(6, (22, 24)) + at(0, (0, 6)), [Shift("eight", 8)])
    assert rota.shifts[["day", "start", "end", "people"]].values.tolist() == [[7, "22:00", "06:00", 1]]


def test_dearer_hours_are_kept_out_of() -> None:
    nights = tuple(3.0 if hour < 6 else 1.0 for hour in range(24))
    rota = cover(at(0, (6, 8), days=1), [Shift("eight", 8, cost_per_hour=nights, cost_per_shift=5)])
    assert rota.shifts["start"].tolist() == ["06:00"]
    assert rota.cost == 8 + 5


def test_shrinkage_asks_for_more_people() -> None:
    rota = cover([3] * 48, [Shift("eight", 8)], shrinkage=0.3)
    assert set(rota.asked) == {5}  # 3 / 0.7 = 4.3
    assert set(cover([0.7 * 3] * 48, [Shift("eight", 8)], shrinkage=0.3).asked) == {
        3
    }  # exactly 3, whatever the rounding


def test_no_need_no_shifts() -> None:
    for rest in ((), (Break(30, 2, 6),)):
        rota = cover([0] * 48, [Shift("eight", 8, breaks=rest)])
        assert rota.shifts.empty
        assert (rota.cost, rota.bound, rota.gap) == (0, 0, 0)


def test_breaks_of_two_people_are_not_taken_at_once() -> None:
    one_short = [2] * 3 + [1] * 2 + [2] * 3 + [0] * 16  # in hours: in two of them one is enough
    eight = Shift("eight", 8, breaks=(Break(60, 3, 5),))
    rota = cover(one_short, [eight], interval_min=60)
    assert rota.shifts[["start", "breaks", "people"]].values.tolist() == [["00:00", "03:00", 1], ["00:00", "04:00", 1]]
    assert (rota.cost, rota.gap) == (14, 0)  # the break is not paid
    paid = cover(one_short, [Shift("eight", 8, breaks=(Break(60, 3, 5, paid=True),))], interval_min=60)
    assert paid.cost == 16


def test_everybody_takes_each_break_within_its_window() -> None:
    need = 3 + 2 * np.sin(np.arange(48) / 7)
    rests = (Break(30, 2, 3.5), Break(30, 5, 7, paid=True))
    rota = cover(need, [Shift("nine", 9, starts_every_min=120, breaks=rests)], effort=2)
    taken = np.zeros(48, dtype=int)
    for row in rota.shifts.itertuples():
        begins = [int(clock[:2]) * 2 + int(clock[3:]) // 30 for clock in row.breaks.split(", ")]
        into = [(begin - row.interval) % 48 for begin in begins]
        assert len(into) == 2
        assert 4 <= into[0] <= 6
        assert 10 <= into[1] <= 13
        taken[begins] += row.people
        assert row.paid_hours == 8.5
    assert taken.tolist() == rota.on_break.tolist()
    assert counted(rota).tolist() == rota.at_work.tolist()
    assert rota.missing.sum() == 0


def test_the_same_need_gets_the_same_rota() -> None:
    need = 4 + 3 * np.sin(np.arange(48) / 5)
    rules = [Shift("eight", 8, starts_every_min=60, breaks=(Break(30, 2, 6),))]
    first, again = (cover(need, rules, effort=1) for _ in range(2))
    pd.testing.assert_frame_equal(first.shifts, again.shifts)


def exhaustive(need: list[int], rules: list[Shift], interval_min: int, most: int) -> float:
    """The least cost of all rotas in which up to ``most`` people work each column: tried one by one."""
    columns = asked(need, rules, patterns=(), interval_min=interval_min, shrinkage=0).columns
    cover_rows, wanted = columns.cover.toarray(), np.array(need)
    every = np.array(list(product(range(most + 1), repeat=columns.cost.size)))
    does = (every @ cover_rows.T >= wanted).all(axis=1)
    return float((every[does] @ columns.cost).min())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.sampled_from([8, 12]),
    st.sampled_from([(), (Break(240, 4, 12),)]),
)
def test_no_rota_of_a_small_day_is_cheaper(need: list[int], hours: int, breaks: tuple[Break, ...]) -> None:
    starts_every = 480 if breaks else 240
    hours = 12 if breaks else hours
    rules = [Shift("a", hours, starts_every_min=starts_every, breaks=breaks, cost_per_shift=1)]
    rota = cover(need, rules, interval_min=240, effort=1, good_enough=0)
    assert rota.missing.sum() == 0
    assert rota.cost == pytest.approx(exhaustive(need, rules, 240, most=2))
    assert rota.bound <= rota.cost


def test_limits_are_kept_and_the_intervals_left_short_are_named() -> None:
    need = at(0, (8, 16), people=3)
    rota = cover(need, [Shift("eight", 8)], most_at_work=2)
    assert rota.at_work.max() == 2
    assert rota.unmet["when"].tolist()[:2] == ["Monday 08:00", "Monday 08:30"]
    assert rota.unmet["missing"].tolist() == [1] * 16
    assert rota.fewest_missing == 16
    assert "Monday 08:00: 1" in str(rota)


@pytest.mark.parametrize("rest", [(), (Break(60, 2, 6),)])
def test_each_limit_is_kept(rest: tuple[Break, ...]) -> None:
    need, long = [4] * 24, Shift("ten", 10, starts_every_min=120, breaks=rest)
    eight = Shift("eight", 8, most=3, most_per_start=1, breaks=rest)
    rota = cover(need, [eight, long], interval_min=60, most_shifts=8, effort=2)
    people = rota.shifts.groupby("shift")["people"].sum()
    assert people.get("eight", 0) <= 3
    assert people.sum() == 8
    assert (rota.shifts[rota.shifts["shift"] == "eight"].groupby("interval")["people"].sum() <= 1).all()
    assert rota.missing.sum() >= rota.fewest_missing > 0


def test_half_hours_that_no_shift_reaches_are_named_and_the_others_met() -> None:
    rota = cover([1] * 48, [Shift("day", 8, starts=("08:00",)), Shift("late", 8, starts=("16:00",))])
    assert rota.unmet["when"].tolist() == [f"day 1, {half // 2:02d}:{half % 2 * 30:02d}" for half in range(16)]
    assert rota.fewest_missing == 16
    assert (rota.cost, rota.gap) == (16, 0)


def test_where_people_are_missing_they_are_spread() -> None:
    rota = cover([3] * 8 + [0] * 16, [Shift("four", 4)], interval_min=60, most_shifts=4)
    assert rota.missing.tolist() == [1] * 8 + [0] * 16  # not 2 and 0


def test_two_days_two_nights_four_off_covers_whole_cycles() -> None:
    twelve = [Shift("d", 12, starts=("07:00",)), Shift("n", 12, starts=("19:00",))]
    two_two_four = Pattern("2-2-4", ("d", "d", "n", "n", "-", "-", "-", "-"))
    rota = cover([2] * 336, twelve, patterns=[two_two_four])
    assert rota.need.size == 56 * 48  # a week and eight days meet after 56 days
    assert set(rota.at_work) == {2}
    assert rota.crews["people"].sum() == 8  # 2 people at work of every 8, day and night
    assert set(rota.shifts["pattern"]) == {"2-2-4"}
    assert rota.crews["first_day"].between(1, 8).all()


@pytest.mark.parametrize(("on", "off"), [(6, 4), (4, 4)])
def test_days_on_and_days_off(on: int, off: int) -> None:
    pattern = Pattern("p", ("ten",) * on + ("-",) * off)
    ten = Shift("ten", 10, starts=("08:00",), breaks=(Break(60, 8, 10),))
    rota = cover(at(0, (9, 16), days=1), [ten], patterns=[pattern])
    assert rota.need.size == (on + off) * 48
    assert rota.crews["people"].sum() == int(np.ceil((on + off) / on))
    assert rota.missing.sum() == 0


def test_a_pattern_keeps_its_most() -> None:
    pattern = Pattern("p", ("eight", "-"), most=1)
    rota = cover(at(0, (8, 16), days=1), [Shift("eight", 8, starts=("08:00",))], patterns=[pattern])
    assert rota.crews["people"].tolist() == [1]
    assert rota.missing.sum() == 16  # the day off


def test_hours_already_paid_do_more_where_they_are_needed() -> None:
    nine_to_five = pd.DataFrame({"shift": ["eight"], "day": [1], "start": ["09:00"], "people": [2]})
    need, rules = at(0, (8, 24), days=1), [Shift("eight", 8)]
    now = as_worked(nine_to_five, need, rules)
    assert (now.paid_hours, now.missing.sum(), now.surplus.sum()) == (16, 16, 16)
    best = recut(now, need, rules)
    assert (best.paid_hours, best.missing.sum(), best.fewest_missing) == (16, 0, 0)
    assert recut(8, need, rules).missing.sum() == 16


def test_a_rota_as_worked_keeps_its_people_and_takes_breaks_where_they_are_missed_least() -> None:
    need = [1] * 4 + [0] + [1] * 3 + [0] * 16
    people = pd.DataFrame({"shift": ["eight"], "day": [1], "start": ["00:00"], "people": [1]})
    rota = as_worked(people, need, [Shift("eight", 8, breaks=(Break(60, 2, 6),))], interval_min=60, effort=1)
    assert rota.shifts[["start", "breaks", "people"]].values.tolist() == [["00:00", "04:00", 1]]
    assert rota.missing.sum() == 0
    idle = as_worked(people, [0] * 24, [Shift("eight", 8)], interval_min=60)
    assert idle.surplus.sum() == 8
