"""Every model keeps what every model has to keep."""

from __future__ import annotations

import pytest

from reviewkit.models import MODELS
from tests.models.conformance import CHECKS, LONGER_CHECKS, suits


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("freq", ["D", "h"])
def test_a_model_keeps_what_all_keep(name, freq, subtests) -> None:
    if not suits(name, freq):
        assert suits(name, "h" if freq == "D" else "D"), f"{name} is for no grain at all"
        return
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(name, freq)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("freq", ["W-SUN", "MS"])
def test_a_model_for_weeks_or_months_keeps_it_for_them_too(name, freq, subtests) -> None:
    for check in LONGER_CHECKS if suits(name, freq) else ():
        with subtests.test(check.__name__):
            check(name, freq)
