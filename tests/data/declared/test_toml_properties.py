"""Any right ``force.toml`` comes back as written; any typo in a key is named with its line and the right key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reviewkit.data.declared.schemas import MEANS, STAGES, TABLES
from reviewkit.data.declared.toml import NATIONS, load_force
from reviewkit.data.declared.toml_sources import GRAINS
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


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@st.composite
def entries(draw):
    """One [[files]] entry for intervals, with its columns in the file all different."""
    schema = TABLES["intervals"]
    counts = [column.name for column in schema.columns if column.kind in ("count", "seconds")]
    ours = [*schema.required, *draw(st.lists(st.sampled_from(counts), unique=True, max_size=6))]
    ours = list(dict.fromkeys([*ours, *(MEANS[name] for name in ours if name in MEANS)]))
    bands = draw(st.lists(st.integers(1, 2000), unique=True, max_size=3))
    ours += [f"answered_{seconds}s" for seconds in bands]
    theirs = draw(st.lists(PLAIN, min_size=len(ours), max_size=len(ours), unique=True))
    outcome_words = draw(st.dictionaries(PLAIN, st.sampled_from(STAGES), max_size=3))
    return {
        "table": "intervals",
        "files": draw(st.lists(st.sampled_from(["a.csv", "b_*.csv.gz", "c.zip/*.csv"]), min_size=1, unique=True)),
        "grain": draw(st.sampled_from(GRAINS)),
        "columns": dict(zip(ours, theirs, strict=True)),
        "words": {"stage": outcome_words} if outcome_words else {},
    }


@st.composite
def declarations(draw):
    """The tables of a whole, right force.toml."""
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return {
        "name": draw(PLAIN),
        "nation": draw(st.sampled_from(NATIONS)),
        "aliases": draw(st.lists(PLAIN, max_size=3)),
        "governing_body": {"kind": draw(PLAIN), "name": draw(PLAIN), "title": draw(PLAIN)},
        "period": {"start": start, "end": end},
        "channels": draw(st.dictionaries(PLAIN, PLAIN, max_size=3)),
        "events": draw(st.lists(st.fixed_dictionaries({"date": DAYS, "kind": PLAIN, "label": PLAIN}), max_size=2)),
        "files": draw(st.lists(entries(), min_size=1, max_size=3)),
    }


def written(value):
    """A TOML value, all in basic strings."""
    if isinstance(value, list):
        return f"[{', '.join(written(item) for item in value)}]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def toml(tables, heading=()):
    """The text of a force.toml, keys first and then the tables in it."""
    lines = [f"{written(key)} = {written(value)}" for key, value in tables.items() if not is_table(value)]
    for key, value in tables.items():
        name = ".".join((*heading, key))
        for entry in (value if isinstance(value, list) else [value]) if is_table(value) else []:
            lines += [f"[[{name}]]" if isinstance(value, list) else f"[{name}]", toml(entry, (*heading, key))]
    return "\n".join(lines)


def is_table(value):
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("forces")


@given(tables=declarations())
def test_any_right_declaration_comes_back_as_it_was_written(place, tables):
    force, warnings = load_force(folder_with(place, toml(tables)))
    assert warnings == []
    assert (force.name, force.nation, force.aliases) == (tables["name"], tables["nation"], tuple(tables["aliases"]))
    assert {"start": force.start, "end": force.end} == tables["period"]
    assert force.channels == tables["channels"]
    assert [(event.date, event.kind, event.label) for event in force.events] == [
        (event["date"], event["kind"], event["label"]) for event in tables["events"]
    ]
    for source, entry in zip(force.sources, tables["files"], strict=True):
        assert {name: columns[0] for name, columns in source.columns.items()} == entry["columns"]
        assert source.files == tuple(entry["files"])
        assert source.words == entry["words"]
        assert (source.grain, source.table) == (entry["grain"], entry["table"])


KEY_LINES = [
    (number, line.split(" = ")[0])
    for number, line in enumerate(WHOLE.split("\n"), start=1)
    if " = " in line
    and not line.startswith(('"', "AGENT", "HANG", "PHANTOM", "type"))
    and len(line.split(" = ")[0]) > 3
]


@st.composite
def typos(draw):
    """A key of WHOLE, its line, and the key with one letter lost, doubled, changed or two exchanged."""
    line, key = draw(st.sampled_from(KEY_LINES))
    at = draw(st.integers(0, len(key) - 2))
    letter = draw(st.sampled_from("aeiousrtn_"))
    wrong = draw(
        st.sampled_from(
            [
                key[:at] + key[at + 1 :],
                key[:at] + key[at] + key[at:],
                key[:at] + letter + key[at + 1 :],
                key[:at] + key[at + 1] + key[at] + key[at + 2 :],
            ]
        )
    )
    assume(wrong != key)
    return line, key, wrong


@given(typo=typos())
def test_a_typo_in_any_key_is_named_with_its_line_and_the_right_key(place, typo):
    line, key, wrong = typo
    lines = WHOLE.split("\n")
    neighbours = {other for number, other in KEY_LINES if abs(number - line) < 12}
    assume(wrong not in neighbours and TABLES["intervals"].column(wrong) is None)
    lines[line - 1] = lines[line - 1].replace(key, wrong, 1)
    found = [problem for problem in faults(place, "\n".join(lines)) if problem.line == line]
    assert any(f'"{wrong}"' in problem.found for problem in found)
    right = "answered" if key == "answered_10s" else f'{key}"?'  # of a band, at least what it is a band of
    assert any(f'Did you mean "{right}' in problem.action for problem in found)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")))
def test_whatever_stands_in_the_file_the_answer_is_a_list_of_problems(place, raw):
    with pytest.raises(DataError) as caught:
        load_force(folder_with(place, raw))
    assert caught.value.problems
