"""First attempts and redials: who gave up and rang again within the hour, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.data.redials import COLUMNS, REDIAL_MIN, read_redials
from tests.data.test_journeys import leg, second_leg, written

PERIOD = {"start": date(2024, 1, 1), "end": date(2024, 1, 31)}
HOUR_S = 60 * REDIAL_MIN
LATER = [leg("Z", 6 * HOUR_S)]  # somebody unknown, so that calls before can be followed


@pytest.fixture
def read(tmp_path):
    return lambda *legs: read_redials(written(tmp_path, [*legs, *LATER]), **PERIOD)


def gave_up(call, after_s=0, **values):
    return leg(call, after_s, **({"outcome": "abandoned", "wait_s": 30.0, "caller": "a"} | values))


def counted(frame):
    """Return calls, known, redials, gave_up and again, added up over days and channels."""
    return tuple(int(frame[name].sum()) for name in COLUMNS[2:])


def test_who_gave_up_and_rang_again_within_the_hour_made_a_redial(read):
    assert counted(read(gave_up("A"), leg("B", 600, caller="a"))) == (3, 2, 1, 1, 1)


def test_the_hour_begins_when_the_caller_gave_up_and_its_end_belongs_to_it(read):
    assert counted(read(gave_up("A"), leg("B", 30 + HOUR_S, caller="a"))) == (3, 2, 1, 1, 1)
    assert counted(read(gave_up("A"), leg("B", 31 + HOUR_S, caller="a"))) == (3, 2, 0, 1, 0)


@pytest.mark.parametrize(
    "second",
    [leg("B", 600, caller="b"), leg("B", 600), leg("B", 600, caller="a", channel="999")],
    ids=["another caller", "nobody known", "another channel"],
)
def test_only_the_same_caller_on_the_same_channel_redials(read, second):
    calls, _, redials, given_up, again = counted(read(gave_up("A"), second))
    assert (calls, redials, given_up, again) == (3, 0, 1, 0)


def test_who_was_answered_and_rings_again_makes_a_call_of_its_own(read):
    assert counted(read(leg("A", caller="a"), leg("B", 600, caller="a"))) == (3, 2, 0, 0, 0)


def test_giving_up_in_the_second_queue_counts_and_a_call_of_two_legs_is_one_call(read):
    legs = [leg("A", caller="a"), second_leg("A", 65, caller="a", outcome="abandoned", wait_s=300.0)]
    assert counted(read(*legs, leg("B", 600, caller="a"))) == (3, 2, 1, 1, 1)


def test_each_attempt_after_giving_up_is_a_redial(read):
    assert counted(read(gave_up("A"), gave_up("B", 60), leg("C", 120, caller="a"))) == (4, 3, 2, 2, 2)


def test_what_follows_in_the_last_hour_of_the_data_is_not_known(tmp_path):
    last = [gave_up("A", 0), leg("B", 600, caller="a"), leg("Z", HOUR_S - 1)]
    assert counted(read_redials(written(tmp_path, last), **PERIOD)) == (3, 2, 1, 0, 0)


def test_a_call_counts_on_its_local_day_and_only_within_the_period(tmp_path):
    summer = datetime(2024, 6, 30, 22, 50, tzinfo=UTC)  # ten to midnight in London
    legs = [
        gave_up("A") | {"offered_at": summer},
        leg("B", caller="a") | {"offered_at": summer + timedelta(minutes=20)},
    ]
    path = written(tmp_path, [*legs, leg("Z") | {"offered_at": summer + timedelta(hours=9)}])
    june = read_redials(path, start=date(2024, 6, 1), end=date(2024, 6, 30))
    assert june[["day", "calls", "redials", "gave_up", "again"]].astype(str).to_numpy().tolist() == [
        ["2024-06-30", "1", "0", "1", "1"]
    ]
    july = read_redials(path, start=date(2024, 7, 1), end=date(2024, 7, 31))
    assert counted(july) == (2, 1, 1, 0, 0)


def test_without_single_calls_there_are_no_rows(tmp_path):
    found = read_redials(tmp_path / "calls.parquet", **PERIOD)
    assert found.empty
    assert list(found.columns) == COLUMNS


attempts = st.lists(
    st.tuples(st.integers(0, 4 * 60), st.sampled_from([None, "a", "b"]), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=20)
@given(attempts)
def test_counted_in_plain_python_it_is_the_same(tmp_path_factory, drawn):
    """Every call against every earlier one of its caller; times differ, so the one before is never in doubt."""
    legs, known, redials = [], [], 0
    for number, (minute, caller, answered) in enumerate(sorted(drawn, key=lambda one: one[0])):
        second = 60 * minute + number
        outcome = "answered" if answered else "abandoned"
        legs.append(leg(f"C{number}", second, caller=caller, outcome=outcome, wait_s=10.0))
        before = [one for one in known if caller and one[0] == caller]
        redials += bool(before and before[-1][2] == "abandoned" and second <= before[-1][1] + 10 + HOUR_S)
        known.append((caller, second, outcome))
    path = written(tmp_path_factory.mktemp("calls"), legs)
    assert counted(read_redials(path, **PERIOD))[2] == redials
