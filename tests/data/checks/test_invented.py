"""Invented forces are sound: no rule sees a fault in them, whatever the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit.data.check import check
from reviewkit.data.example import write_example


@pytest.mark.parametrize("seed", [1, 20])
def test_an_invented_force_has_no_errors_and_few_warnings(seed, tmp_path):
    write_example(tmp_path, forces=1, years=1, seed=seed)
    slug = next(path.parent.name for path in Path(tmp_path / "raw").glob("*/force.toml"))
    problems = check(slug, data=tmp_path)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert len(problems) <= 2
