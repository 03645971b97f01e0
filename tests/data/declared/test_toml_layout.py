"""The keys of a report's layout and of its queues: what they become, and what is said of wrong ones."""

from __future__ import annotations

import pytest

from reviewkit.data.declared.layout import PLAIN, Layout, Wide
from reviewkit.data.declared.toml import load_force
from reviewkit.data.problems import DataError
from tests.data.drawn import Drawn

ENTRY = """
[[files]]
table = "{table}"
files = ["report.csv"]
{more}
[files.columns]
start = "Time"
offered = "Offered"
{columns}
{tables}
"""
QUEUES = '[files.queues]\n"ENQ *" = "101/secondary"\nTraining = "leave_out"'


def load(tmp_path, more="", *, columns='queue = "Skill"', tables=QUEUES, table="intervals"):
    grain = 'grain = "30 minutes"\n' if table == "intervals" else ""
    drawn = Drawn(tmp_path).declare(ENTRY.format(more=grain + more, columns=columns, tables=tables, table=table))
    return load_force(drawn.folder)[0].sources[0]


def faults(tmp_path, more="", **how):
    with pytest.raises(DataError) as caught:
        load(tmp_path, more, **how)
    return [(problem.code, problem.column, str(problem)) for problem in caught.value.problems]


def test_an_entry_without_these_keys_is_a_plain_table(tmp_path):
    source = load(tmp_path, columns='channel = "Line"\nstage = "Skill"', tables="")
    assert (source.layout, source.queues) == (PLAIN, {})


def test_every_key_of_the_layout_is_read(tmp_path):
    more = """
sheet = "Week *"
header_rows = [5, 6]
skip_rows = "Page *"
stop_at = ["Printed *"]
totals = ["Total", "Grand total"]
section = "Queue: *"
fill_down = ["Skill"]
from_to = ["Time"]
date_in = "cell B3"
date_pattern = "{date:%d/%m/%Y}"
"""
    wide = '[files.wide]\ncolumns = "HH:MM"\nname = "Time"\nvalue = "Offered"\n'
    assert load(tmp_path, more, tables=wide + QUEUES).layout == Layout(
        header_rows=(5, 6),
        skip_rows=("Page *",),
        stop_at=("Printed *",),
        totals=("Total", "Grand total"),
        section="Queue: *",
        fill_down=("Skill",),
        from_to=("Time",),
        date_in="cell B3",
        date_pattern="{date:%d/%m/%Y}",
        wide=Wide(columns=("HH:MM",), name="Time", value="Offered"),
    )


def test_a_queue_stands_for_channel_and_stage(tmp_path):
    source = load(tmp_path)
    assert source.queues == {"ENQ *": "101/secondary", "Training": "leave_out"}
    assert (source.columns["channel"], source.columns["stage"]) == (("Skill",), ("Skill",))


LAYOUTS = {
    "header_rows = [6, 5]": ("bad-value", "files.header_rows", ["6, 5", "the upper first, such as [5, 6]"]),
    "header_rows = [0, 1]": ("bad-value", "files.header_rows", ["0, 1"]),
    'header_rows = ["5"]': ("bad-value", "files.header_rows", ["text: 5"]),
    "header_rows = 5": ("wrong-type", "files.header_rows", ["a list of the lines"]),
    "header_row = 4\nheader_rows = [4, 5]": ("bad-value", "files.header_rows", ["both header_row and header_rows"]),
    'section = "Queue"': ("bad-value", "files.section", ["whose * is the name of what follows"]),
    'date_in = "sheets"\ndate_pattern = "{date:%d%m%Y}"': ("bad-value", "files.date_in", ['Did you mean "sheet"?']),
    'date_in = "B3"': ("bad-value", "files.date_in", ['"cell B3"']),
    'date_in = "file"': ("missing-key", "files", ["no date_pattern", "Calls_{date:%Y%m%d}.csv"]),
    'date_pattern = "{date:%d%m%Y}"': ("missing-key", "files", ["no date_in"]),
    'date_in = "file"\ndate_pattern = "Calls_%Y.csv"': ("bad-value", "files.date_pattern", ["{date:…} once"]),
    'date_in = "file"\ndate_pattern = "{date:%d %b}"': ("bad-value", "files.date_pattern", ["year (%Y or %y)"]),
    'date_in = "file"\ndate_pattern = "{date:%Y%q%m}"': ("bad-value", "files.date_pattern", ["%Y%q%m"]),
    'skip_row = ["Page *"]': ("unknown-key", "files.skip_row", ['Did you mean "skip_rows"?']),
    'total = "Total"': ("unknown-key", "files.total", ['Did you mean "totals"?']),
}


@pytest.mark.parametrize("more", LAYOUTS)
def test_a_wrong_key_of_the_layout_is_told_alone_and_with_an_example(tmp_path, more):
    code, column, words = LAYOUTS[more]
    [told] = faults(tmp_path, more)
    assert told[:2] == (code, column)
    assert [word for word in words if word not in told[2]] == []


WIDE = {
    'name = "Time"\nvalue = "Offered"': ("missing-key", "files.wide", ["no columns", '"HH:MM" for times of day']),
    'columns = "HH:MM"\nvalue = "Offered"': ("missing-key", "files.wide", ["no name"]),
    'columns = "HH:MM"\nname = "Time"': ("missing-key", "files.wide", ["no value", "or rows"]),
    'columns = "HH:MM"\nname = "Time"\nvalue = "Offered"\nrows = "Measure"': (
        "bad-value", "files.wide.value", ["value and rows"],
    ),
    'columns = "DATE *"\nname = "Day"\nvalue = "Offered"': ("bad-value", "files.wide.value", ["the * of columns"]),
    'columns = "HH:MM"\nname = "Time"\nvalues = "Offered"': ("unknown-key", "files.wide.values", ['mean "value"?']),
}  # fmt: skip


@pytest.mark.parametrize("keys", WIDE)
def test_what_is_wrong_with_columns_to_turn_is_told(tmp_path, keys):
    code, column, words = WIDE[keys]
    [told] = faults(tmp_path, tables=f"[files.wide]\n{keys}\n{QUEUES}")
    assert told[:2] == (code, column)
    assert [word for word in words if word not in told[2]] == []


def test_what_is_wrong_with_queues_is_told(tmp_path):
    tables = '[files.queues]\nA = "101"\nB = "101/second"\nC = "leave out"\nD = "999/primary"'
    told = faults(tmp_path, tables=tables)
    assert [one[:2] for one in told] == [("unknown-word", f"files.queues.{name}") for name in "ABC"]
    assert 'channel/stage such as "101/secondary"' in told[0][2]
    assert 'Did you mean "secondary"?' in told[1][2]
    assert 'Did you mean "leave_out"?' in told[2][2]


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ({"tables": ""}, "missing-key", ["no queues"]),
        ({"columns": 'channel = "Line"\nstage = "Stage"'}, "missing-column", ["no queue", "queue = "]),
        ({"columns": 'queue = "Skill"\nchannel = "Line"'}, "mapped-twice", ["channel and queue"]),
        ({"columns": 'queue = ["Skill", "Line"]'}, "mapped-twice", ["2 columns for queue"]),
    ],
)
def test_a_queue_is_one_column_and_has_its_table(tmp_path, how, code, words):
    told = [one for one in faults(tmp_path, **how) if one[0] == code]
    assert [word for word in words if word not in told[0][2]] == []


def test_published_figures_have_no_queues(tmp_path):
    told = faults(tmp_path, table="published")
    assert ("bad-value", "files.queues") in {one[:2] for one in told}
    assert ("unknown-column", "files.columns.queue") in {one[:2] for one in told}


# A heading that is misspelt

HEADINGS = {
    "[files.columns]": ("[file.columns]", "[files.columns]"),
    "[files.queues]": ("[files.queue]", "[files.queues]"),
    "[files.formats]": ("[files.fromats]", "[files.formats]"),
    "[[files]]": ("[[file]]", "[[files]]"),
    "[period]": ("[peroid]", "[period]"),
    "[governing_body]": ("[governingbody]", "[governing_body]"),
}
FORMATS = '[files.formats]\nstart = "%H:%M"\n'


@pytest.mark.parametrize("right", HEADINGS)
def test_a_misspelt_heading_is_told_first_and_alone(tmp_path, right):
    wrong, meant = HEADINGS[right]
    drawn = Drawn(tmp_path)
    entry = ENTRY.format(more='grain = "day"', columns='queue = "Skill"', tables=FORMATS + QUEUES, table="intervals")
    text = (drawn.declare(entry).folder / "force.toml").read_text(encoding="utf-8")
    assert text.count(right + "\n") == 1
    text = text.replace("[files.", "[file.") if right == "[[files]]" else text
    (drawn.folder / "force.toml").write_text(text.replace(right + "\n", wrong + "\n"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_force(drawn.folder)
    [told] = caught.value.problems
    assert told.code == "unknown-key"
    assert f'Did you mean "{meant}"?' in told.action
    assert told.line == text.replace(right + "\n", wrong + "\n").splitlines().index(wrong) + 1
