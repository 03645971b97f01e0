"""How telephone systems write their exports: clocks, durations, delimiters and words."""

from __future__ import annotations

from dataclasses import dataclass

# What we say, in the order of the outcome numbers of :mod:`reviewkit.data.example.queues`.
OUTCOMES = ("answered", "abandoned", "contained", "callback", "forced", "overflow")
QUEUES = (("999", "primary"), ("101", "primary"), ("101", "secondary"))
REASONS = (
    "crime in progress", "crime report", "update on a case", "road or traffic", "anti-social behaviour",
    "concern for a person", "mental health", "missing person", "lost or found property", "advice",
    "for another agency", "no police matter",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one telephone system writes.

    Attributes
    ----------
    delimiter
        Between the columns of the interval file; call files use a comma.
    day_first
        Dates as 31/03/2025, else as 2025-03-31.
    utc
        A system whose clock never changes.
    clock_durations
        Durations of the interval file as h:mm:ss, else as seconds with a comma between thousands.
    lines, desks, outcomes, reasons
        Its words, in our order: three lines and desks, six outcomes, twelve reasons.
    """

    delimiter: str
    day_first: bool
    utc: bool
    clock_durations: bool
    lines: tuple[str, str, str]
    desks: tuple[str, str, str]
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]


STYLES = (
    Style(
        delimiter=",",
        day_first=True,
        utc=False,
        clock_durations=True,
        lines=("999", "101", "101"),
        desks=("ECR", "SWB", "FEC"),
        outcomes=("ANS", "ABN", "IVR", "CBK", "DSC", "OVF"),
        reasons=("C-PROG", "C-RPT", "UPDT", "ROAD", "ASB", "CONC", "MH", "MISP", "PROP", "ADVC", "OTHAG", "NPM"),
    ),
    Style(
        delimiter=";",
        day_first=False,
        utc=False,
        clock_durations=False,
        lines=("EMERGENCY", "NON-EMERGENCY", "NON-EMERGENCY"),
        desks=("Control room", "Front line", "Contact centre"),
        outcomes=("Agent", "Caller hung up", "Self served", "Call back booked", "System", "Other force"),
        reasons=tuple(f"R{number:02d}" for number in range(1, 13)),
    ),
    Style(
        delimiter=",",
        day_first=False,
        utc=True,
        clock_durations=False,
        lines=("E999", "N101", "N101"),
        desks=("1", "1", "2"),
        outcomes=("1", "2", "3", "4", "5", "6"),
        reasons=tuple(str(code) for code in range(110, 230, 10)),
    ),
    Style(
        delimiter="\t",
        day_first=True,
        utc=False,
        clock_durations=False,
        lines=("999", "101", "101"),
        desks=("EMERG", "SB", "CRC"),
        outcomes=("HANDLED", "LOST", "DEFLECTED", "CALLBACK", "FORCED", "OVERFLOW"),
        reasons=REASONS,
    ),
)
