"""The force.toml of an invented force, with comments that teach."""

from __future__ import annotations

from datetime import date

from reviewkit.data.example.declare_posts import declare_posts
from reviewkit.data.example.declare_records import declare_records
from reviewkit.data.example.desk_time import FIRST_CONTACT_RULE
from reviewkit.data.example.exports import COUNT_COLUMNS, TIME_COLUMNS
from reviewkit.data.example.invent import LAST_DAY, Invented
from reviewkit.data.example.styles import OUTCOMES, QUEUES, REASONS, Style

# Not from strftime, which follows the computer's language.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

HEAD = """\
# {name} does not exist. Its files were invented by `reviewkit example`, so that everything can be tried,
# and every page made from them says so. Copy this file to begin one of your own: lines that begin with # are notes.

name = "{name}"
nation = "england"                 # england, wales, scotland, northern-ireland
synthetic = true                   # invented data; leave this line out for a real force
aliases = ["{place} Constabulary"] # other spellings of the name in the force's own files
short_abandon_s = 5                # giving up within so many seconds is counted apart
first_contact_rule = "{rule}" # when a call counts as settled

# Who holds the force to account. Titles change, so they are written here and nowhere else.
[governing_body]
kind = "{kind}"
name = "{body}"
title = "{title}"

# The period under review, both days included.
[period]
start = {start}
end = {end}

# What a channel and a stage are called on the pages.
[channels]
"999" = "999 emergency calls"
"101" = "101 non-emergency calls"

[stages]
primary = "first answer"
secondary = "enquiry centre"

# A target needs a citation: where the promise is written down. A share goes from 0 to 1: 90% is 0.90.
[[targets]]
channel = "999"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 10
at_least = 0.90
citation = "National Call Handling Standards (published 2005, agreed by chief officers in 2006): 90% in 10 seconds"
url = "https://docsbay.net/contact-supt-julie-earle-head-of-call-management"

# No national rule says at which stage 5% holds. It is set here where callers wait longest.
[[targets]]
channel = "101"
stage = "secondary"
measure = "abandonment_crude"
at_most = 0.05
citation = "The level the inspectorate expected of West Mercia Police in 2023, as the press quoted it; not a rule"
url = "https://at.headtopics.com/news/west-mercia-police-s-response-to-public-must-improve-says-48120955"

[[targets]]
channel = "101"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 30
at_least = {primary:.2f}
citation = "Local target, invented for this example"

[[targets]]
channel = "101"
stage = "secondary"
measure = "service_level_of_offered"
threshold_s = 600
at_least = {secondary:.2f}
citation = "Local target, invented for this example"
"""

EVENT = """
# From this day waits are counted without the recorded message of {message} seconds, more callers are served by
# recorded messages alone, and callers of the enquiry centre may book a call back: before and after are not alike.
[[events]]
date = {date}
kind = "phone system"
label = "New telephone system"
breaks_series = true
"""

INTERVALS = """
# Half-hourly counts. A call is counted in the half hour in which it was offered.
[[files]]
table = "intervals"
files = ["intervals_*.csv.gz"]     # * stands for anything: one file for each year
time_zone = "{zone}"
grain = "30 minutes"
delimiter = "{delimiter}"
{quirks}
# On the left our name, on the right the heading of the column in the file. Columns not named are not read.
[files.columns]
start = ["Date", "Time"]           # two columns, joined by one space
channel = "Line"
stage = {stage}
{columns}

# Only what cannot be told safely from the file itself.
[files.formats]
start = "{date} %H:%M"
{durations}

# On the left what the file says, on the right what we say.
[files.words.channel]
{channels}

[files.words.stage]
{stages}
"""

CALLS = """
# One row for each leg of a call, for the last four weeks: a call passed on to the enquiry centre has two.
[[files]]
table = "calls"
files = ["calls_*.csv.gz"]
time_zone = "{zone}"

[files.columns]
call_id = "Call ID"
leg = "Leg"
offered_at = ["Date", "Time"]
channel = "Line"
stage = {stage}
wait_s = "Wait"
outcome = "Outcome"
handled_s = "Handled"
reason = "Code"
caller = "Caller"                  # numbers are turned into codes before anything is stored

[files.formats]
offered_at = "{date} %H:%M:%S"
wait_s = "seconds"
handled_s = "seconds"

[files.words.channel]
{channels}

[files.words.stage]
{stages}

[files.words.outcome]
{outcomes}

[files.words.reason]
{reasons}
"""


def declare(force: Invented) -> str:
    """The text of force.toml for an invented force."""
    style = force.style
    kind, body, title = force.body
    text = HEAD.format(
        name=force.name,
        rule=FIRST_CONTACT_RULE,
        place=force.place,
        kind=kind,
        body=body.format(place=force.place),
        title=title,
        start=date(LAST_DAY.year - 1, 4, 1).isoformat(),
        end=LAST_DAY.isoformat(),
        primary=force.targets[0] / 100,
        secondary=force.targets[1] / 100,
    )
    if force.new_phones:
        text += EVENT.format(date=force.new_phones.isoformat(), message=force.message_s)
    shared = _shared(style)
    columns = COUNT_COLUMNS | TIME_COLUMNS
    duration = "h:mm:ss" if style.clock_durations else "seconds"
    text += INTERVALS.format(
        **shared,
        delimiter=style.delimiter.replace("\t", "\\t"),
        quirks=_quirks(force),
        columns="\n".join(f'{ours} = "{theirs}"' for ours, theirs in columns.items()),
        durations="\n".join(f'{ours} = "{duration}"' for ours in TIME_COLUMNS),
    )
    text += CALLS.format(
        **shared,
        outcomes=_words(zip(style.outcomes, OUTCOMES, strict=True)),
        reasons=_words(zip(style.reasons, REASONS, strict=True)),
    )
    return text + declare_records(style) + declare_posts(style)


def _shared(style: Style) -> dict[str, str]:
    """What both tables say alike; where a desk's name tells the stage."""
    return {
        "zone": "UTC" if style.utc else "Europe/London",
        "date": "%d/%m/%Y" if style.day_first else "%Y-%m-%d",
        "stage": '"Desk"',
        "channels": _words((line, channel) for line, (channel, _) in zip(style.lines, QUEUES, strict=True)),
        "stages": _words((desk, stage) for desk, (_, stage) in zip(style.desks, QUEUES, strict=True)),
    }


def _words(pairs: object) -> str:
    return "\n".join(f'"{theirs}" = "{ours}"' for theirs, ours in dict(pairs).items())


def _quirks(force: Invented) -> str:
    if not force.new_phones:
        return ""
    day = f"{force.new_phones.day} {MONTHS[force.new_phones.month - 1]} {force.new_phones.year}"
    sentence = f"Until {day} the switchboard's waits include a recorded message of {force.message_s} seconds."
    return f'quirks = ["{sentence}"]\n'
