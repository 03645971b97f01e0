"""The example in docs/statistician.md is a model that keeps what every model has to keep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewkit.models import MODELS
from tests.models.conformance import CHECKS, suits

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "statistician.md"
TRY, MODEL, REGISTER = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.fixture
def registered(monkeypatch) -> str:
    names = {"MODELS": {}}
    exec(compile(MODEL + REGISTER, GUIDE.name, "exec"), names)  # noqa: S102 - our own guide
    ((name, model),) = names["MODELS"].items()
    monkeypatch.setitem(MODELS, name, model)
    return name


def test_the_forecast_of_the_guide_runs() -> None:
    names = {}
    exec(compile(TRY, GUIDE.name, "exec"), names)  # noqa: S102 - our own guide
    assert len(names["ahead"]) == 28
    assert len(names["tried"]) == 18


def test_the_model_of_the_guide_keeps_what_all_keep(registered, subtests) -> None:
    assert suits(registered, "D")
    assert not suits(registered, "h")
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(registered, "D")


def test_the_guide_names_the_checks_as_they_are_run(registered) -> None:
    assert f"-k {registered}" in GUIDE.read_text(encoding="utf-8")
