"""Against values worked out to fifty digits, and against tables somebody printed."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from reviewkit.methods import erlang

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "erlang_reference.csv"
NUMBER = re.compile(r"(P\(wait\)|mean wait|\w+)<?=([\d.e+-]+)")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    if not REFERENCE.exists():
        if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
            pytest.fail(f"{REFERENCE} is not there")
        pytest.skip(f"the reference values are not beside the checkout: {REFERENCE.name}")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def given(row: dict[str, str]) -> dict[str, float]:
    """Read ``AHT=180s T=20s SL=0.8`` as numbers by name."""
    return {name: float(value) for name, value in NUMBER.findall(row["params"])}


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def exact(rows: list[dict[str, str]], model: str, quantity: str) -> list[dict[str, str]]:
    found = [row for row in rows if (row["kind"], row["model"], row["quantity"]) == ("exact", model, quantity)]
    assert len(found) > 200
    return found


def relative_error(found: np.ndarray, rows: list[dict[str, str]]) -> float:
    return float(np.abs(found / column(rows, "value") - 1).max())


def test_erlang_b_has_twelve_digits(rows):
    cases = exact(rows, "B", "P(block)")
    assert relative_error(erlang.erlang_b(column(cases, "load_erlangs"), column(cases, "n")), cases) <= 1e-12


def test_erlang_c_has_twelve_digits(rows):
    cases = exact(rows, "C", "P(wait)")
    assert relative_error(erlang.erlang_c(column(cases, "load_erlangs"), column(cases, "n")), cases) <= 1e-12


@pytest.mark.parametrize(
    ("quantity", "measure"),
    [
        ("P(wait)", erlang.wait_probability),
        ("P(abandon)", erlang.abandonment),
        ("E[W]/AHT", erlang.mean_wait_s),
    ],
)
def test_erlang_a_has_twelve_digits(rows, quantity, measure):
    cases = exact(rows, "A", quantity)
    patience = patience_of(cases)
    found = measure(column(cases, "load_erlangs"), column(cases, "n"), aht_s=1, patience_s=patience)
    assert relative_error(found, cases) <= 1e-12


def patience_of(cases: list[dict[str, str]]) -> np.ndarray:
    """Return the mean patience in handling times."""
    return np.array([1 / float(row["params"].removeprefix("AHT/patience=")) for row in cases])


def test_the_service_level_of_erlang_a_has_twelve_decimals(rows):
    cases = exact(rows, "A", "P(served within 0.05 AHT of offered)")
    found = erlang.service_level(
        column(cases, "load_erlangs"), column(cases, "n"), aht_s=1, within_s=0.05, patience_s=patience_of(cases)
    )
    assert np.abs(found - column(cases, "value")).max() <= 1e-12


def test_the_printed_table_of_erlang_b_to_its_last_digit(rows):
    cases = [row for row in rows if row["quantity"] == "max load for blocking"]
    assert len(cases) > 400
    wanted = np.array([given(row)["blocking"] for row in cases])
    load, agents, half_unit = column(cases, "value"), column(cases, "n"), column(cases, "abs_tol")
    least = erlang.erlang_b(np.maximum(load - half_unit, 0), agents)
    agrees = (least <= wanted) & (wanted <= erlang.erlang_b(load + half_unit, agents))
    misprinted = np.array(["do not use" in row["note"] for row in cases])
    assert agrees[~misprinted].all()
    assert not agrees[misprinted].any()


def required(load: float, _: float, queue: dict, numbers: dict) -> np.ndarray:
    if "mean wait" in numbers:
        return erlang.agents_required(load, **queue, max_mean_wait_s=numbers["mean wait"])
    target = {"within_s": numbers["T"], "service_level": numbers["SL"], "max_occupancy": numbers.get("maxocc")}
    return erlang.agents_required(load, **queue, **target)


def late_of_those_who_wait(load: float, agents: float, queue: dict, _: dict) -> np.ndarray:
    late = 1 - erlang.service_level(load, agents, within_s=queue["aht_s"], **queue)
    return late / erlang.erlang_c(load, agents)


def most_load(_: float, agents: float, __: dict, numbers: dict) -> float:
    return brentq(lambda load: erlang.erlang_c(load, agents) - numbers["P(wait)"], 0, agents - 1e-9)


PRINTED = {
    "P(wait)": lambda load, agents, queue, _: erlang.wait_probability(load, agents, **queue),
    "ASA s": lambda load, agents, queue, _: erlang.mean_wait_s(load, agents, **queue),
    "E[W] s": lambda load, agents, queue, _: erlang.mean_wait_s(load, agents, **queue),
    "mean queue": lambda load, agents, queue, _: (
        erlang.mean_wait_s(load, agents, **queue) / queue["aht_s"] * load  # Little's law
    ),
    "occupancy": lambda load, agents, queue, _: erlang.occupancy(load, agents, **queue),
    "P(abandon)": lambda load, agents, queue, _: erlang.abandonment(load, agents, **queue),
    "90th percentile wait s": lambda load, agents, queue, _: erlang.wait_percentile_s(load, agents, share=0.9, **queue),
    "service level": lambda load, agents, queue, numbers: erlang.service_level(
        load, agents, within_s=numbers["T"], **queue
    ),
    "P(W>h|W>0)": late_of_those_who_wait,
    "max load for P(wait)": most_load,
    "required agents": required,
    "required servers": required,
}


def published(row: dict[str, str]) -> float:
    """Work out what a row of a printed table says."""
    numbers = given(row)
    queue = {"aht_s": numbers.get("AHT", 1.0), "patience_s": numbers.get("patience")}
    return float(PRINTED[row["quantity"]](float(row["load_erlangs"]), float(row["n"]), queue, numbers))


def test_every_printed_value_of_erlang_c_and_a(rows):
    cases = [row for row in rows if row["kind"] == "published" and row["quantity"] != "max load for blocking"]
    assert len(cases) > 35
    wrong = [
        (row["quantity"], row["params"], row["value"], float(published(row)))
        for row in cases
        if not abs(published(row) - float(row["value"])) <= float(row["abs_tol"] or 0)
    ]
    assert not wrong


def test_values_known_to_be_wrong_are_not_met(rows):
    cases = [row for row in rows if row["kind"].startswith("WRONG")]
    assert len(cases) == 4
    for row in cases:
        assert abs(published(row) - float(row["value"])) > 0.02
        assert published(row) == pytest.approx(float(row["our_exact"]), rel=1e-12)
