"""Take figures that contradict themselves out of a table, so that nothing is worked out from them."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from reviewkit.data.checks.tables import LOCAL
from reviewkit.data.problems import Withheld


def withhold(connection: duckdb.DuckDBPyConnection, withheld: Iterable[Withheld], *, table: str = "intervals") -> None:
    """Empty each withheld column, and delete each withheld row, in ``table`` of ``connection``.

    Whole rows are withheld only where they hold nothing but zeros, so only such rows of the days named are deleted.
    """
    names = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    for entry in withheld:
        where = f"""file = $file AND channel = $channel AND stage = $stage
            AND (start AT TIME ZONE '{LOCAL}')::DATE BETWEEN $start AND $end"""
        place = {key: getattr(entry, key) for key in ("file", "channel", "stage", "start", "end")}
        if entry.column is None:
            offered = "offered" if "offered" in names else "answered"
            connection.execute(f"DELETE FROM {table} WHERE {where} AND coalesce({offered}, 0) = 0", place)
        else:
            connection.execute(f"UPDATE {table} SET {entry.column} = NULL WHERE {where}", place)
