"""Published figures: none without a source, and nothing lost of what was collected."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from reviewkit.data.declared.folders import published_folder
from reviewkit.data.problems import DataError
from reviewkit.data.published import (
    CALL_METRICS,
    FIGURE_COLUMNS,
    OTHER_METRICS,
    forces,
    other_figures,
    published_figures,
    standards,
)

FOLDER = Path(__file__).resolve().parents[2] / "data" / "raw" / "published"
ROW = {
    "force": "exampleshire",
    "period_start": "2024-04-01",
    "period_end": "2024-04-30",
    "channel": "999",
    "stage": "single",
    "metric": "service_level_of_answered",
    "threshold_s": "10",
    "value": "0.9",
    "unit": "share",
    "basis": "force own telephony",
    "source": "https://example.org/a",
}


@pytest.fixture(scope="module")
def figures():
    return published_figures(FOLDER)


@pytest.fixture
def facts(shared_data):
    folder = shared_data.parent / "facts"
    return {path.name: read(path) for path in sorted(folder.glob("*.csv"))}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder, *rows, name="own.csv"):
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, FIGURE_COLUMNS, restval="")
        table.writeheader()
        table.writerows(rows)
    return folder


def some(figures, **wanted):
    for column, value in wanted.items():
        figures = figures[figures[column] == value]
    return figures


# What is read


def test_a_row_becomes_a_figure_with_its_file(tmp_path):
    [figure] = published_figures(write(tmp_path, ROW)).to_dict("records")
    assert figure["period_start"] == pd.Timestamp("2024-04-01")
    assert (figure["value"], figure["threshold_s"], figure["file"]) == (0.9, 10, "own.csv")
    assert pd.isna(figure["from_s"])
    assert figure["note"] == ""


def test_no_folder_means_no_figures(tmp_path):
    frame = published_figures(tmp_path / "none")
    assert frame.empty
    assert list(frame.columns) == [*FIGURE_COLUMNS, "file"]


def test_a_data_folder_without_published_figures_uses_those_of_the_program(tmp_path):
    assert published_folder(tmp_path) == FOLDER
    own = tmp_path / "raw" / "published"
    own.mkdir(parents=True)
    assert published_folder(tmp_path) == own


# What is refused


@pytest.mark.parametrize(
    ("change", "code", "column", "hint"),
    [
        ({"source": ""}, "published-no-source", "source", ""),
        ({"source": "   "}, "published-no-source", "source", ""),
        ({"metric": "mean_wiat_s"}, "published-value", "metric", "mean_wait_s"),
        ({"value": "90"}, "published-value", "value", "Write 0.9 for 90 %"),
        ({"value": ""}, "published-value", "value", ""),
        ({"value": "nan"}, "published-value", "value", ""),
        ({"value": "-1"}, "published-value", "value", ""),
        ({"unit": ""}, "published-value", "unit", ""),
        ({"threshold_s": "ten"}, "published-value", "threshold_s", ""),
        ({"period_start": "2024-02-30"}, "published-value", "period_start", ""),
        ({"period_start": ""}, "published-value", "period_start", ""),
        ({"period_end": "2024-03-31"}, "published-value", "period_end", ""),
    ],
)
def test_a_row_that_cannot_be_used(tmp_path, change, code, column, hint):
    with pytest.raises(DataError) as caught:
        published_figures(write(tmp_path, ROW, ROW | change))
    [problem] = caught.value.problems
    assert (problem.code, problem.column, problem.line, problem.file) == (code, column, 3, "published/own.csv")
    assert hint in problem.action


def test_all_faults_are_reported_together(tmp_path):
    with pytest.raises(DataError) as caught:
        published_figures(write(tmp_path, ROW | {"source": ""}, ROW, ROW | {"source": "", "value": "x"}))
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (2, "source"),
        (4, "source"),
        (4, "value"),
    ]


def test_a_file_with_other_columns_is_refused(tmp_path):
    (tmp_path / "own.csv").write_text("force,value\nexampleshire,1\n", encoding="utf-8")
    with pytest.raises(DataError, match="published-layout") as caught:
        published_figures(tmp_path)
    assert "source" in caught.value.problems[0].found


def test_a_file_in_another_encoding_is_refused(tmp_path):
    write(tmp_path, ROW | {"note": "Gŵyl"})
    (tmp_path / "own.csv").write_bytes((tmp_path / "own.csv").read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(DataError, match="published-layout"):
        published_figures(tmp_path)


# What comes with the program


def test_every_figure_has_a_source_a_unit_and_a_known_metric(figures):
    assert len(figures) > 400
    assert (figures["source"].str.len() > 15).all()
    assert set(figures["metric"]) == set(CALL_METRICS)
    assert set(figures["unit"]) == {"calls", "share", "seconds", "rank"}
    assert figures.loc[figures["unit"] == "share", "value"].between(0, 1).all()
    assert (figures["period_end"] >= figures["period_start"]).all()
    others = other_figures(FOLDER)
    assert set(others["metric"]) == set(OTHER_METRICS)
    assert (others["source"] != "").all()


def test_the_guide_explains_every_column_metric_and_stage(figures):
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", guide))
    for metric, meaning in {**CALL_METRICS, **OTHER_METRICS}.items():
        assert explained[metric].replace("`", "") == meaning
    for name in (*FIGURE_COLUMNS, *set(figures["stage"])):
        assert f"`{name}`" in guide, name


def test_a_metric_about_a_time_says_which(figures):
    timed = ["service_level", "service_level_of_answered", "answered_within", "abandoned_after", "waiting_longer"]
    assert figures.loc[figures["metric"].isin(timed), "threshold_s"].notna().all()
    bands = figures[figures["metric"].isin(["answered_band", "band_of_answered"])]
    assert bands["from_s"].notna().all()


def test_the_league_table_is_kept_as_published(figures):
    table = some(figures, file="999_league_table_2023_11.csv")
    ranks = table.loc[table["metric"] == "rank", "value"].astype(int).tolist()
    assert [rank for rank in range(1, 46) if rank not in ranks] == [35, 36, 37, 38, 39, 40, 41, 43, 44]
    assert some(table, metric="rank", force="lancashire")["value"].tolist() == [15, 16]
    assert some(table, force="lancashire")["note"].str.contains("twice").all()
    counted = set(some(table, metric="answered")["force"]) - set(some(table, metric="answered_within")["force"])
    assert counted == {"dorset", "essex"}


def test_the_league_table_pools_to_the_known_share(figures):
    table = some(figures, file="999_league_table_2023_11.csv")
    counts = table.drop_duplicates(["force", "metric"]).pivot_table(index="force", columns="metric", values="value")
    counts = counts.dropna(subset=["answered_within"])
    assert round(counts["answered_within"].sum() / counts["answered"].sum(), 3) == 0.873


def test_published_shares_agree_with_their_counts(figures):
    keys = ["force", "file", "period_start", "note"]
    counts = some(figures, channel="999").drop_duplicates([*keys, "metric", "threshold_s"])
    wide = counts[counts["metric"].isin(["answered", "answered_within", "service_level_of_answered"])].pivot_table(
        index=["force", "file", "period_start"], columns="metric", values="value"
    )
    both = wide.dropna()
    assert len(both) > 30
    assert ((both["answered_within"] / both["answered"] - both["service_level_of_answered"]).abs() <= 0.00051).all()


def test_northumbria_did_not_answer_a_third_of_its_calls_in_a_year(figures):
    calls = some(figures, file="northumbria_annual_2020_2023.csv", channel="101")
    wide = calls.pivot_table(index="period_start", columns="metric", values="value")
    assert (wide["offered"] - wide["answered"] == wide["not_answered"]).all()
    assert (100 * wide["not_answered"] / wide["offered"]).round(1).tolist() == [5.7, 30.9, 25.7]


def test_the_metropolitan_twelve_months_of_101_are_nearly_860_000(figures):
    assert some(figures, metric="incomplete", channel="101")["value"].sum() == 859_073


def test_north_yorkshire_has_two_abandonment_rates_for_one_period(figures):
    study = some(figures, force="north-yorkshire", period_start=pd.Timestamp("2015-01-01"))
    assert dict(zip(study["metric"], study["value"], strict=True)) == {"abandonment": 0.14, "abandonment_after": 0.1}


def test_the_part_year_of_avon_and_somerset_ends_when_it_did(figures):
    last = some(figures, file="avon_and_somerset_101_annual_2012_2016.csv")["period_end"].max()
    assert last == pd.Timestamp("2016-01-26")


def test_the_43_forces_add_up_to_england_and_wales():
    frame = forces(FOLDER).set_index("force")
    assert len(frame) == 43
    assert frame.index.is_unique
    assert frame["population_mid_2020"].sum() == 59_719_724
    assert frame.loc["city-of-london", "population_mid_2020"] == 10_938
    assert "never publish per-1,000-resident rates" in frame.loc["city-of-london", "note"]
    assert set(frame["nation"]) == {"england", "wales"}


def test_every_standard_has_its_source():
    frame = standards(FOLDER)
    assert len(frame) == 17
    assert frame["source"].str.startswith("http").all()
    first = frame.iloc[0]
    assert (first["threshold_s"], first["at_least"]) == (10, 0.9)


# Nothing lost of what was collected (reads ../shared/facts)

PLAIN = {
    "force_slug is a placeholder: value is the 31-force average": "the average of 31 forces; not a figure of one force"
}
"""Notes of the collectors that speak of their own files, as a reader of the page can understand them."""

LONG = {
    "999_nov2021_apr2022_first_release.csv": "999_first_release_2021_2022.csv",
    "annual_or_long_period_by_force.csv": "long_periods_by_force.csv",
    "monthly_selected_forces.csv": "months_of_selected_forces.csv",
}
OTHERS = {
    "demand_other_agencies_published.csv": "other_demand_for_other_agencies.csv",
    "staffing_published.csv": "other_staffing.csv",
    "survey_published.csv": "other_surveys.csv",
}
# file of the facts: ours, and its columns that hold figures
WIDE = {
    "999_nov2023_by_force_league_table.csv": (
        "999_league_table_2023_11.csv",
        ("rank_as_published", "calls_999", "calls_under_10s", "pct_under_10s_as_published"),
    ),
    "avon_somerset_101_annual_2012_2016.csv": (
        "avon_and_somerset_101_annual_2012_2016.csv",
        ("calls_101", "mean_answer_s", "abandoned_after_60s", "longest_wait_s"),
    ),
    "kent_999_monthly.csv": (
        "kent_999_monthly.csv",
        ("received", "answered", "not_answered", "pct_not_answered_as_published", "avg_queue_s"),
    ),
    "met_incomplete_calls_oct2016_sep2017.csv": (
        "metropolitan_incomplete_calls_2016_2017.csv",
        ("incomplete_999", "incomplete_101"),
    ),
    "northumbria_annual_2020_2023.csv": (
        "northumbria_annual_2020_2023.csv",
        tuple(
            f"{what}_{channel}{unit}"
            for channel in ("999", "101")
            for what, unit in (
                ("calls", ""),
                ("answered", ""),
                ("not_answered", ""),
                ("mean_answer", "_s"),
                ("longest", "_s"),
            )
        ),
    ),
    "west_mercia_weekly_101_may2021.csv": (
        "west_mercia_101_weekly_2021.csv",
        ("answered_within_threshold", "pct_answered_within_threshold", "target_pct"),
    ),
}


def test_every_file_of_the_facts_is_accounted_for(facts):
    assert set(facts) == {*LONG, *OTHERS, *WIDE, "forces.csv", "standards_and_targets.csv"}


@pytest.mark.parametrize(("theirs", "ours"), LONG.items())
def test_a_long_table_keeps_every_value_source_and_note(facts, theirs, ours):
    published = read(FOLDER / ours)
    for fact, row in zip(facts[theirs], published, strict=True):
        assert row["force"] == fact["force_slug"].lower().replace("_", "-")
        assert row["value_as_published"] == fact["value"]
        scale = 0.01 if fact["unit"] == "percent" else 1
        assert float(row["value"]) == pytest.approx(scale * float(fact["value"]))
        assert (row["unit_as_published"], row["basis"], row["source"]) == (
            fact["unit"],
            fact["basis"],
            fact["source_url"],
        )
        note = fact["note"].removesuffix(" - see pitfalls")
        assert row["note"] == PLAIN.get(note, note)
        assert (row["period_start"], row["period_end"]) == (fact["period_start"], fact["period_end"])
        assert row["channel"] == fact["channel"]


@pytest.mark.parametrize(("theirs", "ours"), OTHERS.items())
def test_the_other_tables_keep_every_value_source_and_note(facts, theirs, ours):
    for fact, row in zip(facts[theirs], read(FOLDER / ours), strict=True):
        assert (row["value_as_published"], row["unit_as_published"]) == (fact["value"], fact["unit"])
        assert (row["source"], row["note"]) == (fact["source_url"], fact["note"])
        assert row["detail"] in (fact.get("definition"), fact.get("measure"))
        assert row["period_as_published"] in (fact.get("period"), fact.get("date"))
        assert row["basis"] == (f"of {fact['denominator']}" if "denominator" in fact else "")


@pytest.mark.parametrize(("theirs", "layout"), WIDE.items())
def test_a_wide_table_keeps_every_cell_in_order_with_its_source_and_note(facts, theirs, layout):
    ours, columns = layout
    cells = [(fact[column], fact) for fact in facts[theirs] for column in columns if fact[column]]
    for (cell, fact), row in zip(cells, read(FOLDER / ours), strict=True):
        assert row["value_as_published"] == cell
        assert row["source"] == fact.get("source_url", row["source"])
        assert (fact.get("note") or "") in row["note"]
        assert row["force"] == fact.get("force_slug", row["force"])


def test_the_forces_and_the_standards_keep_every_figure_and_caveat(facts):
    for fact, row in zip(facts["forces.csv"], read(FOLDER / "forces.csv"), strict=True):
        assert (row["force"], row["name"], row["pfa_code"]) == (fact["slug"], fact["police_uk_name"], fact["pfa_code"])
        assert (row["population_mid_2020"], row["population_mid_2018_rounded"]) == (
            fact["pop_mid2020"],
            fact["pop_mid2018_rounded"],
        )
        assert (row["governing_body"], row["population_source"]) == (fact["governing_body"], fact["pop_source"])
        assert words(fact["notes"]) <= words(row["note"])
    for fact, row in zip(facts["standards_and_targets.csv"], read(FOLDER / "standards.csv"), strict=True):
        assert (row["name"], row["value_as_published"], row["scope"]) == (fact["name"], fact["value"], fact["scope"])
        assert (row["status"], row["source"]) == (fact["status"], fact["source_url"])


def words(text):
    """The words of a note, without the numbers of the collectors' own references."""
    return {word for word in re.findall(r"[\w']+", text) if not re.fullmatch(r"id|\d{8,}", word)}
