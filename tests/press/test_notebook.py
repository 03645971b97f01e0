"""A notebook is looked at before it is run, and refused with every mismatch listed."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from reviewkit.press.faults import RunError
from reviewkit.press.notebook import Parameter, inspect, sections_in


def test_the_parameters_are_read_with_type_and_default(notebook):
    path = notebook(parameters='force: str = "a"  # help\nstart: str = "b"\nend: str = "c"\nweeks: int = 12')
    assert inspect(path) == (
        Parameter("force", "str", "a"),
        Parameter("start", "str", "b"),
        Parameter("end", "str", "c"),
        Parameter("weeks", "int", 12),
    )


@pytest.mark.parametrize(
    ("parameters", "faults"),
    [
        ('forse: str = "a"\nstart: str = "b"\nend: str = "c"', ["`force` is given * was `force` meant?"]),
        ('start: str = "b"', ["`force` is given*", "`end` is given*"]),
        ('force: str = 1\nstart: str = "b"\nend: str = "c"', ["`force` is declared as str, its value 1 is not"]),
        ('force: str = "a"\nstart: int = 1\nend: str = "c"', ["`start` is declared as int: it is given as text*"]),
        (
            'force: str = "a"\nstart: date = "b"\nend: str = "c"',
            ["`start` is declared as date*", "`start` is of type*"],
        ),
        ('force = "a"\nstart: str = "b"\nend: str = "c"', ["line 1 * reads `force = 'a'`*", "`force` is given*"]),
        ('force: str = "a"\nstart: str = f()\nend: str = "c"', ["line 2 *", "`start` is given*"]),
        ("force: str = ", ["line 1 * is not Python*"]),
    ],
)
def test_every_mismatch_is_listed(notebook, parameters, faults):
    with pytest.raises(RunError) as refused:
        inspect(notebook(parameters=parameters))
    assert len(refused.value.faults) == len(faults)
    assert all(fnmatch(found, words) for found, words in zip(refused.value.faults, faults, strict=True))


def test_a_notebook_without_the_tag_is_refused(notebook):
    with pytest.raises(RunError, match="no cell has the tag `parameters`"):
        inspect(notebook(tag="params"))


def test_what_is_not_a_notebook_is_refused(tmp_path):
    path = tmp_path / "10_x.ipynb"
    with pytest.raises(RunError, match="there is no such notebook"):
        inspect(path)
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(RunError, match="not a Jupyter notebook"):
        inspect(path)


def test_sections_come_in_the_order_of_their_numbers(notebook, tmp_path):
    for name in (
        "20_demand.ipynb",
        "10_performance.ipynb",
        "_section.ipynb",
        "100_other_agencies.ipynb",
        "notes.ipynb",
    ):
        notebook(name)
    names = [section.name for section in sections_in(tmp_path / "notebooks")]
    assert names == ["performance", "demand", "other_agencies"]


def test_two_notebooks_of_one_section_are_refused(notebook, tmp_path):
    notebook("10_demand.ipynb")
    notebook("20_demand.ipynb")
    with pytest.raises(RunError, match=r"10_demand.ipynb and 20_demand.ipynb make the same section"):
        sections_in(tmp_path / "notebooks")
