"""Reports of Genesys Cloud, Genesys PureConnect, Mitel MiContact Center and 8x8; all figures are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path

from tests.data.reading.layouts.drawing import INTERVALS, Drawing, Pen

Swap = Mapping[object, object] | None


def genesys_cloud_queue_performance(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Queues Performance Interval export of Genesys Cloud.

    Columns as in *View available columns in performance views by category* (Offered, Answered, Abandoned, ASA, Avg
    Wait, Total Handle), with the leading columns of its exports. Durations in milliseconds; a US clock; the queue's
    name with a hyphen and a region, so that several are one queue; UTF-8 with a byte order mark.
    """
    pen = Pen(folder, swap)
    heads = ("Interval Start", "Interval End", "Media Type", "Queue Name", "Offer", "Answer", "Abandon", "ASA",
             "Avg Abandon", "Total Handle", "Service Level %")  # fmt: skip
    eight, half, nine = "4/1/25 8:00 AM", "4/1/25 8:30 AM", "4/1/25 9:00 AM"
    pen.text(
        "Queues Performance Interval.csv",
        [
            heads,
            (eight, half, "voice", "Exs-999-North", 60, 59, 1, 4200, 9000, 5310000, "0.95"),
            (eight, half, "voice", "Exs-999-South", 40, 40, 0, 3500, "", 3800000, "0.97"),
            (eight, half, "voice", "Exs-101-Enquiry", 30, 22, 8, 245500, 180000, 9240000, "0.2"),
            (eight, half, "voice", "Exs-Test", 2, 2, 0, 1000, "", 60000, "1"),
            (half, nine, "voice", "Exs-999-North", 50, 50, 0, 3900, "", 4500000, "0.96"),
            (half, nine, "voice", "Exs-999-South", 45, 44, 1, 5000, 12000, 3960000, "0.93"),
            (half, nine, "voice", "Exs-101-Enquiry", 40, 30, 10, 300000, 200500, 12600000, "0.1"),
        ],
        encoding="utf-8-sig",
    )
    entry = """
[[files]]
table = "intervals"
files = ["Queues Performance Interval.csv"]
grain = "30 minutes"
[files.columns]
start = "Interval Start"
queue = "Queue Name"
offered = "Offer"
answered = "Answer"
abandoned = "Abandon"
wait_mean_s = "ASA"
abandoned_wait_mean_s = "Avg Abandon"
handled_total_s = "Total Handle"
[files.formats]
start = "%m/%d/%y %I:%M %p"
wait_mean_s = "milliseconds"
abandoned_wait_mean_s = "milliseconds"
handled_total_s = "milliseconds"
[files.queues]
"Exs-999-*" = "999/primary"
"Exs-101-Enquiry" = "101/secondary"
"Exs-Test" = "leave_out"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", abandoned_wait_total_s::INT, handled_total_s::INT",
        rows=[
            ("2025-04-01 08:00", "101", "secondary", 30, 22, 8, 5401, 1440, 9240),
            ("2025-04-01 08:00", "999", "primary", 100, 99, 1, 388, 9, 9110),
            ("2025-04-01 08:30", "101", "secondary", 40, 30, 10, 9000, 2005, 12600),
            ("2025-04-01 08:30", "999", "primary", 95, 94, 1, 415, 12, 8460),
        ],
    )


def pureconnect_queue_statistics(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Queue Period Statistics view IWrkgrpQueueStats of Genesys PureConnect, as an export with semicolons.

    Columns as in the *Interaction Center Reporting Data Dictionary* (cName, dIntervalStart, nEnteredAcd, nAnsweredAcd,
    nAbandonedAcd, tAnsweredAcd, tAbandonedAcd, nAnsweredAcdSvcLvl, tTalkAcd). Totals in seconds, not means; a decimal
    comma; ``*`` rows that add all kinds of contact up; the clock keeps UTC; the day in the file's name.
    """
    pen = Pen(folder, swap)
    heads = ("cName", "cReportGroup", "dIntervalStart", "nEnteredAcd", "nAnsweredAcd", "nAbandonedAcd", "tAnsweredAcd",
             "tAbandonedAcd", "nAnsweredAcdSvcLvl", "tTalkAcd")  # fmt: skip
    pen.text(
        "IWrkgrpQueueStats_20250401.csv",
        [
            heads,
            ("Control Room", "*", "07:00:00", 44, 43, 1, "215,0", "8,0", 40, "6450,0"),
            ("Control Room", "Call", "07:00:00", 42, 41, 1, "205,0", "8,0", 39, "6150,0"),
            ("Contact Centre", "*", "07:00:00", 25, 20, 5, "6000,5", "600,0", 6, "8000,0"),
            ("Contact Centre", "Call", "07:00:00", 25, 20, 5, "6000,5", "600,0", 6, "8000,0"),
            ("Control Room", "*", "07:30:00", 52, 50, 2, "300,0", "31,0", 44, "7500,0"),
            ("Control Room", "Call", "07:30:00", 50, 48, 2, "288,0", "31,0", 43, "7200,0"),
            ("Contact Centre", "*", "07:30:00", 30, 24, 6, "7201,0", "900,5", 5, "9600,0"),
            ("Contact Centre", "Call", "07:30:00", 30, 24, 6, "7201,0", "900,5", 5, "9600,0"),
        ],
        delimiter=";",
    )
    entry = """
[[files]]
table = "intervals"
files = ["IWrkgrpQueueStats_*.csv"]
grain = "30 minutes"
time_zone = "UTC"
decimal = ","
date_in = "file"
date_pattern = "IWrkgrpQueueStats_{date:%Y%m%d}.csv"
[files.columns]
start = ["date", "dIntervalStart"]
queue = "cName"
offered = "nEnteredAcd"
answered = "nAnsweredAcd"
answered_10s = "nAnsweredAcdSvcLvl"
abandoned = "nAbandonedAcd"
wait_total_s = "tAnsweredAcd"
abandoned_wait_total_s = "tAbandonedAcd"
[files.keep]
cReportGroup = ["Call"]
[files.queues]
"Control Room" = "999/primary"
"Contact Centre" = "101/secondary"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", answered_10s, abandoned_wait_total_s",
        rows=[
            ("2025-04-01 08:00", "101", "secondary", 25, 20, 5, 6000, 6, 600.0),
            ("2025-04-01 08:00", "999", "primary", 42, 41, 1, 205, 39, 8.0),
            ("2025-04-01 08:30", "101", "secondary", 30, 24, 6, 7201, 5, 900.5),
            ("2025-04-01 08:30", "999", "primary", 50, 48, 2, 288, 43, 31.0),
        ],
    )


def mitel_queue_performance(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Queue Performance by Period report of Mitel MiContact Center, one workbook with a block for each queue.

    Columns as in the *Contact Center Solutions Reports Guide* (ACD calls offered, ACD calls handled, calls abandoned
    short and long, interflowed, average speed of answer, average time to abandon). Two header rows repeated above each
    block (short ones are not among those offered); a heading with the queue's number and name; a total below each
    block; the date in a cell; times of day.
    """
    pen = Pen(folder, swap)
    upper = ("Start", "ACD calls", "", "Calls abandoned", "", "Calls", "Average", "")
    lower = ("time", "offered", "handled", "(short)", "(long)", "interflowed", "speed of answer", "time to abandon")
    eight, half, span = time(8), time(8, 30), timedelta
    pen.book(
        "Queue Performance by Period.xlsx",
        {
            "Report": [
                ("Queue Performance by Period",),
                ("Site: Exampleshire", "", "", "Date:", "01 April 2025"),
                (),
                ("Queue: P101 Switchboard",),
                upper,
                lower,
                (eight, 99, 95, 1, 3, 1, span(seconds=12), span(seconds=40)),
                (half, 118, 110, 2, 6, 2, span(seconds=15), span(seconds=55)),
                ("Totals", 217, 205, 3, 9, 3, span(seconds=14), span(seconds=50)),
                (),
                ("Queue: P102 Crime desk",),
                upper,
                lower,
                (eight, 38, 30, 2, 8, 0, span(minutes=5), span(minutes=3)),
                (half, 44, 32, 1, 12, 0, span(minutes=6), span(minutes=4)),
                ("Totals", 82, 62, 3, 20, 0, span(seconds=331), span(seconds=216)),
                (),
                ("Grand totals", 299, 267, 6, 29, 3, span(seconds=88), span(seconds=164)),
            ],
        },
    )
    entry = """
[[files]]
table = "intervals"
files = ["Queue Performance by Period.xlsx"]
sheet = "Report"
grain = "30 minutes"
header_rows = [5, 6]
date_in = "cell E2"
date_pattern = "{date:%d %B %Y}"
section = "Queue: *"
totals = ["Totals", "Grand totals"]
[files.columns]
start = ["date", "Start time"]
queue = "section"
offered = "ACD calls offered"
answered = "ACD calls handled"
abandoned = "Calls abandoned (long)"
overflow = "Calls interflowed"
wait_mean_s = "Average speed of answer"
[files.queues]
"P101 *" = "101/primary"
"P102 *" = "101/secondary"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", overflow",
        rows=[
            ("2025-04-01 08:00", "101", "primary", 99, 95, 3, 1140, 1),
            ("2025-04-01 08:00", "101", "secondary", 38, 30, 8, 9000, 0),
            ("2025-04-01 08:30", "101", "primary", 118, 110, 6, 1650, 2),
            ("2025-04-01 08:30", "101", "secondary", 44, 32, 12, 11520, 0),
        ],
    )


def eight_by_eight_queue_days(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw a queue report of 8x8 Contact Center analytics, a workbook with a sheet for each day.

    Metrics as in the *8x8 Analytics glossary* (Entered, Accepted, Abandoned, Accepted in SLA, Avg. waiting, Longest
    waiting). The date only in the sheet's name; half hours as from - to; the service level as a band; a total row that
    ends the sheet and notes below it.
    """
    pen = Pen(folder, swap)
    heads = ("Interval", "Queue", "Entered", "Accepted", "Accepted in SLA", "Abandoned", "Avg. waiting",
             "Longest waiting")  # fmt: skip

    def day(*rows: tuple, total: tuple) -> list[tuple]:
        return [("Queue report",), heads, *rows, total, ("Accepted in SLA counts waits of up to 30 seconds.",)]

    pen.book(
        "Queue report April 2025.xlsx",
        {
            "01 Apr 2025": day(
                ("08:00 - 08:30", "101 Main", 52, 50, 45, 2, "00:00:14", "00:01:10"),
                ("08:30 - 09:00", "101 Main", 61, 58, 50, 3, "00:00:17", "00:01:45"),
                total=("All intervals", "", 113, 108, 95, 5, "00:00:16", "00:01:45"),
            ),
            "02 Apr 2025": day(
                ("08:00 - 08:30", "101 Main", 47, 46, 43, 1, "00:00:11", "00:00:58"),
                ("08:30 - 09:00", "101 Main", 55, 51, 40, 4, "00:00:20", "00:02:02"),
                total=("All intervals", "", 102, 97, 83, 5, "00:00:16", "00:02:02"),
            ),
        },
    )
    entry = """
[[files]]
table = "intervals"
files = ["Queue report *.xlsx"]
sheet = "*"
grain = "30 minutes"
header_row = 2
date_in = "sheet"
date_pattern = "{date:%d %b %Y}"
from_to = ["Interval"]
totals = "All intervals"
stop_at = "All intervals"
[files.columns]
start = ["date", "Interval"]
queue = "Queue"
offered = "Entered"
answered = "Accepted"
answered_30s = "Accepted in SLA"
abandoned = "Abandoned"
wait_mean_s = "Avg. waiting"
longest_wait_s = "Longest waiting"
[files.queues]
"101 Main" = "101/primary"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        end="2025-04-02",
        columns=INTERVALS + ", answered_30s, longest_wait_s::INT",
        rows=[
            ("2025-04-01 08:00", "101", "primary", 52, 50, 2, 700, 45, 70),
            ("2025-04-01 08:30", "101", "primary", 61, 58, 3, 986, 50, 105),
            ("2025-04-02 08:00", "101", "primary", 47, 46, 1, 506, 43, 58),
            ("2025-04-02 08:30", "101", "primary", 55, 51, 4, 1020, 40, 122),
        ],
    )
