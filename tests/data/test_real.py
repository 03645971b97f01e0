"""Real files, untouched: every figure also counted a second way, with the csv module and nothing else."""

from __future__ import annotations

import csv
import gzip
from collections import Counter

import pytest

from reviewkit.data.review import open_review
from tests.real import ANONBANK, NHS111, real_force

PROVIDERS = {"nhs111-dorset": "111AI4", "nhs111-devon": "111AL2", "nhs111-yorkshire": "111AI7"}
LAST_DAY = "2026-03-29"


@pytest.fixture
def review(tmp_path, monkeypatch):
    def opened(slug):
        real_force(slug, tmp_path)
        monkeypatch.setenv("REVIEWKIT_DATA", str(tmp_path))
        return open_review(slug)

    return opened


def nhs_sums(code=None):
    """Add up the published rows of one provider, or of all, before the week not yet published."""
    sums = Counter()
    with NHS111.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["date"] <= LAST_DAY and code in {None, row["contract_code"]}:
                sums.update(
                    offered=int(row["calls_received"]),
                    answered=int(row["calls_answered"]),
                    answered_60s=int(row["calls_answered_60s"]),
                )
    return sums


@pytest.mark.parametrize("slug", ["nhs111-england", *PROVIDERS])
def test_nhs_111_adds_up_to_what_the_file_says(review, slug):
    found = review(slug)
    expected = nhs_sums(PROVIDERS.get(slug))
    assert {name: found.counts[name].sum() for name in expected} == expected


def test_nhs_111_uses_neither_the_false_column_nor_the_week_not_yet_published(review):
    found = review("nhs111-england")
    codes = {problem.code for problem in found.prepared.problems}
    assert {"column-contradicts", "not-yet-published"} <= codes
    assert found.counts["abandoned"].isna().all()
    assert str(found.counts["start"].max().date()) == LAST_DAY
    sums = found.counts[["offered", "answered", "answered_60s"]].sum()
    assert round(sums["answered_60s"] / sums["answered"], 3) == 0.780
    assert round(sums["answered_60s"] / sums["offered"], 3) == 0.724


def bank_calls():
    with gzip.open(ANONBANK, "rt", encoding="ascii", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["type"] == "PS" and row["outcome"] != "PHANTOM":
                yield row


def test_the_bank_adds_up_to_what_the_file_says(review):
    found = review("anonbank")
    calls = list(bank_calls())
    answered = [int(row["q_time"]) for row in calls if row["outcome"] == "AGENT"]
    given_up = [int(row["q_time"]) for row in calls if row["outcome"] == "HANG"]
    sums = found.counts.sum(numeric_only=True)
    assert (sums["offered"], sums["answered"], sums["abandoned"]) == (len(calls), len(answered), len(given_up))
    assert (len(calls), len(answered), len(given_up)) == (22_828, 20_374, 2_454)
    within = sum(wait <= 20 for wait in answered)
    assert sums["answered_20s"] == within
    assert (round(within / len(calls), 3), round(within / len(answered), 3)) == (0.552, 0.619)
    assert (sums["wait_total_s"], sums["abandoned_wait_total_s"]) == (sum(answered), sum(given_up))


def test_the_waits_of_the_bank_are_those_of_its_calls(review):
    waits = review("anonbank").wait_quantiles([0.5, 0.9], outcome="answered").iloc[0]
    sorted_waits = sorted(int(row["q_time"]) for row in bank_calls() if row["outcome"] == "AGENT")
    at = 0.9 * (len(sorted_waits) - 1)
    below, above = sorted_waits[int(at)], sorted_waits[int(at) + 1]
    assert waits["q90"] == pytest.approx(below + (at - int(at)) * (above - below))
    assert (waits["calls"], waits["longest_s"]) == (len(sorted_waits), sorted_waits[-1])
