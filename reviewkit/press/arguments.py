"""What may stand after an option of a command: days, names, numbers, ports, addresses; anything else is explained."""

from __future__ import annotations

import argparse
import re
from datetime import date

_HIGHEST_PORT = 65_535
_ADDRESS = re.compile(r"(?:[a-z]+://)?(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})")


def day(text: str) -> date:
    """Return a day written as 2024-04-01.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not one; the message says how one is written. So it is with the others here.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a date; write it as 2024-04-01"
        raise argparse.ArgumentTypeError(msg) from None


def names(text: str) -> list[str]:
    """Return names that were parted by commas.

    Examples
    --------
    >>> names("performance, demand,")
    ['performance', 'demand']
    """
    if found := [name.strip() for name in text.split(",") if name.strip()]:
        return found
    msg = "name at least one section, as performance"
    raise argparse.ArgumentTypeError(msg)


def count(text: str) -> int:
    """Return a whole number of at least 1."""
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    msg = f"{text!r} is not a whole number of at least 1"
    raise argparse.ArgumentTypeError(msg)


def port(text: str) -> int:
    """Return the number of a port; 0 stands for any that is free."""
    if text.isascii() and text.isdigit() and int(text) <= _HIGHEST_PORT:
        return int(text)
    msg = f"{text!r} is not the number of a port: 0 to {_HIGHEST_PORT}, 0 for any that is free"
    raise argparse.ArgumentTypeError(msg)


def address(text: str) -> str:
    """Return the address of a Dask scheduler, which has a port.

    Examples
    --------
    >>> address("tcp://10.0.0.5:8786"), address("[::1]:8786")
    ('tcp://10.0.0.5:8786', '[::1]:8786')
    """
    found = _ADDRESS.fullmatch(text)
    if found and int(found[1]) <= _HIGHEST_PORT:
        return text
    msg = f"{text!r} is not the address of a Dask scheduler; write it as tcp://10.0.0.5:8786"
    raise argparse.ArgumentTypeError(msg)
