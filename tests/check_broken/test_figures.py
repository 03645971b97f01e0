"""Figures that contradict each other, rows missing, doubled or moved, columns that are not what their name says."""

from __future__ import annotations

from datetime import datetime, timedelta

COUNTS, CALLS = "intervals_2024-25.csv.gz", "calls_2025-03-04_2025-03-31.csv.gz"
QUEUE = ("Date", "Time", "Line", "Desk")


def test_more_abandoned_than_offered(copy, says):
    copy.set(COUNTS, 1500, "Abandoned", "900")
    says("more-abandoned-than-offered", COUNTS, column="Abandoned", line=1500)


def test_more_answered_than_offered(copy, says):
    copy.set(COUNTS, 1501, "Answered", "900")
    says("more-answered-than-offered", COUNTS, column="Answered", line=1501)


def test_calls_that_went_nowhere(copy, says):
    copy.set(COUNTS, 1502, "Offered", "400")
    says("identity-gap", COUNTS, column="Offered", line=1502)


def test_abandoned_copied_from_offered(copy, says):
    def change(row, place):
        row[place["Abandoned"]] = row[place["Offered"]]
        return row

    copy.change(COUNTS, change)
    says("column-contradicts", COUNTS, column="Abandoned", severity="warning")


def test_more_answered_in_ten_minutes_than_in_all(copy, says):
    copy.set(COUNTS, 1503, "Answered within 600", "901")
    says("band-exceeds-total", COUNTS, column="Answered within 600", line=1503)


def test_fewer_answered_in_thirty_seconds_than_in_ten(copy, says):
    line = _busy(copy)
    copy.set(COUNTS, line, "Answered within 30", "0")
    says("bands-not-rising", COUNTS, column="Answered within 30", line=line)


def test_a_longest_wait_below_the_mean(copy, says):
    line = _busy(copy)
    copy.set(COUNTS, line, "Total wait", "9:00:00")
    says("longest-below-mean", COUNTS, column="Longest wait", line=line)


def test_a_wait_of_more_than_a_day(copy, says):
    copy.set(COUNTS, 1505, "Longest wait", "30:00:00")
    says("wait-over-a-day", COUNTS, column="Longest wait", line=1505)


def test_a_call_that_waited_for_days(copy, says):
    copy.set(CALLS, 80, "Wait", "200000")
    says("wait-over-a-day", CALLS, column="Wait", line=80)


def test_a_row_twice(copy, says):
    rows = copy.rows(COUNTS)
    rows.insert(1600, rows[1599])
    copy.write(COUNTS, rows)
    says("duplicate-interval", COUNTS, line=1601)


def test_a_call_twice(copy, says):
    rows = copy.rows(CALLS)
    rows.append(rows[99])
    copy.write(CALLS, rows)
    says("duplicate-call", CALLS, column="Call ID", line=len(rows))


def test_three_hours_missing(copy, says):
    rows = copy.rows(COUNTS)
    del rows[1699:1717]
    copy.write(COUNTS, rows)
    says("gap", COUNTS, severity="warning", line=1697)


def test_the_last_day_all_zeros(copy, says):

    says("not-yet-published", COUNTS, severity="warning", line=_zeros(copy, "31/03/2025"))


def test_a_day_in_the_middle_all_zeros(copy, says):

    says("zero-run", COUNTS, severity="warning", line=_zeros(copy, "04/03/2025"))


def test_a_call_of_another_year(copy, says):
    copy.set(CALLS, 81, "Date", "25/03/2019")
    says("date-outlier", CALLS, line=81)


def test_a_third_of_the_calls_of_a_day_lost(copy, says):
    kept = iter(range(10**6))
    copy.change(CALLS, lambda row, place: None if row[place["Date"]] == "26/03/2025" and next(kept) % 3 == 0 else row)
    says(
        "calls-differ-from-intervals",
        COUNTS,
        column="Offered",
        severity="warning",
        line=_first_line(copy, COUNTS, "26/03/2025"),
    )


def test_counts_a_day_late(copy, says):
    _move_counts(copy, days=1)
    says("day-shifted", COUNTS, severity="warning")


def test_counts_an_hour_late(copy, says):
    _move_counts(copy, hours=1)
    says("hour-shifted", COUNTS, severity="warning")


def test_twice_the_calls_from_one_day_on(copy, says):
    def change(row, place):
        late = "-".join(reversed(row[0].split("/"))) >= "2025-02-24"
        cells = zip(place, row, strict=True)
        return [text if _kept(column) else _doubled(text) for column, text in cells] if late else row

    copy.change(COUNTS, change)
    says("level-jump", COUNTS, column="Offered", severity="warning", line=_first_line(copy, COUNTS, "24/02/2025"))


def test_a_period_longer_than_the_files(copy, says):
    copy.declare("start = 2025-01-20", "start = 2024-02-01")
    says("period-not-covered", "force.toml", severity="warning")


def test_one_column_copied_over_another(copy, says):
    def change(row, place):
        row[place["Longest wait abandoned"]] = row[place["Longest wait"]]
        return row

    copy.change(COUNTS, change)
    says("column-equal", COUNTS, column="Longest wait abandoned", severity="warning")


def test_a_total_among_the_desks(copy, says):
    """An invented desk, and one row for each half hour that adds both desks up."""
    head, *rows = copy.rows(COUNTS)
    copy.declare('"ECR" = "primary"', '"ECR" = "primary"\n"ALL" = "callback"')
    totals = []
    for first, second in _pairs(rows):
        counts = [_added(one, other) for one, other in zip(first[4:], second[4:], strict=True)]
        totals.append([*first[:2], "101", "ALL", *counts])
    copy.write(COUNTS, [head, *rows, *totals])
    says("total-among-parts", COUNTS, column="Desk", line=len(rows) + 2)


def test_a_name_in_the_reason(copy, says):
    _plain_reasons(copy)
    copy.set(CALLS, 90, "Code", "ring John Smith on 07700 900123")
    says("personal-data", CALLS, column="Code", line=90)


def test_accounts_instead_of_codes(copy, says):
    _plain_reasons(copy)
    number = iter(range(10**6))
    copy.change(CALLS, lambda row, place: _with(row, place["Code"], f"caller reports item {next(number)} at home"))
    says("personal-data", CALLS, column="Code", line=2)


def _with(row: list[str], at: int, value: str) -> list[str]:
    return [*row[:at], value, *row[at + 1 :]]


def _plain_reasons(copy) -> None:
    """Take the reasons as they stand in the file."""
    path = copy.folder / "force.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[files.words.reason]")
    path.write_text(text[:start], encoding="utf-8")


def _first_line(copy, name: str, day: str) -> int:
    return next(line for line, row in enumerate(copy.rows(name), 1) if day in row)


def _busy(copy) -> int:
    """Line of a half hour at noon on the first line, with many answered within 10 seconds."""
    return next(
        line
        for line, row in enumerate(copy.rows(COUNTS), 1)
        if line > 1500 and row[1:3] == ["12:00", "999"] and int(row[12]) > 3
    )


def _zeros(copy, day: str) -> int:
    first = _first_line(copy, COUNTS, day)

    def change(row, place):
        cells = zip(place, row, strict=True)
        return [text if column in QUEUE else _nought(column) for column, text in cells] if row[0] == day else row

    copy.change(COUNTS, change)
    return first


def _move_counts(copy, *, days: int = 0, hours: int = 0) -> None:
    def change(row, place):
        at = datetime.strptime(f"{row[0]} {row[1]} +0000", "%d/%m/%Y %H:%M %z") + timedelta(days=days, hours=hours)
        return [f"{at:%d/%m/%Y}", f"{at:%H:%M}", *row[2:]]

    copy.change(COUNTS, change)


def _kept(column: str) -> bool:
    """Twice the calls come no later, of no other queue, and wait no longer at the most."""
    return column in QUEUE or column.startswith("Longest")


def _nought(column: str) -> str:
    """What a system writes that has nothing to count: of nobody there is no longest wait."""
    return "" if column.startswith("Longest") else "0:00:00" if column.startswith("Total") else "0"


def _doubled(value: str) -> str:
    if ":" not in value:
        return str(2 * int(value))
    hours, minutes, seconds = map(int, value.split(":"))
    minutes, seconds = divmod(2 * (hours * 3600 + minutes * 60 + seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _pairs(rows: list[list[str]]):
    """The two desks of 101, half hour by half hour."""
    first = {(row[0], row[1]): row for row in rows if row[2:4] == ["101", "SWB"]}
    second = {(row[0], row[1]): row for row in rows if row[2:4] == ["101", "FEC"]}
    return [(first[key], second[key]) for key in first if key in second]


def _added(one: str, other: str) -> str:
    if ":" in one or ":" in other or not one or not other:
        return one or other
    return str(int(one) + int(other))
