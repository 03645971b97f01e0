"""Real files through the whole path: the Anonymous Bank's calls and NHS 111's days, each figure by a second route."""

from __future__ import annotations

import gzip

import duckdb
import pytest

from reviewkit.sections import performance
from reviewkit.sections.headline import value_of
from reviewkit.sections.queues import queues
from reviewkit.sections.rules import Figure

BANK = """
name = "A bank in 1999"
nation = "england"
[governing_body]
kind = "board"
name = "The bank"
title = "Chair"
[period]
start = 1999-01-01
end = 1999-01-31
[[targets]]
channel = "regular"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 20
at_least = 0.80
citation = "Made up for this test"
[[files]]
table = "calls"
files = ["january_1999.txt.gz"]
time_zone = "UTC"
delimiter = "\\t"
[files.columns]
call_id = ["vru+line", "call_id"]
offered_at = ["date", "vru_entry"]
wait_s = "q_time"
outcome = "outcome"
[files.formats]
offered_at = "%y%m%d %H:%M:%S"
wait_s = "seconds"
[files.words.outcome]
AGENT = "answered"
HANG = "abandoned"
PHANTOM = "leave_out"
[files.constants]
channel = "regular"
stage = "primary"
[files.keep]
type = ["PS"]
"""

NHS = """
name = "NHS 111 in England"
nation = "england"
[governing_body]
kind = "nhs"
name = "NHS England"
title = "Chair"
[period]
start = 2025-11-24
end = 2026-04-05
[channels]
"111" = "NHS 111"
[[files]]
table = "intervals"
files = ["nhs111_daily.csv"]
grain = "day"
parts = ["contract_code"]
[files.columns]
start = "date"
offered = "calls_received"
answered = "calls_answered"
answered_60s = "calls_answered_60s"
abandoned = "calls_abandoned"
[files.constants]
channel = "111"
stage = "primary"
"""


def bank_in_sql(path):
    with duckdb.connect() as connection:
        return connection.execute(
            """
            with calls as (
                select * from read_csv(?, delim = '\t', header = true, all_varchar = true)
                where type = 'PS' and outcome in ('AGENT', 'HANG')
            )
            select count(*), count(*) filter (outcome = 'AGENT'), count(*) filter (outcome = 'HANG'),
                   count(*) filter (outcome = 'AGENT' and q_time::int <= 20)
            from calls
            """,
            [str(path)],
        ).fetchone()


def test_the_bank_answered_55_per_cent_of_offered_and_62_of_answered_calls_in_20_seconds(open_force, shared_data):
    path = shared_data / "anonbank" / "january_1999.txt.gz"
    review = open_force(BANK, {path.name: path})
    stages = performance.by_stage(review)
    [queue] = queues(review)
    counts = tuple(value_of(stages, queue, Figure(name)) for name in ("offered", "answered", "abandoned"))
    assert counts == (22_828, 20_374, 2_454)

    offered, answered, abandoned, in_time = bank_in_sql(path)
    assert (offered, answered, abandoned) == counts
    of_offered = value_of(stages, queue, Figure("service_level_of_offered", 20))
    of_answered = value_of(stages, queue, Figure("service_level_of_answered", 20))
    assert (of_offered, of_answered) == (in_time / offered, in_time / answered)
    assert (round(of_offered, 2), round(of_answered, 2)) == (0.55, 0.62)


def test_the_bank_has_a_median_because_it_has_single_calls(open_force, shared_data):
    path = shared_data / "anonbank" / "january_1999.txt.gz"
    review = open_force(BANK, {path.name: path})
    [queue] = queues(review)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        heads = next(lines).rstrip("\n").split("\t")
        rows = (dict(zip(heads, line.rstrip("\n").split("\t"), strict=False)) for line in lines)
        waits = sorted(int(r["q_time"]) for r in rows if r["type"].strip() == "PS" and r["outcome"].strip() == "AGENT")
    stages = performance.by_stage(review)
    assert value_of(stages, queue, Figure("median_wait_s")) == pytest.approx(waits[len(waits) // 2], abs=1)


def test_nhs_111_before_its_unpublished_week(open_force, shared_data):
    path = shared_data / "nhs111_daily" / "nhs111_daily.csv"
    review = open_force(NHS, {path.name: path})
    stages = performance.by_stage(review)
    [queue] = queues(review)
    of_answered = value_of(stages, queue, Figure("service_level_of_answered", 60))
    of_offered = value_of(stages, queue, Figure("service_level_of_offered", 60))
    assert (round(100 * of_answered, 1), round(100 * of_offered, 1)) == (78.0, 72.4)

    with duckdb.connect() as connection:
        expected = connection.execute(
            "select sum(calls_answered_60s) / sum(calls_answered), sum(calls_answered_60s) / sum(calls_received) "
            "from read_csv(?) where week_ending < '2026-04-05'",
            [str(path)],
        ).fetchone()
    assert (of_answered, of_offered) == pytest.approx(expected, rel=1e-12)


def test_nhs_111_abandoned_calls_are_refused_with_the_reason_they_were_withheld(open_force, shared_data):
    path = shared_data / "nhs111_daily" / "nhs111_daily.csv"
    stages = performance.by_stage(open_force(NHS, {path.name: path}))
    abandoned = stages[stages["measure"].str.startswith("aband")]
    assert abandoned["value"].isna().all()
    assert (abandoned["reason"] != "").all()
    assert "abandonment_crude" not in set(stages["measure"])
    assert "not_answered_rate" in set(stages["measure"])
