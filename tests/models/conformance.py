"""What every forecasting model has to keep, as checks that take a model's name; each raises where it is not kept.

A model that is not for the grain of a history says so, and the check ends there.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from reviewkit.models import backtest, forecast
from reviewkit.models.backtesting import replayed, scored
from reviewkit.models.forecasting import BY_DAYS
from reviewkit.models.frames import columns
from reviewkit.models.history import HistoryError, NotForThisGrain
from tests.models.drawn import drawn, expected

HORIZON = {"D": 14, "h": 168, "W-SUN": 8, "MS": 6}
MEAN_SCALES = {"D": 1e-3, "h": 0.02, "W-SUN": 1e-3, "MS": 1e-3}
BANDS_SCALE = {"D": 0.01, "h": 0.5, "W-SUN": 0.01, "MS": 0.01}
MANY = (0, 10, 50, 80, 95, 97.5)


def suits(name: str, freq: str) -> bool:
    """Say whether a model is for steps of this length, and answers for itself."""
    if freq == "h" and name in BY_DAYS:
        return False
    try:
        forecast(drawn(freq), 1, model=name)
    except NotForThisGrain:
        return False
    return True


def check_frame(name: str, freq: str) -> None:
    """The index goes on with the same freq and zone; the columns are as agreed; all is finite, ordered, above 0."""
    history = drawn(freq)
    frame = forecast(history, HORIZON[freq], model=name, levels=MANY)
    continued = pd.date_range(history.index[-1], periods=HORIZON[freq] + 1, freq=history.index.freq)[1:]
    pd.testing.assert_index_equal(frame.index, continued)
    assert frame.index.freq == history.index.freq
    assert frame.columns.tolist() == columns(MANY)
    assert ordered(frame, MANY)
    assert (frame["lower_80"] <= frame["mean"]).all()
    assert (frame["mean"] <= frame["upper_80"]).all()
    assert frame.attrs["model"] == name, frame.attrs["notes"]


def check_scale(name: str, freq: str) -> None:
    """A thousand times the calls are a thousand times the forecast, but for bands of whole calls.

    A model of half hours may know that chance spreads few calls wider than many.
    """
    history = drawn(freq)
    one, thousand = (forecast(history * size, HORIZON[freq], model=name) for size in (1, 1000))
    np.testing.assert_allclose(thousand["mean"], 1000 * one["mean"], rtol=MEAN_SCALES[freq])
    for level in (80, 95):
        wide, narrow = ((frame[f"upper_{level}"] - frame[f"lower_{level}"]).sum() for frame in (thousand, one))
        assert abs(wide / (1000 * narrow) - 1) < BANDS_SCALE[freq], f"{name}: {wide:,.0f} of {1000 * narrow:,.0f}"


def check_no_look_ahead(name: str, freq: str) -> None:
    """What comes after an origin changes neither its forecast nor, after the horizon, its scores."""
    history, horizon = drawn(freq), HORIZON[freq]
    plan = {"horizon": horizon, "step": horizon, "origins": 2, "models": [name]}
    end = len(history) - 2 * horizon
    forecasts = [
        replayed(changed(history, after), **plan).query("origin == origin.min()") for after in (len(history), end)
    ]
    bands = columns((80, 95))
    pd.testing.assert_frame_equal(forecasts[0][bands], forecasts[1][bands])
    first, other = (
        scored(replayed(changed(history, after), **plan)).drop(columns="cpu_s").iloc[[0]]
        for after in (len(history), end + horizon)
    )
    pd.testing.assert_frame_equal(first, other)


def check_same_again(name: str, freq: str) -> None:
    """The same question has the same answer, and the history is left as it was."""
    history = drawn(freq)
    before = history.copy()
    first, again = (forecast(history, HORIZON[freq], model=name) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    pd.testing.assert_series_equal(history, before)


def check_gaps(name: str, freq: str) -> None:
    """A day, a month and every Sunday missing: the other days are forecast about as well as without the gap."""
    history = drawn(freq)
    index = history.index
    future = forecast(history, HORIZON[freq], model=name)
    truth = np.asarray(expected(future.index))
    for gap, open_days in (
        (index.normalize() == index[len(index) // 2].normalize(), truth > 0),
        ((index >= index[len(index) // 3]) & (index < index[len(index) // 3] + pd.Timedelta(days=30)), truth > 0),
        (index.day_of_week == 6, future.index.day_of_week != 6),
    ):
        frame = forecast(history.mask(gap), HORIZON[freq], model=name)
        assert ordered(frame, (80, 95))
        assert frame.attrs["model"] == name, frame.attrs["notes"]
        error = np.abs(frame["mean"].to_numpy() - truth)[open_days].sum() / truth[open_days].sum()
        assert error < 0.15, f"{name}: off by {error:.0%} after a gap"


def check_clock_changes(name: str, freq: str) -> None:
    """People ring by the clock on the wall: in March and in October, with the change in the history or to come."""
    if freq != "h":
        return
    for first_day, before in (("2024-03-04", "2024-04-22"), ("2024-01-22", "2024-03-31"),
                              ("2024-09-30", "2024-11-18"), ("2024-08-19", "2024-10-27")):  # fmt: skip
        hours = pd.date_range(first_day, before, freq="h", tz="Europe/London", inclusive="left")
        frame = forecast(drawn("h", steps=len(hours), start=first_day), 170, model=name)
        pd.testing.assert_index_equal(frame.index, pd.date_range(before, periods=170, freq="h", tz=hours.tz))
        truth = pd.Series(expected(frame.index), index=frame.index).iloc[2:]  # once the clocks have changed
        found, drawn_from = (part.groupby(part.index.hour).mean() for part in (frame["mean"].iloc[2:], truth))
        error = (found - drawn_from).abs().sum() / drawn_from.sum()
        assert error < CLOCK_ERROR, f"{name}: by the clock off by {error:.1%} from {before} on"


CLOCK_ERROR = 0.08
"""An hour too early or too late would be 0.13 off."""


def check_nothing_at_times(name: str, freq: str) -> None:
    """Weeks and hours without a call, and a history of noughts, are forecast too."""
    history = drawn(freq)
    shut = history.where(history.index.day_of_week < 5, 0.0)
    frame = forecast(shut, HORIZON[freq], model=name)
    assert ordered(frame, (80, 95))
    weekend = frame.index.day_of_week >= 5
    assert frame["mean"][weekend].mean() < 0.25 * frame["mean"][~weekend].mean(), (
        "it does not see that weekends are shut"
    )
    nothing = forecast(history * 0, HORIZON[freq], model=name)
    assert (nothing["mean"] == 0).all()
    assert nothing["upper_95"].max() <= 1


def check_one_spike(name: str, freq: str) -> None:
    """One value a hundred times too high is left out, said, and changes the forecast little."""
    history = drawn(freq)
    spiked = history.copy()
    spiked.iloc[-10] *= 100
    plain, after = (forecast(values, HORIZON[freq], model=name) for values in (history, spiked))
    assert any("left out as a fault" in note for note in after.attrs["notes"])
    assert (after["mean"] / plain["mean"] - 1).abs().mean() < 0.05


def check_too_short(name: str, freq: str) -> None:
    """A history too short is refused with the number needed; who gives that many has a forecast in the end."""
    history, steps, told = drawn(freq), 9, []
    while len(told) < 3:  # a model that asks another one may have two things to say, one after the other
        try:
            forecast(history.iloc[:steps], 2, model=name)
        except HistoryError as refusal:
            needed = re.search(r"known (\w+?)s?, and at least ([\d,]+)", str(refusal))
            more = int(needed[2].replace(",", "")) * (24 if (freq, needed[1]) == ("h", "day") else 1)
            assert more > steps, f"{name} asks for {more} steps and has {steps}"
            steps, told = more, [*told, str(refusal)]
        else:
            break
    assert 0 < len(told) < 3, f"{name} forecasts from {steps} steps after {told}"


def check_coverage(name: str, freq: str) -> None:
    """Of values drawn from the truth, about 80 % lie in the band of 80 %, and 95 % in that of 95 %."""
    found = []
    for seed in range(COVERAGE_SERIES[freq]):
        history = drawn(freq, seed=seed + 10)
        found.append(backtest(history, horizon=COVERAGE_HORIZON[freq], step=1, origins=1, models=[name]))
    shares = pd.concat(found)[["coverage_80", "coverage_95"]].mean()
    assert 0.68 < shares["coverage_80"] < 0.92, shares
    assert shares["coverage_95"] > 0.87, shares


COVERAGE_SERIES = {"D": 12, "h": 4}
COVERAGE_HORIZON = {"D": 7, "h": 72}

CHECKS = (
    check_frame,
    check_scale,
    check_no_look_ahead,
    check_same_again,
    check_gaps,
    check_clock_changes,
    check_nothing_at_times,
    check_one_spike,
    check_too_short,
    check_coverage,
)

LONGER_CHECKS = (check_frame, check_scale, check_no_look_ahead, check_same_again, check_too_short)
"""What is asked of weeks and months, where no day is missing and no weekend shut."""


def changed(history: pd.Series, after: int) -> pd.Series:
    """Return a history that is another after so many steps."""
    values = history.copy()
    values.iloc[after:] = values.iloc[after:].to_numpy()[::-1] * 2 + 3
    return values


def ordered(frame: pd.DataFrame, levels: tuple[float, ...]) -> bool:
    """Say whether all is finite and at least 0, and each band lies within the next wider one."""
    edges = [*(f"lower_{level:g}" for level in reversed(levels)), *(f"upper_{level:g}" for level in levels)]
    numbers = frame[edges].to_numpy()
    return bool(np.isfinite(frame).all(axis=None) and (frame >= 0).all(axis=None) and (np.diff(numbers) >= 0).all())
