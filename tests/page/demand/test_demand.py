"""What the demand page says: findings that stand alone, plain words, and a reason where there is no figure."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from reviewkit.models.registry import MODELS
from reviewkit.page import demand as page
from reviewkit.page.demand import words
from reviewkit.page.display import Chart, Notice, Prose, Table
from reviewkit.page.findings import NOT_POSSIBLE
from reviewkit.sections import demand
from tests.plain import STATISTICAL
from tests.sections.outlook.drawn import days, files, rows, toml


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Eighteen weeks of 999, which jumps, and of 101 with one day a hundred times too high; by the plainest rule."""
    from reviewkit.data.review import open_review

    base = tmp_path_factory.mktemp("page")
    calm, jumpy = days("2024-01-01", number=200), days("2024-01-01", number=200, level=100, noise=3, seed=2)
    calm["2024-03-05"] = 20_000
    jumpy.iloc[100:] = (jumpy.iloc[100:] * 1.5).astype(int)
    folder = base / "raw" / "testshire"
    folder.mkdir(parents=True)
    text = toml(["offered"], start="2024-05-01", end=calm.index[-1].date())
    (folder / "force.toml").write_text(text, encoding="utf-8")
    (folder / "counts.csv").write_text(files(rows(calm), rows(jumpy, line="999"))["counts.csv"], encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(base))
        review = open_review("testshire")
    trial = demand.tried(review, "recent_weekdays")
    return review, trial, demand.ahead(review, trial)


@pytest.fixture(scope="module")
def found(made):
    review, trial, outlook = made
    hours = demand.hours(review, demand.hours_tried(review))
    return page.what_was_found(review, outlook, trial, demand.against_a_year_before(review, outlook), hours)


def texts(item):
    """Every word that a display shows."""
    match item:
        case Chart():
            return [item.title, item.subtitle, item.alt, *item.notes, *texts(item.table)]
        case Table():
            return [item.title, *item.notes, *(column.name for column in item.columns), *sum(item.rows, ())]
        case _:
            return [getattr(item, "title", ""), *item.paragraphs]


def test_each_channel_has_its_calls_expected_with_an_interval_and_says_whose_they_are(found):
    expected = [finding for finding in found if finding.id.endswith("/forecast")]
    assert [finding.id.split("/")[3] for finding in expected] == ["999", "101"]
    for finding in expected:
        assert finding.lower < finding.value < finding.upper
        assert finding.statement.startswith(f"{finding.id.split('/')[3]}: about ")
        assert finding.headline
        assert (finding.end - finding.start).days == 13 * 7 - 1
        assert len([value for value in finding.history if value]) == 2  # two quarters of a year are known in full


def test_what_cannot_be_told_is_a_finding_with_its_reason(found):
    said = [finding.statement for finding in found if finding.id.endswith(NOT_POSSIBLE)]
    assert len(said) == 4
    assert all(text.startswith(("999: ", "101: ")) for text in said)
    assert sum("52 weeks back" in text for text in said) == 2


def test_in_short_a_channel_is_named_once(made, found):
    first, second = page.in_short(made[0], found)
    assert (first.title, second.title) == ("999", "101")
    assert all(text[0].isupper() and not text.startswith(("999", "101")) for text in first.paragraphs)


def test_in_short_says_why_no_year_is_compared(made, found):
    review, *_ = made
    for notice in page.in_short(review, found):
        assert notice.paragraphs[-1].startswith("How the calls to come compare with those of a year before is not told")
        assert "52 weeks back" in notice.paragraphs[-1]


def test_every_anchor_of_a_finding_is_on_the_page(made, found):
    review, trial, outlook = made
    shown = [*page.what_to_expect(review, outlook), *page.how_far_to_trust_it(review, trial)]
    ids = {item.id for item in shown if isinstance(item, Chart | Table)}
    assert {finding.anchor for finding in found} - {""} <= ids


def test_a_jump_and_a_fault_are_told(made):
    review, trial, outlook = made
    jumps = demand.jumps(review)
    warning, *drawings = page.calls_so_far(review, demand.taken_apart(review), jumps)
    assert warning.level == "warning"
    assert "999: from about" in warning.paragraphs[0]
    assert any("nobody marked" in note for note in drawings[0].notes)
    assert not any("nobody marked" in note for note in drawings[1].notes)
    [repaired] = page.what_was_repaired(review, outlook, trial)
    assert any("5 March 2024 (20,000)" in text for text in repaired.paragraphs)
    high = max(int(cell.replace(",", "")) for row in drawings[1].table.rows for cell in row[1:2])
    assert high < 300


def test_no_statistician_s_word_stands_above_the_heading(made):
    review, trial, outlook = made
    parts = demand.taken_apart(review)
    shown = [
        *page.calls_so_far(review, parts, demand.jumps(review)), *page.what_a_day_is_made_of(review, parts),
        *page.what_to_expect(review, outlook), *page.day_by_day(review, outlook),
        *page.how_far_to_trust_it(review, trial), *page.what_was_repaired(review, outlook, trial),
    ]  # fmt: skip
    said = [text for item in shown for text in texts(item)]
    assert [text for text in said if STATISTICAL.search(text)] == []
    assert [text for text in said if any(name in text for name in MODELS if "_" in name)] == []


@pytest.mark.parametrize("name", MODELS)
def test_the_name_of_a_model_never_reaches_a_reader(name):
    note = words.plain(f"The model {name} could not be used (it failed). {name} took 3 s.")
    assert not STATISTICAL.search(note)
    assert f"model {name}" not in note
    assert "_" not in note


def test_days_are_drawn_for_four_weeks_and_listed_for_all(made):
    review, _, outlook = made
    chart = page.day_by_day(review, outlook)[0]
    assert chart.table.csv_only
    assert chart.table.csv.count("\n") == 1 + 91
    assert "weeks" not in chart.notes[0]


def test_the_method_used_is_marked_and_a_band_that_held_too_seldom_is_called_too_narrow(made):
    review, trial, _ = made
    prose, board, *_ = page.how_far_to_trust_it(review, trial)
    assert isinstance(prose, Prose)
    [marked] = board.marked
    assert board.rows[marked][0] == "Average of recent weeks (used)"
    seldom = replace(trial, scores=trial.scores.assign(inside_80=trial.scores["tried"] // 2))
    assert "less often than promised" in " ".join(page.how_far_to_trust_it(review, seldom)[0].paragraphs)
    held = replace(trial, scores=trial.scores.assign(inside_80=trial.scores["tried"] * 8 // 10))
    assert "promised" not in " ".join(page.how_far_to_trust_it(review, held)[0].paragraphs)


def test_parts_stand_right_with_their_signs_and_months_fold_away(made):
    review, *_ = made
    table = page.what_a_day_is_made_of(review, demand.taken_apart(review))[-1]
    assert [column.align for column in table.columns] == ["left"] + ["right"] * 4
    assert table.rows[0][0] == "Monday"
    assert table.rows[0][1].startswith("+")
    assert table.rows[6][1].startswith("\N{MINUS SIGN}")


def test_without_handling_times_hours_and_callers_each_part_says_what_is_missing(made):
    review, _, outlook = made
    week = demand.of_the_week(demand.hours(review, demand.hours_tried(review)))
    more = page.if_more_people_rang(review, demand.if_more_rang(review, outlook, week))
    assert more.rows[1][2].startswith("[x")
    assert isinstance(page.how_long_calls_take(review, demand.handling(review)), Notice)
    redials = demand.redials(review)
    said, shares = page.people_who_rang_again(review, redials, demand.at_redial_shares(review, outlook, redials))
    assert any("do not give callers' numbers" in text for text in said.paragraphs)
    assert {row[2] for row in shares.rows} == {shares.rows[0][1], "[x]", shares.rows[3][1]}


def test_weeks_are_forecast_as_weeks(open_force):
    index = pd.date_range("2021-01-04", periods=120, freq="7D")
    calls = pd.Series(5_000 + (index.day_of_year - 180).to_numpy(), index=index)
    text = toml(["offered"], start="2022-10-03", end="2023-04-23", grain="week")
    review = open_force(text, files(rows(calls)))
    trial = demand.tried(review, "recent_weekdays")
    outlook = demand.ahead(review, trial)
    assert len(outlook.steps) == 13
    assert "The same as a year before" in {row[0] for row in page.how_far_to_trust_it(review, trial)[1].rows}
    [notice] = page.day_by_day(review, outlook)
    assert "single days cannot be forecast" in notice.paragraphs[0]
    assert "calls a week" in page.what_to_expect(review, outlook)[0].subtitle
