"""The list of files as received: what it notices."""

from __future__ import annotations

import hashlib
import os

import pytest

from reviewkit.data.reading.received import LIST, MEMO, check_received


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "raw" / "later").mkdir(parents=True)
    (tmp_path / "raw" / "a.csv").write_text("one\n", encoding="utf-8")
    (tmp_path / "raw" / "later" / "b.csv").write_text("two\n", encoding="utf-8")
    return tmp_path / "raw"


def look(folder, names=("later/b.csv", "a.csv"), **how):
    files, problems = check_received(folder, names, memo=folder.parent / "memo", **how)
    return files, [problem.code for problem in problems]


def test_new_files_are_listed_as_sha256sum_lists_them(folder):
    look(folder)
    one, two = (hashlib.sha256(text).hexdigest() for text in (b"one\n", b"two\n"))
    assert (folder / LIST).read_text(encoding="utf-8") == f"{one}  a.csv\n{two}  later/b.csv\n"


def test_a_changed_file_is_noticed_and_its_first_hash_stays(folder):
    look(folder)
    before = (folder / LIST).read_bytes()
    (folder / "a.csv").write_text("other\n", encoding="utf-8")
    assert look(folder)[1] == ["file-changed"]
    assert (folder / LIST).read_bytes() == before


def test_a_file_that_went_away_is_noticed(folder):
    look(folder)
    (folder / "a.csv").unlink()
    assert look(folder, ["later/b.csv"])[1] == ["file-gone"]


def test_an_unchanged_file_is_not_read_again(folder):
    first, _ = look(folder)
    status = (folder / "a.csv").stat()
    (folder / "a.csv").write_text("ONE\n", encoding="utf-8")
    os.utime(folder / "a.csv", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert look(folder)[0] == first
    assert look(folder, again=True)[1] == ["file-changed"]


def test_what_was_hashed_for_another_is_not_forgotten(folder):
    look(folder)
    memo = folder.parent / "memo" / MEMO
    before = memo.read_bytes()
    look(folder, ["a.csv"])
    assert memo.read_bytes() == before
