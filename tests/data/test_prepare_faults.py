"""A preparation that is killed, doubled, starved of disk or locked out: tables on disk are whole or are not there."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from reviewkit.data.prepare import prepare
from reviewkit.data.prepared import RECORD
from tests.data.drawn import Drawn

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, limits and users are those of POSIX")
KILLS = 6
CALLS = """
[[files]]
table = "calls"
files = ["calls.csv"]
columns = { call_id = "Id", offered_at = "Time", wait_s = "Wait", outcome = "Outcome" }
constants = { channel = "101", stage = "primary" }
"""
# Root may read and write everything; without its capabilities it is bound to the rights of a file's owner like anyone.
PREPARE = """
import ctypes, resource, sys
from pathlib import Path
if sys.platform == "linux":
    version_and_self, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(version_and_self, none) == 0
data, most_bytes = sys.argv[1], int(sys.argv[2])
if most_bytes:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
from reviewkit.data.prepare import prepare
from reviewkit.data.problems import DataError
try:
    prepare("exampleshire", data=Path(data), progress=lambda text: print(text, flush=True))
except DataError as error:
    print(*(problem.code for problem in error.problems), flush=True)
    sys.exit(1)
"""


def start(data, *, most_bytes=0):
    """Start a preparation in a process of its own."""
    command = [sys.executable, "-c", PREPARE, str(data), str(most_bytes)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(process):
    """Return the exit code and the last word said; a traceback is no word."""
    said, _ = process.communicate(timeout=120)
    assert "Traceback" not in said, said
    return process.returncode, said.split()[-1] if said.split() else ""


def calls_csv(number, rows):
    lines = (
        f"{n},01/05/2024 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02},{number},answered\n" for n in range(rows)
    )
    return "Id,Time,Wait,Outcome\n" + "".join(lines)


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path).declare(CALLS).file("calls.csv", calls_csv(0, 2000))


def tables(data):
    return data / "processed" / "exampleshire"


def whole(data):
    """Return (calls, wait of each) of the tables on disk where they have a record, else None."""
    folder = tables(data)
    if not (folder / RECORD).exists():
        return None
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    with duckdb.connect() as con:
        calls, least, most = con.execute(
            f"SELECT count(*), min(wait_s), max(wait_s) FROM read_parquet('{(folder / 'calls.parquet').as_posix()}')"
        ).fetchone()
        halves = con.execute(
            f"SELECT sum(offered) FROM read_parquet('{(folder / 'half_hours.parquet').as_posix()}')"
        ).fetchone()[0]
    assert calls == halves == record["rows"][0]["kept"]
    assert least == most
    return calls, least


@posix
def test_killed_at_any_moment_the_tables_are_whole_or_have_no_record(drawn):
    began = time.monotonic()
    drawn.file("calls.csv", calls_csv(1, 40_000))
    assert ended(start(drawn.data))[0] == 0
    length = time.monotonic() - began
    draw = random.Random(7)  # noqa: S311 - moments, not secrets
    for number in range(2, 2 + KILLS):
        before = whole(drawn.data)
        drawn.file("calls.csv", calls_csv(number, 40_000))
        process = start(drawn.data)
        if number % 2:
            while (line := process.stdout.readline()) and "Writing the tables" not in line:
                pass
            time.sleep(draw.uniform(0, 0.15))
        else:
            time.sleep(draw.uniform(0.3, 1) * length)
        process.kill()
        process.communicate()
        assert whole(drawn.data) in {before, (40_000, number), None}
    assert ended(start(drawn.data))[0] == 0
    assert whole(drawn.data) == (40_000, number)
    assert not list(tables(drawn.data).glob(".*"))
    assert not (drawn.data / "private" / "exampleshire" / "work").exists()


@posix
def test_of_two_preparations_at_once_the_second_waits_and_finds_it_done(drawn):
    drawn.file("calls.csv", calls_csv(1, 40_000))
    codes = sorted(ended(process) for process in [start(drawn.data), start(drawn.data)])
    assert codes == [(0, ""), (0, "tables")]
    assert whole(drawn.data) == (40_000, 1)


@posix
@pytest.mark.parametrize("most_bytes", [20_000, 2_000, 100])
def test_on_a_full_disk_the_tables_made_before_stand(drawn, most_bytes):
    prepare("exampleshire", data=drawn.data)
    drawn.file("calls.csv", calls_csv(1, 40_000))
    assert ended(start(drawn.data, most_bytes=most_bytes)) == (1, "disk-full")
    assert whole(drawn.data) == (2000, 0)
    assert not list(tables(drawn.data).glob(".*"))


@pytest.fixture
def locked() -> Iterator[Callable[[Path, int], None]]:
    """A function that takes rights away; they are given back in the end, so that the folder can be cleared."""
    before: dict[Path, int] = {}

    def lock(path: Path, mode: int) -> None:
        before[path] = path.stat().st_mode
        path.chmod(mode)

    yield lock
    for path, mode in before.items():
        path.chmod(mode)


@posix
def test_a_file_that_may_not_be_read_is_told(drawn, locked):
    prepare("exampleshire", data=drawn.data)
    drawn.file("calls.csv", calls_csv(1, 10))
    locked(drawn.folder / "calls.csv", 0)
    assert ended(start(drawn.data)) == (1, "no-permission")
    assert whole(drawn.data) == (2000, 0)


@posix
def test_a_force_toml_that_may_not_be_read_is_told(drawn, locked):
    locked(drawn.folder / "force.toml", 0)
    assert ended(start(drawn.data)) == (1, "no-force-toml")


@posix
def test_a_folder_of_files_as_received_may_be_read_only(drawn, locked):
    locked(drawn.folder, 0o555)
    assert ended(start(drawn.data))[0] == 0
    assert whole(drawn.data) == (2000, 0)


@posix
@pytest.mark.parametrize("place", ["processed", "processed/exampleshire"])
def test_tables_that_may_not_be_written_are_told_and_stand(drawn, locked, place):
    prepare("exampleshire", data=drawn.data)
    drawn.file("calls.csv", calls_csv(1, 10))
    (tables(drawn.data).parent / ".exampleshire.lock").unlink(missing_ok=True)
    locked(drawn.data / place, 0o555)
    assert ended(start(drawn.data)) == (1, "no-permission")
    assert whole(drawn.data) == (2000, 0)
