"""Rules about one interval: each threshold from both sides."""

from __future__ import annotations

import pytest

ROWS = [
    # what the row holds, what must be found
    ({"offered": 10, "answered": 9}, set()),
    ({"offered": 10, "answered": 12}, {"ended-in-next-interval"}),
    ({"offered": 10, "answered": 13}, {"more-answered-than-offered"}),
    ({"offered": 10, "abandoned": 12}, {"ended-in-next-interval"}),
    ({"offered": 10, "abandoned": 13}, {"more-abandoned-than-offered"}),
    ({"answered": 10, "answered_10s": 10}, set()),
    ({"answered": 10, "answered_10s": 11}, {"band-exceeds-total"}),
    ({"abandoned": 3, "abandoned_5s": 3}, set()),
    ({"abandoned": 3, "abandoned_5s": 4}, {"band-exceeds-total"}),
    ({"answered_10s": 5, "answered_60s": 5}, set()),
    ({"answered_10s": 6, "answered_60s": 5}, {"bands-not-rising"}),
    ({"answered_60s": 5, "answered_100s": 4}, {"bands-not-rising"}),
    ({"answered": 10, "transferred": 12}, set()),
    ({"answered": 10, "transferred": 13}, {"part-exceeds-whole"}),
    ({"callback": 1, "callback_reached": 4}, {"part-exceeds-whole"}),
    ({"staffed_total_s": 3_600, "paid_total_s": 3_600}, set()),
    ({"staffed_total_s": 7_200, "paid_total_s": 3_600}, {"part-exceeds-whole"}),
    ({"offered": 0}, set()),
    ({"offered": -1}, {"negative-value"}),
    ({"wait_total_s": -1}, {"negative-value"}),
    ({"longest_wait_s": 86_400}, set()),
    ({"longest_wait_s": 86_401}, {"wait-over-a-day"}),
    ({"answered": 2, "wait_total_s": 2 * 86_400}, set()),
    ({"answered": 2, "wait_total_s": 2 * 86_401}, {"wait-over-a-day"}),
    ({"answered": 2, "wait_total_s": 62, "longest_wait_s": 30}, set()),
    ({"answered": 2, "wait_total_s": 63, "longest_wait_s": 30}, {"longest-below-mean"}),
    # 4 of 10 waited longer than 60 s: at least 240 s, less a second for each call
    ({"answered": 10, "answered_60s": 6, "wait_total_s": 230}, set()),
    ({"answered": 10, "answered_60s": 6, "wait_total_s": 229}, {"total-below-bands"}),
    # 2 beyond 10 s and 2 beyond 60 s: 2 x 10 + 2 x 60
    ({"answered": 10, "answered_10s": 6, "answered_60s": 8, "wait_total_s": 130}, set()),
    ({"answered": 10, "answered_10s": 6, "answered_60s": 8, "wait_total_s": 129}, {"total-below-bands"}),
]


@pytest.mark.parametrize(("values", "codes"), ROWS)
def test_a_row_that_cannot_be(queue, values, codes):
    assert queue.slot(**values).codes() == codes


@pytest.mark.parametrize(("answered", "code"), [(1010, "ended-in-next-interval"), (1011, "more-answered-than-offered")])
def test_a_day_may_straddle_by_one_in_a_hundred(queue, answered, code):
    assert queue.day(offered=1000, answered=answered).codes() == {code}


def test_a_problem_names_the_first_line_the_file_s_own_column_and_the_days(queue):
    queue.day(0, offered=5).day(1, offered=-5).day(2, offered=-6)
    problem = next(p for p in queue.check().problems if p.code == "negative-value")
    assert (problem.file, problem.line, problem.column, problem.rows) == ("counts.csv", 3, "Received", 2)
    assert (str(problem.first_day), str(problem.last_day)) == ("2024-01-02", "2024-01-03")


def test_bands_that_contradict_are_withheld_on_their_days_and_the_others_kept(queue):
    queue.day(0, answered=10, answered_10s=6, answered_60s=8)
    queue.day(1, answered=10, answered_10s=8, answered_60s=6)
    queue.day(2, answered=10, answered_10s=6, answered_60s=11)
    withheld = {(item.column, str(item.start), str(item.end)) for item in queue.check().withheld}
    assert withheld == {
        ("answered_10s", "2024-01-02", "2024-01-02"),
        ("answered_60s", "2024-01-02", "2024-01-02"),
        ("answered_60s", "2024-01-03", "2024-01-03"),
    }


def test_what_is_not_supplied_is_not_judged(queue):
    assert queue.slot(offered=5, answered=None).codes() == set()
