"""Three reviews to hold against the second implementation, each prepared once, with its raw files as a database."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from reviewkit.data.review import Review, open_review
from tests.real import real_force
from tests.second import received

FOUR_WEEKS = {"start": "2025-03-04", "end": "2025-03-31"}
"""The days of Exampleshire's calls: four weeks from a Tuesday, with the night the clocks go forward."""


@dataclass(frozen=True)
class Twice:
    """A review, and beside it the same files as a plain database."""

    review: Review
    raw: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Open a force's review, from a data folder of this module's own unless another is given."""
    with pytest.MonkeyPatch.context() as patch:

        def review(slug: str, data: Path, **period: str) -> Review:
            patch.setenv("REVIEWKIT_DATA", str(data))
            return open_review(slug, **period)

        yield review


@pytest.fixture(scope="module")
def bank(opened, tmp_path_factory) -> Twice:
    data = tmp_path_factory.mktemp("bank")
    folder = real_force("anonbank", data)
    return Twice(opened("anonbank", data), received.bank(folder / "january_1999.txt.gz"))


@pytest.fixture(scope="module")
def exampleshire(opened, exampleshire_data) -> Twice:
    """Exampleshire as received: two years of half-hour counts, and calls of the last four weeks."""
    folder = exampleshire_data / "raw" / "exampleshire"
    return Twice(opened("exampleshire", exampleshire_data), received.exampleshire_counts(folder))


@pytest.fixture(scope="module")
def exampleshire_calls(opened, exampleshire_data, tmp_path_factory) -> Twice:
    """Exampleshire had it sent nothing but its calls."""
    sent = exampleshire_data / "raw" / "exampleshire"
    data = tmp_path_factory.mktemp("calls")
    folder = data / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    for path in sent.glob("calls_*.csv.gz"):
        shutil.copyfile(path, folder / path.name)
    top, *entries = (sent / "force.toml").read_text(encoding="utf-8").split("[[files]]")
    [calls] = [entry for entry in entries if 'table = "calls"' in entry]
    (folder / "force.toml").write_text(f"{top}[[files]]{calls}", encoding="utf-8")
    return Twice(opened("exampleshire", data, **FOUR_WEEKS), received.exampleshire_calls(folder))
