"""What values and headings look like, over many: dates by their order, durations, numbers, delimiters."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.propose.evidence import find_by_sums, total_or_mean, weigh
from reviewkit.data.propose.grids import likely_delimiter
from reviewkit.data.propose.headings import band, likeness
from reviewkit.data.propose.layout import sampled
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.rows import find_header
from reviewkit.data.propose.synonyms import CALLS, COUNTS, INTERVAL_TIMES
from reviewkit.data.propose.times import grain_of
from reviewkit.data.propose.values import look, times_of
from reviewkit.data.propose.wide import melted, wide_of
from reviewkit.data.propose.words import outcome, queue

STYLES = (
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d-%b-%Y",
    "%d.%m.%Y %H:%M:%S",
    "%d %B %Y",
    "%Y%m%d",
    "%d/%m/%y %I:%M %p",
)
# As a file has them: without a zone.
FIRST, LAST, AN_AFTERNOON, A_MONDAY = (
    dt.datetime.fromisoformat(text) for text in ("2001-01-01", "2039-12-31", "2025-03-31 14:30", "2025-04-07")
)
days = st.datetimes(FIRST, LAST).map(lambda day: day.replace(second=0, microsecond=0))


@given(st.lists(days, min_size=5, max_size=30), st.sampled_from(STYLES))
def test_moments_are_read_back_as_written(moments, style):
    moments = [*moments, AN_AFTERNOON]  # a day over 12 settles which number is the day
    seen = look([f"{moment:{style}}" for moment in moments])
    assert seen.kind in {"moment", "date"}
    read = times_of([f"{moment:{style}}" for moment in moments], seen.style)
    assert [f"{moment:{style}}" for moment in read] == [f"{moment:{style}}" for moment in moments]


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=20))
def test_an_order_of_day_and_month_that_no_value_shows_is_never_sure(pairs):
    seen = look([f"{day:02}/{month:02}/2025" for day, month in pairs])
    assert seen.style == "%d/%m/%Y"
    assert seen.sure == all(day == month for day, month in pairs)


def test_a_month_before_the_day_is_seen_from_one_value():
    seen = look(["04/01/2025", "04/02/2025", "04/13/2025"])
    assert (seen.style, seen.sure) == ("%m/%d/%Y", True)


def test_a_day_over_12_is_seen_late_in_a_long_file():
    early = [
        f"{day:02}/{month:02}/2025 {hour:02}:00" for day in range(1, 13) for month in range(1, 13) for hour in range(8)
    ]
    assert not look(early).sure
    assert look([*early, "13/01/2025 00:00"]).sure


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_whole_numbers_are_counts_with_and_without_marks(numbers):
    assert look([f"{number}" for number in numbers if number < 10**5] or ["1"]).kind == "count"
    assert look([f"{number:,}" for number in numbers]).kind == "count"


@given(
    st.lists(st.lists(st.text("abc.", min_size=1, max_size=5), min_size=3, max_size=3), min_size=6, max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_the_delimiter_parts_every_line_alike(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    assert likely_delimiter(out.getvalue()) == delimiter


@pytest.mark.parametrize(
    ("table", "ours"), [(table, ours) for table in (COUNTS, INTERVAL_TIMES, CALLS) for ours in table]
)
def test_each_phrase_of_the_table_belongs_to_one_column_for_certain(table, ours):
    tables = (COUNTS | INTERVAL_TIMES) if table is not CALLS else CALLS
    sure = [phrase for phrase in table[ours].split(" | ") if not phrase.endswith("?")]
    also = {
        (phrase, other) for phrase in sure for other in tables if other != ours and likeness(phrase, tables[other]) == 1
    }
    assert also == set()


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Calls Answered Within 10 Secs", "answered_10s"),
        ("Answered <= 60s", "answered_60s"),
        ("Ans in 2 mins", "answered_120s"),
        ("Contacts abandoned in 15 seconds", "abandoned_15s"),
        ("calls_answered_60s", "answered_60s"),
        ("% answered within 10", None),
        ("Answered 11-20", None),
        ("Answered after 60", None),
        ("101 Answered", None),
        ("Average answered in 10", None),
    ],
)
def test_bands_are_read_from_headings(heading, name):
    found = band(heading)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("minutes", "name"),
    [(15, "15 minutes"), (30, "30 minutes"), (60, "hour"), (1440, "day"), (10080, "week"), (7, None)],
)
def test_the_grain_is_the_gap_between_rows(minutes, name):
    starts = [A_MONDAY + dt.timedelta(minutes=minutes) * number for number in range(12)]
    found = grain_of(starts, [])
    assert (found.value if found else None) == name


def test_months_are_a_grain_of_their_own_however_long_each_is():
    found = grain_of([A_MONDAY.replace(month=month, day=1) for month in range(1, 7)], [])
    assert (found.value, found.sure) == ("month", True)
    assert "5 of 5 cases" in found.why


def test_days_side_by_side_that_a_spreadsheet_holds_as_dates_are_days():
    found = wide_of({"Time": ["08:00"], "2025-03-31": ["1"], "2025-04-01": ["2"], "Total": ["3"]})
    assert (found.guess.value, found.name) == ({"columns": "DATE", "name": "Day", "value": "Calls"}, "Day")


def test_months_side_by_side_are_months_and_named_where_no_pattern_fits_them():
    held = wide_of({"Queue": ["A"], "2025-03-01": ["1"], "2025-04-01": ["2"]})
    named = wide_of({"Queue": ["A"], "Mar-25": ["1"], "Apr-25": ["2"]})
    assert (held.name, held.guess.value["columns"]) == ("Month", "DATE")
    assert (named.name, named.guess.value["columns"]) == ("Month", ["Mar-25", "Apr-25"])


@pytest.mark.parametrize("total", ["Total", "YTD", "Year to date", "Average"])
def test_a_total_of_counts_shares_and_durations_is_no_part_of_a_row(total):
    columns = {
        "Measure": ["Offered", "Answered", "% answered", "Average wait"],
        "Apr-25": ["10", "8", "80%", "4:10"],
        "May-25": ["20", "15", "75%", "5:20"],
        total: ["30", "23", "77%", "4:56"],
    }
    made = melted(columns, wide_of(columns))
    assert (made["Month"], made["Offered"], made["Answered"]) == (["Apr-25", "May-25"], ["10", "20"], ["8", "15"])


def test_durations_without_a_nought_before_the_colon_are_durations():
    assert look([":34", "1:15", ":08"]).kind == "clock"


def test_rows_of_a_banner_are_no_headings():
    rows = [["Daily report"], ["From:", "01/04/2025", "to", "30/04/2025"], [], ["Day", "In", "Out", "Wait", "Lost"]]
    assert find_header([*rows, *([f"{day:02}/04/2025", "1", "2", "3", "4"] for day in range(1, 9))]) == (3,)


@given(st.integers(0, 50_000))
def test_a_sample_is_small_in_order_and_reaches_the_end(rows):
    numbers = sampled(tuple(range(rows)))
    assert len(numbers) <= 3000
    assert list(numbers) == sorted(set(numbers))
    assert not rows or numbers[-1] >= rows - 1 - rows // 1000


def guesses(**columns):
    return {ours: Guess(value=(ours,), why="the heading", sure=True) for ours in columns}


def test_counts_that_do_not_add_up_are_no_longer_sure():
    good = {"offered": ["10", "20"], "answered": ["8", "15"], "abandoned": ["2", "5"]}
    assert all(guess.sure for guess in weigh(guesses(**good), good).values())
    bad = good | {"abandoned": ["10", "20"]}
    assert not any(guess.sure for guess in weigh(guesses(**bad), bad).values())


def test_bands_that_do_not_grow_are_no_longer_sure():
    columns = {"answered": ["8", "15"], "answered_10s": ["9", "16"], "answered_60s": ["7", "14"]}
    made = weigh(guesses(**columns), columns)
    assert (made["answered_10s"].sure, made["answered_60s"].sure) == (False, False)


def test_offered_is_found_by_its_sum_and_marked():
    columns = {"answered": ["8", "15", "9", "4"], "abandoned": ["2", "5", "1", "0"], "Volume": ["10", "20", "10", "4"]}
    mapped = guesses(answered=0, abandoned=0)
    found = find_by_sums(mapped, columns, {heading: look(values) for heading, values in columns.items()})
    assert {ours: (guess.value, guess.sure) for ours, guess in found.items()} == {"offered": (("Volume",), False)}


@pytest.mark.parametrize(
    ("waits", "name"), [(["80", "1500", "700"], "wait_total_s"), (["30", "10", "20"], "wait_mean_s")]
)
def test_a_wait_that_grows_with_the_calls_is_a_total(waits, name):
    columns = {"answered": ["4", "50", "30"], "Wait": waits}
    mapped = {"answered": Guess(value=("answered",), why="", sure=True), "wait_total_s": Guess(value=("Wait",), why="")}
    assert set(total_or_mean(mapped, columns)) == {"answered", name}


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("ANS", "answered"),
        ("Hang Up", "abandoned"),
        ("Abandoned in queue", "abandoned"),
        ("Call-back booked", "callback"),
        ("X9", None),
    ],
)
def test_outcomes_are_known_by_their_words(word, ours):
    found = outcome(word)
    assert (found.value if found else None) == ours


@pytest.mark.parametrize(
    ("name", "ours"),
    [("ENQ_101_CRIME", "101/secondary"), ("999 Emergency", "999/primary"), ("Training", "leave_out"), ("Q7", None)],
)
def test_queues_are_guessed_by_their_names_and_never_sure(name, ours):
    found = queue(name)
    assert (found.value if found else None) == ours
    assert found is None or not found.sure
