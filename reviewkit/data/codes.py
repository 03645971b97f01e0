"""Every kind of problem, by the word that names it in reports and in ``[[accepted]]``."""

from __future__ import annotations

# About the folder and its force.toml.
_DECLARATION = {
    "folder-name": "The name of a force's folder has letters or signs that cannot be used.",
    "already-there": "A file that was to be written is there already; nothing was changed.",
    "no-folder": "There is no folder for this force.",
    "no-force-toml": "The force's folder has no force.toml, or it cannot be opened.",
    "not-utf8": "force.toml is not saved as UTF-8 text.",
    "toml-syntax": "force.toml breaks the rules of the TOML format, so nothing in it can be read.",
    "unknown-key": "A key in force.toml is not one this program knows.",
    "missing-key": "A key that force.toml must have is not there, or is empty.",
    "wrong-type": "A key in force.toml has the wrong kind of value, for example text where a date belongs.",
    "bad-value": "A key in force.toml has a value that is not allowed.",
    "dates-reversed": "An end lies before its start.",
    "unknown-measure": "A target names a measure this program does not have.",
    "percent-for-share": "A share is written as a percentage; shares run from 0 to 1.",
    "target-limits": "A target must have exactly one of at_least and at_most.",
    "no-citation": "A target does not say where it is written down.",
    "unknown-table": "A [[files]] entry names a table this program does not have.",
    "unknown-column": "A [[files]] entry names a column that its table does not have.",
    "missing-column": "A [[files]] entry does not say where a column comes from that its table must have.",
    "mapped-twice": "Two columns are given one meaning, or one column two meanings.",
    "unknown-word": "A word is translated into one that has no meaning here.",
    "unknown-zone": "A time zone is not in the list of the world's time zones.",
    "unknown-format": "A time or duration format is not one that can be read.",
    "unknown-code": "An [[accepted]] entry names a problem that does not exist.",
    "unsafe-path": "A file name points outside the force's folder.",
}

# About the files themselves, while they are read.
_FILES = {
    "no-file": "No file has the name that force.toml gives.",
    "empty-file": "A file has nothing in it.",
    "no-rows": "A file has a header and no rows.",
    "none-kept": "No row has the values that [files.keep] asks for.",
    "empty-zip": "No file inside a zip has the name that force.toml gives.",
    "truncated": "A zipped file is cut short or damaged.",
    "locked": "A workbook or zip has a password.",
    "unreadable": "A file is not what its name says, or is damaged.",
    "no-permission": "This computer does not let you read or write a file or folder.",
    "disk-full": "The disk is full.",
    "encoding": "A file has bytes that fit no usual encoding.",
    "encoding-guessed": "A file is not UTF-8 and was read as windows-1252.",
    "no-sheet": "A workbook has no sheet of the name that force.toml gives.",
    "first-sheet": "A workbook has several sheets, none is declared, and the first was read.",
    "header-row": "The column names stand in another line than force.toml says.",
    "repeated-heading": "Two columns of a file have the same name.",
    "wrong-width": "A line has more or fewer cells than the header.",
    "missing-value": "A cell that must be filled is empty.",
    "other-force": "A file names another force than this one, or this one in a spelling that is not known.",
    "unmapped-word": "A file says something that force.toml does not translate.",
    "not-a-number": "A count is not a whole number.",
    "not-a-duration": "A wait or another length of time cannot be read.",
    "not-a-time": "A date or time cannot be read, or lies before 1970 or after 2100.",
    "impossible-time": "A time was never on the clock: that hour is skipped in spring.",
    "repeated-hour": "Nothing tells the two hours apart when the clock goes back in autumn.",
    "revised": "Rows stand again in a later file, which is the one used.",
    "file-changed": "A file is not the one first received.",
    "file-gone": "A file that was received is no longer there.",
}

# About the published figures in data/raw/published.
_PUBLISHED = {
    "published-no-source": "A published figure does not say where it was published.",
    "published-layout": "A file of published figures does not have the agreed columns.",
    "published-value": "A published figure, date or time is not one, or has an impossible value.",
}

# About what the figures say, once the files have been read.
FIGURES = {
    "identity-gap": "Answered, abandoned and otherwise ended calls do not add up to the calls offered.",
    "identity-small-gap": "They do not quite add up, within the tolerance: calls straddle intervals.",
    "column-contradicts": "One column contradicts the others so often that it cannot be used; it is withheld.",
    "column-equal": "Two columns that mean different things hold the same numbers.",
    "more-answered-than-offered": "More calls answered than offered.",
    "more-abandoned-than-offered": "More calls abandoned than offered.",
    "ended-in-next-interval": "A few more calls ended in an interval than were offered in it.",
    "band-exceeds-total": "More calls answered (or given up) within a time than in all.",
    "bands-not-rising": "Fewer calls within a longer time than within a shorter one.",
    "negative-value": "A count or a time is below zero.",
    "wait-over-a-day": "A wait, or a mean time, is longer than a day.",
    "wait-whole-minutes": "Nearly all waits are whole minutes: minutes and seconds read as hours and minutes.",
    "longest-below-mean": "The longest wait is shorter than the mean wait.",
    "total-below-bands": "Waits added up are less than the answer-time bands require.",
    "count-is-share": "A column of counts holds shares or percentages.",
    "share-is-percent": "A share is given as a percentage; shares run from 0 to 1.",
    "total-among-parts": "A total stands among the parts it is made of, so a sum would count twice.",
    "not-yet-published": "Zeros at the end that mean not yet published; they are withheld.",
    "zero-run": "Zeros in the middle where many calls were to be expected; they are withheld as a gap.",
    "gap": "Intervals are missing.",
    "duplicate-interval": "The same interval stands twice.",
    "overlapping-intervals": "Intervals of one queue overlap, so calls would count twice.",
    "period-not-covered": "The files do not cover the whole period reviewed.",
    "period-empty": "The files hold nothing in the period reviewed.",
    "day-shifted": "Days look displaced by one.",
    "hour-shifted": "Hours look displaced by one: a clock change or a time zone.",
    "level-jump": "Volume jumps from one day to the next as if the extract had changed.",
    "duplicate-call": "The same leg of the same call stands twice.",
    "date-outlier": "A few calls lie far away from all others in time.",
    "outside-file-month": "Calls lie outside the month that the file's name states.",
    "wait-missing": "Answered calls without a wait, in a file that gives waits.",
    "handled-missing": "Answered calls without a handling time, in a file that gives them.",
    "handled-not-answered": "Calls that were not answered have a handling time.",
    "calls-differ-from-intervals": "The calls and the interval counts of the same days differ.",
    "personal-data": "Personal data stands where none belongs.",
    "accepted-unused": "An [[accepted]] entry matches no problem.",
}

CODES: dict[str, str] = {**_DECLARATION, **_FILES, **_PUBLISHED, **FIGURES}
"""Code -> one plain sentence saying what is wrong."""
