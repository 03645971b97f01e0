"""The new site takes the place of the old one at one stroke; what a killed build left is cleared away."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from reviewkit.press import swap
from reviewkit.press.swap import exchange, heal, is_at_rest, one_at_a_time, replacing


def site(folder: Path, words: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(words, encoding="utf-8")
    return folder


def words_of(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def put(final: Path, words: str) -> None:
    with replacing(final) as new:
        (new / "index.html").write_text(words, encoding="utf-8")


@pytest.mark.parametrize("at_one_stroke", [True, False])
def test_a_site_is_replaced_and_nothing_is_left_over(tmp_path, monkeypatch, at_one_stroke):
    if not at_one_stroke:  # a system without an exchange of folders, such as Windows
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    final = tmp_path / "2024"
    put(final, "first")
    put(final, "second")
    assert words_of(final) == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_when_writing_fails_the_old_site_stands(tmp_path):
    final = site(tmp_path / "2024", "good")
    with pytest.raises(FileNotFoundError), replacing(final) as new:
        (new / "no such folder" / "index.html").write_text("half", encoding="utf-8")
    assert words_of(final) == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


@pytest.mark.parametrize(
    ("left", "stands"),
    [
        ({"2024": "old", ".2024.new": "half"}, "old"),  # killed while writing
        ({".2024.old": "old", ".2024.new": "whole"}, "old"),  # killed between the two renames
        ({"2024": "new", ".2024.old": "old"}, "new"),  # killed while the old site was removed
        ({"2024": "new"}, "new"),
    ],
)
def test_what_a_killed_build_left_is_healed(tmp_path, left, stands):
    for name, words in left.items():
        site(tmp_path / name, words)
    assert is_at_rest(tmp_path / "2024") == (set(left) == {"2024"})
    heal(tmp_path / "2024")
    assert is_at_rest(tmp_path / "2024")
    assert words_of(tmp_path / "2024") == stands
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_two_folders_change_places(tmp_path):
    one, other = site(tmp_path / "one", "1"), site(tmp_path / "other", "2")
    if exchange(one, other):
        assert (words_of(one), words_of(other)) == ("2", "1")
    else:
        assert (words_of(one), words_of(other)) == ("1", "2")
    assert not exchange(one, tmp_path / "missing")


def test_a_second_build_says_that_it_waits(tmp_path):
    said, entered = [], threading.Event()

    def second() -> None:
        with one_at_a_time(tmp_path, progress=lambda text: (said.append(text), entered.set())):
            said.append("in")

    with one_at_a_time(tmp_path, progress=said.append):
        other = threading.Thread(target=second)
        other.start()
        assert entered.wait(timeout=30)
        assert said == ["another build of this force is running: waiting until it is done"]
    other.join(timeout=30)
    assert said[-1] == "in"
