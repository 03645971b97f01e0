"""Reports as contact-centre systems export them are read to exactly the rows they hold."""

from __future__ import annotations

import pytest

from tests.data.drawn import Drawn
from tests.data.reading.layouts.twelve import LAYOUTS


def drawn(tmp_path, name, **how):
    force = Drawn(tmp_path)
    drawing = LAYOUTS[name](force.folder, **how)
    return force.declare(drawing.entry, start=drawing.start, end=drawing.end), drawing


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_to_exactly_its_rows(tmp_path, name):
    force, drawing = drawn(tmp_path, name)
    assert force.rows(drawing.columns, drawing.table) == drawing.rows


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_good_report_gives_no_word_about_its_layout(tmp_path, name):
    force, _ = drawn(tmp_path, name)
    _, problems = force.examine()
    about_layout = {"total-differs", "unmapped-queue", "wrong-width", "no-section", "no-date", "first-sheet"}
    assert [str(problem) for problem in problems if problem.code in about_layout] == []
