"""The text of a new ``force.toml``: every key, explained in a comment."""

from __future__ import annotations

import datetime as dt
import json

from reviewkit.data.declared.schemas import RECORD_TABLES, TABLES

# How wide each value is printed, so that the comments behind them stand in one column.
COMMENT_AT = {"name": 0, "nation": 25, "kind": 27, "title": 26}


def commented_force(known: dict[str, str], start: dt.date | str, end: dt.date | str, *, entries: str = "") -> str:
    """Return a ``force.toml`` that reads ``template_intervals.xlsx`` once it is filled in and renamed.

    ``known`` has ``name``, ``nation``, ``kind`` and ``title`` of the force and its governing body. What is
    empty is left to be filled in, and ``reviewkit check`` asks for it. ``entries``, where ``[[files]]`` are known,
    stand in the place of those for the templates.
    """
    quoted = {key: f"{json.dumps(value, ensure_ascii=False):<{COMMENT_AT[key]}}" for key, value in known.items()}
    templates = (_FILES, _intervals(), _REPORT, _CALLS, _PUBLISHED, *(_records(table) for table in RECORD_TABLES))
    head = _HEAD.format(**quoted, start=start, end=end)
    return "\n".join((head, _PROMISES, *((entries,) if entries else templates), _ACCEPTED))


def _intervals() -> str:
    """Return the mapping of the intervals template: every column by its own name, the rarer ones as comments."""
    usual = ("start", "channel", "stage", "offered", "answered", "abandoned")
    lines = []
    for column in TABLES["intervals"].columns:
        if column.name != "minutes":
            begin = "" if column.name in usual else "# "
            lines.append(f'{begin}{column.name} = "{column.name}"')
    return "\n".join((*lines, _BANDS))


def _records(table: str) -> str:
    """Return the mapping of a template of records, all of it in comments."""
    schema = TABLES[table]
    columns = [column.name for column in schema.columns if column.name != "force"]
    lines = [
        f"# {schema.title}, in the layout of template_{table}.xlsx.",
        "# [[files]]",
        f'# table = "{table}"',
        f'# files = ["{table}.xlsx"]',
        "# [files.columns]",
        *(f'# {name} = "{name}"' for name in columns),
    ]
    return "\n".join((*lines, ""))


_HEAD = """\
# Everything this program must know about the force and its files. Save this file as UTF-8 (Notepad: Save as, Encoding).
# Lines that begin with # are notes; take the # away to use the line. Text stands in "quotation marks", dates and
# numbers do not. When you have changed something, run: reviewkit check, with the name of this folder.

# The force, as it should stand on the pages.
name = {name}
nation = {nation} # "england", "wales", "scotland" or "northern-ireland": whose bank holidays count
# synthetic = true                 # only for invented data: every page then says so at its top
# aliases = ["Other Constabulary"] # other spellings of the force's name in its own files
# answer_within_s = [20, 60]       # also show how many calls were answered within these seconds
# short_abandon_s = 5              # giving up within so many seconds is counted apart; 5 unless you say otherwise
# first_contact_rule = "no transfer, no second call within 7 days, nothing left to do" # needed for a column resolved

# Who holds the force to account. Bodies and titles change, so they are written here and nowhere else.
[governing_body]
kind = {kind} # in a word: "pcc", "pfcc", "mayor", "board"
name = ""                          # in full: "Office of the Police and Crime Commissioner for ..."
title = {title} # of who heads it: "Police and Crime Commissioner"
# website = "https://..."

# The days under review, first and last included. (reviewkit build --from ... --to ... reviews others.)
[period]
start = {start}
end = {end}

# What a channel or a stage is called on the pages: ours on the left, yours on the right. A stage is where the call
# waits: ivr (menu), primary (first person, the switchboard), secondary (second queue, the enquiry centre), callback.
# [channels]
# "999" = "999 emergency calls"
# "101" = "101 non-emergency calls"
# [stages]
# primary = "switchboard"
# secondary = "enquiry centre"
"""

_PROMISES = """\
# Targets: one [[targets]] for each, with the place where it is written down. Shares run from 0 to 1: 90 % is 0.90.
# [[targets]]
# channel = "999"
# stage = "primary"
# measure = "service_level_of_offered"   # the measures are listed in docs/force-toml.md
# threshold_s = 10                       # the answering time, in seconds
# at_least = 0.90                        # or at_most: 0.05, or 180 for seconds
# citation = "National Call Handling Standards (2005, agreed by ACPO 2006)"
# url = "https://..."                    # may be left out

# Events that may show in the figures: one [[events]] for each.
# [[events]]
# date = 2024-09-17
# kind = "phone system"                  # or "merger", "menu change", "campaign"
# label = "New telephone system"
# breaks_series = true                   # figures before and after are not alike
"""

_FILES = """\
# The files, as you received them: one [[files]] for each kind. Put them into this folder and never edit them.
[[files]]
table = "intervals"                # "calls" (a row a call), "intervals" (counts) or "published" (others' figures)
files = ["intervals*.xlsx"]        # names or patterns: "calls_*.csv.gz"; inside a zip: "delivery.zip/*.csv"
grain = "30 minutes"               # how long a row is: "30 minutes", "hour", "day", "week", "month"
# time_zone = "Europe/London"      # or "UTC" for a system whose clock never changes
# edge = "under"                   # if "within 10 seconds" leaves 10 itself out
# sheet = "intervals"              # the sheet of a workbook, if not the first
# header_row = 1                   # the line with the column names
# delimiter = ";"                  # found by itself, as a rule
# encoding = "windows-1252"        # found by itself, as a rule
# decimal = "."                    # the mark before decimals
# thousands = ","                  # the mark between thousands
# parts = ["Contract"]             # columns whose rows are parts of one interval, to be added up
# identity_tolerance = 0.01        # how far a day's outcomes may differ from the calls offered (0.01 is 1 %)
# rejects_allowed = 0              # how many unreadable lines may be left out
# quirks = ["A sentence that a reader of the page must know."]

# Which column means what: our name on the left, the file's on the right, or a list: ["Date", "Time"].
# Columns you do not name are not read. Write the file's own headings in the place of these:
[files.columns]"""

_BANDS = """\
# answered_10s = "answered_10s"    # answered within 10 seconds; any number, as many as there are
# abandoned_5s = "abandoned_5s"    # gave up within 5 seconds

# How times are written, only where it cannot be told: 01/02/2025 may be in February or in January.
# [files.formats]
# start = "%d/%m/%Y %H:%M"
# longest_wait_s = "h:mm:ss"       # or "seconds", "minutes", "mm:ss", "mm:ss:00" (0:08:00 for 8 seconds), "excel-days"

# What the file says on the left, our word on the right; "leave_out" drops the row, counted.
# [files.words.channel]
# "Emergency" = "999"
# "Test line" = "leave_out"

# The same for every row, where the file has no column for it.
# [files.constants]
# channel = "101"
# stage = "primary"

# Only these rows are this force's.
# [files.keep]
# Area = ["North"]
"""

_REPORT = """\
# A report that is no plain table needs some of these keys; * stands for any text.
# [[files]]
# table = "intervals"
# files = ["Report *.xlsx"]
# grain = "30 minutes"
# sheet = "Week *"                 # every sheet of such a name; its name is then the column "sheet"
# header_rows = [5, 6]             # several lines of headings, joined by a space
# skip_rows = ["Page *"]           # lines that are no rows, by their first filled cell
# totals = "Total*"                # lines that add up those above: left out, and compared with them
# stop_at = "Printed on *"         # nothing is read from this line on
# section = "Queue: *"             # a heading above rows; what * stands for is the column "section"
# fill_down = ["Queue"]            # an empty cell means the same as above
# from_to = ["Interval"]           # "08:00 - 08:30": only the first is kept
# date_in = "file"                 # or "sheet", or "cell B3": it becomes the column "date"
# date_pattern = "Calls_{date:%Y%m%d}.csv"
# [files.wide]                     # half hours, days or measures as columns
# columns = "HH:MM"                # headings that are times of day; or "DATE", or names
# name = "Time"                    # what the headings become
# value = "Calls in"               # what the cells become; or rows: the column with the names of measures
# [files.columns]
# start = ["date", "Time"]
# queue = "section"                # the names of queues, in place of channel and stage
# offered = "Calls in"
# [files.queues]
# "Switchboard" = "101/primary"    # several names may mean one queue
# "ENQ *" = "101/secondary"
# "Training*" = "leave_out"
"""

_CALLS = """\
# A file with one row for each call allows more: medians, and the wait that nine in ten did not exceed.
# [[files]]
# table = "calls"
# files = ["calls_*.csv.gz"]
# [files.columns]
# call_id = "Call ID"
# offered_at = ["Date", "Time"]    # when the call joined the queue
# wait_s = "Wait"
# outcome = "Result"
# handled_s = "Handling time"
# caller = "CLI"                   # replaced by a code at once; never stored
# [files.words.outcome]            # answered, abandoned, contained, callback, forced, overflow, waiting
# "AGENT" = "answered"
# "HANG" = "abandoned"
# [files.constants]
# channel = "101"
# stage = "primary"
"""

_PUBLISHED = """\
# Figures that the force itself has published for whole periods, in the layout of template_published.xlsx.
# [[files]]
# table = "published"
# files = ["published.xlsx"]
# [files.columns]
# period_start = "period_start"
# period_end = "period_end"
# channel = "channel"
# metric = "metric"
# value = "value"
# unit = "unit"
# source = "source"
"""

_ACCEPTED = """\
# A fault that has to stand, taken in writing. It is printed on every page that uses the data.
# [[accepted]]
# code = "identity-gap"            # as reviewkit check prints it
# file = "intervals.xlsx"
# rows = "2024-04-03"              # a day, "2024-04-01 to 2024-04-07", or "all"
# reason = "The telephone system was restarted at noon and lost the calls that were waiting."
# role = "Head of contact management"
# date = 2025-05-01
"""
