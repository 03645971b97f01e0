"""What the figures themselves say: calls add up, bands grow, means are not totals, milliseconds are no seconds."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping
from dataclasses import replace

from reviewkit.data.declared.schemas import BAND
from reviewkit.data.propose.marks import Guess, Open, quoted
from reviewkit.data.propose.values import Look, number, seconds

Mapped = dict[str, Guess]
Columns = Mapping[str, list[str]]
A_WORKING_SHIFT = 6 * 3600
"""No mean wait or mean handling time is longer than this."""
ENDS = ("contained", "callback", "forced", "overflow", "waiting")


def weigh(mapped: Mapped, columns: Columns) -> Mapped:
    """Return the mapping with what the figures add for or against each count and band."""
    made = dict(mapped)
    rows = _rows(mapped, columns, ("offered", "answered", "abandoned", *ENDS))
    whole = [row for row in rows if {"offered", "answered"} <= set(row)]
    if whole and "abandoned" in mapped:
        same = sum(_adds_up(row) for row in whole)
        for name in ("offered", "answered", "abandoned"):
            made[name] = _with(
                made[name], same, len(whole), f"answered and the rest make up offered in {same} of {len(whole)} rows"
            )
    for name in [name for name in ("answered", "abandoned") if "offered" in mapped and name in mapped]:
        fits = [row for row in rows if name in row and "offered" in row]
        less = sum(row[name] <= row["offered"] for row in fits)
        if less < 0.95 * len(fits):
            made[name] = replace(
                made[name], sure=False, why=f"{made[name].why}; but more than offered in {len(fits) - less} rows"
            )
    return made | _weigh_bands(made, columns)


def not_answered(mapped: Mapped, columns: Columns, looks: Mapping[str, Look]) -> list[Open]:
    """Return a line for a column that is offered less answered: whether these callers gave up only the force knows."""
    if "abandoned" in mapped or not {"offered", "answered"} <= set(mapped):
        return []
    todo = "it is offered less answered; take the # away only if the force says that all of these gave up"
    return [
        Open(place="columns", line=f"abandoned = {quoted(heading)}", todo=todo)
        for heading in _completing("abandoned", mapped, columns, looks)
    ]


def find_by_sums(mapped: Mapped, columns: Columns, looks: Mapping[str, Look]) -> Mapped:
    """Return offered or answered where no heading said so but the figures do; each is a guess.

    Abandoned is never found so: calls not answered may have ended in other ways, and only the force knows.
    """
    known = [name for name in ("offered", "answered", "abandoned") if name in mapped]
    missing = [name for name in ("offered", "answered", "abandoned") if name not in mapped]
    if len(known) != 2 or missing == ["abandoned"]:
        return {}
    why = "answered and abandoned make up offered with it"
    found = _completing(missing[0], mapped, columns, looks)
    return {missing[0]: Guess(value=(found[0],), why=why)} if found else {}


def _completing(missing: str, mapped: Mapped, columns: Columns, looks: Mapping[str, Look]) -> list[str]:
    """Return the columns with which answered and abandoned make up offered in nearly all rows."""
    used = {heading for guess in mapped.values() for heading in guess.value}
    found = []
    for heading in (heading for heading, seen in looks.items() if seen.kind == "count" and heading not in used):
        trial = mapped | {missing: Guess(value=(heading,), why="")}
        rows = [row for row in _rows(trial, columns, ("offered", "answered", "abandoned")) if len(row) == 3]
        same = sum(row["offered"] == row["answered"] + row["abandoned"] for row in rows)
        if len(rows) >= 4 and same >= 0.95 * len(rows):
            found.append(heading)
    return found


def total_or_mean(mapped: Mapped, columns: Columns) -> Mapped:
    """Return the mapping with a total that can only be a mean, or may be one, under the name that fits its figures.

    A heading such as "Wait" says neither; a total grows with the calls it is the total of.
    """
    made: Mapped = {}
    for name, guess in mapped.items():
        other = name.replace("_total_s", "_mean_s")
        count = "abandoned" if name.startswith("abandoned") else "answered"
        if guess.sure or not name.endswith("_total_s") or other in mapped or count not in mapped or other == name:
            made[name] = guess
            continue
        rows = [row for row in _rows(mapped, columns, (name, count)) if row.get(count) and name in row]
        each = statistics.median(row[name] / row[count] for row in rows) if rows else 0
        if each >= 1 and _grows([row[count] for row in rows], [row[name] for row in rows]):
            made[name] = replace(guess, why=f"{guess.why}; it grows with the calls, so it is taken as a total")
        else:
            made[other] = replace(guess, why=f"{guess.why}; it does not grow with the calls, so it is taken as a mean")
    return made


def formats_of(mapped: Mapped, columns: Columns, *, units: Mapping[str, str], decimal: str) -> dict[str, Guess]:
    """Return how durations are written, where it is not plain seconds, m:ss or h:mm:ss."""
    durations = [name for name in mapped if name.endswith("_s") and not BAND.fullmatch(name)]
    texts = {name: [text for text in columns[mapped[name].value[0]] if text] for name in durations}
    plain = {name: _numbers(texts[name], decimal) for name in durations}
    made: dict[str, Guess] = {}
    if _milliseconds(mapped, columns, plain):
        why = "as seconds the waits or handling times would last for hours"
        made |= {name: Guess(value="milliseconds", why=why) for name, values in plain.items() if values}
    if _hundredths(texts):
        why = "every duration ends in :00, so the parts seem to be minutes, seconds and hundredths"
        made |= {name: Guess(value="mm:ss:00", why=why) for name in durations if texts[name]}
    for name, values in plain.items():
        if units.get(name, "") in {"minutes", "milliseconds"} and values:
            made[name] = Guess(value=units[name], why="the heading says so", sure=True)
        elif values and max(values) < 1 and any(len(text.partition(".")[2]) >= 4 for text in texts[name]):
            made[name] = Guess(value="excel-days", why="parts of a day, as a spreadsheet keeps times")
    return made


def decimal_of(columns: Columns) -> Guess | None:
    """Return the mark before decimals where it is a comma, or None.

    >>> decimal_of({"Wait": ["6000,5", "12,0"]}).value, decimal_of({"Calls": ["1,204"]})
    (',', None)
    """
    commas = [
        text
        for values in columns.values()
        for text in values
        if re.fullmatch(r"-?\d+,\d+|-?\d{1,3}(?:\.\d{3})+,\d+", text)
    ]
    points = sum(bool(re.fullmatch(r"-?\d+\.\d+", text)) for values in columns.values() for text in values)
    clear = [text for text in commas if not re.fullmatch(r"-?\d{1,3},\d{3}", text)]
    return (
        Guess(value=",", why=f'numbers are written as "{clear[0]}"', sure=not points) if clear and not points else None
    )


def _rows(mapped: Mapped, columns: Columns, names: tuple[str, ...]) -> list[dict[str, float]]:
    """Return the figures of the columns mapped, row by row; what is empty or no number is left out."""
    given = {name: columns[mapped[name].value[0]] for name in names if name in mapped}
    read = {name: [seconds(text) for text in values] for name, values in given.items()}
    length = len(next(iter(read.values()), []))
    return [{name: values[i] for name, values in read.items() if values[i] is not None} for i in range(length)]


def _adds_up(row: dict[str, float]) -> bool:
    ends = sum(row.get(name, 0) for name in ("answered", "abandoned", *ENDS))
    return abs(ends - row["offered"]) <= max(1, 0.02 * row["offered"])


def _with(guess: Guess, same: int, rows: int, why: str) -> Guess:
    """Return a guess with a sum that holds or does not; where it mostly does not, it is no longer sure."""
    return replace(guess, why=f"{guess.why}; {why}", sure=guess.sure and same >= 0.8 * rows)


def _weigh_bands(mapped: Mapped, columns: Columns) -> Mapped:
    """Bands grow with their seconds and never exceed the calls they are of; one that does not is doubtful."""
    made = {}
    for what in ("answered", "abandoned"):
        bands = sorted(
            (name for name in mapped if BAND.fullmatch(name) and name.startswith(what)),
            key=lambda name: int(BAND.fullmatch(name)[2]),
        )
        order = [*bands, what] if what in mapped else bands
        rows = [row for row in _rows(mapped, columns, tuple(order)) if len(row) == len(order)]
        grows = sum([row[name] for name in order] == sorted(row[name] for name in order) for row in rows)
        for name in bands:
            if rows and grows < 0.95 * len(rows):
                why = f"{mapped[name].why}; but the bands do not grow in {len(rows) - grows} rows"
                made[name] = replace(mapped[name], why=why, sure=False)
    return made


def _numbers(values: list[str], decimal: str) -> list[float]:
    filled = [text for text in values if text]
    read = [number(text.replace(".", "").replace(",", ".") if decimal == "," else text) for text in filled]
    found = [value for value in read if value is not None]
    return found if len(found) >= 0.9 * len(filled) else []


def _milliseconds(mapped: Mapped, columns: Columns, plain: Mapping[str, list[float]]) -> bool:
    for name, values in plain.items():
        each = values
        if name.endswith("_total_s"):
            rows = _rows(mapped, columns, (name, "abandoned" if name.startswith("abandoned") else "answered"))
            each = [
                row[name] / max(1, next(iter(row[key] for key in row if key != name), 1)) for row in rows if name in row
            ]
        if each and not name.startswith("longest") and statistics.median(each) > A_WORKING_SHIFT:
            return True
    return False


def _hundredths(texts: Mapping[str, list[str]]) -> bool:
    """Whether every duration of the file ends in :00, as where a system prints eight seconds as 0:08:00."""
    every = [text for values in texts.values() for text in values]
    some = [text for text in every if text.strip("0:")]
    alike = all(re.fullmatch(r"\d+:\d\d:00", text) for text in every)
    return alike and len(some) >= 4 and len(set(some)) >= 2


def _grows(counts: list[float], totals: list[float]) -> bool:
    if len(set(counts)) < 2 or len(set(totals)) < 2:
        return False
    return statistics.correlation(counts, totals) > 0
