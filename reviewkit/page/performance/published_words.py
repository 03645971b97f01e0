"""What sources say of their own figures, as sentences a reader follows; the facts stay as they were collected."""

from __future__ import annotations

import re

from reviewkit.page import sentences

BT_CLOCK = "Measured by BT, from its attempt to connect the call until the force picks up"
OWN_CLOCK = "From the force's own telephone system"
BASES = {
    "police.uk/BT-measured (BT connect + force pick-up)": f"{BT_CLOCK}; published on police.uk.",
    "police.uk/BT-measured (BT connect + force pick-up) (HMICFRS)": f"{BT_CLOCK}; quoted by the inspectorate, HMICFRS.",
    "police.uk/BT-measured (BT connect + force pick-up), 3rd-party averaging of monthly means":
        f"{BT_CLOCK}; others made one average of the monthly averages.",
    "force own telephony": f"{OWN_CLOCK}.",
    "force own telephony (FOI)": f"{OWN_CLOCK}, in reply to a freedom of information request.",
    "force own telephony; only callers who waited over 10s": f"{OWN_CLOCK}; only calls that waited over 10 seconds.",
    "police.uk national 101 table (2025)": "From the national table of 101 calls on police.uk, 2025.",
    "police.uk 101 table (2014-15)": "From the table of 101 calls on police.uk, 2014 to 2015.",
    "HMICFRS": "Quoted by the inspectorate, HMICFRS.",
    "HMICFRS PEEL": "From an inspection of the force by HMICFRS.",
    "HMICFRS revisit July 2023": "From a second visit of the inspectorate, HMICFRS, in July 2023.",
    "College/NPCC": "Quoted by the College of Policing and the National Police Chiefs' Council.",
    "unstated": "The source does not say how it was counted.",
    "Home Office ADR": "From the Home Office's annual data requirement.",
    "30 of 43 forces by FOI": "30 of 43 forces answered a freedom of information request.",
    "33 forces by FOI": "33 forces answered a freedom of information request.",
    "unweighted mean of 31 forces by FOI (source is Kent PCC blog, not Surrey)":
        "31 forces answered a freedom of information request; a small force counts as much as a large one.",
    "all abandoned": "All calls given up.",
    "abandoned after waiting over 1 minute": "Only calls given up after more than 1 minute.",
    "threshold is 10s": "In time is within 10 seconds.",
    "threshold is 30s": "In time is within 30 seconds.",
    "threshold is 30s, target 75%": "In time is within 30 seconds; the force's target was 75%.",
    "threshold is 60s": "In time is within 60 seconds.",
    "threshold is 3 minutes": "In time is within 3 minutes.",
    "threshold is 20 minutes": "In time is within 20 minutes.",
}  # fmt: skip
_NORTHUMBRIA = (
    "The source prints an average of 8 seconds as 0:08:00 and one of 5 minutes 48 seconds as 5:48:00: minutes, seconds "
    "and two noughts. It prints longest waits in hours, minutes and seconds. It calls calls not answered the Disparity."
)
_WHOLE = {
    'averages published as 0:08:00 / 5:48:00 style (mm:ss:00 printed like h:mm:ss) - parsed as mm:ss from context; '
    'longest waits parsed as h:mm:ss; "not answered" published as Disparity': _NORTHUMBRIA,
}  # fmt: skip
_PARTS = {
    "incomplete = not completed for any reason": "Not completed for any reason",
    "abandoned = after waiting 1 minute": "Only calls given up after waiting 1 minute are counted",
    "average of monthly means - not call-weighted unless stated":
        "An average of monthly averages, in which a quiet month counts as much as a busy one",
    "queue time missing in the copy": "The copy lacks the time in the queue",
    "published as mm:ss": "Printed as minutes and seconds",
    "published as average queue": "Printed as the average queue",
    "period inferred": "The source does not state the period; it is inferred",
    "year inferred": "The source does not state the year; it is inferred",
    "period not stated": "The source does not state the period",
    "period end ambiguous in source": "The source does not say clearly when the period ends",
    "month assumed": "The source does not state the month; it is assumed",
    "month uncertain": "The month is uncertain",
    "rounded": "Rounded by the source",
    "rounded in source": "Rounded by the source",
    "geography not stated": "The source does not say for which area",
    'called "attrition"': "The source calls it attrition",
    "BBC FOI": "From forces' replies to the BBC",
    'geography of "national" not stated': "The source does not say for which area",
    "part year": "Part of a year",
}  # fmt: skip
_RANK = re.compile(r"(rank(ed)? )?\d+(st|nd|rd|th)?( of \d+)?( as published)?")


def basis_words(text: str) -> str:
    """Return how a published figure was counted, as a sentence; an unknown one as it was collected.

    Examples
    --------
    >>> basis_words("force own telephony (FOI)")
    "From the force's own telephone system, in reply to a freedom of information request."
    """
    return BASES.get(text.strip(), _sentence(text))


def note_words(text: str) -> str:
    """Return what is said of a published figure, as sentences; places in a ranking, which is not made here, fall away.

    Examples
    --------
    >>> note_words("rank 21 as published"), note_words('"nearly eight minutes"'), note_words("part year; rounded")
    ('', 'The source says “nearly eight minutes”.', 'Part of a year. Rounded by the source.')
    """
    text = text.strip()
    if text in _WHOLE:
        return _WHOLE[text]
    parts = [part.strip() for part in text.split("; ")]
    return " ".join(_sentence(_part(part)) for part in parts if part and not _RANK.fullmatch(part))


def _part(text: str) -> str:
    quoted = re.fullmatch(r'"([^"]+)"', text)
    return (
        f"The source says \N{LEFT DOUBLE QUOTATION MARK}{quoted[1]}\N{RIGHT DOUBLE QUOTATION MARK}"
        if quoted
        else _PARTS.get(text, text)
    )


def _sentence(text: str) -> str:
    text = text.strip().replace("FOI-based article", "article based on freedom of information")
    return f"{text}." if text.startswith("police.uk") else sentences.sentence(text)
