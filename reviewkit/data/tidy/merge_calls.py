"""The parts of a force's calls become one table: in order of time, each leg of a call once."""

from __future__ import annotations

from pathlib import Path

import duckdb

from reviewkit.data.problems import Problem
from reviewkit.data.reading.duck import value
from reviewkit.data.reading.faults import caution
from reviewkit.data.tidy.calls import COLUMNS, FIRST_FAULT, FIRST_TIME, SECOND_TIME, SMALL

SAME = ("channel", "stage", "offered_at", "wait_s", "outcome", "handled_s", "reason", "agency", "caller")
GOOD = f"(mark IS NULL OR mark < {FIRST_FAULT})"
ORDER = "offered_at, call_id, leg, file, line"


def make_view(
    con: duckdb.DuckDBPyConnection, parts: list[Path], *, unnumbered: frozenset[Path] | set[Path] = frozenset()
) -> list[Problem]:
    """Make the view ``calls`` over all parts, and return warnings about revised calls.

    Parts that are whole, in order and without repeated calls are used as they are; else they are written again. In
    ``unnumbered`` parts no column numbers the legs of a call: its stages are its legs, in order of time.
    """
    if not parts:
        columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in COLUMNS.items())
        con.execute(f"CREATE OR REPLACE VIEW calls AS SELECT {columns} WHERE false")
        return []
    con.execute(f"CREATE OR REPLACE VIEW calls AS {_union(parts)}")
    clean, problems = _clean(con, parts)
    if not clean:
        problems += _write_again(con, parts, unnumbered)
    return problems


def _union(parts: list[Path]) -> str:
    files = ", ".join(map(value, parts))
    return f"SELECT * FROM read_parquet([{files}])"


def _clean(con: duckdb.DuckDBPyConnection, parts: list[Path]) -> tuple[bool, list[Problem]]:
    """Tell whether one streaming look finds all parts good, in order of time, and no call twice."""
    good, ordered, rising = con.execute(
        f"SELECT bool_and({GOOD}), bool_and(offered_at >= before), bool_and(call_id > last) FROM "
        f"(SELECT *, lag(offered_at) OVER () AS before, lag(call_id) OVER () AS last FROM ({_union(parts)}))"
    ).fetchone()
    if good and ordered is not False and (rising is not False or not _repeated(con)):
        return True, []
    return False, []


def _repeated(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether some leg may stand twice: a collision of hashes only costs time, never a call."""
    rows, known, distinct = con.execute(
        "SELECT count(*), count(call_id), count(DISTINCT CASE WHEN call_id IS NOT NULL THEN hash(call_id, leg) END) "
        "FROM calls"
    ).fetchone()
    return known != distinct and rows > 0


def _write_again(
    con: duckdb.DuckDBPyConnection, parts: list[Path], unnumbered: frozenset[Path] | set[Path]
) -> list[Problem]:
    target = parts[0].with_name("merged.parquet")
    order = " ".join(f"WHEN {value(part)} THEN {n}" for n, part in enumerate(parts))
    files = ", ".join(map(value, parts))
    without = " OR ".join(["false", *(f"filename = {value(part)}" for part in parts if part in unnumbered)])
    rows = (
        f"SELECT * EXCLUDE (filename), {without} AS unnumbered, CASE filename {order} END AS part, "
        "CASE WHEN unnumbered THEN concat_ws(' ', channel, stage) ELSE CAST(leg AS VARCHAR) END AS which "
        f"FROM read_parquet([{files}], filename = true) WHERE {GOOD}"
    )
    problems = _revised(con, rows) if _repeated(con) else []
    chosen = _numbered(_last(rows)) if problems or _repeated(con) else rows
    con.execute(f"COPY (SELECT {', '.join(COLUMNS)} FROM ({chosen}) ORDER BY {ORDER}) TO {value(target)} ({SMALL})")
    con.execute(f"CREATE OR REPLACE VIEW calls AS {_union([target])}")
    for part in parts:
        part.unlink()
    parts[:] = [target]
    return problems


def _last(rows: str) -> str:
    """Return SQL that keeps, of each leg of a call, those of the last part that has it, and unnamed calls all."""
    return f"SELECT * FROM ({rows}) QUALIFY call_id IS NULL OR part = max(part) OVER (PARTITION BY call_id, which)"


def _numbered(rows: str) -> str:
    """Return SQL that numbers the stages of a call by their first time, where nothing else numbers its legs."""
    began = "min(offered_at) OVER (PARTITION BY call_id, which)"
    place = "dense_rank() OVER (PARTITION BY call_id ORDER BY began, which)"
    leg = f"CASE WHEN unnumbered AND call_id IS NOT NULL THEN CAST({place} AS INTEGER) ELSE leg END"
    return f"SELECT * REPLACE ({leg} AS leg) FROM (SELECT *, {began} AS began FROM ({rows}))"


def _revised(con: duckdb.DuckDBPyConnection, rows: str) -> list[Problem]:
    same = ", ".join(SAME)
    found = con.execute(
        f"WITH seen AS (SELECT *, max(part) OVER (PARTITION BY call_id, which) AS last FROM ({rows}) "
        "WHERE call_id IS NOT NULL), "
        f"differ AS (SELECT call_id, which, count(DISTINCT ({same})) > 1 AS changed FROM seen GROUP BY call_id, which) "
        "SELECT file, min(line), count(*), count(*) FILTER (changed) FROM seen JOIN differ USING (call_id, which) "
        "WHERE part < last GROUP BY file ORDER BY file"
    ).fetchall()
    return [
        caution(
            "revised",
            file,
            f"{rows:,} calls stand again in a later file, {changed:,} of them changed",
            "each call once",
            "Nothing, if the later file is the right one: it was used. Else change the order of files in force.toml.",
            line=line,
            rows=rows,
        )
        for file, line, rows, changed in found
    ]


def repeated_hours(con: duckdb.DuckDBPyConnection, zone: str) -> list[Problem]:
    """Return a warning for each file and day whose repeated hour has a first time round only."""
    days = con.execute(
        f"SELECT CAST(timezone({value(zone)}, offered_at) AS DATE) AS day, count(*) FILTER (mark = {SECOND_TIME}), "
        f"count(*), min(line), file FROM calls WHERE mark IN ({FIRST_TIME}, {SECOND_TIME}) "
        "GROUP BY day, file ORDER BY day, file"
    ).fetchall()
    return [
        caution(
            "repeated-hour",
            file,
            f"{day:%d %B %Y}: {rows:,} calls in the hour that came twice, and nothing tells the two apart",
            "calls in order of time, or a clock that does not change",
            "They are taken as the first time round; ask the force for times in UTC.",
            line=line,
            rows=rows,
        )
        for day, second, rows, line, file in days
        if not second
    ]
