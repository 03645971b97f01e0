"""What is wrong with a force's files, in words an officer can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault: where it is, what was found, what was expected, what to do.

    Attributes
    ----------
    severity
        ``error`` stops a build; ``warning`` is printed on the page.
    code
        A word from :data:`reviewkit.data.codes.CODES`, the same in ``[[accepted]]``.
    file
        Path relative to the force's folder, for example ``force.toml`` or ``calls_2025.csv.gz``;
        a member of a zip is ``report.zip/january.csv``, a sheet is ``report.xlsx/Sheet 1``.
    line
        Line in the file as an editor or a spreadsheet shows it (the first line is 1); None for the whole file.
    column
        Name of the column, as in the file (or the key, in ``force.toml``).
    found
        What stands there; masked when it may be personal.
    expected
        What should stand there.
    action
        What to do next.
    rows
        How many rows have this fault; ``line`` is the first of them.
    first_day, last_day
        The days the fault concerns, both included; None where it is not about days. ``rows`` of an ``[[accepted]]``
        entry must cover them.
    accepted
        Who accepted the fault in writing, when and why; empty where nobody has.
    """

    severity: Severity
    code: str
    file: str
    found: str
    expected: str
    action: str
    line: int | None = None
    column: str | None = None
    rows: int = 1
    first_day: date | None = None
    last_day: date | None = None
    accepted: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        if self.column:
            place += f", {self.column}"
        many = f" ({self.rows:,} rows; the first is shown)" if self.rows > 1 else ""
        accepted = f"\n  accepted: {self.accepted}" if self.accepted else ""
        return (
            f"{self.severity.upper()} {self.code}: {place}{many}\n"
            f"  found:    {self.found}\n  expected: {self.expected}\n  to do:    {self.action}{accepted}"
        )


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Supplied figures that contradict themselves, so that no page uses them.

    Attributes
    ----------
    table, file, channel, stage
        Where they stand; ``channel`` and ``stage`` as in the tidy table.
    column
        The column that is made empty; None where whole rows are left out.
    start, end
        First and last day concerned, both included.
    reason
        A sentence for the page that refuses the measures needing these figures.
    """

    table: str
    column: str | None
    file: str
    channel: str
    stage: str
    start: date
    end: date
    reason: str


def with_days(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a :class:`Problem` or :class:`Withheld` as JSON has them, with the days as dates.

    >>> with_days({"reason": "2024-04-03", "start": "2024-04-03"})
    {'reason': '2024-04-03', 'start': datetime.date(2024, 4, 3)}
    """
    days = [name for name in ("start", "end", "first_day", "last_day") if item.get(name)]
    return item | {name: date.fromisoformat(item[name]) for name in days}


class DataError(Exception):
    """A force's files cannot be used as they are; carries every problem found.

    Parameters
    ----------
    problems
        All problems, errors and warnings, in the order an officer should read them.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
