"""Personal data: noticed where none belongs, and masked in every message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewkit.data.declared.wording import safe

FREE_TEXT_WORDS = 15
"""A text of this many words is an account of something, not a code."""

_FIRST_NAMES = """
Aaron Abdul Abigail Adam Adrian Ahmed Aisha Alan Alex Alexander Alice Alison Amanda Amelia Amy Andrew Angela Anna Anne
Anthony Arthur Barbara Barry Ben Benjamin Beth Brian Callum Carl Carol Caroline Catherine Charles Charlie Charlotte
Chris Christine Christopher Claire Clare Colin Craig Daniel Danielle Darren Dave David Dawn Deborah Debbie Denise
Derek Diane Donna Dorothy Dylan Edward Eleanor Elizabeth Ella Ellie Emily Emma Ethan Eve Fatima Fiona Frances Freya
Gareth Gary Gemma Geoff Geoffrey George Georgia Gillian Glenn Graham Hannah Harriet Harry Heather Helen Henry Holly
Ian Imran Isaac Isabella Isla Jacob Jacqueline Jake James Jamie Jane Janet Jason Jean Jennifer Jenny Jessica Jill Joan
Joanna Joanne Joe John Jonathan Jordan Joseph Josh Joshua Joyce Judith Julia Julie Karen Kate Katherine Kathleen Katie
Keith Kelly Kenneth Kerry Kevin Kim Kyle Laura Lauren Leanne Lee Leigh Leo Lesley Lewis Liam Linda Lindsay Lisa Louise
Lucy Luke Lynn Maggie Malcolm Marcus Margaret Maria Marie Mark Martin Mary Matt Matthew Maureen Megan Melanie Mia
Michael Michelle Mike Mohammad Mohammed Molly Muhammad Natalie Natasha Neil Niamh Nicholas Nick Nicola Nicole Nigel
Noah Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick Paul Pauline Peter Philip Phoebe Poppy Priya Rachel Raymond
Rebecca Rhys Richard Robert Robin Roger Ronald Rosie Ross Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah
Scott Sean Sharon Sheila Shirley Simon Sophia Sophie Stacey Stephanie Stephen Steve Steven Stuart Susan Suzanne Tanya
Teresa Terry Thomas Tim Timothy Toby Tom Tony Tracey Tracy Trevor Valerie Vanessa Victoria Vincent Vivienne Wayne Wendy
William Yasmin Yusuf Zara Zoe
"""

# A first name before one of these is a place, a charity or a building: St John Ambulance, Victoria Road.
_NOT_SURNAMES = """
Ambulance Association Avenue Barracks Bridge Building Centre Charity Church Close College Council Court Crescent Cross
Dock Drive Estate Farm Foundation Gardens Gate Green Hall Hill Hospice Hospital Hotel House Infirmary Lane Lodge Mall
Market Office Palace Park Place Police Project Quarter Quay Road School Service Services Shelter Square Station Street
Support Surgery Team Terrace Theatre Trust University Way Ward Wharf Yard
"""

_FIRST = "|".join(_FIRST_NAMES.split())
_OTHER = "|".join(_NOT_SURNAMES.split())
_TITLE = (
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Rev|Sir|Dame|Lord|Lady|PC|PCSO|DC|DS|DI|Sgt|Insp)\.?\s+(?:\d{2,6}\s+)?"
    r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
)
_SURNAME = rf"(?!(?:{_OTHER})\b)[A-Z][a-z'’-]*[A-Z]?[a-z'’-]+"
_GIVEN = rf"(?<!St )(?<!St\. )(?<!Saint )\b(?:{_FIRST})\s+(?:[A-Z]\.?\s+)?{_SURNAME}\b"
_CAPITALS = (
    rf"(?<!ST )(?<!SAINT )\b(?:{_FIRST.upper()})\s+(?:[A-Z]\s+)?"
    rf"(?!(?:{_OTHER.upper()})\b)[A-Z][A-Z'’-]+\b"
)
_REVERSED = rf"\b[A-Z][\w'’-]+,\s*(?:{_FIRST})\b"

_KINDS: dict[str, re.Pattern[str]] = {
    "e-mail address": re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    "phone number": re.compile(
        r"(?<![\d:/])(?<!\d\.)(?:(?:\+|00)44[\s.-]?(?:\(0\))?[\s.-]?|44|\(?0)[1-35789](?:[\s().-]{0,2}\d){8,9}\b"
        r"|(?<![\d:/])(?<!\d\.)7\d{3}\s?\d{3}\s?\d{3}(?![\d:/.])"
    ),
    "postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
    "name": re.compile(f"{_TITLE}|{_GIVEN}|{_CAPITALS}|{_REVERSED}"),
}
_TWO_CAPITALISED = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:\s+[^\W\d_a-z][^\W\d_'’-]+)+\b")


def kinds_of(text: str) -> tuple[str, ...]:
    """Say which kinds of personal data a text seems to hold.

    Names are found by title (Mr, Dr, PC), or by one of some 250 common first names before another capitalised
    word: a rare name is missed, and a street called after a person is sometimes taken for one.

    Parameters
    ----------
    text
        One cell of a table.

    Returns
    -------
    tuple of str
        Any of ``e-mail address``, ``phone number`` (UK), ``postcode``, ``name``, ``free text``.

    Examples
    --------
    >>> kinds_of("ring John Smith on 07700 900123")
    ('phone number', 'name')
    >>> kinds_of("Noise (St John Ambulance)")
    ()
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[str]:
    for kind, pattern in _KINDS.items():
        if pattern.search(text):
            yield kind
    if len(text.split()) >= FREE_TEXT_WORDS:
        yield "free text"


def mask(value: object, *, names: bool = True) -> str:
    """Return a value as a message may show it: personal data replaced by its kind, one line, not too long.

    Masking errs on the safe side: any two capitalised words in a row may be a name, unless ``names`` is false because
    the value is the name of a force.

    Examples
    --------
    >>> mask("ring Siobhan Quirke on 07700 900123")
    'ring [possible name] on [phone number]'
    >>> mask("2025-02-30 14:00:00")
    '2025-02-30 14:00:00'
    """
    text = str(value)
    if len(text.split()) >= FREE_TEXT_WORDS:
        return f"[free text of {len(text.split())} words]"
    text = hide(text)
    return safe(_TWO_CAPITALISED.sub("[possible name]", text) if names else text)


def hide(text: str) -> str:
    """Return a text of any length with each number, address and known name replaced by its kind.

    >>> hide('why: from "Desk of Mary Brown, 07700 900123"')
    'why: from "Desk of [name], [phone number]"'
    """
    for kind, pattern in _KINDS.items():
        text = pattern.sub(f"[{kind}]", text)
    return text
