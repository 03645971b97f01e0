"""Invented forces: the same bytes for a seed, and figures that hold together as a real force's should."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import zlib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.example import write_example, write_exampleshire
from reviewkit.data.example.calendar import bank_holidays, easter, london_midnight, london_offset_s
from reviewkit.data.example.draws import exponential_table, normal_table
from reviewkit.data.example.invent import invented
from reviewkit.data.toml import load_force

COMMITTED = Path(__file__).resolve().parents[2] / "data" / "raw" / "exampleshire"
MEGABYTE = 1_000_000
OUTCOMES = ("Answered", "Abandoned", "Self-served", "Call-backs booked", "Disconnected", "Overflowed")
IN_CALLS = dict(zip(OUTCOMES, ("ANS", "ABN", "IVR", "CBK", "DSC", "OVF"), strict=True))


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("three")
    write_example(folder, forces=3, years=1, seed=7)
    return folder


@pytest.fixture(scope="module")
def intervals() -> list[dict[str, str]]:
    return [row for path in sorted(COMMITTED.glob("intervals_*.csv.gz")) for row in rows_of(path)]


@pytest.fixture(scope="module")
def calls() -> list[dict[str, str]]:
    (path,) = COMMITTED.glob("calls_*.csv.gz")
    return rows_of(path)


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def seconds(text: str) -> int:
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


# The same bytes, everywhere


def test_the_committed_exampleshire_is_what_the_generator_makes(tmp_path):
    made = write_exampleshire(tmp_path)
    assert {path.name for path in made.iterdir()} == {path.name for path in COMMITTED.iterdir()}
    for path in made.glob("*.gz"):
        assert gzip.decompress(path.read_bytes()) == gzip.decompress((COMMITTED / path.name).read_bytes()), path.name
    assert (made / "force.toml").read_bytes() == (COMMITTED / "force.toml").read_bytes()
    # Another compressor (zlib-ng) packs the same lines into other bytes.
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:
        assert digests(made) == digests(COMMITTED)


def test_a_force_does_not_depend_on_how_many_are_made(three, tmp_path):
    (alone,) = write_example(tmp_path, forces=1, years=1, seed=7)
    assert digests(alone) == digests(three / "raw" / alone.name)


def test_another_seed_makes_another_force(three, tmp_path):
    (other,) = write_example(tmp_path, forces=1, years=1, seed=8)
    same = digests(three / "raw" / other.name)
    assert not {digest for name, digest in digests(other).items() if name.endswith(".gz")} & set(same.values())


def test_a_second_run_leaves_no_file_of_the_first_and_tells_each_force_by_name(tmp_path):
    stale = tmp_path / "raw" / "sampleshire" / "intervals_2019-20.csv.gz"
    stale.parent.mkdir(parents=True)
    stale.touch()
    told = []
    (folder,) = write_example(tmp_path, forces=1, years=1, seed=1, progress=told.append)
    assert [path.name for path in folder.glob("intervals_*")] == ["intervals_2024-25.csv.gz"]
    assert told == ["Sampleshire Police"]


def test_a_packed_file_holds_neither_a_name_nor_a_time():
    for path in COMMITTED.glob("*.gz"):
        head = path.read_bytes()[:10]
        assert (head[3], head[4:8]) == (0, bytes(4))


def test_the_list_of_received_files_agrees_with_them(three):
    for folder in (COMMITTED, *(three / "raw").iterdir()):
        listed = dict(reversed(line.split("  ")) for line in (folder / "received.sha256").read_text().splitlines())
        assert listed == {name: digest for name, digest in digests(folder).items() if name.endswith(".gz")}


@pytest.mark.parametrize(
    ("forces", "years", "seed", "blamed"),
    [(0, 1, 1, "forces"), (1, 0, 1, "years"), (1, 21, 1, "years"), (1, 1, -1, "seed")],
)
def test_numbers_out_of_range_are_refused(tmp_path, forces, years, seed, blamed):
    with pytest.raises(ValueError, match=blamed):
        write_example(tmp_path, forces=forces, years=years, seed=seed)
    assert not list(tmp_path.iterdir())


# The files


def test_exampleshire_is_small_and_every_other_force_too(three):
    for folder in (COMMITTED, *(three / "raw").iterdir()):
        assert sum(path.stat().st_size for path in folder.iterdir()) < 15 * MEGABYTE
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 5 * MEGABYTE


def test_calls_begin_with_their_header_in_utf_8():
    (path,) = COMMITTED.glob("calls_*.csv.gz")
    first, second = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[:2]
    assert first.startswith("Call ID,Leg,Date,Time,")
    assert second.split(",")[2] == "04/03/2025"


def test_every_force_toml_is_read_without_a_problem_and_says_it_is_invented(three):
    for folder in (COMMITTED, *(three / "raw").iterdir()):
        force, problems = load_force(folder)
        assert problems == []
        assert force.synthetic
        assert (force.start, force.end) == (date(2024, 4, 1), date(2025, 3, 31))
        assert {source.table for source in force.sources} == {"intervals", "calls"}


def test_the_forces_differ_in_words_and_ways_of_writing(three):
    styles = {
        (source.time_zone, source.formats["start"], source.delimiter, source.formats["wait_total_s"])
        for folder in (three / "raw").iterdir()
        for source in load_force(folder)[0].sources
        if source.table == "intervals"
    }
    assert len(styles) == 3


def test_a_hundred_and_fifty_forces_have_names_of_their_own_that_sound_invented():
    names = [invented(number, seed=1).name for number in range(150)]
    assert len(set(names)) == len({invented(number, seed=1).slug for number in range(150)}) == 150
    assert "Exampleshire Police" not in names
    made_up = "Sample|Mock|Specimen|Template|Placeholder|Invented|Makebelieve|Nowhere|Pretend|Fiction|Imaginary|Story"
    assert all(re.search(f"({made_up})shire", name) for name in names)


def test_callers_have_numbers_that_nobody_can_be_rung_on(calls):
    # Ofcom, telephone numbers for use in TV and radio drama programmes.
    drama = re.compile(
        r"01632960\d{3}|07700900\d{3}|011[3-8]4960\d{3}|01[2-6]14960\d{3}|01914980\d{3}|02079460\d{3}|"
        r"02920180\d{3}|02896496\d{3}|03069990\d{3}"
    )
    shown = {row["Caller"] for row in calls} - {"Withheld"}
    assert all(drama.fullmatch(re.sub(r"^\+44", "0", number).replace(" ", "")) for number in shown)
    assert 0.1 < sum(row["Caller"] == "Withheld" for row in calls) / len(calls) < 0.2


# The figures hold together


def test_every_call_offered_has_one_end_in_every_half_hour(intervals):
    assert [row for row in intervals if int(row["Offered"]) != sum(int(row[name]) for name in OUTCOMES)] == []


def test_bands_waits_and_counts_do_not_contradict_each_other(intervals):
    for row in intervals:
        answered = [int(row[f"Answered within {band}"]) for band in (10, 30, 60, 180, 600)] + [int(row["Answered"])]
        abandoned = [int(row[f"Abandoned within {band}"]) for band in (5, 60)] + [int(row["Abandoned"])]
        assert answered == sorted(answered)
        assert abandoned == sorted(abandoned)
        assert int(row["Transferred"]) <= int(row["Answered"])
        longest = seconds(row["Longest wait"] or "0:00:00")
        assert longest <= seconds(row["Total wait"]) <= longest * int(row["Answered"])
        assert bool(row["Longest wait"]) == (row["Answered"] != "0")
        assert bool(row["Longest wait abandoned"]) == (row["Abandoned"] != "0")


def test_other_forces_hold_together_too(three):
    for folder in (three / "raw").iterdir():
        force, _ = load_force(folder)
        source = next(source for source in force.sources if source.table == "intervals")
        names = [
            source.columns[name][0] for name in ("answered", "abandoned", "contained", "callback", "forced", "overflow")
        ]
        with gzip.open(next(folder.glob("intervals_*")), "rt", encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file, delimiter=source.delimiter))
        assert len(table) == 365 * 48 * 3
        assert all(int(row["Offered"]) == sum(int(row[name]) for name in names) for row in table)


def test_every_half_hour_of_two_years_is_there_and_clock_change_days_have_46_and_50(intervals):
    days = Counter(row["Date"] for row in intervals)
    lengths = {"31/03/2024": 46, "30/03/2025": 46, "29/10/2023": 50, "27/10/2024": 50}
    assert len(days) == 731
    assert {day: rows for day, rows in days.items() if rows != 48 * 3} == {
        day: 3 * length for day, length in lengths.items()
    }


def test_the_hour_that_comes_twice_is_written_twice_in_order_and_the_missing_one_not_at_all(intervals):
    def times(day):
        return [row["Time"] for row in intervals if row["Date"] == day and row["Desk"] == "ECR"][:8]

    assert times("27/10/2024") == ["00:00", "00:30", "01:00", "01:30", "01:00", "01:30", "02:00", "02:30"]
    assert times("30/03/2025") == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30", "04:00", "04:30"]


def test_calls_of_the_last_28_days_agree_exactly_with_their_half_hours(calls, intervals):
    """An independent count: plain dictionaries over the two files as written."""
    cells = defaultdict(list)
    for row in calls:
        half = f"{row['Time'][:3]}{'00' if row['Time'][3:5] < '30' else '30'}"
        cells[row["Date"], half, row["Line"], row["Desk"]].append(row)
    first = datetime(2025, 3, 4)  # noqa: DTZ001, a date as the file writes it
    wanted = [row for row in intervals if datetime.strptime(row["Date"], "%d/%m/%Y") >= first]  # noqa: DTZ007
    assert len(wanted) == (28 * 48 - 2) * 3
    for row in wanted:
        legs = cells.pop((row["Date"], row["Time"], row["Line"], row["Desk"]), [])
        waits = {name: [int(leg["Wait"]) for leg in legs if leg["Outcome"] == word] for name, word in IN_CALLS.items()}
        assert int(row["Offered"]) == len(legs)
        assert [int(row[name]) for name in OUTCOMES] == [len(waits[name]) for name in OUTCOMES]
        for name, bands in (("Answered", (10, 30, 60, 180, 600)), ("Abandoned", (5, 60))):
            for band in bands:
                assert int(row[f"{name} within {band}"]) == sum(wait <= band for wait in waits[name])
        assert seconds(row["Total wait"]) == sum(waits["Answered"])
        assert seconds(row["Total wait abandoned"]) == sum(waits["Abandoned"])
        assert seconds(row["Total handled"]) == sum(int(leg["Handled"] or 0) for leg in legs)
        assert seconds(row["Longest wait"] or "0:00:00") == max(waits["Answered"], default=0)
        assert seconds(row["Longest wait abandoned"] or "0:00:00") == max(waits["Abandoned"], default=0)
    assert not cells


def test_a_call_passed_on_has_two_legs_in_order_by_the_same_caller(calls):
    by_call = defaultdict(list)
    for row in calls:
        by_call[row["Call ID"]].append(row)
    two = [legs for legs in by_call.values() if len(legs) == 2]
    # A call passed on over the midnight at which the record begins shows its second leg only.
    assert sum(len(legs) == 1 and legs[0]["Leg"] == "2" for legs in by_call.values()) <= 2
    assert len(two) > 10_000
    for one, other in two:
        assert (one["Leg"], one["Desk"], one["Outcome"]) == ("1", "SWB", "ANS")
        assert (other["Leg"], other["Desk"], other["Caller"]) == ("2", "FEC", one["Caller"])


def test_calls_never_queued_waited_0_and_only_answered_calls_took_time(calls):
    assert {row["Wait"] for row in calls if row["Outcome"] in ("IVR", "DSC")} == {"0"}
    assert all((row["Handled"] != "") == (row["Outcome"] == "ANS") for row in calls)


# The figures look like a force's


def total(rows, column, *, desk, months=("",)):
    return sum(int(row[column]) for row in rows if row["Desk"] == desk and row["Date"][3:].startswith(tuple(months)))


def test_the_volumes_are_those_of_a_middling_force(intervals):
    assert 330 < total(intervals, "Offered", desk="ECR") / 731 < 400
    assert 850 < total(intervals, "Offered", desk="SWB") / 731 < 1_000
    assert 350 < total(intervals, "Offered", desk="FEC") / 731 < 500


def share(rows, column, desk, month):
    return total(rows, column, desk=desk, months=(month,)) / total(rows, "Offered", desk=desk, months=(month,))


def test_short_staffed_months_are_bad_and_early_2025_gets_better(intervals):
    months = {
        month: share(intervals, "Answered within 10", "ECR", month) for month in ("06/2024", "08/2024", "12/2024")
    }
    assert months["08/2024"] < months["06/2024"]
    assert months["12/2024"] < months["06/2024"]
    assert share(intervals, "Answered within 10", "ECR", "03/2025") > 0.92
    assert share(intervals, "Abandoned", "FEC", "08/2024") > 1.5 * share(intervals, "Abandoned", "FEC", "03/2025")


def test_the_new_telephones_of_17_september_2024_break_the_series(intervals):
    before = [row for row in intervals if row["Date"] in ("16/09/2024", "09/09/2024")]
    after = [row for row in intervals if row["Date"] in ("17/09/2024", "18/09/2024")]
    assert total(before, "Answered within 10", desk="SWB") == 0 < total(after, "Answered within 10", desk="SWB")
    assert total(before, "Call-backs booked", desk="FEC") == 0 < total(after, "Call-backs booked", desk="FEC")


def test_the_week_the_day_and_the_holidays_have_their_shape(intervals):
    by_hour = Counter()
    by_day = Counter()
    for row in intervals:
        if row["Desk"] == "SWB":
            by_hour[row["Time"][:2]] += int(row["Offered"])
            by_day[row["Date"]] += int(row["Offered"])
    assert by_hour["10"] > 8 * by_hour["03"]
    assert by_day["25/12/2024"] < 0.65 * by_day["18/12/2024"]
    night = [row for row in intervals if row["Desk"] == "ECR" and row["Time"] in ("00:30", "01:00", "01:30")]
    party, usual = (
        sum(int(row["Offered"]) for row in night if row["Date"] == day) for day in ("01/01/2025", "08/01/2025")
    )
    assert party > 1.5 * usual


def test_some_who_gave_up_ring_again_and_some_ring_999_instead(calls):
    gave_up = {row["Caller"] for row in calls if row["Outcome"] == "ABN" and row["Line"] == "101"} - {"Withheld"}
    emergencies = {"0" + row["Caller"][3:] for row in calls if row["Line"] == "999"}
    assert gave_up & {row["Caller"] for row in calls if row["Outcome"] == "ANS" and row["Line"] == "101"}
    assert {number.replace(" ", "") for number in gave_up} & emergencies


# Calendar and chance


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_are_those_published_for_england_and_wales(year, published):
    assert " ".join(f"{day:%m-%d}" for day in sorted(bank_holidays(year))) == published


@given(st.integers(1900, 2099))
def test_easter_is_a_sunday_from_22_march_to_25_april(year):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(st.lists(st.integers(946_684_800, 2_114_380_800), min_size=1, max_size=5))
def test_clocks_change_when_the_time_zone_database_says(moments):
    offsets = london_offset_s(np.array(moments, dtype=np.int64)).tolist()
    database = [datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo("Europe/London")) for moment in moments]
    assert offsets == [moment.utcoffset().total_seconds() for moment in database]


@given(st.dates(date(2000, 1, 1), date(2036, 12, 31)))
def test_a_day_begins_at_midnight_in_london(day):
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/London"))
    assert london_midnight(day) == begins.timestamp()


def test_tables_of_chance_have_the_mean_they_are_asked_for():
    assert np.mean(exponential_table(800)) == pytest.approx(800, rel=1e-3)
    assert np.mean(normal_table(1_000)) == pytest.approx(0, abs=0.5)
    assert np.std(normal_table(1_000)) == pytest.approx(1_000, rel=1e-3)
