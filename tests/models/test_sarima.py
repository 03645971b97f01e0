"""The seasonal ARIMA models: agreement of the two fits, warm starts, scale, steps longer than days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models.calendar import calendar_of
from reviewkit.models.forecasting import continued, forecast
from reviewkit.models.history import NotForThisGrain
from reviewkit.models.regression_arima import regression_arima
from reviewkit.models.sarima import sarima
from reviewkit.models.sarima_statsmodels import sarima_statsmodels
from tests.models.drawn import drawn


def asked(model, history: pd.Series, *, horizon: int = 14, **options) -> pd.DataFrame:
    calendar = calendar_of(continued(history.index, horizon), horizon=horizon)
    return model(history, horizon, levels=(80, 95), calendar=calendar, **options)


@pytest.mark.parametrize("freq", ["W-SUN", "MS"])
def test_statsmodels_fits_the_same_model(freq):
    history = drawn(freq)
    ours, other = (asked(model, history) for model in (sarima, sarima_statsmodels))
    np.testing.assert_allclose(ours["mean"], other["mean"], rtol=0.01)
    np.testing.assert_allclose(ours["upper_95"], other["upper_95"], rtol=0.02)


def test_statsmodels_finds_nothing_likelier():
    history = drawn(steps=300)
    ours, other = (asked(model, history).attrs["details"] for model in (sarima, sarima_statsmodels))
    assert ours["loglike"] > other["loglike"] - 1e-3


@pytest.mark.parametrize("model", [sarima, regression_arima])
def test_a_thousand_times_the_calls_are_a_thousand_times_the_forecast(model):
    history = drawn(steps=200)
    np.testing.assert_allclose(asked(model, history * 1000), 1000 * asked(model, history), rtol=1e-5)


@pytest.mark.parametrize("model", [sarima, regression_arima])
def test_a_fit_that_begins_where_the_last_ended_ends_at_the_same_place_sooner(model):
    history = drawn(steps=200)
    before = asked(model, history.iloc[:-7])
    cold, warm = asked(model, history), asked(model, history, start=before.attrs["start"])
    np.testing.assert_allclose(warm["mean"], cold["mean"], rtol=0.005)
    assert warm.attrs["details"]["loglike"] == pytest.approx(cold.attrs["details"]["loglike"], abs=1e-3)
    assert warm.attrs["details"]["evaluations"] < cold.attrs["details"]["evaluations"]


def test_where_another_order_ended_nothing_begins():
    history = drawn(steps=200)
    other = asked(regression_arima, history).attrs["start"]
    pd.testing.assert_frame_equal(asked(sarima, history, start=other), asked(sarima, history))


@pytest.mark.parametrize(("freq", "order"), [("W-SUN", "(1, 1, 1)"), ("MS", "(0, 1, 1)(0, 1, 1)12")])
@pytest.mark.parametrize("model", ["sarima", "regression_arima"])
def test_weeks_and_months_are_forecast_with_their_course_of_the_year(freq, order, model):
    history = drawn(freq)
    frame = forecast(history.iloc[:-12], 12, model=model)
    assert frame.attrs["model"] == model, frame.attrs["notes"]
    assert (frame["mean"] / history.iloc[-12:] - 1).abs().mean() < 0.06
    if model == "sarima":
        assert frame.attrs["details"]["order"] == order


def test_months_of_less_than_three_years_have_no_season():
    assert forecast(drawn("MS", steps=30), 3).attrs["details"]["order"] == "(0, 1, 1)"


@pytest.mark.parametrize("model", [regression_arima, sarima_statsmodels])
def test_half_hours_are_not_for_these_models(model):
    with pytest.raises(NotForThisGrain, match="top_down"):
        asked(model, drawn("h"))
