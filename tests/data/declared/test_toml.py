"""``force.toml``: what is read, and every fault named with its line and the nearest right word, all at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reviewkit.data.declared.force import Accepted, Event, GoverningBody, Target
from reviewkit.data.declared.toml import load_force
from reviewkit.data.problems import DataError

WHOLE = (Path(__file__).parent / "whole_force.toml").read_text(encoding="utf-8")


def folder_with(tmp_path, text, *, slug="exampleshire"):
    folder = tmp_path / "raw" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "force.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def faults(tmp_path, text):
    with pytest.raises(DataError) as caught:
        load_force(folder_with(tmp_path, text))
    return list(caught.value.problems)


def only_fault(tmp_path, text):
    [problem] = faults(tmp_path, text)
    assert problem.severity == "error"
    return problem


def changed(old, new, *, text=WHOLE):
    """The whole file with one line changed, and the number of that line."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


# What is read


def test_everything_in_the_file_is_in_the_force(tmp_path):
    force, warnings = load_force(folder_with(tmp_path, WHOLE))
    assert warnings == []
    assert (force.slug, force.name, force.nation) == ("exampleshire", "Exampleshire Police", "england")
    assert (force.synthetic, force.aliases, force.short_abandon_s) == (True, ("Exampleshire Constabulary",), 5)
    assert force.answer_within_s == (20, 60)
    assert force.governing_body == GoverningBody(
        kind="pcc",
        name="Office of the Police and Crime Commissioner for Exampleshire",
        title="Police and Crime Commissioner",
        website="https://example.org",
    )
    assert (force.start, force.end) == (dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    assert (force.channels, force.stages) == ({"999": "999 emergency calls"}, {"primary": "switchboard"})
    assert force.events == (
        Event(date=dt.date(2024, 9, 17), kind="phone system", label="New telephone system", breaks_series=True),
    )
    assert force.targets == (
        Target(
            channel="999",
            stage="primary",
            measure="service_level_of_offered",
            threshold_s=10,
            at_least=0.9,
            citation="National Call Handling Standards (2005)",
            url="https://example.org/standards",
        ),
    )
    assert force.accepted == (
        Accepted(
            code="identity-gap",
            file="intervals.xlsx",
            rows="2024-04-01 to 2024-04-07",
            reason="The system was restarted.",
            role="Head of contact management",
            date=dt.date(2025, 5, 1),
        ),
    )


def test_each_files_entry_is_a_source(tmp_path):
    force, _ = load_force(folder_with(tmp_path, WHOLE))
    calls, intervals = force.sources
    assert calls.columns == {
        "call_id": ("Call ID",),
        "offered_at": ("Date", "Time"),
        "wait_s": ("Wait",),
        "outcome": ("Outcome",),
    }
    assert calls.words == {"outcome": {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "leave_out"}}
    assert (calls.constants, calls.keep) == ({"channel": "101", "stage": "primary"}, {"type": ("PS",)})
    assert (calls.delimiter, calls.encoding, calls.rejects_allowed) == (";", "windows-1252", 3)
    assert (calls.edge, calls.thousands, calls.line) == ("up_to", ",", WHOLE.split("\n").index("[[files]]") + 1)
    assert intervals.files == ("intervals.xlsx",)
    assert (intervals.sheets, intervals.header_row, intervals.grain, intervals.edge) == (
        ("Counts",),
        3,
        "30 minutes",
        "under",
    )
    assert (intervals.decimal, intervals.thousands) == (",", "."), "a decimal comma leaves the point for thousands"
    assert (intervals.parts, intervals.identity_tolerance) == (("contract",), 0.02)


def test_a_mark_at_the_start_and_windows_line_ends_do_no_harm(tmp_path):
    force, _ = load_force(folder_with(tmp_path, WHOLE))
    notepad, _ = load_force(folder_with(tmp_path, b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()))
    assert notepad == force


def test_a_queue_column_may_give_channel_and_stage_where_each_has_its_words(tmp_path):
    text, _ = changed('channel = "Line"\nstage = "Queue"', 'channel = "Queue"\nstage = "Queue"')
    text, _ = changed(
        'answered_10s = "Within 10"',
        'answered_10s = "Within 10"\n[files.words.channel]\nFEC = "101"\n[files.words.stage]\nFEC = "secondary"',
        text=text,
    )
    force, _ = load_force(folder_with(tmp_path, text))
    assert force.sources[1].words["stage"] == {"FEC": "secondary"}


# What is refused: (line of WHOLE, what stands there instead, code, what the message must say)

REFUSED = [
    ('nation = "england"', 'nation = "englnd"', "bad-value", '"england"'),
    ("short_abandon_s = 5", 'short_abandon_s = "5"', "wrong-type", "quotation marks away"),
    ("short_abandon_s = 5", "short_abandon_s = -5", "bad-value", "short_abandon_s"),
    ("short_abandon_s = 5", "short_abandon_s = true", "wrong-type", "short_abandon_s"),
    ("answer_within_s = [60, 20]", 'answer_within_s = ["20"]', "bad-value", "without quotation marks"),
    ("answer_within_s = [60, 20]", "answer_within_s = [0]", "bad-value", "from 1 to 86400"),
    ("answer_within_s = [60, 20]", "answer_within_s = 20", "wrong-type", "such as [20, 60]"),
    ("synthetic = true", 'synthetic = "true"', "wrong-type", "quotation marks away"),
    ('name = "Exampleshire Police"', "name = 12", "wrong-type", "Put it in quotation marks"),
    ('name = "Exampleshire Police"', 'name = " "', "missing-key", "Fill in name"),
    ('aliases = ["Exampleshire Constabulary"]', "aliases = [3]", "wrong-type", "aliases"),
    ('website = "https://example.org"', 'website = "javascript:alert(1)"', "bad-value", "https://"),
    ("start = 2024-04-01", 'start = "2024-04-01"', "wrong-type", "quotation marks away"),
    ("start = 2024-04-01", "start = 2024-04-01T00:00:00", "wrong-type", "a date with a time"),
    ("end = 2025-03-31", "end = 2024-03-31", "dates-reversed", "Exchange"),
    ('primary = "switchboard"', 'primry = "switchboard"', "unknown-key", '"primary"'),
    ('primary = "switchboard"', 'FEC = "enquiry centre"', "unknown-key", "ivr, primary, secondary, callback"),
    ('measure = "service_level_of_offered"', 'measure = "service_level"', "unknown-measure", "service_level_of_"),
    ("at_least = 0.90", "at_least = 90", "percent-for-share", "Write 0.9 for 90 %"),
    ("at_least = 0.90", "at_least = 0.90\nat_most = 0.95", "target-limits", "both"),
    ('url = "https://example.org/standards"', 'url = "example.org"', "bad-value", "https://"),
    ("breaks_series = true", "breaks_series = 1", "wrong-type", "true or false"),
    ('table = "calls"', 'table = "call"', "unknown-table", '"calls"'),
    ('table = "calls"', 'table = "events"', "unknown-table", "[[events]]"),
    ('files = ["calls_*.csv.gz"]', 'files = ["../calls.csv"]', "unsafe-path", "own folder"),
    ('files = ["calls_*.csv.gz"]', 'files = ["C:/calls.csv"]', "unsafe-path", "own folder"),
    ('files = ["calls_*.csv.gz"]', r"files = ['C:\calls.csv']", "unsafe-path", "own folder"),
    ('files = ["calls_*.csv.gz"]', 'files = ["/calls.csv"]', "unsafe-path", "own folder"),
    ('time_zone = "Europe/London"', 'time_zone = "Europe/Londn"', "unknown-zone", '"Europe/London"'),
    ('time_zone = "Europe/London"', 'time_zone = "../../etc/passwd"', "unknown-zone", "Europe/London"),
    ('delimiter = ";"', 'delimiter = ";;"', "bad-value", "one character"),
    ('encoding = "windows-1252"', 'encoding = "windows-125"', "bad-value", '"windows-1252"'),
    ("rejects_allowed = 3", "rejects_allowed = 0.5", "wrong-type", "whole number"),
    ('call_id = "Call ID"', 'call_id = ["A", 3]', "wrong-type", "call_id"),
    ('wait_s = "Wait"', 'wait_s = ["Wait", "Wait 2"]', "mapped-twice", "2 columns for wait_s"),
    ('outcome = "Outcome"', 'outcome = "Wait"', "mapped-twice", '"Wait" as wait_s and outcome'),
    ('wait_s = "Wait"', 'wait_s = "Wait"\nanswered_10s = "x"', "unknown-column", "a column of the table calls"),
    ('offered_at = "%d/%m/%Y %H:%M:%S"', 'offered_at = "dd/mm/yyyy"', "unknown-format", "%d/%m/%Y"),
    ('offered_at = "%d/%m/%Y %H:%M:%S"', 'offered_at = "%d/%m/%Q"', "unknown-format", "%d/%m/%Y"),
    ('wait_s = "h:mm:ss"', 'wait_s = "hh:mm:ss"', "unknown-format", '"h:mm:ss"'),
    ('wait_s = "h:mm:ss"', 'handled_s = "h:mm:ss"', "unknown-format", "not mapped"),
    ('wait_s = "h:mm:ss"', 'outcome = "text"', "unknown-format", "not a time"),
    ('AGENT = "answered"', 'AGENT = "anwered"', "unknown-word", '"answered"'),
    ('AGENT = "answered"', 'AGENT = ""', "wrong-type", "empty text"),
    ('stage = "primary"\n[files.keep]', 'stage = "switch"\n[files.keep]', "unknown-word", "secondary"),
    ('channel = "101"', 'channel = "101"\noutcome = "answered"', "mapped-twice", "both from a column"),
    ("header_row = 3", "header_row = 0", "bad-value", "header_row"),
    ('grain = "30 minutes"', 'grain = "half hour"', "bad-value", '"hour"'),
    ('grain = "30 minutes"', 'grain = "7 minutes"', "bad-value", "divides a day"),
    ('edge = "under"', 'edge = "below"', "bad-value", "up_to or under"),
    ('decimal = ","', 'decimal = ","\nthousands = ","', "bad-value", "different marks"),
    ("identity_tolerance = 0.02", "identity_tolerance = 2", "bad-value", "0 to 1"),
    ('answered_10s = "Within 10"', 'answered_l0s = "Within 10"', "unknown-column", '"answered_'),
    ('code = "identity-gap"', 'code = "identty-gap"', "unknown-code", '"identity-gap"'),
    ('rows = "2024-04-01 to 2024-04-07"', 'rows = "April"', "bad-value", '"all"'),
    ('rows = "2024-04-01 to 2024-04-07"', 'rows = "2024-04-31"', "bad-value", '"all"'),
    ('rows = "2024-04-01 to 2024-04-07"', 'rows = "2024-04-07 to 2024-04-01"', "dates-reversed", "earlier day first"),
    ('reason = "The system was restarted."', 'reason = ""', "missing-key", "Fill in reason"),
]


@pytest.mark.parametrize(("old", "new", "code", "says"), REFUSED, ids=[f"{code}: {new}" for _, new, code, _ in REFUSED])
def test_a_wrong_value_is_named_with_its_line(tmp_path, old, new, code, says):
    text, line = changed(old, new)
    problem = only_fault(tmp_path, text)
    assert problem.code == code
    assert line <= problem.line <= line + new.count("\n")
    assert says in str(problem)


# (line of WHOLE that is missing, code, what the message names, the heading it points to)
MISSING = [
    ('name = "Exampleshire Police"\n', "missing-key", "name", ""),
    ('nation = "england"\n', "missing-key", "nation", ""),
    ("end = 2025-03-31\n", "missing-key", "end", "[period]"),
    ("threshold_s = 10\n", "missing-key", "threshold_s", "[[targets]]"),
    ("at_least = 0.90\n", "target-limits", "neither", "[[targets]]"),
    ('citation = "National Call Handling Standards (2005)"\n', "no-citation", "citation", "[[targets]]"),
    ('label = "New telephone system"\n', "missing-key", "label", "[[events]]"),
    ('table = "calls"\n', "missing-key", "table", "[[files]]"),
    ('files = ["calls_*.csv.gz"]\n', "missing-key", "files", "[[files]]"),
    ('outcome = "Outcome"\n', "missing-column", "outcome", "[files.columns]"),
    ('channel = "101"\n', "missing-column", "channel", "[files.columns]"),
    ('start = "Interval"\n', "missing-column", "start", "[files.columns]"),
    ('grain = "30 minutes"\n', "missing-key", "grain", "[[files]]"),
    ('role = "Head of contact management"\n', "missing-key", "role", "[[accepted]]"),
]


@pytest.mark.parametrize(("line", "code", "says", "heading"), MISSING, ids=[line.strip() for line, *_ in MISSING])
def test_a_missing_key_is_asked_for_at_the_table_that_lacks_it(tmp_path, line, code, says, heading):
    before = WHOLE[: WHOLE.index(line)]
    named = [problem for problem in faults(tmp_path, WHOLE.replace(line, "", 1)) if problem.code == code]
    assert [problem.line for problem in named] == [before[: before.rindex(heading)].count("\n") + 1 if heading else 1]
    assert says in named[0].found


@pytest.mark.parametrize("table", ["[governing_body]", "[period]"])
def test_a_missing_table_is_asked_for(tmp_path, table):
    start = WHOLE.index(table)
    problem = only_fault(tmp_path, WHOLE[:start] + WHOLE[WHOLE.index("\n[", start + 1) + 1 :])
    assert (problem.code, problem.line) == ("missing-key", 1)
    assert table.strip("[]") in problem.found


@pytest.mark.parametrize("name", ["targets", "events", "files", "accepted"])
def test_one_bracket_where_two_belong(tmp_path, name):
    lines = 'name = "A"\nnation = "wales"\n[governing_body]\nkind = "x"\nname = "y"\ntitle = "z"\n'
    problem = only_fault(tmp_path, f"{lines}[period]\nstart = 2024-01-01\nend = 2024-01-02\n[{name}]\n")
    assert (problem.code, problem.line) == ("wrong-type", 10)
    assert f"[[{name}]]" in problem.action


def test_a_value_where_a_table_belongs(tmp_path):
    problem = only_fault(
        tmp_path,
        WHOLE.replace("[period]\nstart = 2024-04-01\nend = 2025-03-31\n", "").replace(
            "synthetic = true", "synthetic = true\nperiod = 2024"
        ),
    )
    assert (problem.code, problem.line, problem.found) == ("wrong-type", 4, "a whole number: 2024")


def test_all_faults_come_at_once_in_the_order_of_their_lines(tmp_path):
    text = WHOLE
    for old, new in [("nation", "naton"), ("at_least = 0.90", "at_least = 90"), ('"identity-gap"', '"x"')]:
        text = text.replace(old, new, 1)
    found = faults(tmp_path, text)
    where = {problem.code: text.split("\n")[problem.line - 1] for problem in found}
    assert where == {
        "unknown-key": 'naton = "england"',
        "percent-for-share": "at_least = 90",
        "unknown-code": 'code = "x"',
    }
    assert list(where) == [problem.code for problem in sorted(found, key=lambda problem: problem.line)]


# A file that is not TOML, or not text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("end = 2025-03-31", "end = 31/03/2025", "column"),
        ("end = 2025-03-31", "end 2025-03-31", "missing quotation mark, bracket, comma or ="),
        ("end = 2025-03-31", "end = 2025-03-31\nend = 2025-04-30", "The same key stands twice"),
        ('url = "https://example.org/standards"', r'url = "C:\data"', "write / or put the text in 'single' quotes"),
        ('kind = "pcc"', 'kind = "pcc', "missing quotation mark"),
        ("[period]", "[period", "missing quotation mark, bracket"),
    ],
)
def test_a_slip_in_the_writing_has_line_column_and_advice(tmp_path, old, new, says):
    text, line = changed(old, new)
    problem = only_fault(tmp_path, text)
    assert problem.code == "toml-syntax"
    assert line <= problem.line <= line + 1
    assert says in str(problem)


def test_two_columns_for_one_meaning_in_two_lines(tmp_path):
    text, line = changed('wait_s = "Wait"', 'wait_s = "Wait"\nwait_s = "Queue time"')
    problem = only_fault(tmp_path, text)
    assert (problem.code, problem.line) == ("toml-syntax", line + 1)
    assert "twice" in problem.action


def test_an_empty_file_asks_for_everything_that_is_required(tmp_path):
    assert [problem.column for problem in faults(tmp_path, "")] == [None] * 4
    assert {problem.found for problem in faults(tmp_path, "")} == {
        "no name",
        "no nation",
        "no governing_body",
        "no period",
    }


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_another_encoding_is_refused_with_what_to_do(tmp_path, encoding):
    text, line = changed("Exampleshire Police", "Ynys Môn Police")
    problem = only_fault(tmp_path, text.encode(encoding))
    assert (problem.code, problem.line) == ("not-utf8", line)
    assert "Notepad" in problem.action


def test_escape_codes_in_a_value_do_not_reach_the_screen(tmp_path):
    text, _ = changed('nation = "england"', r'nation = "\u001b[31mengland\u202e\u0007"')
    message = str(only_fault(tmp_path, text))
    assert all(letter.isprintable() or letter == "\n" for letter in message)
    assert r"\x1b[31mengland" in message


def test_escape_codes_in_a_key_do_not_reach_the_screen(tmp_path):
    text, line = changed('nation = "england"', 'nation = "england"\n"\\u001b[2J" = 1')
    problem = only_fault(tmp_path, text)
    assert (problem.code, problem.line) == ("unknown-key", line + 1)
    assert "\x1b" not in str(problem)


def test_a_key_that_is_there_already_is_not_what_was_meant(tmp_path):
    text, line = changed('file = "intervals.xlsx"', 'oile = "intervals.xlsx"')  # as near to "role", which stands below
    problem = only_fault(tmp_path, text)
    assert (problem.line, 'Did you mean "file"?' in problem.action) == (line, True)


def test_the_fault_of_a_typo_is_told_once(tmp_path):
    text, line = changed("end = 2025-03-31", "edn = 2025-03-31")
    problem = only_fault(tmp_path, text)
    assert (problem.code, problem.line) == ("unknown-key", line)


@pytest.mark.parametrize("value", ["[" * 5000, "9" * 5000])
def test_a_value_beyond_all_measure_is_a_fault_of_the_file(tmp_path, value):
    text, _ = changed("short_abandon_s = 5", f"short_abandon_s = {value}")
    assert only_fault(tmp_path, text).code == "toml-syntax"


def test_the_force_that_comes_with_the_program_is_right():
    folder = Path(__file__).resolve().parents[3] / "data" / "raw" / "exampleshire"
    force, warnings = load_force(folder)
    assert force.synthetic
    assert warnings == []
