"""Five rows as they would be read, so that an officer sees at once whether the proposal is right."""

from __future__ import annotations

from reviewkit.data.checks.personal import mask
from reviewkit.data.prepared import Prepared
from reviewkit.data.propose.entry import Entry
from reviewkit.data.reading import duck

ROWS, WIDEST = 5, 30
HIDDEN = "(hidden)"
UNREAD = ("file", "line", "mark", "grain")


def read_rows(prepared: Prepared, table: str, files: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the first rows of a tidy table that come from these files; local times, personal data masked.

    Columns in which all five rows are empty are left out; a caller's number is never shown.
    """
    local = "timezone('Europe/London', {0})"
    with duck.connect() as con:
        source = f"read_parquet({duck.value(prepared.table(table))})"
        kinds = {row[0]: row[1] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        shown = [name for name in kinds if name not in UNREAD]
        cells = [local.format(duck.name(name)) if "ZONE" in kinds[name] else duck.name(name) for name in shown]
        ours = " OR ".join(f"starts_with(file, {duck.value(name)})" for name in files) if "file" in kinds else "true"
        order = " ORDER BY file, line" if {"file", "line"} <= set(kinds) else ""
        columns = ", ".join(f"CAST({cell} AS VARCHAR)" for cell in cells)
        rows = con.execute(f"SELECT {columns} FROM {source} WHERE {ours}{order} LIMIT {ROWS}").fetchall()
    filled = [place for place in range(len(shown)) if any(row[place] is not None for row in rows)]
    return [{shown[place]: _shown(shown[place], row[place]) for place in filled} for row in rows]


def raw_rows(entry: Entry) -> list[dict[str, str]]:
    """Return the first rows as they stand in the file, under our names: for a proposal that cannot be read yet."""
    columns = entry.layout.columns
    rows = min(ROWS, max(map(len, columns.values()), default=0))
    return [
        {
            ours: _shown(ours, " ".join(columns[one][row] for one in guess.value))
            for ours, guess in entry.columns.items()
        }
        for row in range(rows)
    ]


def as_text(rows: list[dict[str, str]]) -> str:
    """Return rows side by side, a line for each column: a table of many columns would not fit a screen.

    >>> print(as_text([{"offered": "12", "start": "08:00"}, {"offered": "7", "start": "08:30"}]))
    offered  12     7
    start    08:00  08:30
    """
    names = list(rows[0]) if rows else []
    rows = [{name: _short(text) for name, text in row.items()} for row in rows]
    widths = [max(len(text) for text in row.values()) for row in rows if row]
    left = max(map(len, names), default=0)
    lines = (
        "  ".join(
            [name.ljust(left), *(row[name].ljust(width) for row, width in zip(rows, widths, strict=True))]
        ).rstrip()
        for name in names
    )
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _shown(name: str, value: object) -> str:
    if name in {"caller", "reference"}:
        return HIDDEN if value else ""
    text = "" if value is None else str(value).removesuffix(".0")
    return mask(text, names=name not in {"channel", "stage", "queue"}) if text else ""
