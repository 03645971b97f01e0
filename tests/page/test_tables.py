"""Tables: numbers as printed, missing figures explained, full precision to download."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.page.display import TABLE
from reviewkit.page.tables import Field, as_csv, table

FIELDS = [
    Field("month", "Month", "month"),
    Field("offered", "Calls offered", "calls"),
    Field("level", "Within 10 seconds (%)", "share", reason="why"),
    Field("wait", "Mean wait (m:ss)", "clock"),
]


def made(rows: list[tuple], **options: object):
    frame = pd.DataFrame(rows, columns=["month", "offered", "level", "wait", "why", "secret"])
    frame["month"] = pd.to_datetime(frame["month"])
    return table(frame, id="months", title="Months", fields=FIELDS, **options)


def test_each_column_is_printed_in_its_unit():
    result = made([("2024-04-01", 12345, 0.9, 725, "", False), ("2024-05-01", 9, 1, 5, "", False)])
    assert result.rows == (("April 2024", "12,345", "90.0", "12:05"), ("May 2024", "9", "100.0", "0:05"))
    assert [column.align for column in result.columns] == ["left", "right", "right", "right"]


def test_missing_is_never_nought_and_every_reason_is_a_numbered_note():
    result = made(
        [
            ("2024-04-01", None, None, 0, "no waits supplied", False),
            ("2024-05-01", 0, None, None, "monthly totals only", False),
        ]
    )
    assert result.rows == (("April 2024", "[x]", "[x1]", "0:00"), ("May 2024", "0", "[x2]", "[x]"))
    assert result.notes == (
        "[x] not available.",
        "[x1] not available: No waits supplied.",
        "[x2] not available: Monthly totals only.",
    )


def test_a_withheld_row_shows_its_name_alone():
    result = made([("2024-04-01", 3, 0.5, 9, "", True)], confidential="secret")
    assert result.rows == (("April 2024", "[c]", "[c]", "[c]"),)
    assert result.csv.splitlines()[1] == "2024-04-01,,,,,true"
    assert result.notes == ("[c] withheld so that nobody can be recognised.",)


@pytest.mark.parametrize(("rows", "printed"), [(60, 60), (61, 0)])
def test_more_than_sixty_rows_are_a_download_alone(rows, printed):
    result = made([(f"{1960 + number}-04-01", number, 0.5, 9, "", False) for number in range(rows)], marked=[0])
    content = result._repr_mimebundle_()[TABLE]
    assert (len(content["rows"]), content["csv_only"]) == (printed, printed == 0)
    assert len(content["csv"].splitlines()) == rows + 1


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_spreadsheet_runs_a_cell(text):
    (head, (cell,)) = csv.reader(io.StringIO(as_csv(pd.DataFrame({"n": [text + "x"]}), ["n"]), newline=""))
    assert head == ["n"]
    assert cell[0] not in "=+-@\t\r"
    assert cell.removeprefix("'").split() == (text + "x").removeprefix("'").split()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_csv_keeps_every_digit(value):
    assert float(as_csv(pd.DataFrame({"n": [value]}), ["n"]).splitlines()[1]) == value


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="no column 'wait'"):
        table(pd.DataFrame({"month": []}), id="months", title="Months", fields=[FIELDS[0], FIELDS[3]])


def test_what_cannot_exist_is_marked_apart_from_what_is_not_known():
    result = made(
        [
            ("2024-04-01", 1, None, 0, "Not applicable: there is no second queue.", False),
            ("2024-05-01", 1, None, 0, "No waits supplied.", False),
        ]
    )
    assert [row[2] for row in result.rows] == ["[z]", "[x]"]
    assert result.notes == ("[z] not applicable: There is no second queue.", "[x] not available: No waits supplied.")
