"""``reviewkit new``: a force an officer can begin with, and nothing overwritten."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from python_calamine import CalamineWorkbook

from reviewkit.data.declared.folders import all_forces
from reviewkit.data.declared.new import new_force
from reviewkit.data.declared.new_toml import commented_force
from reviewkit.data.declared.new_workbook import template_columns
from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.declared.toml import KEYS, load_force
from reviewkit.data.declared.toml_sources import KEYS as FILE_KEYS
from reviewkit.data.declared.toml_targets import KEYS as TARGET_KEYS
from reviewkit.data.problems import DataError

FILE_TABLES = [name for name, table in TABLES.items() if table.from_files]
FILLED = {"name": "Exampleshire Police", "nation": "england", "kind": "pcc", "title": "Commissioner"}
YEAR = (dt.date(2024, 4, 1), dt.date(2025, 3, 31))


def filled_in(folder, text):
    folder.mkdir(parents=True)
    whole = text.replace('name = ""', 'name = "Office of the Commissioner"')
    (folder / "force.toml").write_text(whole, encoding="utf-8")
    return load_force(folder)


def uncommented(text):
    """Take the # away before every line that is a key or a heading, as the officer would."""
    return re.sub(r"(?m)^# (?=[a-z_]+ = |\"[^\"]+\" = |\[)", "", text)


def test_a_new_force_is_a_folder_with_a_declaration_and_templates(tmp_path):
    made = new_force("exampleshire", data=tmp_path)
    assert [path.name for path in made] == [
        "force.toml",
        "template_calls.xlsx",
        "template_intervals.xlsx",
        "template_published.xlsx",
        "template_contact_back.xlsx",
        "template_service_standards.xlsx",
        "template_intelligence.xlsx",
        "template_barriers.xlsx",
        "template_staff.xlsx",
        "template_rota.xlsx",
        "template_absence.xlsx",
        "template_levers.xlsx",
    ]
    assert sorted(made) == sorted((tmp_path / "raw" / "exampleshire").iterdir())
    assert all_forces(tmp_path) == ["exampleshire"]


def test_what_is_not_known_is_asked_for_by_name_and_line(tmp_path):
    made = new_force("exampleshire", data=tmp_path)
    with pytest.raises(DataError) as caught:
        load_force(made[0].parent)
    problems = caught.value.problems
    assert [problem.column for problem in problems] == [
        "name",
        "governing_body.kind",
        "governing_body.name",
        "governing_body.title",
    ]
    lines = made[0].read_text(encoding="utf-8").split("\n")
    assert all('= ""' in lines[problem.line - 1] for problem in problems)


def test_filled_in_it_is_a_force_that_reads_the_intervals_template(tmp_path):
    force, warnings = filled_in(tmp_path / "raw" / "exampleshire", commented_force(FILLED, *YEAR))
    assert warnings == []
    assert (force.start, force.end) == YEAR
    [source] = force.sources
    assert (source.table, source.grain, source.files) == ("intervals", "30 minutes", ("intervals*.xlsx",))
    assert set(source.columns) == {"start", "channel", "stage", "offered", "answered", "abandoned"}


def test_every_comment_is_a_line_that_works(tmp_path):
    text = uncommented(commented_force(FILLED, *YEAR)).replace('website = "https://..."', 'website = "https://a.uk"')
    text = text.replace('url = "https://..."', 'url = "https://a.uk/b"')
    text = text.replace("[files.constants]\nchannel", "[files.none]\nchannel", 1)  # it has a channel column as well
    with pytest.raises(DataError) as caught:
        filled_in(tmp_path / "raw" / "exampleshire", text)
    assert {problem.code for problem in caught.value.problems} == {"unknown-key"}, str(caught.value)
    assert {problem.column for problem in caught.value.problems} == {"files.none"}


def test_every_key_is_explained():
    text = commented_force(FILLED, *YEAR)
    heads = ("governing_body", "period", "channels", "stages", "targets", "events", "files", "accepted")
    for key in (*KEYS, *FILE_KEYS, *TARGET_KEYS):
        assert re.search(rf"\[{key}\]|\[files\.{key}|\b{key} = |or {key}:", text), key
    assert set(heads) <= set(KEYS)


def test_a_force_of_england_and_wales_has_its_name_and_body_filled_in(tmp_path):
    text = new_force("dyfed-powys", data=tmp_path)[0].read_text(encoding="utf-8")
    assert 'name = "Dyfed-Powys Police"' in text
    assert 'nation = "wales"' in text
    assert 'title = "Police and Crime Commissioner"' in text


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        ("2025-03-31", "2023-04-01", "2024-03-31"),
        ("2025-04-01", "2024-04-01", "2025-03-31"),
    ],
)
def test_the_period_proposed_is_the_last_whole_financial_year(tmp_path, today, start, end):
    text = new_force("a", data=tmp_path, today=dt.date.fromisoformat(today))[0].read_text(encoding="utf-8")
    assert f"start = {start}\nend = {end}\n" in text


@pytest.mark.parametrize("there", ["force.toml", "template_calls.xlsx"])
def test_nothing_is_overwritten_and_nothing_is_added(tmp_path, there):
    folder = tmp_path / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    (folder / there).write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="already-there") as caught:
        new_force("exampleshire", data=tmp_path)
    assert there in caught.value.problems[0].found
    assert [path.name for path in folder.iterdir()] == [there]
    assert (folder / there).read_text(encoding="utf-8") == "mine"


def test_files_received_before_are_left_alone(tmp_path):
    folder = tmp_path / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    (folder / "calls.csv").write_text("mine", encoding="utf-8")
    new_force("exampleshire", data=tmp_path)
    assert (folder / "calls.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("slug", ["../x", "/x", "a/b", "A", "", "published", "con"])
def test_a_bad_name_touches_nothing(tmp_path, slug):
    with pytest.raises(DataError, match="folder-name"):
        new_force(slug, data=tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", FILE_TABLES)
def test_a_template_has_headings_one_example_and_notes_with_units(tmp_path, table):
    new_force("a", data=tmp_path)
    book = CalamineWorkbook.from_path(tmp_path / "raw" / "a" / f"template_{table}.xlsx")
    assert book.sheet_names == [table, "Example", "Notes"]
    names = [name for name, _ in template_columns(TABLES[table])]
    assert book.get_sheet_by_name(table).to_python() == [names]
    headings, example = book.get_sheet_by_name("Example").to_python()
    assert headings == names
    assert len(example) == len(names)
    notes = {row[0]: row for row in book.get_sheet_by_name("Notes").to_python()}
    for column in (*TABLES[table].columns, *TABLES[table].bands):
        assert notes[column.name][2] == column.unit
        assert notes[column.name][4] == column.description


def test_times_in_a_template_are_dates_of_the_spreadsheet(tmp_path):
    new_force("a", data=tmp_path)
    book = CalamineWorkbook.from_path(tmp_path / "raw" / "a" / "template_calls.xlsx")
    example = dict(zip(*book.get_sheet_by_name("Example").to_python(), strict=True))
    assert example["offered_at"] == dt.datetime(2025, 3, 1, 14, 5, 9)  # noqa: DTZ001 - a spreadsheet has no zones
    assert example["channel"] == "101"


def test_templates_are_the_same_bytes_each_time(tmp_path):
    first, second = (new_force("a", data=tmp_path / name, today=YEAR[1]) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
