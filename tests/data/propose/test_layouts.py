"""The twelve layouts of telephone systems: nearly every column is proposed right, and nothing wrong looks certain."""

from __future__ import annotations

import tomllib

import pytest

from reviewkit.data.prepare import prepare
from reviewkit.data.propose.proposal import propose_force
from reviewkit.data.reading import duck
from tests.data.propose.shares import LAYOUTS, meaning, proposed, share

LEFT_OPEN = {"cisco_call_type_interval": 1, "pureconnect_queue_statistics": 1}
"""Calls within a service level whose seconds the file does not say: nobody can propose them."""


@pytest.fixture
def shares(tmp_path):
    for layout in LAYOUTS:
        (tmp_path / layout).mkdir()
    return [share(layout, tmp_path / layout) for layout in LAYOUTS]


def test_nine_columns_in_ten_are_proposed_right(shares):
    assert sum(one.right for one in shares) / sum(one.columns for one in shares) >= 0.9


def test_no_column_is_proposed_wrong_without_a_mark(shares):
    assert {one.layout: one.wrong_unmarked for one in shares if one.wrong_unmarked} == {}


def test_what_is_left_open_is_what_the_files_do_not_say(shares):
    assert {one.layout: len(one.not_proposed) for one in shares if one.not_proposed} == LEFT_OPEN


@pytest.mark.parametrize("layout", LAYOUTS)
def test_words_names_and_formats_that_are_wrong_carry_a_mark(layout, tmp_path):
    drawing, entry = proposed(LAYOUTS[layout], tmp_path)
    (right,) = tomllib.loads(drawing.entry)["files"]
    queues = {name: guess for name, guess in entry.queues.items() if guess.value != meaning(name, right["queues"])}
    outcomes = right.get("words", {}).get("outcome", {})
    words = {name: guess for name, guess in entry.words.get("outcome", {}).items() if guess.value != outcomes.get(name)}
    formats = (
        {name: guess for name, guess in entry.formats.items() if guess.value != right["formats"].get(name)}
        if "formats" in right
        else {}
    )
    unmarked = [name for wrong in (queues, words, formats) for name, guess in wrong.items() if guess.sure]
    assert unmarked == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_queue_is_a_guess(layout, tmp_path):
    _, entry = proposed(LAYOUTS[layout], tmp_path)
    assert [name for name, guess in entry.queues.items() if guess.sure] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_readers_read_the_files_by_the_proposal(layout, tmp_path):
    files = tmp_path / "received"
    files.mkdir()
    drawing = LAYOUTS[layout](files)
    made = propose_force("exampleshire", [files / name for name in drawing.files], data=tmp_path / "data")
    assert [problem for problem in made.problems if problem.severity == "error"] == []
    assert made.reads
    assert made.to_do == LEFT_OPEN.get(layout, 0)
    assert [shown.read for shown in made.shown] == [True]
    assert 1 <= len(made.shown[0].rows) <= 5


@pytest.mark.parametrize(
    "layout",
    [
        "avaya_split_interval",
        "cisco_csq_activity",
        "genesys_cloud_queue_performance",
        "cxone_half_hours_across",
        "teams_days_across",
    ],
)
def test_where_the_queues_are_guessed_right_the_rows_are_those_of_the_right_declaration(layout, tmp_path):
    files, data = tmp_path / "received", tmp_path / "data"
    files.mkdir()
    drawing = LAYOUTS[layout](files)
    propose_force("exampleshire", [files / name for name in drawing.files], data=data)
    text = (data / "raw" / "exampleshire" / "force.toml").read_text(encoding="utf-8")
    filled = (
        text.replace('name = ""', 'name = "A"')
        .replace('kind = ""', 'kind = "pcc"')
        .replace('title = ""', 'title = "B"')
    )
    (data / "raw" / "exampleshire" / "force.toml").write_text(filled, encoding="utf-8")
    assert tidy(data, drawing) == sorted(drawing.rows, key=str)


def tidy(data, drawing):
    path = duck.value(prepare("exampleshire", data=data).table(drawing.table))
    with duck.connect() as con:
        return sorted(con.execute(f"SELECT {drawing.columns} FROM read_parquet({path})").fetchall(), key=str)
