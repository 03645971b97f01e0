"""A published share is a share from 0 to 1."""

from __future__ import annotations

import duckdb
import pytest

from reviewkit.data.checks import run


@pytest.mark.parametrize(
    ("unit", "value", "found"),
    [
        ("share", 0.0, False),
        ("share", 1.0, False),
        ("share", 1.01, True),
        ("share", 91.0, True),
        ("calls", 91.0, False),
    ],
)
def test_a_share_above_1_is_a_percentage(queue, unit, value, found):
    with duckdb.connect() as con:
        con.execute("CREATE TABLE figures (metric VARCHAR, value DOUBLE, unit VARCHAR, file VARCHAR, line BIGINT)")
        con.execute("INSERT INTO figures VALUES ('answered', ?, ?, 'published.csv', 2)", [value, unit])
        queue.tables(con)
        problems = run(queue.force(), con, published="figures").problems
    assert [(p.code, p.file, p.line) for p in problems] == ([("share-is-percent", "published.csv", 2)] if found else [])
