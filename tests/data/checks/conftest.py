"""Small drawn tables for the rules: a queue is a list of rows, every count of which a test may set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from reviewkit.data.checks import Findings, run
from reviewkit.data.declared.force import Event, Force, GoverningBody, Source

CALLS = (
    "call_id VARCHAR, leg INTEGER, channel VARCHAR, stage VARCHAR, offered_at TIMESTAMPTZ, wait_s DOUBLE, "
    "outcome VARCHAR, handled_s DOUBLE, reason VARCHAR, agency VARCHAR, caller VARCHAR, file VARCHAR, line BIGINT"
)
FIRST = date(2024, 1, 1)  # a Monday, in winter: local time is UTC


class Queue:
    """Rows of one interval table and of calls; what a row does not set is not supplied."""

    def __init__(self) -> None:
        self.rows: list[dict] = []
        self.calls: list[dict] = []
        self.events: tuple[Event, ...] = ()
        self.tolerance = 0.01

    def day(self, number: int = 0, **values: object) -> Queue:
        """Add the counts of a whole day, ``number`` days after the first."""
        start = datetime.combine(FIRST + timedelta(days=number), datetime.min.time())
        return self.row(start, minutes=1440, **values)

    def slot(self, number: int = 0, **values: object) -> Queue:
        """Add the counts of a half hour, ``number`` half hours after the first."""
        return self.row(datetime.combine(FIRST, datetime.min.time()) + timedelta(minutes=30 * number), **values)

    def row(self, start: datetime, *, minutes: int = 30, **values: object) -> Queue:
        fixed = {"start": start, "minutes": minutes, "channel": "101", "stage": "primary", "file": "counts.csv"}
        self.rows.append(fixed | {"line": len(self.rows) + 2} | values)
        return self

    def call(self, seconds: int = 0, **values: object) -> Queue:
        """Add a call, ``seconds`` after the first midnight."""
        at = datetime.combine(FIRST, datetime.min.time()) + timedelta(seconds=seconds)
        line = len(self.calls) + 2
        fixed = {"call_id": f"C{line}", "leg": 1, "channel": "101", "stage": "primary", "offered_at": at, "wait_s": 5.0}
        self.calls.append(fixed | {"outcome": "answered", "file": "calls.csv", "line": line} | values)
        return self

    def check(self) -> Findings:
        with duckdb.connect() as con:
            self.tables(con)
            return run(self.force(), con)

    def tables(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write the rows as the tables that the rules read."""
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"CREATE TABLE calls ({CALLS})")
        fixed = {"start", "minutes", "channel", "stage", "part", "file", "line"}
        counts = sorted({name for row in self.rows for name in row} - fixed)
        con.execute(
            "CREATE TABLE intervals (start TIMESTAMPTZ, minutes INTEGER, channel VARCHAR, stage VARCHAR, "
            f"part VARCHAR DEFAULT '', file VARCHAR, line BIGINT{''.join(f', {name} DOUBLE' for name in counts)})"
        )
        for table, rows in (("intervals", self.rows), ("calls", self.calls)):
            for row in rows:
                marks = ", ".join("?" * len(row))
                con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def codes(self) -> set[str]:
        """Codes of all problems but those about the period, which these small tables never cover."""
        return {problem.code for problem in self.check().problems} - {"period-not-covered"}

    def force(self) -> Force:
        source = Source(
            table="intervals",
            files=("counts.csv",),
            columns={"offered": ("Received",)},
            identity_tolerance=self.tolerance,
            parts=("Contract",),
        )
        body = GoverningBody(kind="pcc", name="Office", title="Commissioner")
        return Force(
            slug="x",
            name="X",
            nation="england",
            governing_body=body,
            start=FIRST,
            end=date(2024, 12, 31),
            folder=Path(),
            stages={"primary": "switchboard"},
            sources=(source,),
            events=self.events,
        )


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def weeks(queue: Queue) -> Callable[..., Queue]:
    """A queue of days with a weekly rhythm: 200 on weekdays, 120 at weekends, a tenth abandoned."""

    def make(days: int, *, times: Callable[[int], float] = lambda _: 1.0, **values: object) -> Queue:
        for day in range(days):
            offered = round((200 if day % 7 < 5 else 120) * times(day))
            queue.day(
                day, **({"offered": offered, "answered": offered - offered // 10, "abandoned": offered // 10} | values)
            )
        return queue

    return make
