"""What a history may not be, told in words; and what is put right, and said."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from reviewkit.models import HistoryError, backtest, forecast
from reviewkit.models.calendar import calendar_of
from tests.models.drawn import drawn

LONDON = "Europe/London"


def asked(history: pd.Series, horizon: int = 7, **more: object) -> pd.DataFrame:
    return forecast(history, horizon, **({"model": "recent_weekdays"} | more))


def days(values: list[float], start: str = "2025-01-06") -> pd.Series:
    return pd.Series(values, index=pd.date_range(start, periods=len(values), freq="D"))


def ragged() -> pd.Series:
    return pd.Series(1, index=pd.DatetimeIndex(["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04T05:00"]))


WEEK = [120, 100, 100, 100, 110, 140, 130]


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (days(WEEK), "it has 7 known days, and at least 14 are needed"),
        (days(WEEK[:1]), "it has 1 known day, and at least 14 are needed"),
        (days([5] * 13), "it has 13 known days, and at least 14 are needed"),
        (days([]), "holds no value: it is empty, or every value is missing"),
        (days([np.nan] * 30), "holds no value: it is empty, or every value is missing"),
        (days([*WEEK, -3, *WEEK]), "1 value of the history is below 0, the first on 2025-01-13 (-3); a count of calls"),
        (days([*WEEK, 2.5, 0.5]), "2 values of the history are not whole, the first on 2025-01-13 (2.5); counts"),
        (days([*WEEK, np.inf]), "1 value of the history is infinite, the first on 2025-01-13 (inf)"),
        (days(["many"] * 20), "holds values that are no numbers"),
        ([1, 2, 3], "The history is a list; a pandas Series of counts is expected"),
        (pd.Series([1.0, 2, 3]), "an index of RangeIndex; times (a DatetimeIndex) are expected"),
        (pd.Series(WEEK * 3, index=pd.date_range("2025-01-01", periods=21, freq="B")), "steps of B; half hours"),
        (pd.Series(WEEK * 3, index=pd.date_range("2025-01-01", periods=21, freq="2D")), "steps of 2D; half hours"),
        (pd.Series(WEEK * 3, index=pd.date_range("2005-01-01", periods=21, freq="QS")), "steps of QS"),
        (pd.Series([1, 2], index=pd.to_datetime(["2025-01-01", "2025-01-02"])), "too short to see its steps"),
        (pd.Series([1, 2, 3], index=pd.to_datetime(["2025-01-01", None, "2025-01-02"])), "a row without a time"),
        (ragged(), "not regular: 2025-01-04 05:00:00 does not fit steps of D"),
    ],
)  # fmt: skip
def test_a_history_that_is_none_is_refused(history, said) -> None:
    with pytest.raises(HistoryError) as refusal:
        asked(history)
    assert said in str(refusal.value)


def test_a_day_that_stands_twice_is_refused_by_name() -> None:
    twice = pd.concat([days(WEEK * 3), days([99], start="2025-01-09")])
    with pytest.raises(HistoryError, match=r"1 times more than once, the first 2025-01-09 .* Add up or remove"):
        asked(twice)


def test_a_history_out_of_order_is_sorted_and_said() -> None:
    history = days(WEEK * 4)
    frame = asked(history.iloc[::-1])
    assert frame.attrs["notes"] == ["The history was not in the order of time; it was sorted."]
    pd.testing.assert_frame_equal(frame, asked(history))


def test_days_left_out_of_an_index_without_freq_are_missing_days() -> None:
    history = days(WEEK * 4)
    frame = asked(history[history.index.day_of_week != 6])
    assert frame.attrs["notes"] == ["3 missing times were left empty."]
    assert frame.index[0] == pd.Timestamp("2025-02-02")  # the Sunday after the last Saturday
    assert frame["mean"].iloc[1] == 120


@pytest.mark.parametrize("freq", ["MS", "ME", "W-SUN", "W-MON", "30min", "h"])
def test_steps_are_seen_without_freq(freq) -> None:
    history = drawn(freq, steps=800, start="1950-01-01") if freq[0] in "MW" else drawn("h", steps=800)
    bare = history.drop(history.index[[100, 101]])
    frame = asked(pd.Series(bare.to_numpy(), index=pd.DatetimeIndex(list(bare.index))), 2)
    assert frame.index[0] == history.index[-1] + history.index.freq
    assert "2 missing times were left empty." in frame.attrs["notes"]


def test_a_missing_end_is_reached_over() -> None:
    history = days(WEEK * 4).astype(float)
    history.iloc[-3:] = np.nan
    frame = asked(history, 2)
    assert frame.index.tolist() == [pd.Timestamp("2025-02-03"), pd.Timestamp("2025-02-04")]
    assert frame.attrs["notes"] == [
        "The last 3 values of the history are missing; the forecast reaches over that time."
    ]


@pytest.mark.parametrize("horizon", [0, -1, 1.5, "7", True, None])
def test_a_horizon_is_a_whole_number_of_steps(horizon) -> None:
    with pytest.raises(ValueError, match=r"The horizon is .*; a whole number of steps of at least 1 is expected"):
        asked(days(WEEK * 4), horizon)


@pytest.mark.parametrize("levels", [(100,), (-5,), (80, 80), 80, "80", ("80",), (0.8, 0.95), (np.nan,), None])
def test_a_level_is_a_per_cent(levels) -> None:
    with pytest.raises(ValueError, match="different per cents from 0 to below 100 are expected"):
        asked(days(WEEK * 4), levels=levels)


@pytest.mark.parametrize(
    ("name", "near"), [("sarimma", "sarima"), ("SeasonalNaive", "seasonal_naive"), ("slot", "slots")]
)
def test_an_unknown_model_is_answered_with_the_nearest(name, near) -> None:
    with pytest.raises(ValueError, match=f"There is no model '{name}'. Did you mean '{near}'"):
        asked(days(WEEK * 4), model=name)
    with pytest.raises(ValueError, match="There is no model"):
        backtest(days(WEEK * 9), horizon=7, step=7, origins=2, models=["recent_weekdays", name])


@pytest.mark.parametrize("models", ["sarima", []])
def test_models_are_a_list_of_names(models) -> None:
    with pytest.raises(ValueError, match=r"The models are .*; a list of one name or more is expected"):
        backtest(days(WEEK * 9), horizon=7, step=7, origins=2, models=models)


@pytest.mark.parametrize(
    "events",
    [
        ["2025-01-15"],
        "2025-01-15",
        {"date": "2025-01-15", "label": "New phones"},
        [{"date": "2025-01-15", "breaks_series": True}],
        [{"label": "New phones", "breaks_series": True}],
        [{"date": "the 15th", "label": "New phones", "breaks_series": True}],
        [{"date": "2025-01-15", "end": "2025-01-14", "label": "Storm"}],
    ],
)
def test_an_event_that_is_none_is_refused_with_an_example(events) -> None:
    with pytest.raises(ValueError, match=r"The event .* cannot be used; .*'label': 'New telephones'"):
        asked(days(WEEK * 4), events=events)


def test_an_event_of_a_table_that_says_nothing_of_breaking_the_series_breaks_none() -> None:
    dates = pd.to_datetime(["2024-01-15", "2024-03-01"])
    table = pd.DataFrame({"date": dates, "label": ["New phones", "Fair"], "breaks_series": [True, np.nan]})
    index = drawn("D").index
    assert calendar_of(index, events=table).events.columns.tolist() == ["New phones (2024-01-15)"]


def test_an_unknown_country_is_told_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="'france' is not known; england, wales, scotland, northern-ireland are"):
        asked(days(WEEK * 4), country="france")


def test_local_times_without_a_zone_are_noticed_in_october() -> None:
    local = drawn("h", start="2024-10-07").tz_localize(None)
    with pytest.raises(HistoryError, match=r"2024-10-27 01:00:00; .* The clocks went back that day.*tz_localize"):
        asked(local)


def test_local_times_without_a_zone_are_noticed_in_march() -> None:
    local = drawn("h", start="2024-03-11").tz_localize(None)
    with pytest.raises(HistoryError, match=r"no times from 01:00 to 02:00 on 2024-03-31, when the clocks went forward"):
        asked(local)


def test_times_without_a_zone_are_taken_as_utc() -> None:
    history = drawn("h", start="2024-03-11")
    naive = history.tz_convert("UTC").tz_localize(None).asfreq("h")
    frame, aware = asked(naive, 48), asked(history, 48)
    assert frame.index.tz is None
    np.testing.assert_allclose(frame["mean"], aware["mean"])


@pytest.mark.parametrize("value", [0, 1, 250])
@pytest.mark.parametrize("model", ["sarima", "seasonal_naive"])
def test_a_history_that_never_changes_is_forecast_as_it_is(value, model) -> None:
    frame = asked(days([value] * 60), model=model)
    assert (frame["mean"] == value).all()
    assert (frame["upper_95"] - frame["lower_95"]).max() < 1
    assert frame.attrs["notes"][0].startswith(f"Every value of the history is {value:,}")


def test_one_value_a_hundred_times_too_high_is_left_out_and_said() -> None:
    history = days(WEEK * 20)
    history.iloc[100] *= 100
    frame = asked(history)
    assert frame.attrs["notes"] == [
        "The value of 16 April 2025 (10,000) is far above any like it and was left out as a fault."
    ]
    assert frame["mean"].max() == 140


def test_a_storm_of_three_days_is_no_fault() -> None:
    history = days(WEEK * 20)
    history.iloc[100:103] *= 4
    assert asked(history).attrs["notes"] == []


def test_twenty_years_of_half_hours_take_little_time() -> None:
    index = pd.date_range("2005-01-01", periods=20 * 365 * 48, freq="30min", tz=LONDON)
    lam = 6 + 5 * np.sin(2 * np.pi * (np.arange(len(index)) % 48) / 48)
    history = pd.Series(np.random.default_rng(1).poisson(lam), index=index)
    began = time.process_time()
    frame = forecast(history, 336, model="slots")
    assert time.process_time() - began < 5
    assert frame.attrs["notes"][0].startswith("Only the history since")
    assert len(frame) == 336
