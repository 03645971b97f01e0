"""SQL expressions that turn text of a file into times, durations, numbers and words; NULL for what cannot be read."""

from __future__ import annotations

from reviewkit.data.declared.schemas import LEAVE_OUT
from reviewkit.data.reading.duck import value

TIME_FORMATS = (
    "iso",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d/%m/%y %H:%M:%S",
    "%d/%m/%y %H:%M",
    "%d/%m/%y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d %H%M%S",
    "%Y%m%d",
    "%d-%b-%Y %H:%M:%S",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y %H:%M:%S",
    "%d %B %Y",
    "%d %b %Y",
    "%b-%y",
    "%b %Y",
    "%B %Y",
)
EXCEL_EPOCH = "1899-12-30"


def has_offset(style: str) -> bool:
    """Tell whether stamps written in ``style`` say their own distance from UTC."""
    return "%z" in style.lower() or style == "iso-offset"


def text(raw: str) -> str:
    """Return the text without blanks around it; NULL when nothing is left."""
    return f"nullif(trim({raw}), '')"


def time(raw: str, style: str) -> str:
    """Return a TIMESTAMP as the clock showed it (UTC where the stamp carries its offset).

    ``style`` is ``iso``, ``iso-offset``, ``excel-days`` (a serial number, 1900 system) or a strftime pattern.
    A cell that a spreadsheet or a Parquet file holds as a time arrives as ISO text, which every style also reads.
    """
    iso = f"CASE WHEN regexp_matches({raw}, '[0-9]{{4}}-[0-9]') THEN try_cast({raw} AS TIMESTAMP) END"
    if style == "iso":
        offset = f"regexp_matches({raw}, '(Z|[+-][0-9]{{2}}:?([0-9]{{2}})?)$')"
        return f"CASE WHEN NOT {offset} OR length({raw}) <= 10 THEN {iso} END"
    if style == "iso-offset":
        return f"timezone('UTC', try_cast({raw} AS TIMESTAMPTZ))"
    if style == "excel-days":
        day = f"try_cast({raw} AS DOUBLE)"
        stamp = f"TIMESTAMP '{EXCEL_EPOCH}' + to_microseconds(CAST(round({day} * 86400) AS BIGINT) * 1000000)"
        return f"CASE WHEN {day} BETWEEN 1 AND 80000 THEN {stamp} ELSE {iso} END"
    parsed = f"try_strptime({raw}, {value(style)})"
    if "%z" in style.lower():
        return f"timezone('UTC', CAST({parsed} AS TIMESTAMPTZ))"
    return parsed


def number(raw: str, *, decimal: str = ".", thousands: str = ",") -> str:
    """Return a DOUBLE; separators of thousands only where they stand between groups of three digits."""
    mark, point = _escaped(thousands), _escaped(decimal)
    plain = f"replace({raw}, {value(thousands)}, '')" if thousands else raw
    plain = f"replace({plain}, {value(decimal)}, '.')" if decimal != "." else plain
    simple = f"^[+-]?[0-9]+({point}[0-9]+)?$"
    grouped = f"^[+-]?[0-9]{{1,3}}({mark}[0-9]{{3}})+({point}[0-9]+)?$" if thousands else simple
    return (
        f"CASE WHEN regexp_full_match({raw}, {value(simple)}) OR regexp_full_match({raw}, {value(grouped)}) "
        f"THEN try_cast({plain} AS DOUBLE) END"
    )


def _escaped(mark: str) -> str:
    return f"\\{mark}" if mark and not mark.isalnum() and not mark.isspace() else mark


def seconds(raw: str, style: str = "", *, decimal: str = ".", thousands: str = ",") -> str:
    """Return a duration in seconds (DOUBLE) as ``style`` says it is written.

    Without a style, a plain number is seconds, one colon is m:ss and two are h:mm:ss, so ``0:08:00`` is eight minutes.
    Some systems print no nought before a first colon: ``:08`` is eight seconds.
    ``mm:ss:00`` is for systems that print eight seconds as ``0:08:00``.
    """
    plain = number(raw, decimal=decimal, thousands=thousands)
    if style == "seconds":
        return plain
    if style == "milliseconds":
        return f"({plain}) / 1000"
    if style == "minutes":
        return f"60 * ({plain})"
    if style == "excel-days":
        return f"coalesce(round(86400 * ({plain}), 3), {_clock(raw, 3)})"
    if style == "mm:ss":
        return _clock(raw, 2)
    if style == "h:mm:ss":
        return _clock(raw, 3)
    if style == "mm:ss:00":
        return f"({_clock(raw, 3, hundredths=True)})"
    return f"coalesce({plain}, {_clock(raw, 2)}, {_clock(raw, 3)})"


def _clock(raw: str, places: int, *, hundredths: bool = False) -> str:
    whole = f"ltrim({raw}, '-')"
    part = [f"CAST(split_part({whole}, ':', {place}) AS DOUBLE)" for place in (1, 2, 3)]
    tail = r"(\.[0-9]+)?"
    if hundredths:
        pattern, total = "^-?[0-9]{1,6}:[0-5][0-9]:[0-9]{2}$", f"{part[0]} * 60 + {part[1]} + {part[2]} / 100"
    elif places == 2:
        minutes = f"CAST(concat('0', split_part({whole}, ':', 1)) AS DOUBLE)"
        pattern, total = f"^-?[0-9]{{0,6}}:[0-5][0-9]{tail}$", f"{minutes} * 60 + {part[1]}"
    else:
        pattern = f"^-?[0-9]{{1,6}}:[0-5][0-9]:[0-5][0-9]{tail}$"
        total = f"{part[0]} * 3600 + {part[1]} * 60 + {part[2]}"
    signed = f"CASE WHEN starts_with({raw}, '-') THEN 0 - ({total}) ELSE {total} END"
    return f"CASE WHEN regexp_full_match({raw}, {value(pattern)}) THEN {signed} END"


def word(raw: str, meanings: dict[str, str], known: tuple[str, ...] = ()) -> str:
    """Return our word for the file's, whatever its case; ``leave_out`` comes through as it is.

    ``known`` are words of ours that need no entry; with neither entries nor known words every text passes.
    """
    if not meanings and not known:
        return raw
    pairs = {word.strip(): meaning for word, meaning in meanings.items()}
    loose = {word.casefold(): meaning for word, meaning in pairs.items()}
    loose |= {ours: ours for ours in (*known, *meanings.values()) if ours != LEAVE_OUT and ours.casefold() not in loose}
    tight = " ".join(f"WHEN {value(theirs)} THEN {value(ours)}" for theirs, ours in pairs.items())
    slack = " ".join(f"WHEN {value(theirs.casefold())} THEN {value(ours)}" for theirs, ours in loose.items())
    slack = f"CASE lower({raw}) {slack} END" if slack else "NULL"
    return f"CASE {raw} {tight} ELSE {slack} END" if tight else slack
