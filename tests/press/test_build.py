"""From a force's files to its site: what is published, what is reported, what stays as it was."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from reviewkit.press.build import build
from reviewkit.press.faults import UsageError
from reviewkit.press.manifest import faults_of

FAILING = "first = 1\nsecond = 2\nraise ValueError('no such column in ' + __import__('os').getcwd())"
WITHOUT_DATA = "from reviewkit.sections import NotPossible\nraise NotPossible('No rota was supplied.')"


@pytest.fixture
def make(data, tmp_path):
    said: list[str] = []

    def run(**options):
        places = {"data": data, "outputs": tmp_path / "outputs", "notebooks": tmp_path / "notebooks"}
        (built,) = build(["tiny"], progress=said.append, **places, **options)
        return built

    run.said = said
    return run


def test_a_site_is_whole_and_where_it_should_be(make, notebook, tmp_path):
    notebook()
    built = make()
    assert built.good
    assert built.index == tmp_path / "outputs" / "tiny" / "2025-03-01_2025-03-02" / "index.html"
    files = {path.relative_to(built.index.parent).as_posix() for path in built.index.parent.rglob("*.*")}
    assert files == {
        *("index.html", "hello.html", "findings.json", "manifest.json", "build.json", "notebooks/hello.ipynb"),
    }
    assert faults_of(built.index.parent) == []


def test_each_step_is_said(make, notebook):
    notebook()
    make()
    assert make.said[0] == "tiny: reading and checking the files"
    assert "tiny: hello: cell 3 of 3" in make.said
    assert make.said[-1] == "tiny: writing the pages"


def test_the_same_inputs_give_the_same_bytes(make, notebook):
    notebook("10_hello.ipynb", "print(object())", "from reviewkit.page.display import Prose\nProse(paragraphs=(end,))")
    first = (make().index.parent / "manifest.json").read_bytes()
    again = make(force_rebuild=True)  # else the site would merely be left as it is
    assert again.ran == ("hello",)
    assert (again.index.parent / "manifest.json").read_bytes() == first


def test_no_clock_and_no_path_of_this_computer_is_published(make, notebook, tmp_path):
    notebook("10_hello.ipynb", "import os\nprint(os.getcwd(), os.environ['REVIEWKIT_DATA'], os.path.abspath('x'))")
    folder = make().index.parent
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.*") if path.name != "build.json"}
    assert [name for name, text in texts.items() if str(tmp_path) in text or "/tmp" in text] == []
    plain = {name: re.sub(r"[0-9a-f]{64}", "", text) for name, text in texts.items()}  # a hash may hold any digits
    assert [name for name, text in plain.items() if str(date.today().year) in text] == []  # noqa: DTZ011


def test_a_failing_section_is_reported_and_the_others_are_published(make, notebook):
    notebook("10_hello.ipynb")
    notebook("20_broken.ipynb", "good = 1", FAILING)
    built = make()
    assert not built.good
    (failure,) = built.failures
    assert failure.section == "broken"
    assert failure.message.startswith("cell 4: ValueError: no such column in ")
    assert "first = 1\n" in failure.message
    assert "/tmp" not in failure.message
    front = built.index.read_text(encoding="utf-8")
    assert "hello.html" in front
    assert "“Broken” is not in this review: it could not be made (cell 4: ValueError: no such column" in front
    assert not (built.index.parent / "broken.html").exists()


def test_where_every_section_fails_the_last_good_site_stands(make, notebook):
    notebook()
    folder = make().index.parent
    before = (folder / "manifest.json").read_bytes()
    notebook("10_hello.ipynb", FAILING)
    built = make()
    assert built.index is None
    assert len(built.failures) == 1
    assert (folder / "manifest.json").read_bytes() == before
    assert faults_of(folder) == []


def test_a_process_that_ends_within_a_cell_costs_its_section_only(make, notebook):
    notebook("10_hello.ipynb")
    notebook("20_dying.ipynb", "import os", "os._exit(9)")
    built = make()
    assert [(failure.section, failure.message) for failure in built.failures] == [
        ("dying", "its process ended by itself, with exit code 9"),
    ]
    assert (built.index.parent / "hello.html").exists()


def test_a_section_without_its_data_is_left_out_with_the_reason(make, notebook):
    notebook("10_hello.ipynb")
    notebook("30_staffing.ipynb", WITHOUT_DATA)
    built = make()
    assert built.good
    assert [(missing.name, missing.reason) for missing in built.left_out] == [("staffing", "No rota was supplied.")]
    assert "“Staffing” is not in this review: No rota was supplied." in built.index.read_text(encoding="utf-8")


def test_only_the_sections_asked_for_are_made(make, notebook):
    notebook("10_hello.ipynb")
    notebook("30_staffing.ipynb", WITHOUT_DATA)
    built = make(sections=["hello"])
    assert not built.left_out
    assert "“Staffing” is not in this review: it was not asked for" in built.index.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sections": ["helo"]}, "Was hello meant?"),
        ({"start": date(2025, 3, 2), "end": date(2025, 3, 1)}, "before it begins"),
    ],
)
def test_what_cannot_be_asked_for_is_said(make, notebook, options, words):
    notebook()
    with pytest.raises(UsageError, match=words):
        make(**options)


def test_without_a_notebook_there_is_nothing_to_build(make, tmp_path):
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(UsageError, match="no section has a notebook"):
        make()


def test_unusable_data_stops_the_build_with_every_problem(make, notebook, data):
    notebook()
    hours = data / "raw" / "tiny" / "hours.csv"
    hours.write_text(hours.read_text(encoding="utf-8").replace("01T05:00,10", "01T05:00,ten"), encoding="utf-8")
    built = make()
    assert built.index is None
    assert {problem.severity for problem in built.problems} >= {"error"}
    assert built.problems[0].line == 7


def test_what_is_not_published_stands_in_the_build_record(make, notebook):
    notebook("10_hello.ipynb", "print('seen by nobody')\n[1, 2]")
    folder = make().index.parent
    record = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    assert record["not_published"] == [
        "hello, cell 3: printed text, 'seen by nobody'",
        "hello, cell 3: an output of type text/plain",
    ]
    assert "seen by nobody" not in (folder / "hello.html").read_text(encoding="utf-8")
