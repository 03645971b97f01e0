"""Reports of Amazon Connect, NICE CXone, Five9 and Microsoft Teams; all figures are invented."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.data.reading.layouts.drawing import INTERVALS, Drawing, Pen

Swap = Mapping[object, object] | None


def amazon_connect_historical(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the historical metrics report of Amazon Connect, grouped by queue and half hour.

    Metrics as in *Historical metrics definitions* of its administrator guide (Contacts queued, Contacts handled
    incoming, Contacts abandoned, Contacts answered in 60 seconds, Average queue answer time, Average queue abandon
    time, Maximum queued time), with the columns Queue, StartInterval and EndInterval of a scheduled report. A plain
    table whose times carry their offset, means in seconds with decimals, a queue only for calls back.
    """
    pen = Pen(folder, swap)
    heads = ("Queue", "StartInterval", "EndInterval", "Average queue abandon time", "Average queue answer time",
             "Contacts abandoned", "Contacts answered in 60 seconds", "Contacts handled incoming", "Contacts queued",
             "Maximum queued time", "Service level 60 seconds")  # fmt: skip
    eight, half, nine = (f"2025-04-01T0{clock}:00+00:00" for clock in ("7:00", "7:30", "8:00"))
    pen.text(
        "Historical metrics_2025-04-01.csv",
        [
            heads,
            ("101 English", eight, half, 90.5, 45.25, 6, 60, 80, 86, 402, "69.77%"),
            ("101 Cymraeg", eight, half, 20, 30, 1, 7, 8, 9, 75, "77.78%"),
            ("BasicQueue", eight, half, "", 2, 0, 1, 1, 1, 2, "100.00%"),
            ("101 English", half, nine, 100, 55.5, 8, 55, 84, 92, 515, "59.78%"),
            ("101 Cymraeg", half, nine, "", 20, 0, 10, 10, 10, 44, "100.00%"),
        ],
    )
    entry = """
[[files]]
table = "intervals"
files = ["Historical metrics_*.csv"]
grain = "30 minutes"
[files.columns]
start = "StartInterval"
queue = "Queue"
offered = "Contacts queued"
answered = "Contacts handled incoming"
answered_60s = "Contacts answered in 60 seconds"
abandoned = "Contacts abandoned"
wait_mean_s = "Average queue answer time"
abandoned_wait_mean_s = "Average queue abandon time"
[files.queues]
"101 *" = "101/primary"
"BasicQueue" = "leave_out"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", answered_60s, abandoned_wait_total_s",
        rows=[
            ("2025-04-01 08:00", "101", "primary", 95, 88, 7, 3860, 67, 563.0),
            ("2025-04-01 08:30", "101", "primary", 102, 94, 8, 4862, 65, 800.0),
        ],
    )


def cxone_half_hours_across(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw a skill report of NICE CXone turned on its side: half hours across, a row for each skill and metric.

    Metrics as in *Campaign Summary by Skill Report* (Offered, Handled, Abandons, Skill Name (ID)). The skill stands
    once above its metrics, the date in the file's name, a total at the end of each row and a banner above.
    """
    pen = Pen(folder, swap)
    heads = ("Skill Name (ID)", "Metric", "08:00", "08:30", "09:00", "Total")
    for day, first in (("2025-04-01", 30), ("2025-04-02", 33)):
        pen.text(
            f"Skill by interval {day}.csv",
            [
                ("Campaign Summary by Skill",),
                ("Business unit: Exampleshire",),
                heads,
                ("101 Enquiries (4410)", "Offered", first, 40, 50, first + 90),
                ("", "Handled", first - 5, 32, 38, first + 65),
                ("", "Abandons", 5, 8, 12, 25),
                ("", "Wait (s)", 2500, 4800, 7600, 14900),
                ("Webchat (4499)", "Offered", 3, 4, 5, 12),
                ("", "Handled", 3, 4, 5, 12),
                ("", "Abandons", 0, 0, 0, 0),
                ("", "Wait (s)", 30, 44, 60, 134),
            ],
        )
    entry = """
[[files]]
table = "intervals"
files = ["Skill by interval *.csv"]
grain = "30 minutes"
header_row = 3
fill_down = ["Skill Name (ID)"]
date_in = "file"
date_pattern = "Skill by interval {date:%Y-%m-%d}.csv"
[files.wide]
columns = "HH:MM"
name = "Time"
rows = "Metric"
[files.columns]
start = ["date", "Time"]
queue = "Skill Name (ID)"
offered = "Offered"
answered = "Handled"
abandoned = "Abandons"
wait_total_s = "Wait (s)"
[files.queues]
"101 Enquiries (*)" = "101/secondary"
"Webchat (*)" = "webchat/primary"
"""
    rows = []
    for day, first in (("2025-04-01", 30), ("2025-04-02", 33)):
        rows += [
            (f"{day} 08:00", "101", "secondary", first, first - 5, 5, 2500),
            (f"{day} 08:00", "webchat", "primary", 3, 3, 0, 30),
            (f"{day} 08:30", "101", "secondary", 40, 32, 8, 4800),
            (f"{day} 08:30", "webchat", "primary", 4, 4, 0, 44),
            (f"{day} 09:00", "101", "secondary", 50, 38, 12, 7600),
            (f"{day} 09:00", "webchat", "primary", 5, 5, 0, 60),
        ]
    return Drawing(files=pen.files, entry=entry, end="2025-04-02", rows=rows)


def five9_call_log(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Call Log report of Five9: one row a call, skills as queues.

    Columns in capitals as in its call log reports (CALL ID, TIMESTAMP, SKILL, DISPOSITION, QUEUE WAIT TIME, HANDLE
    TIME, ABANDONED). Three lines of banner; durations as h:mm:ss; a total of rows at the foot.
    """
    pen = Pen(folder, swap)
    pen.text(
        "Call Log 20250401.csv",
        [
            ("Report: Call Log",),
            ("Time range: 04/01/2025 - 04/01/2025",),
            (),
            ("CALL ID", "TIMESTAMP", "SKILL", "DISPOSITION", "QUEUE WAIT TIME", "HANDLE TIME"),
            ("300001", "Tue, 01 Apr 2025 08:00:05", "EMERGENCY 999", "Handled", "00:00:04", "00:02:10"),
            ("300002", "Tue, 01 Apr 2025 08:01:30", "ENQ GENERAL", "Abandon", "00:06:00", ""),
            ("300003", "Tue, 01 Apr 2025 08:02:00", "ENQ CRIME", "Handled", "00:12:45", "00:09:00"),
            ("300004", "Tue, 01 Apr 2025 08:03:00", "STAFF DESK", "Handled", "00:00:10", "00:01:00"),
            ("300005", "Tue, 01 Apr 2025 08:04:59", "ENQ GENERAL", "Queue Callback", "00:01:05", ""),
            ("Total rows: 5",),
        ],
    )
    entry = """
[[files]]
table = "calls"
files = ["Call Log *.csv"]
header_row = 4
stop_at = "Total rows: *"
[files.columns]
call_id = "CALL ID"
offered_at = "TIMESTAMP"
queue = "SKILL"
outcome = "DISPOSITION"
wait_s = "QUEUE WAIT TIME"
handled_s = "HANDLE TIME"
[files.formats]
offered_at = "%a, %d %b %Y %H:%M:%S"
[files.words.outcome]
Handled = "answered"
Abandon = "abandoned"
"Queue Callback" = "callback"
[files.queues]
"EMERGENCY *" = "999/primary"
"ENQ *" = "101/secondary"
"STAFF DESK" = "leave_out"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        table="calls",
        columns="call_id, timezone('Europe/London', offered_at)::VARCHAR, channel, stage, outcome, wait_s, handled_s",
        rows=[
            ("300001", "2025-04-01 08:00:05", "999", "primary", "answered", 4, 130),
            ("300002", "2025-04-01 08:01:30", "101", "secondary", "abandoned", 360, None),
            ("300003", "2025-04-01 08:02:00", "101", "secondary", "answered", 765, 540),
            ("300005", "2025-04-01 08:04:59", "101", "secondary", "callback", 65, None),
        ],
    )


def teams_days_across(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw a matrix of Microsoft Teams call queues, exported from the Power BI historical report to a workbook.

    Measures as in the *Auto attendant and Call queue historical reports* (Incoming calls, Answered calls, Abandoned
    calls, Average waiting). Days across with four measures under each, so two header rows; a total line and
    the "Applied filters" note that such exports have at their foot.
    """
    pen = Pen(folder, swap)
    four = ("Incoming calls", "Answered calls", "Abandoned calls", "Average waiting (s)")
    pen.book(
        "Call queues.xlsx",
        {
            "Export": [
                ("", "01/04/2025", "", "", "", "02/04/2025", "", "", ""),
                ("Call queue", *four, *four),
                ("CQ Front office", 41, 37, 4, 33, 44, 40, 4, 28),
                ("CQ Crime desk", 20, 15, 5, 240, 22, 18, 4, 205.5),
                ("CQ Internal help", 9, 9, 0, 10, 8, 8, 0, 12),
                ("Total", 70, 61, 9, 80, 74, 66, 8, 74),
                ("Applied filters: Date is on or after 01/04/2025",),
            ],
        },
    )
    entry = """
[[files]]
table = "intervals"
files = ["Call queues.xlsx"]
sheet = "Export"
grain = "day"
header_rows = [1, 2]
totals = "Total"
skip_rows = "Applied filters*"
[files.wide]
columns = "DATE *"
name = "Day"
[files.columns]
start = "Day"
queue = "Call queue"
offered = "Incoming calls"
answered = "Answered calls"
abandoned = "Abandoned calls"
wait_mean_s = "Average waiting (s)"
[files.queues]
"CQ Front office" = "101/primary"
"CQ Crime*" = "101/secondary"
"CQ Internal*" = "leave_out"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        end="2025-04-02",
        rows=[
            ("2025-04-01 00:00", "101", "primary", 41, 37, 4, 1221),
            ("2025-04-01 00:00", "101", "secondary", 20, 15, 5, 3600),
            ("2025-04-02 00:00", "101", "primary", 44, 40, 4, 1120),
            ("2025-04-02 00:00", "101", "secondary", 22, 18, 4, 3699),
        ],
    )
