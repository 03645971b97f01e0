"""Order statistics as rows of the measure table."""

from __future__ import annotations

import pandas as pd

from reviewkit.sections.figures.wait_spread import long_spread


def test_a_force_where_nobody_gave_up_has_no_rows_of_those_who_did():
    day = pd.Timestamp("2024-03-29")
    found = pd.DataFrame(
        {
            "channel": "999", "stage": "primary", "period_start": day, "ended": ["answered", "queued"], "of": 1,
            "calls": 1, "q50": 7.0, "q90": 7.0, "q95": 7.0,
        }
    )  # fmt: skip
    table = long_spread(found, ["period_start"])
    assert table["measure"].tolist() == [
        "median_wait_s", "p90_wait_s", "p95_wait_s", "median_time_in_queue_s", "p90_time_in_queue_s",
        "p95_time_in_queue_s",
    ]  # fmt: skip
    assert table["value"].eq(7).all()
    assert table["channel"].eq("999").all()
