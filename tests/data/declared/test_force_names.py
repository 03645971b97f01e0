"""One force, many spellings; and rows of another force, which must not slip in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.force_names import slug_of, slug_sql
from reviewkit.data.reading.duck import connect
from tests.data.drawn import Drawn, intervals

SPELLINGS = [
    ("devon-and-cornwall", ["Devon & Cornwall", "DEVON AND CORNWALL POLICE", "Devon&Cornwall Constabulary"]),
    ("dyfed-powys", ["Dyfed-Powys Police", "Heddlu Dyfed-Powys", "dyfed powys", "Dyfed–Powys", "Dŷfed Powŷs"]),
    ("metropolitan", ["Metropolitan Police Service", " metropolitan  police "]),
    ("ynys-mon", ["Ynys Môn", "YNYS MÔN", "Ynys Mo\u0302n"]),
]
PAIRS = [(slug, spelling) for slug, spellings in SPELLINGS for spelling in spellings]


@pytest.mark.parametrize(("slug", "spelling"), PAIRS)
def test_every_usual_spelling_is_one_force(slug, spelling):
    assert slug_of(spelling) == slug


@pytest.mark.parametrize(
    ("one", "other"), [("Hampshire", "Hampshire and Isle of Wight"), ("Wales", "North Wales"), ("Kent", "Gwent")]
)
def test_a_merger_and_a_neighbour_are_other_forces(one, other):
    assert slug_of(one) != slug_of(other)


LETTERS = st.sampled_from("abyzAEW &-–'.,/_0159éèêôŵŷïÂÔŴŶ\u0302\t")
NAMES = st.lists(st.one_of(LETTERS, st.sampled_from(["Police", " and ", "service", "POLICE", "policed"]))).map("".join)


@pytest.fixture(scope="module")
def con():
    with connect() as connection:
        yield connection


@given(NAMES)
def test_the_engine_makes_the_same_slugs(con, name):
    assert con.execute(f"SELECT {slug_sql('r')} FROM (SELECT ?::VARCHAR AS r)", [name]).fetchone()[0] == slug_of(name)


COLUMNS = 'offered = "Calls"\nforce = "Force"'


def counts(*forces):
    return "Start,Calls,Force\n" + "".join(f"2024-05-{n + 1:02} 00:00:00,10,{name}\n" for n, name in enumerate(forces))


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path, "devon-and-cornwall")


def declared(drawn, *, aliases=(), more="", entry=""):
    name = "Devon & Cornwall Police"
    return drawn.declare(intervals(COLUMNS, more=f'grain = "day"\n{more}') + entry, name=name, aliases=aliases)


def test_all_spellings_and_empty_cells_are_this_force(drawn):
    declared(drawn, aliases=["D & C"]).file(
        "counts.csv", counts("Devon and Cornwall", "DEVON & CORNWALL CONSTABULARY", "", "d&c police")
    )
    assert drawn.rows("offered") == [(10,)] * 4


def test_rows_of_another_force_are_an_error_with_every_name_counted(drawn):
    declared(drawn).file(
        "counts.csv", counts("Devon & Cornwall", "Dorset Police", "Avon and Somerset", "Dorset Police")
    )
    found = drawn.problem("other-force")
    assert (found.severity, found.line, found.column, found.rows) == ("error", 3, "Force", 3)
    assert found.found == '"Dorset Police" (2), "Avon and Somerset" (1)'
    assert "devon-and-cornwall" in found.expected
    assert "aliases" in found.action
    assert '"Force" = ["..."]' in found.action


def test_rows_that_keep_leaves_out_may_be_of_any_force(drawn):
    entry = '[files.keep]\nForce = ["Devon & Cornwall"]\n'
    declared(drawn, entry=entry).file("counts.csv", counts("Devon & Cornwall", "Dorset Police"))
    assert drawn.rows("offered") == [(10,)]


def test_a_code_for_the_force_may_be_translated_and_a_total_left_out(drawn):
    entry = '[files.words.force]\nDCP = "Devon & Cornwall"\n"All forces" = "leave_out"\n'
    declared(drawn, entry=entry).file("counts.csv", counts("DCP", "All forces", "Devon & Cornwall", "dcp"))
    assert drawn.rows("offered") == [(10,)] * 3


CALLS = """
[[files]]
table = "calls"
files = ["calls.csv"]
columns = { call_id = "Id", offered_at = "Time", outcome = "Outcome", force = "Force" }
constants = { channel = "101", stage = "primary" }
"""
PUBLISHED = """
[[files]]
table = "published"
files = ["published.csv"]
columns = { force = "Force", period_start = "From", period_end = "To", value = "Value" }
constants = { channel = "101", metric = "offered", unit = "calls", source = "Annual report" }
"""


@pytest.mark.parametrize(
    ("entry", "file", "head", "row"),
    [
        (CALLS, "calls.csv", "Id,Time,Outcome,Force\n", "{n},2024-05-01 10:0{n}:00,answered,{name}\n"),
        (PUBLISHED, "published.csv", "From,To,Value,Force\n", "202{n}-04-01,202{n}-04-30,7,{name}\n"),
    ],
)
def test_calls_and_published_figures_are_held_to_it_as_well(drawn, entry, file, head, row):
    own, other = "Devon and Cornwall", "Dorset"
    drawn.declare(entry, name="Devon & Cornwall Police")
    drawn.file(file, head + row.format(n=1, name=own) + row.format(n=2, name=other))
    assert (drawn.problem("other-force").line, drawn.problem("other-force").found) == (3, '"Dorset"')
    drawn.file(file, head + row.format(n=1, name=own))
    assert drawn.errors() == []


def test_a_published_figure_stands_under_the_folder_of_the_force(drawn):
    drawn.declare(PUBLISHED, name="Devon & Cornwall Police")
    drawn.file("published.csv", "From,To,Value,Force\n2024-04-01,2024-04-30,7,Devon&Cornwall\n")
    assert drawn.rows("force, value", "published") == [("devon-and-cornwall", 7)]
