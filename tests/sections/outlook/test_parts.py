"""What a day is made of: drawn effects are found again, and what the data cannot tell is refused with the reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reviewkit.data.declared.force import Event
from reviewkit.sections.outlook.parts import THE_SAME, TOO_SHORT, taken_apart
from tests.sections.outlook.drawn import WEEK, days, files, rows, toml


def parts_of(open_force, calls, **more):
    text = toml(["offered"], start=calls.index[-60].date(), end=calls.index[-1].date(), **more)
    return taken_apart(open_force(text, files(rows(calls))))


def of_kind(parts, kind):
    rows = parts.effects[(parts.effects["kind"] == kind) & parts.effects["effect"].notna()]
    return rows.set_index("name")


def test_weekdays_holidays_growth_and_level_are_found_again(open_force):
    calls = days("2021-01-04", number=1092, level=1_000, noise=5, growth=0.1)
    for day in ("2021-12-25", "2022-12-25", "2023-12-25"):
        calls[day] //= 2
    parts = parts_of(open_force, calls)
    week = of_kind(parts, "weekday")
    # Effects of a week multiply to one: against their geometric mean.
    assert week["effect"].to_numpy() == pytest.approx(WEEK / np.exp(np.log(WEEK).mean()) - 1, abs=0.005)
    assert of_kind(parts, "growth")["effect"].iloc[0] == pytest.approx(0.1, abs=0.005)
    christmas = of_kind(parts, "holiday").loc["christmas_day"]
    assert christmas["effect"] == pytest.approx(-0.5, abs=0.02)
    assert christmas["days"] == 3
    assert christmas["lower"] < christmas["effect"] < christmas["upper"] < -0.4
    level = parts.effects.loc[parts.effects["kind"] == "level", "calls"].iloc[0]
    assert level == pytest.approx(1_000 * 1.1**2.9 * np.exp(np.log(WEEK).mean()), rel=0.01)


def marked_on(open_force, calls, day):
    """The parts without an event, and with one that breaks the series."""
    text = toml(["offered"], start=calls.index[-60].date(), end=calls.index[-1].date())
    review = open_force(text, files(rows(calls)))
    event = Event(date=day.date(), kind="phones", label="New phones", breaks_series=True)
    return taken_apart(review), taken_apart(replace(review, force=replace(review.force, events=(event,))))


def test_what_a_marked_break_changed_is_not_taken_for_growth(open_force):
    calls = days("2022-01-03", number=1092, level=500, noise=4)
    calls.iloc[700:] = (calls.iloc[700:] * 1.3).astype(int)
    plain, marked = (of_kind(parts, "growth").iloc[0] for parts in marked_on(open_force, calls, calls.index[700]))
    assert plain["effect"] > 0.1
    assert marked["effect"] == pytest.approx(0, abs=0.02)
    assert marked["lower"] < 0 < marked["upper"]


def test_an_event_before_all_days_changes_nothing(open_force):
    calls = days("2022-01-03", number=1092, level=500, noise=4)
    plain, marked = marked_on(open_force, calls, pd.Timestamp("2021-01-01"))
    pd.testing.assert_frame_equal(plain.effects, marked.effects)


def test_the_time_of_year_is_told_from_growth_with_two_years_and_refused_with_less(open_force):
    calls = days("2022-01-03", number=728, level=500, noise=2)
    calls = (calls * (1 + 0.2 * np.cos(2 * np.pi * calls.index.day_of_year / 365.25))).round().astype(int)
    months = of_kind(parts_of(open_force, calls), "month")["effect"]
    assert months[[12, 1, 7]].tolist() == pytest.approx([0.2, 0.2, -0.18], abs=0.01)


def test_a_day_short_of_two_years_is_too_short(open_force):
    calls = days("2022-01-04", number=727)
    effects = parts_of(open_force, calls).effects
    told = effects.set_index("kind").loc[["month", "growth"]]
    assert told["effect"].isna().all()
    assert set(told["reason"]) == {TOO_SHORT.format(first="4 January 2022")}
    assert (effects["kind"] == "weekday").sum() == 7


@pytest.mark.parametrize(
    ("number", "grain", "said"),
    [(55, "day", "55 whole days; at least 56"), (20, "week", "count calls by week")],
)
def test_too_few_days_and_weeks_are_refused_whole(open_force, number, grain, said):
    index = pd.date_range("2024-01-01", periods=number, freq="D" if grain == "day" else "7D")
    text = toml(["offered"], start=index[0].date(), end=index[-1].date(), grain=grain)
    parts = taken_apart(open_force(text, files(rows(pd.Series(range(700, 700 + number), index=index)))))
    assert parts.effects["effect"].isna().all()
    assert all(said in reason for reason in parts.effects["reason"])
    assert parts.weeks["adjusted"].isna().all()
    assert parts.weeks["offered"].notna().all()


def test_weeks_are_means_of_days_and_an_incomplete_week_says_so(open_force):
    calls = days("2022-01-05", number=100, noise=0)  # a Wednesday
    weeks = parts_of(open_force, calls).weeks
    assert weeks["week"].iloc[0] == pd.Timestamp("2022-01-03")
    assert weeks["incomplete"].tolist() == [True] + [False] * 13 + [True]
    assert weeks["offered"].iloc[1] == pytest.approx(calls["2022-01-10":"2022-01-16"].mean())
    # With the days of the week taken out, a week of which only some days are known is no busier than others.
    assert weeks["adjusted"].to_numpy() == pytest.approx(weeks["adjusted"].iloc[1], rel=0.01)


def test_days_without_any_change_are_nothing_to_take_apart(open_force):
    calls = days("2024-01-01", number=100, noise=0) * 0 + 7
    assert set(parts_of(open_force, calls).effects["reason"]) == {THE_SAME.format(calls="7")}
