"""Which names are folders of forces, which forces there are, and what a missing one is told."""

from __future__ import annotations

import pytest

from reviewkit.data.declared.folders import all_forces, force_folder
from reviewkit.data.declared.toml import load_force
from reviewkit.data.problems import DataError


def folder_with(tmp_path, text, *, slug):
    folder = tmp_path / "raw" / slug
    folder.mkdir(parents=True)
    (folder / "force.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "slug",
    [
        "../x",
        "..",
        ".",
        "",
        " ",
        "/etc",
        "C:\\x",
        "a/b",
        "a\\b",
        "Exampleshire",
        "a_b",
        "a b",
        "-a",
        "a-",
        "é",
        "a\n",
        "a\x00",
    ],
)
def test_a_name_that_is_not_a_folder_of_ours_is_refused(tmp_path, slug):
    with pytest.raises(DataError) as caught:
        force_folder(slug, tmp_path / "data")
    [problem] = caught.value.problems
    assert problem.code == "folder-name"
    assert str(problem).count("\n") == 3, "one line each for place, found, expected, to do"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("slug", ["published", "con", "nul", "com1", "a" * 61])
def test_names_kept_for_other_uses_are_refused(tmp_path, slug):
    with pytest.raises(DataError, match="folder-name"):
        force_folder(slug, tmp_path)


def test_a_name_nearly_right_gets_a_proposal(tmp_path):
    with pytest.raises(DataError, match='You could call it "devon-cornwall"'):
        force_folder("Devon & Cornwall", tmp_path)


@pytest.mark.parametrize("slug", ["exampleshire", "avon-and-somerset", "force-2", "a"])
def test_a_good_name_is_a_folder_in_raw(tmp_path, slug):
    assert force_folder(slug, tmp_path) == tmp_path / "raw" / slug


def test_a_missing_force_names_those_there_are(tmp_path):
    for slug in ("exampleshire", "northshire"):
        folder_with(tmp_path, "", slug=slug)
    (tmp_path / "raw" / "published").mkdir()
    with pytest.raises(DataError) as caught:
        load_force(force_folder("exampelshire", tmp_path))
    [problem] = caught.value.problems
    assert problem.code == "no-folder"
    assert 'Did you mean "exampleshire"?' in problem.action
    assert "exampleshire, northshire" in problem.action
    assert "published" not in problem.action
    assert all_forces(tmp_path) == ["exampleshire", "northshire"]


def test_a_folder_without_force_toml_is_told_of_a_file_named_alike(tmp_path):
    folder = tmp_path / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    (folder / "force.toml.txt").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="no-force-toml") as caught:
        load_force(folder)
    assert 'Rename "force.toml.txt" to force.toml' in caught.value.problems[0].action


def test_no_data_folder_is_no_force(tmp_path):
    assert all_forces(tmp_path / "none") == []
    with pytest.raises(DataError, match="no force yet"):
        load_force(force_folder("exampleshire", tmp_path / "none"))
