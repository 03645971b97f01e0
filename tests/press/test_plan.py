"""What waits for what: a section that reads others comes after them; the rest runs side by side."""

from __future__ import annotations

import json
from concurrent.futures import Future

import pytest

from reviewkit.press.faults import RunError
from reviewkit.press.notebook import sections_in
from reviewkit.press.plan import make_in_order


def reading(path, *names):
    """Let a notebook declare which sections it reads."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"]["reviewkit"] = {"reads": list(names)}
    path.write_text(json.dumps(content), encoding="utf-8")


class Begun:
    """Steps as they are begun; each ends when the test says so."""

    def __init__(self):
        self.futures = {}

    def __call__(self, step):
        self.futures[step] = Future()
        return self.futures[step]


def test_what_waits_for_nothing_is_begun_at_once_and_the_rest_after_what_it_waits_for():
    begun, seen = Begun(), []

    def begin(step):
        future = begun(step)
        if step != "a":  # the first ends only when the second has
            future.set_result(step)
        return future

    def ended(step):
        seen.append((step, sorted(begun.futures)))
        if step == "b":
            begun.futures["a"].set_result("a")

    given = make_in_order({"last": ["a", "b"], "a": [], "b": []}, begin, ended=ended)
    assert seen == [("b", ["a", "b"]), ("a", ["a", "b"]), ("last", ["a", "b", "last"])]
    assert list(given) == ["last", "a", "b"]


def test_what_a_step_raises_is_raised_and_nothing_after_it_is_begun():
    begun = Begun()

    def begin(step):
        future = begun(step)
        future.set_exception(OSError("full"))
        return future

    with pytest.raises(OSError, match="full"):
        make_in_order({"a": [], "b": ["a"]}, begin)
    assert sorted(begun.futures) == ["a"]


def test_a_notebook_says_which_sections_it_reads(notebook):
    notebook("10_hello.ipynb")
    reading(notebook("90_recommendations.ipynb"), "hello")
    found = sections_in(notebook("50_other.ipynb").parent)
    assert {section.name: section.reads for section in found} == {
        "hello": (), "other": (), "recommendations": ("hello",),
    }  # fmt: skip


def test_a_section_that_does_not_exist_cannot_be_read(notebook):
    path = notebook("90_recommendations.ipynb")
    reading(path, "helo")
    with pytest.raises(RunError, match="reads the findings of 'helo'"):
        sections_in(path.parent)


def test_sections_that_read_one_another_are_refused(notebook):
    one, other = notebook("10_one.ipynb"), notebook("20_other.ipynb")
    reading(one, "other")
    reading(other, "one")
    with pytest.raises(RunError, match=r"read one another: (one after other after one|other after one after other)"):
        sections_in(one.parent)
