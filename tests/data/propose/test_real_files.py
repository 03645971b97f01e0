"""Files nobody drew for this: Exampleshire's own, NHS 111 in England and the Anonymous Bank, proposed untouched."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reviewkit.data.propose.proposal import propose_force
from tests.real import HERE, real_force

EXAMPLESHIRE = HERE.parent / "data" / "raw" / "exampleshire"


def proposed(files, folder: Path):
    made = propose_force("trial", files, data=folder / "data")
    text = (folder / "data" / "raw" / "trial" / "force.toml").read_text(encoding="utf-8")
    return made, text, tomllib.loads(text)["files"]


@pytest.fixture(scope="module")
def exampleshire(tmp_path_factory):
    files = [path for path in sorted(EXAMPLESHIRE.glob("*.csv.gz")) if path.name.startswith(("calls", "intervals"))]
    return proposed(files, tmp_path_factory.mktemp("exampleshire"))


def declared():
    entries = tomllib.loads((EXAMPLESHIRE / "force.toml").read_text(encoding="utf-8"))["files"]
    return {entry["table"]: entry for entry in entries}


def test_exampleshires_columns_are_proposed_as_they_are_declared(exampleshire):
    _, _, entries = exampleshire
    right = {table: dict(declared()[table]["columns"]) for table in ("calls", "intervals")}
    del right["intervals"]["resolved"]  # needs the force's own rule, which no file says
    assert {entry["table"]: entry["columns"] for entry in entries} == right


def test_exampleshires_words_are_proposed_as_they_are_declared(exampleshire):
    _, _, entries = exampleshire
    for entry in entries:
        right = declared()[entry["table"]]["words"]
        assert {ours: entry["words"][ours] for ours in entry["words"]} == {ours: right[ours] for ours in entry["words"]}
    assert {ours for entry in entries for ours in entry["words"]} == {"channel", "stage", "outcome"}


def test_exampleshires_days_stand_before_months_for_certain(exampleshire):
    _, text, _ = exampleshire
    (line,) = [line for line in text.splitlines() if line.startswith('start = "%d/%m/%Y %H:%M"')]
    assert "# recognised" in line


def test_exampleshire_is_read_by_the_proposal(exampleshire):
    made, text, _ = exampleshire
    assert [str(problem) for problem in made.problems if problem.severity == "error"] == []
    assert (made.reads, made.to_do) == (True, 1)
    assert '# resolved = "Settled at first contact"' in text


def test_of_nhs_111_the_false_column_is_only_a_guess(tmp_path):
    made, text, (entry,) = proposed([real_force("nhs111-england", tmp_path) / "nhs111_daily.csv"], tmp_path)
    assert made.complete
    assert (entry["grain"], entry["parts"], entry["constants"]["channel"]) == ("day", ["contract_code"], "111")
    assert entry["columns"] == {
        "start": "date",
        "offered": "calls_received",
        "answered": "calls_answered",
        "abandoned": "calls_abandoned",
        "answered_60s": "calls_answered_60s",
    }
    (line,) = [line for line in text.splitlines() if line.startswith("abandoned = ")]
    assert "# guess" in line


def test_of_the_bank_what_cannot_be_known_is_left_open_or_marked(tmp_path):
    made, text, (entry,) = proposed([real_force("anonbank", tmp_path) / "january_1999.txt.gz"], tmp_path)
    assert '# channel = "101"' in text  # a bank has neither 999 nor 101
    assert not made.complete
    assert entry["table"] == "calls"
    assert entry["words"]["outcome"] == {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "leave_out"}
    lines = {line.split(" = ")[0]: line for line in text.splitlines() if " = " in line}
    assert (entry["columns"]["wait_s"], entry["columns"]["handled_s"]) == ("q_time", "ser_time")
    assert "# guess" in lines["call_id"]  # it repeats: the line of the menu belongs to it
    assert "q_start" in text
    assert "# guess" in next(line for line in text.splitlines() if line.startswith("offered_at = ["))


def test_exampleshires_records_are_known_by_their_headings(tmp_path):
    names = ("barriers", "contact_back", "intelligence", "service_standards")
    made, text, entries = proposed([EXAMPLESHIRE / f"{name}.csv" for name in names], tmp_path)
    assert {entry["table"]: entry["columns"] for entry in entries} == {
        name: declared()[name]["columns"] for name in names
    }
    assert '# "VCU" = "officer"' in text  # the force's own word: nobody can tell
    assert made.to_do == 4
