"""What a statistician asks of a forecast: order, parameters, residuals, and what a second program makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page.demand import words
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.words import unique, upper_first
from reviewkit.page.tables import Field, table
from reviewkit.sections.outlook.lines import lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.ahead import Outlook
    from reviewkit.sections.outlook.statistics import Fit
    from reviewkit.sections.outlook.trial import Trial

FITTED = (
    "SARIMA: y = regressors + noise of the order named, fitted by exact maximum likelihood; standard errors from the "
    "curvature of the log-likelihood (ARMA part) and from generalised least squares (regressors, in calls a day)."
)
SUMS = (
    "Bands of sums: the weights of the shocks are recovered from how the bands widen with the horizon, taken as "
    "positive; where sums in the trial lay further off, bands are widened by the root mean square of their z-scores."
)
MADE_OF = (
    "What a day is made of: Poisson regression with log link, over-dispersion by Pearson's statistic, HAC errors of 14 "
    "lags where these are larger. Effects of weekdays add up to nought; two pairs of waves stand for the year."
)
METHODS = (FITTED, SUMS, MADE_OF)
SCALED = (
    "Each fit begins where that of the date before ended. MASE is scaled by the seasonal naive error of the history "
    "before the first date."
)
RESIDUALS = "Null hypotheses: no autocorrelation up to the lag; normality; equal variance in the first and last third."
COMPARED = (
    "statsmodels evaluates its own likelihood at the parameters found here, and then searches by itself from its own "
    "starting values, on the series less the regressors. Whichever search ended lower stopped short of the top."
)
WITH_GAPS = (
    "Where days are missing statsmodels sees fewer differences: log-likelihoods are then of different data and cannot "
    "be compared."
)


def for_statisticians(review: Review, outlook: Outlook, trial: Trial, fits: Fit) -> tuple[Prose | Table | Notice, ...]:
    """Return the models used by name, the seasonal ARIMA fit, its residual tests and the fit by statsmodels."""
    refused = fits.summary[fits.summary["reason"] != ""]
    names = {line.queue.channel: upper_first(line.queue.name) for line in lines(review)}
    shown: list[Prose | Table | Notice] = [Prose(paragraphs=METHODS), _models(review, outlook, trial, names)]
    if len(refused) < len(fits.summary):
        shown += [_parameters(review, fits, names), _residuals(review, fits, names), _compared(review, fits, names)]
    reasons = unique(f"{names[row.channel]}: {row.reason}" for row in refused.itertuples())
    return (*shown, *((Notice(title="No model was fitted", paragraphs=reasons),) if reasons else ()))


def _models(review: Review, outlook: Outlook, trial: Trial, names: dict[str, str]) -> Table:
    """Return every model tried by its name in the code, with the scores a statistician looks for."""
    rows = trial.scores.assign(
        name=[f"{names[row.channel]}: {row.model}" for row in trial.scores.itertuples()],
        cover_80=trial.scores["inside_80"] / trial.scores["tried"],
        cover_95=trial.scores["inside_95"] / trial.scores["tried"],
    )
    used = ", ".join(f"{names[channel]}: {model}" for channel, model in outlook.models.items())
    return table(
        rows, id="models", title="Models by name, with their scores on the past", source=words.source(review),
        fields=[Field("name", "Model"), Field("mase", "MASE", "number", 3), Field("wape", "WAPE (%)", "share"),
                Field("pinball", "Pinball loss (calls)", "number", 2), Field("cover_80", "Coverage of 80 (%)", "share"),
                Field("cover_95", "Coverage of 95 (%)", "share")],
        notes=(f"Used: {used}.", SCALED), also_csv=["channel", "model", "origins", "horizon", "failed"],
    )  # fmt: skip


def _parameters(review: Review, fits: Fit, names: dict[str, str]) -> Table:
    summary = fits.summary[fits.summary["reason"] == ""]
    rows = fits.parameters.assign(row=[f"{names[row.channel]}: {row.name}" for row in _rows(fits.parameters)])
    said = (
        f"{names[row.channel]}: order {row.order}, {row.n:,} values after differencing, sigma {row.sigma:,.1f}, "
        f"log-likelihood {row.loglike:,.2f}, AICc {row.aicc:,.1f}{'' if row.settled else '; the search never settled'}."
        for row in summary.itertuples()
    )
    return table(
        rows, id="parameters", title="SARIMA: parameters and regressors", source=words.source(review),
        fields=[Field("row", "Parameter"), Field("value", "Estimate", "number", 3),
                Field("standard_error", "Standard error", "number", 3, reason="reason"),
                Field("z", "z", "number", 2, reason="reason"), Field("p", "p", "number", 3, reason="reason")],
        notes=tuple(said), also_csv=["channel", "name"],
    )  # fmt: skip


def _residuals(review: Review, fits: Fit, names: dict[str, str]) -> Table:
    lag = ["" if pd.isna(lag) else f", {lag:.0f} lags" for lag in fits.tests["lag"]]
    rows = fits.tests.assign(
        row=[f"{names[row.channel]}: {row.test}{lags}" for row, lags in zip(_rows(fits.tests), lag, strict=True)]
    )
    return table(
        rows, id="residuals", title="SARIMA: tests of the standardised residuals", source=words.source(review),
        fields=[Field("row", "Test"), Field("statistic", "Statistic", "number", 2), Field("p", "p", "number", 3)],
        notes=(RESIDUALS,), also_csv=["channel", "test", "lag"],
    )  # fmt: skip


def _compared(review: Review, fits: Fit, names: dict[str, str]) -> Table:
    rows = fits.summary[fits.summary["reason"] == ""]
    rows = rows.assign(name=rows["channel"].map(names))
    return table(
        rows, id="second-program", title="SARIMA: the same model by statsmodels", source=words.source(review),
        fields=[Field("name", "Channel"), Field("loglike", "Log-likelihood here", "number", 3),
                Field("loglike_statsmodels", "statsmodels at these parameters", "number", 3),
                Field("loglike_own_fit", "statsmodels’ own search", "number", 3),
                Field("largest_gap", "Largest gap of a parameter", "number", 4)],
        notes=(COMPARED, *((WITH_GAPS,) if rows["gaps"].any() else ())), also_csv=["channel", "order", "n", "aicc"],
    )  # fmt: skip


def _rows(frame: pd.DataFrame) -> list[object]:
    return list(frame.itertuples())
