"""A model that fails, or answers what nobody should see, gives way to a simpler one, and the answer says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models import MODELS, backtest, forecast
from reviewkit.models.backtesting import chosen
from reviewkit.models.ensemble import agreeing, mean_of
from reviewkit.models.frames import from_normal
from reviewkit.models.history import need
from tests.models.drawn import drawn, expected


def making(level: float = 200.0, sd: float = 15.0, fault: Exception | None = None):
    """Return a model that forecasts one number, whatever it is asked, or fails."""

    def model(history, horizon, *, levels, calendar):
        if fault is not None:
            raise fault
        return from_normal(calendar.future, np.full(horizon, level), np.full(horizon, sd), levels)

    return model


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (making(np.nan), "its forecast was not finite, or below 0"),
        (making(np.inf), "its forecast was not finite, or below 0"),
        (making(9e9), "its forecast rose to 9,000,000,000; the most ever seen is"),
        (making(0.0), "its forecast fell to 0.0 a step; the least of late is"),
        (making(fault=np.linalg.LinAlgError("Singular matrix.")), "used: Singular matrix."),
        (making(fault=ZeroDivisionError()), "used: ZeroDivisionError."),
    ],
)
def test_an_answer_that_is_none_is_replaced_and_said(monkeypatch, model, said) -> None:
    monkeypatch.setitem(MODELS, "mine", model)
    frame = forecast(drawn(), 7, model="mine")
    assert frame.attrs["model"] == "recent_weekdays"
    assert "The model mine could not be used: " in frame.attrs["notes"][0]
    assert said in frame.attrs["notes"][0]
    assert frame.attrs["notes"][1] == "The forecast is that of the simpler model recent_weekdays."
    pd.testing.assert_frame_equal(frame, forecast(drawn(), 7, model="recent_weekdays"))


@pytest.mark.parametrize("model", ["seasonal_naive", "regression_arima"])
def test_who_follows_calls_that_have_fallen_to_a_fiftieth_is_not_absurd(model) -> None:
    history = drawn()
    history.iloc[-21:] = (history.iloc[-21:] / 50).round()
    frame = forecast(history, 56, model=model)
    assert frame.attrs["model"] == model
    assert frame["mean"].max() < 50


def test_every_other_day_is_enough_for_the_simplest() -> None:
    history = drawn()
    frame = forecast(history.mask(np.arange(len(history)) % 2 == 0), 14, model="seasonal_naive")
    assert frame.attrs["model"] == "seasonal_naive"
    assert abs(frame["mean"].mean() / history.mean() - 1) < 0.1


def test_when_the_simpler_model_fails_too_the_simplest_answers(monkeypatch) -> None:
    for name in ("mine", "recent_weekdays"):
        monkeypatch.setitem(MODELS, name, making(fault=ValueError("no")))
    frame = forecast(drawn(), 7, model="mine")
    assert frame.attrs["model"] == "seasonal_naive"
    assert len(frame.attrs["notes"]) == 3


def test_a_fault_in_a_program_is_not_hidden(monkeypatch) -> None:
    monkeypatch.setitem(MODELS, "mine", lambda *_, **__: pd.DataFrame({"mean": [1.0]}))
    with pytest.raises(TypeError, match=r"A model has to return \['mean', 'lower_80', .* on calendar.future"):
        forecast(drawn(), 7, model="mine")


def test_a_back_test_says_who_answered_and_never_chooses_who_did_not(monkeypatch) -> None:
    truth = drawn()
    monkeypatch.setitem(MODELS, "mine", making(fault=ValueError("no")))
    tried = backtest(truth, horizon=7, step=7, origins=2, models=["mine", "seasonal_naive"])
    assert tried["used"].tolist() == ["recent_weekdays", "recent_weekdays", "seasonal_naive", "seasonal_naive"]
    assert tried.groupby("model")["pinball"].mean().idxmin() == "mine"
    assert chosen(tried) == "seasonal_naive"


def members(**others):
    history = drawn()
    truth = expected(pd.date_range(history.index[-1], periods=8, freq="D")[1:])
    good = {"one": making(truth * 1.01), "two": making(truth * 0.99), "three": making(truth)}
    return history, truth, good | others


def averaged(monkeypatch, history, found, levels=(80, 95)) -> pd.DataFrame:
    def model(history, horizon, *, levels, calendar):
        return mean_of(found, history, horizon, levels=levels, calendar=calendar)

    monkeypatch.setitem(MODELS, "mean", model)
    return forecast(history, 7, model="mean", levels=levels)


def test_a_mean_of_models_is_the_mean_of_each_quantile(monkeypatch) -> None:
    history, truth, found = members()
    frame = averaged(monkeypatch, history, found)
    np.testing.assert_allclose(frame["mean"], truth)
    np.testing.assert_allclose(frame["upper_80"], truth + 1.2815516 * 15, rtol=1e-6)
    assert frame.attrs["details"]["members"] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (making(260.0), "without bad, which is far from the others"),
        (making(200.0, sd=80.0), "without bad, which is far from the others"),
        (making(200.0, sd=1.0), "without bad, which is far from the others"),
        (making(-119_585_514.0), "without bad: its forecast fell to 0.0 a step"),
        (making(fault=RuntimeError("did not converge")), "without bad: did not converge"),
    ],
)
def test_one_bad_member_does_not_spoil_the_mean(monkeypatch, bad, said) -> None:
    history, truth, found = members(bad=bad)
    frame = averaged(monkeypatch, history, found)
    np.testing.assert_allclose(frame["mean"], truth)
    assert said in frame.attrs["notes"][0]
    assert frame.attrs["model"] == "mean"


def test_a_mean_needs_no_band_of_80_to_compare(monkeypatch) -> None:
    history, _, found = members(bad=making(900.0))
    frame = averaged(monkeypatch, history, found, levels=(50,))
    assert frame.columns.tolist() == ["mean", "lower_50", "upper_50"]
    assert frame.attrs["details"]["members"] == ["one", "two", "three"]


def test_what_the_members_say_of_the_history_is_said_once(monkeypatch) -> None:
    def saying(history, horizon, *, levels, calendar):
        frame = making()(history, horizon, levels=levels, calendar=calendar)
        frame.attrs["notes"] = ["No count was ever given for Sundays."]
        return frame

    frame = averaged(monkeypatch, drawn(), {"one": saying, "two": saying})
    assert frame.attrs["notes"] == ["No count was ever given for Sundays."]


def test_of_two_nobody_can_say_which_is_wrong() -> None:
    days = pd.date_range("2025-01-01", periods=3, freq="D")
    two = {name: from_normal(days, np.full(3, level), np.ones(3), (80,)) for name, level in (("a", 1.0), ("b", 99.0))}
    assert agreeing(two) == ["a", "b"]


def test_a_mean_whose_members_all_need_more_history_says_so(monkeypatch) -> None:
    def patient(history, horizon, *, levels, calendar):
        need(history, 999, unit="day", because="to be sure")

    with pytest.raises(ValueError, match="at least 999 are needed to be sure"):
        averaged(monkeypatch, drawn(), {"patient": patient})


def test_a_mean_without_a_member_left_gives_way(monkeypatch) -> None:
    frame = averaged(monkeypatch, drawn(), {"bad": making(np.nan)})
    assert frame.attrs["model"] == "recent_weekdays"
