"""Reports of Avaya CMS, Cisco Unified CCE and Cisco Unified CCX; all figures are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.data.reading.layouts.drawing import INTERVALS, Drawing, Pen

Swap = Mapping[object, object] | None


def avaya_split_interval(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Split/Skill interval report of Avaya CMS, saved from the screen as Unicode text.

    Headings as in the interval reports by split of *Basic Call Management System* and of *Call Management System
    Database Items and Calculations* (ACD Calls, Avg Speed Ans, Aban Calls, Avg Aban Time, Avg ACD Time). UTF-16 with
    tabs; the date in a cell; a heading above each skill's rows, the headings repeated and the totals above the rows;
    half hours from - to on a clock of twelve hours; means in m:ss.
    """
    pen = Pen(folder, swap)
    heads = ("Time", "ACD Calls", "Avg Speed Ans", "Aban Calls", "Avg Aban Time", "Avg ACD Time", "% In Serv Levl")
    pen.text(
        "Split Skill Interval.txt",
        [
            ("Split/Skill Interval Report",),
            ("Date:", "01/04/2025"),
            ("Split/Skill:", "101 Switchboard"),
            heads,
            ("Totals", 110, "0:14", 10, "0:36", "1:34", "91.2"),
            ("8:00AM-8:30AM", 50, "0:10", 4, "0:30", "1:30", "94.0"),
            ("8:30AM-9:00AM", 60, "0:18", 6, "0:40", "1:37", "88.9"),
            (),
            ("Split/Skill:", "101 Enquiries"),
            heads,
            ("Totals", 35, "5:25", 15, "3:52", "7:17", "22.0"),
            ("8:00AM-8:30AM", 20, "4:10", 5, "2:30", "7:00", "25.0"),
            ("8:30AM-9:00AM", 15, "7:05", 10, "4:33", "7:40", "18.0"),
            ("Page 1 of 1",),
        ],
        delimiter="\t",
        encoding="utf-16",
    )
    entry = """
[[files]]
table = "intervals"
files = ["Split Skill Interval.txt"]
grain = "30 minutes"
header_row = 4
date_in = "cell B2"
date_pattern = "{date:%d/%m/%Y}"
section = "Split/Skill: *"
totals = "Totals"
skip_rows = "Page *"
from_to = ["Time"]
[files.columns]
start = ["date", "Time"]
queue = "section"
answered = "ACD Calls"
abandoned = "Aban Calls"
wait_mean_s = "Avg Speed Ans"
abandoned_wait_mean_s = "Avg Aban Time"
[files.formats]
start = "%Y-%m-%d %I:%M%p"
[files.queues]
"101 Switchboard" = "101/primary"
"101 Enq*" = "101/secondary"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", abandoned_wait_total_s::INT",
        rows=[
            ("2025-04-01 08:00", "101", "primary", None, 50, 4, 500, 120),
            ("2025-04-01 08:00", "101", "secondary", None, 20, 5, 5000, 750),
            ("2025-04-01 08:30", "101", "primary", None, 60, 6, 1080, 240),
            ("2025-04-01 08:30", "101", "secondary", None, 15, 10, 6375, 2730),
        ],
    )


def avaya_vdn_daily(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the VDN daily report of Avaya CMS, exported to a workbook with one sheet for each VDN.

    Items as in the VDN tables of *Avaya Call Management System Database Items and Calculations* (Inbound Calls, ACD
    Calls, Aban Calls, Forced Busy, Forced Disc, ANSTIME as a total). Two header rows with merged upper cells; a sheet
    of notes between the others; days as dates; a total at the foot.
    """
    pen = Pen(folder, swap)
    upper = ("", "Inbound", "ACD", "", "Aban", "", "Forced", "")
    lower = ("Date", "Calls", "Calls", "Ans Time", "Calls", "Aban Time", "Busy Calls", "Disc Calls")
    days = (date(2025, 4, 1), date(2025, 4, 2))
    pen.book(
        "VDN daily.xlsx",
        {
            "VDN 5999": [
                ("VDN Daily Report", "", "", "", "", "Printed 03/04/2025"),
                ("VDN: 5999 Emergency",),
                (),
                upper,
                lower,
                (days[0], 1100, 1080, 4320, 20, 240, 0, 0),
                (days[1], 1205, 1190, 5950, 15, 150, 0, 0),
                ("Total", 2305, 2270, 10270, 35, 390, 0, 0),
            ],
            "Notes": [("Times are in seconds. Forced calls were sent a busy tone.",)],
            "VDN 5101": [
                ("VDN Daily Report", "", "", "", "", "Printed 03/04/2025"),
                ("VDN: 5101 Non-emergency",),
                (),
                upper,
                lower,
                (days[0], 900, 800, 40000, 90, 9000, 10, 0),
                (days[1], 950, 850, 51000, 95, 9500, 5, 0),
                ("Total", 1850, 1650, 91000, 185, 18500, 15, 0),
            ],
        },
    )
    entry = """
[[files]]
table = "intervals"
files = ["VDN daily.xlsx"]
sheet = "VDN *"
grain = "day"
header_rows = [4, 5]
totals = "Total"
[files.columns]
start = "Date"
queue = "sheet"
offered = "Inbound Calls"
answered = "ACD Calls"
wait_total_s = "ACD Ans Time"
abandoned = "Aban Calls"
abandoned_wait_total_s = "Aban Aban Time"
forced = "Forced Busy Calls"
[files.queues]
"VDN 5999" = "999/primary"
"VDN 5101" = "101/primary"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        end="2025-04-02",
        columns=INTERVALS + ", abandoned_wait_total_s::INT, forced",
        rows=[
            ("2025-04-01 00:00", "101", "primary", 900, 800, 90, 40000, 9000, 10),
            ("2025-04-01 00:00", "999", "primary", 1100, 1080, 20, 4320, 240, 0),
            ("2025-04-02 00:00", "101", "primary", 950, 850, 95, 51000, 9500, 5),
            ("2025-04-02 00:00", "999", "primary", 1205, 1190, 15, 5950, 150, 0),
        ],
    )


def cisco_call_type_interval(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Call Type Historical All Fields report of Cisco Unified CCE (CUIC), exported as CSV.

    Fields as in the *Report Template Reference Guide for Cisco Unified Intelligence Center* (Call Type, Date Time, Svc
    Level, ASA, Calls Offered, Answered, Aban, Max Delay), the calls answered within the service level as a count. The
    call type stands only in the first of its rows; US dates; a summary below each call type and one for the report.
    """
    pen = Pen(folder, swap)
    pen.text(
        "CallType_Interval.csv",
        [
            ("Call Type", "Date Time", "Svc Level", "Calls Offered", "Calls Answered", "Svc Level Calls", "ASA",
             "Calls Aban", "Avg Aban Delay", "Max Delay"),
            ("CT_101_Crime", "04/01/2025 08:00:00 AM", "62.5%", 40, 36, 25, "00:00:50", 4, "00:01:30", "00:06:00"),
            ("", "04/01/2025 08:30:00 AM", "70.0%", 50, 45, 35, "00:00:40", 5, "00:01:00", "00:04:10"),
            ("CT_101_Crime Summary", "", "66.7%", 90, 81, 60, "00:00:44", 9, "00:01:13", "00:06:00"),
            ("CT_101_General", "04/01/2025 08:00:00 AM", "40.0%", 25, 20, 10, "00:01:30", 5, "00:02:00", "00:08:00"),
            ("", "04/01/2025 08:30:00 AM", "50.0%", 30, 24, 15, "00:01:20", 6, "00:02:10", "00:07:30"),
            ("CT_101_General Summary", "", "45.5%", 55, 44, 25, "00:01:25", 11, "00:02:05", "00:08:00"),
            ("CT_Staff_IT", "04/01/2025 08:00:00 AM", "100.0%", 3, 3, 3, "00:00:05", 0, "00:00:00", "00:00:09"),
            ("CT_Staff_IT Summary", "", "100.0%", 3, 3, 3, "00:00:05", 0, "00:00:00", "00:00:09"),
            ("Report Summary", "", "59.5%", 148, 128, 88, "00:00:57", 20, "00:01:42", "00:08:00"),
        ],
    )  # fmt: skip
    entry = """
[[files]]
table = "intervals"
files = ["CallType_Interval.csv"]
grain = "30 minutes"
totals = ["* Summary", "Report Summary"]
fill_down = ["Call Type"]
[files.columns]
start = "Date Time"
queue = "Call Type"
offered = "Calls Offered"
answered = "Calls Answered"
answered_30s = "Svc Level Calls"
abandoned = "Calls Aban"
wait_mean_s = "ASA"
abandoned_wait_mean_s = "Avg Aban Delay"
longest_wait_s = "Max Delay"
[files.formats]
start = "%m/%d/%Y %I:%M:%S %p"
[files.queues]
"CT_101_*" = "101/primary"
"CT_Staff_*" = "leave_out"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", answered_30s, abandoned_wait_total_s::INT, longest_wait_s::INT",
        rows=[
            ("2025-04-01 08:00", "101", "primary", 65, 56, 9, 3600, 35, 960, 480),
            ("2025-04-01 08:30", "101", "primary", 80, 69, 11, 3720, 50, 1080, 450),
        ],
    )


def cisco_csq_activity(folder: Path, *, swap: Swap = None) -> Drawing:
    """Draw the Contact Service Queue Activity Report (by Interval) of Cisco Unified CCX, as a workbook.

    Fields as in the *Cisco Unified CCX Historical Reports User Guide* (CSQ Name, Interval Start Time, Interval End
    Time, Calls Presented, Avg Queue Time, Calls Handled, Avg Speed of Answer, Calls Abandoned, Calls Dequeued). A
    banner of seven lines; two queues that do one thing; a grand total and a printed line at the foot.
    """
    pen = Pen(folder, swap)
    eight, half_past = datetime(2025, 4, 1, 8), datetime(2025, 4, 1, 8, 30)  # noqa: DTZ001 - as a spreadsheet has it
    nine = half_past + timedelta(minutes=30)
    span = timedelta
    pen.book(
        "CSQ Activity by interval.xlsx",
        {
            "CSQ Activity": [
                ("Contact Service Queue Activity Report (by Interval)",),
                ("Report period:", eight, "to", nine),
                ("Time zone:", "Europe/London"),
                (),
                ("Service levels:", "20 seconds"),
                (),
                ("CSQ Name", "Interval Start Time", "Interval End Time", "Calls Presented", "Calls Handled",
                 "Avg Speed of Answer", "Calls Abandoned", "Max Queue Time", "Calls Dequeued"),
                ("Enquiries English", eight, half_past, 30, 25, span(seconds=120), 4, span(seconds=500), 1),
                ("Enquiries Welsh", eight, half_past, 6, 6, span(seconds=45), 0, span(seconds=90), 0),
                ("Switchboard", eight, half_past, 80, 78, span(seconds=6), 2, span(seconds=40), 0),
                ("Enquiries English", half_past, nine, 35, 28, span(seconds=150), 6, span(seconds=640), 1),
                ("Enquiries Welsh", half_past, nine, 4, 3, span(seconds=60), 1, span(seconds=130), 0),
                ("Switchboard", half_past, nine, 90, 88, span(seconds=5), 2, span(seconds=33), 0),
                ("Grand Total", "", "", 245, 228, span(seconds=36), 15, span(seconds=640), 2),
                ("Printed on 02/04/2025 at 07:00",),
            ],
        },
    )  # fmt: skip
    entry = """
[[files]]
table = "intervals"
files = ["CSQ Activity by interval.xlsx"]
sheet = "CSQ Activity"
header_row = 7
grain = "30 minutes"
totals = "Grand Total"
stop_at = "Printed on *"
[files.columns]
start = "Interval Start Time"
queue = "CSQ Name"
offered = "Calls Presented"
answered = "Calls Handled"
abandoned = "Calls Abandoned"
overflow = "Calls Dequeued"
wait_mean_s = "Avg Speed of Answer"
longest_wait_s = "Max Queue Time"
[files.queues]
"Switchboard" = "101/primary"
"Enquiries *" = "101/secondary"
"""
    return Drawing(
        files=pen.files,
        entry=entry,
        columns=INTERVALS + ", overflow, longest_wait_s::INT",
        rows=[
            ("2025-04-01 08:00", "101", "primary", 80, 78, 2, 468, 0, 40),
            ("2025-04-01 08:00", "101", "secondary", 36, 31, 4, 3270, 1, 500),
            ("2025-04-01 08:30", "101", "primary", 90, 88, 2, 440, 0, 33),
            ("2025-04-01 08:30", "101", "secondary", 39, 31, 7, 4380, 1, 640),
        ],
    )
