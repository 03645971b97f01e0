"""Invented forces: the same bytes for a seed, and figures that hold together as a real force's should."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import shutil
import zlib
from datetime import date
from pathlib import Path

import pytest

from reviewkit.data.declared.schemas import RECORD_TABLES
from reviewkit.data.declared.toml import load_force
from reviewkit.data.example import write_example, write_exampleshire
from reviewkit.data.example.invent import invented
from reviewkit.data.prepare import prepare

COMMITTED = Path(__file__).resolve().parents[3] / "data" / "raw" / "exampleshire"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("three")
    write_example(folder, forces=3, years=1, seed=7)
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


# The same bytes, everywhere


def test_the_committed_exampleshire_is_what_the_generator_makes(tmp_path):
    made = write_exampleshire(tmp_path)
    assert {path.name for path in made.iterdir()} == {path.name for path in COMMITTED.iterdir()}
    for path in made.glob("*.gz"):
        assert gzip.decompress(path.read_bytes()) == gzip.decompress((COMMITTED / path.name).read_bytes()), path.name
    for path in (made / "force.toml", *made.glob("*.csv")):
        assert path.read_bytes() == (COMMITTED / path.name).read_bytes(), path.name
    # Another compressor (zlib-ng) packs the same lines into other bytes.
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:
        assert digests(made) == digests(COMMITTED)


def test_a_force_does_not_depend_on_how_many_are_made(three, tmp_path):
    (alone,) = write_example(tmp_path, forces=1, years=1, seed=7)
    assert digests(alone) == digests(three / "raw" / alone.name)


def test_another_seed_makes_another_force(three, tmp_path):
    (other,) = write_example(tmp_path, forces=1, years=1, seed=8)
    same = digests(three / "raw" / other.name)
    assert not {digest for name, digest in digests(other).items() if name.endswith(".gz")} & set(same.values())


def test_a_second_run_leaves_no_file_of_the_first_and_tells_each_force_by_name(tmp_path):
    stale = tmp_path / "raw" / "sampleshire" / "intervals_2019-20.csv.gz"
    stale.parent.mkdir(parents=True)
    stale.touch()
    told = []
    (folder,) = write_example(tmp_path, forces=1, years=1, seed=1, progress=told.append)
    assert [path.name for path in folder.glob("intervals_*")] == ["intervals_2024-25.csv.gz"]
    assert told == ["Sampleshire Police"]


def test_a_packed_file_holds_neither_a_name_nor_a_time():
    for path in COMMITTED.glob("*.gz"):
        head = path.read_bytes()[:10]
        assert (head[3], head[4:8]) == (0, bytes(4))


def test_the_list_of_received_files_agrees_with_them(three):
    for folder in (COMMITTED, *(three / "raw").iterdir()):
        listed = dict(reversed(line.split("  ")) for line in (folder / "received.sha256").read_text().splitlines())
        ours = {"force.toml", "received.sha256"}
        assert listed == {name: digest for name, digest in digests(folder).items() if name not in ours}


@pytest.mark.parametrize(
    ("forces", "years", "seed", "blamed"),
    [(0, 1, 1, "forces"), (1, 0, 1, "years"), (1, 21, 1, "years"), (1, 1, -1, "seed")],
)
def test_numbers_out_of_range_are_refused(tmp_path, forces, years, seed, blamed):
    with pytest.raises(ValueError, match=blamed):
        write_example(tmp_path, forces=forces, years=years, seed=seed)
    assert not list(tmp_path.iterdir())


# The files


def test_exampleshire_is_small_and_every_other_force_too(three):
    for folder in (COMMITTED, *(three / "raw").iterdir()):
        assert sum(path.stat().st_size for path in folder.iterdir()) < 15 * MEGABYTE
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 5 * MEGABYTE


def test_calls_begin_with_their_header_in_utf_8():
    (path,) = COMMITTED.glob("calls_*.csv.gz")
    first, second = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[:2]
    assert first.startswith("Call ID,Leg,Date,Time,")
    assert second.split(",")[2] == "04/03/2025"


def test_every_force_toml_is_read_without_a_problem_and_says_it_is_invented(three):
    for folder in (COMMITTED, *(three / "raw").iterdir()):
        force, problems = load_force(folder)
        assert problems == []
        assert force.synthetic
        assert (force.start, force.end) == (date(2024, 4, 1), date(2025, 3, 31))
        assert {source.table for source in force.sources} == {"intervals", "calls", *RECORD_TABLES}


def test_the_forces_differ_in_words_and_ways_of_writing(three):
    styles = {
        (source.time_zone, source.formats["start"], source.delimiter, source.formats["wait_total_s"])
        for folder in (three / "raw").iterdir()
        for source in load_force(folder)[0].sources
        if source.table == "intervals"
    }
    assert len(styles) == 3


def test_a_hundred_and_fifty_forces_have_names_of_their_own_that_sound_invented():
    names = [invented(number, seed=1).name for number in range(150)]
    assert len(set(names)) == len({invented(number, seed=1).slug for number in range(150)}) == 150
    assert "Exampleshire Police" not in names
    made_up = "Sample|Mock|Specimen|Template|Placeholder|Invented|Makebelieve|Nowhere|Pretend|Fiction|Imaginary|Story"
    assert all(re.search(f"({made_up})shire", name) for name in names)


def test_other_forces_hold_together_too(three):
    for folder in (three / "raw").iterdir():
        force, _ = load_force(folder)
        source = next(source for source in force.sources if source.table == "intervals")
        names = [
            source.columns[name][0] for name in ("answered", "abandoned", "contained", "callback", "forced", "overflow")
        ]
        with gzip.open(next(folder.glob("intervals_*")), "rt", encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file, delimiter=source.delimiter))
        assert len(table) == 365 * 48 * 3
        assert all(int(row["Offered"]) == sum(int(row[name]) for name in names) for row in table)


def test_every_force_is_prepared_without_a_problem(three, tmp_path):
    shutil.copytree(three / "raw", tmp_path / "raw")
    problems = {folder.name: prepare(folder.name, data=tmp_path).problems for folder in (tmp_path / "raw").iterdir()}
    assert len(problems) == 3
    assert problems == dict.fromkeys(problems, ())
