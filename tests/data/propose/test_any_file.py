"""Whatever stands in a file, the proposal is a file that can be read: no crash, and TOML that says what was found."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.data.propose.grids import Grid
from reviewkit.data.propose.kinds import kinds_of
from reviewkit.data.propose.preview import as_text, raw_rows
from reviewkit.data.propose.render import entries_text

ODD = st.text(st.characters(codec="utf-8"), max_size=8).map(lambda text: " ".join(text.split()))
WORDS = st.sampled_from(
    [
        "Date",
        "Time",
        "Queue",
        "Calls Offered",
        "Answered",
        "Abandoned",
        "Wait (s)",
        "ASA",
        "Total",
        "101",
        "08:00",
        "08:30",
        "01/04/2025",
        "31/04/2025",
        "0:08:00",
        "12",
        "1,204",
        "5.5",
        "90%",
        "AGENT",
        "HANG",
        "Queue: 101",
        "07700 900123",
        "",
        "*",
        "-",
        "\x7f",
        "\x1b[31m",
        'a"b',
        "c\\d",
        "'",
    ]
)
ROWS = st.lists(st.lists(WORDS | ODD, max_size=7), max_size=12)


@settings(deadline=None)
@given(ROWS, ROWS)
def test_any_grid_becomes_toml(first, second):
    grids = [Grid(file="a.csv", rows=first), Grid(file='b "2".csv', rows=second)]
    kinds = kinds_of(grids)
    written = tomllib.loads(entries_text(kinds.entries, kinds.without))
    assert len(written.get("files", [])) == sum(bool(entry.table.value) for entry in kinds.entries)
    for entry in kinds.entries:
        as_text(raw_rows(entry))


@settings(deadline=None)
@given(st.lists(st.tuples(ODD, st.lists(WORDS | ODD, min_size=4, max_size=4)), min_size=2, max_size=7))
def test_any_table_with_headings_becomes_toml(columns):
    rows = [[heading for heading, _ in columns], *zip(*(values for _, values in columns), strict=True)]
    kinds = kinds_of([Grid(file="a.csv", rows=[list(row) for row in rows])])
    tomllib.loads(entries_text(kinds.entries, kinds.without))
