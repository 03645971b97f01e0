"""What an officer is told when a report is not as force.toml says: bad variants of the twelve layouts."""

from __future__ import annotations

import pytest

from tests.data.drawn import Drawn
from tests.data.reading.layouts.twelve import LAYOUTS


def problems(tmp_path, name, swap, edit=()):
    force = Drawn(tmp_path)
    drawing = LAYOUTS[name](force.folder, swap=swap)
    entry = drawing.entry.replace(*edit) if edit else drawing.entry
    _, found = force.declare(entry, start=drawing.start, end=drawing.end).examine()
    return found


BAD = {
    "no date in the cell": (
        "avaya_split_interval", {"01/04/2025": "1st of April"}, "no-date", None,
        ["cell B2 1st of April", 'as in "31/03/2025"'],
    ),
    "no date in the file's name": (
        "pureconnect_queue_statistics",
        {"IWrkgrpQueueStats_20250401.csv": "IWrkgrpQueueStats_April.csv"},
        "no-date", None, ["the name IWrkgrpQueueStats_April.csv", 'as in "IWrkgrpQueueStats_20250331.csv"'],
    ),
    "no date in a sheet's name": (
        "eight_by_eight_queue_days", {"02 Apr 2025": "Wednesday"}, "no-date", None,
        ["the sheet Wednesday", 'as in "31 Mar 2025"'],
    ),
    "no sheet of that name": (
        "avaya_vdn_daily", {"VDN 5999": "Emergency", "VDN 5101": "Other"}, "no-sheet", None,
        ["no sheet like VDN *; it has Emergency, Notes and Other"],
    ),
    "no section": (
        "avaya_split_interval", {"Split/Skill:": "Hunt group:"}, "no-section", None, ["like Split/Skill: *"],
    ),
    "no half hours": (
        "cxone_half_hours_across", {"08:00": "early", "08:30": "later", "09:00": "last"}, "no-columns", 3,
        ["no heading in line 3 is like HH:MM", "Metric, early, later, last, Total"],
    ),
    "a column among the half hours that is none": (
        "cxone_half_hours_across", {"08:30": "half 8"}, "no-columns", 3,
        ["WARNING", "column half 8 not like HH:MM, so not read"],
    ),
    "no measure of that name": (
        "cxone_half_hours_across", {"Handled": "Taken"}, "missing-column", 3,
        ["no column Handled", "Time, Offered, Taken"],
    ),
    "no column in two header rows": (
        "avaya_vdn_daily", {"Ans Time": "Answer Time"}, "missing-column", 5,
        ["no column ACD Ans Time in lines 4 and 5", 'Did you mean "ACD Answer Time"?'],
    ),
    "no column to fill down": (
        "cisco_call_type_interval", {"Call Type": "CallType"}, "missing-column", 1,
        ["fill_down in force.toml names", 'Did you mean "CallType"?'],
    ),
    "an unmapped queue": (
        "avaya_split_interval", {"101 Enquiries": "101 Switchboard 2"}, "unmapped-queue", 12,
        ['"101 Switchboard 2" (2 rows, 35 calls)',
         '"101 Switchboard 2" = "101/primary", if it is like "101 Switchboard"'],
    ),
    "an unmapped queue among calls": (
        "five9_call_log", {"ENQ CRIME": "PROBATION"}, "unmapped-queue", 7,
        ['"PROBATION" (1 call)', '"PROBATION" = "…/…"', "leave_out"],
    ),
    "a total that nobody declared": (
        "cisco_csq_activity", {"Grand Total": "Sum of all"}, "unmapped-queue", 14, ['"Sum of all" (1 row, 245 calls)'],
    ),
    "a total above its rows": (
        "avaya_split_interval", {110: 120}, "total-differs", 5,
        ['"Totals" says ACD Calls 120, its rows 110', "lines 6 to 7"],
    ),
    "a total of one queue": (
        "cisco_call_type_interval", {81: 82}, "total-differs", 4,
        ['"CT_101_Crime Summary" says Calls Answered 82, its rows 81', "lines 2 to 3"],
    ),
    "a total of all queues": (
        "cisco_call_type_interval", {148: 150}, "total-differs", 10,
        ['"Report Summary" says Calls Offered 150, its rows 148', "lines 2 to 8"],
    ),
    "a total of a day across": (
        "teams_days_across", {70: 71}, "total-differs", 6,
        ['"Total" says 01/04/2025 Incoming calls 71, its rows 70'],
    ),
    "a grand total of sections": (
        "mitel_queue_performance", {29: 28}, "total-differs", 18,
        ['"Grand totals" says Calls abandoned (long) 28, its rows 29', "lines 7 to 15"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_report_is_told_with_its_place_and_what_to_do(tmp_path, case):
    name, swap, code, line, words = BAD[case]
    told = [problem for problem in problems(tmp_path, name, swap) if problem.code == code]
    assert len({problem.file for problem in told}) == len(told) > 0
    assert told[0].line == line
    assert [word for word in words if word not in str(told[0])] == []
    is_warning = code == "total-differs" or "WARNING" in words
    assert told[0].severity == ("warning" if is_warning else "error")


def test_a_half_of_a_heading_is_shown_with_its_other_half(tmp_path):
    edit = ('"ACD calls handled"', '"handled"')
    [told] = [one for one in problems(tmp_path, "mitel_queue_performance", {}, edit) if one.code == "missing-column"]
    assert told.action.startswith('Line 6 has "handled"; with the other lines it is "ACD calls handled".')


@pytest.mark.parametrize(
    ("name", "edit", "right"),
    [
        ("avaya_vdn_daily", ("header_rows = [4, 5]", "header_rows = [3, 4]"), "header_rows = [4, 5]"),
        ("cisco_csq_activity", ("header_row = 7", "header_row = 2"), "header_row = 7"),
    ],
)
def test_headings_in_another_line_are_found(tmp_path, name, edit, right):
    told = [problem for problem in problems(tmp_path, name, {}, edit) if problem.severity == "error"]
    assert {problem.code for problem in told} == {"header-row"}
    assert all(f"Write {right} in this [[files]] entry." in problem.action for problem in told)


def test_a_heading_that_is_mapped_already_is_not_suggested(tmp_path):
    [told] = problems(tmp_path, "cisco_csq_activity", {"Calls Handled": "Handled"})
    assert 'Did you mean "Handled"?' in told.action


def test_everything_wrong_with_a_report_comes_at_once(tmp_path):
    swap = {"01/04/2025": "April", "Split/Skill:": "Skill:", "Aban Calls": "Lost"}
    codes = [problem.code for problem in problems(tmp_path, "avaya_split_interval", swap)]
    assert codes == ["no-section", "no-date", "missing-column"]


def test_queues_without_meaning_hide_no_other_fault(tmp_path):
    swap = {"101 Cymraeg": "Welsh", 45.25: "soon"}
    codes = {problem.code for problem in problems(tmp_path, "amazon_connect_historical", swap)}
    assert {"unmapped-queue", "not-a-duration"} <= codes


def test_a_queue_in_several_files_is_told_once_with_all_its_calls(tmp_path):
    swap = {"Webchat (4499)": "Live help (4499)"}
    [told] = [one for one in problems(tmp_path, "cxone_half_hours_across", swap) if one.code == "unmapped-queue"]
    assert '"Live help (4499)" (6 rows, 24 calls)' in told.found


def test_a_line_of_another_width_is_no_row_and_says_how_to_leave_it_out(tmp_path):
    swap = {"CT_Staff_IT Summary": "CT_Staff_IT summary"}
    assert "wrong-width" not in {one.code for one in problems(tmp_path, "cisco_call_type_interval", swap)}
    [told] = [
        one for one in problems(tmp_path, "five9_call_log", {"Total rows: 5": "5 rows"}) if one.severity == "error"
    ]
    assert (told.code, told.line) == ("wrong-width", 10)
    assert "skip_rows" in told.action


def test_rows_that_may_be_unreadable_may_be_so_in_a_report_too(tmp_path):
    edit = ("header_row = 4", "header_row = 4\nrejects_allowed = 1")
    told = problems(tmp_path, "five9_call_log", {"Total rows: 5": "5 rows"}, edit)
    assert [one.severity for one in told if one.code == "wrong-width"] == ["warning"]
