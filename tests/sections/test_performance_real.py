"""Real files through the whole path: the Anonymous Bank's calls and NHS 111's days, each figure by a second route."""

from __future__ import annotations

import gzip

import duckdb
import pytest

from reviewkit.data.review import open_review
from reviewkit.sections import performance
from reviewkit.sections.figures.headline import value_of
from reviewkit.sections.figures.queues import queues
from reviewkit.sections.figures.rules import Figure
from tests.real import ANONBANK, NHS111, real_force


@pytest.fixture
def opened(tmp_path, monkeypatch):
    def review(slug, **period):
        real_force(slug, tmp_path)
        monkeypatch.setenv("REVIEWKIT_DATA", str(tmp_path))
        return open_review(slug, **period)

    return review


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


def test_the_bank_answered_55_per_cent_of_offered_and_62_of_answered_calls_in_20_seconds(opened):
    review = opened("anonbank")
    stages = performance.by_stage(review)
    [queue] = queues(review)
    counts = tuple(value_of(stages, queue, Figure(name)) for name in ("offered", "answered", "abandoned"))
    assert counts == (22_828, 20_374, 2_454)

    offered, answered, abandoned, in_time = bank_in_sql(ANONBANK)
    assert (offered, answered, abandoned) == counts
    of_offered = value_of(stages, queue, Figure("service_level_of_offered", 20))
    of_answered = value_of(stages, queue, Figure("service_level_of_answered", 20))
    assert (of_offered, of_answered) == (in_time / offered, in_time / answered)
    assert (round(of_offered, 2), round(of_answered, 2)) == (0.55, 0.62)


def test_the_bank_has_a_median_because_it_has_single_calls(opened):
    review = opened("anonbank")
    [queue] = queues(review)
    with gzip.open(ANONBANK, "rt", encoding="utf-8") as lines:
        heads = next(lines).rstrip("\n").split("\t")
        rows = (dict(zip(heads, line.rstrip("\n").split("\t"), strict=False)) for line in lines)
        waits = sorted(int(r["q_time"]) for r in rows if r["type"].strip() == "PS" and r["outcome"].strip() == "AGENT")
    stages = performance.by_stage(review)
    assert value_of(stages, queue, Figure("median_wait_s")) == pytest.approx(waits[len(waits) // 2], abs=1)


def test_nhs_111_before_its_unpublished_week(opened):
    review = opened("nhs111-england", end="2026-04-05")
    stages = performance.by_stage(review)
    [queue] = queues(review)
    of_answered = value_of(stages, queue, Figure("service_level_of_answered", 60))
    of_offered = value_of(stages, queue, Figure("service_level_of_offered", 60))
    assert (round(100 * of_answered, 1), round(100 * of_offered, 1)) == (78.0, 72.4)

    with duckdb.connect() as connection:
        expected = connection.execute(
            "select sum(calls_answered_60s) / sum(calls_answered), sum(calls_answered_60s) / sum(calls_received) "
            "from read_csv(?) where week_ending < '2026-04-05'",
            [str(NHS111)],
        ).fetchone()
    assert (of_answered, of_offered) == pytest.approx(expected, rel=1e-12)


def test_nhs_111_abandoned_calls_are_refused_with_the_reason_they_were_withheld(opened):
    stages = performance.by_stage(opened("nhs111-england", end="2026-04-05"))
    abandoned = stages[stages["measure"].str.startswith("aband")]
    assert abandoned["value"].isna().all()
    assert (abandoned["reason"] != "").all()
    assert "abandonment_crude" in set(abandoned["measure"])
    assert stages.set_index("measure").loc["not_answered_rate", "value"] > 0


@pytest.mark.parametrize(
    ("slug", "times"),
    [("anonbank", {20, 60, 180}), ("nhs111-england", {60}), ("nhs111-dorset", {60})],
)
def test_the_answering_times_on_the_page_come_from_force_toml_or_from_the_file(opened, slug, times):
    stages = performance.by_stage(opened(slug))
    levels = stages[stages["measure"] == "service_level_of_offered"]
    assert set(levels["threshold_s"]) == times
    assert levels["value"].notna().all()
