"""For statisticians: two programs at one top, regressors with their errors, residuals tested."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.sections import demand
from tests.sections.outlook.drawn import days, files, rows, toml


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    from reviewkit.data.review import open_review

    base = tmp_path_factory.mktemp("statistics")
    calls = days("2023-01-02", number=200, noise=15)
    folder = base / "raw" / "testshire"
    folder.mkdir(parents=True)
    text = toml(["offered"], start="2023-05-01", end=calls.index[-1].date())
    (folder / "force.toml").write_text(text, encoding="utf-8")
    (folder / "counts.csv").write_text(files(rows(calls))["counts.csv"], encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(base))
        return demand.fits(open_review("testshire"))


def test_statsmodels_agrees_on_the_likelihood_and_its_own_search_ends_near(fitted):
    row = fitted.summary.iloc[0]
    assert row["loglike_statsmodels"] == pytest.approx(row["loglike"], abs=1e-3)
    assert row["loglike_own_fit"] == pytest.approx(row["loglike"], abs=3)
    assert row["gaps"] == 0


def test_regressors_stand_with_errors_and_a_holiday_drawn_as_none_is_none(fitted):
    table = fitted.parameters.set_index("name")
    assert table.loc["bank_holiday", "standard_error"] > 0
    assert abs(table.loc["bank_holiday", "z"]) < 4
    known = table["z"].notna()
    assert table.loc[known, "p"].between(0, 1).all()
    assert (table.loc[~known, "reason"] != "").all()


def test_residuals_of_drawn_noise_pass_every_test(fitted):
    assert fitted.tests["test"].tolist()[:2] == ["Ljung-Box", "Ljung-Box"]
    assert (fitted.tests["p"] > 0.001).all()


def test_too_short_a_history_is_a_reason(open_force):
    calls = days("2024-01-01", number=20)
    made = demand.fits(open_force(toml(["offered"], start="2024-01-01", end="2024-01-20"), files(rows(calls))))
    assert "too short" in made.summary["reason"].iloc[0]
    assert isinstance(made.parameters, pd.DataFrame)
    assert made.parameters.empty
