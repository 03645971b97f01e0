"""Callers' numbers become codes that nobody can turn back, before anything is written."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

import duckdb

from reviewkit.data.reading.duck import values

KEY_BYTES = 32
DIGITS = 32
NO_NUMBER = frozenset(
    {
        "withheld",
        "anonymous",
        "unavailable",
        "private",
        "unknown",
        "restricted",
        "none",
        "null",
        "n/a",
        "na",
        "switchboard",
        "number-withheld",
        "no-number",
        "not-known",
        "blocked",
        "hidden",
    }
)


def read_key(folder: Path) -> bytes:
    """Return the force's secret key from ``folder``, making it at the first use; only its owner may read it.

    Raises
    ------
    OSError
        When the folder cannot be written, or the key cannot be read.
    """
    path = folder / "key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".key.{os.getpid()}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
        part.replace(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def normalise(number: str) -> str | None:
    """Return a number in one spelling, or None where there is no number to know a caller by.

    Spaces, brackets, dots and dashes go; ``+44``, ``0044`` and ``44`` before ten digits become ``0``.

    >>> normalise("+44 (0)7700 900123") == normalise("07700-900123") == "07700900123"
    True
    >>> normalise("Number withheld") is None
    True
    """
    if number.isascii() and number.isdigit() and len(number) == 11 and number[0] == "0":
        return number
    if re.sub(r"[^a-z/]+", "-", number.strip().casefold()).strip("-") in NO_NUMBER:
        return None
    plain = re.sub(r"[^0-9A-Za-z+]", "", number.replace("(0)", ""))
    plain = re.sub(r"^(?:\+44|0044|44(?=[1-9]\d{8,9}$))0?", "0", plain)
    return plain if sum(map(str.isdigit, plain)) >= 3 else None


def pseudonym(number: str, key: bytes) -> str | None:
    """Return the code of a number in any spelling: the first 128 bits of its HMAC-SHA256 (RFC 2104), in hexadecimal.

    Half of the bits are kept, as NIST SP 800-107 allows: two numbers share a code with a chance of about one in 10^24
    among ten million. Without the key nobody can try all numbers. A withheld number has no code.

    >>> pseudonym("07700 900123", bytes(32)) == pseudonym("+447700900123", bytes(32))
    True
    """
    plain = normalise(number)
    return None if plain is None else hmac.digest(key, plain.encode(), "sha256").hex()[:DIGITS]


def teach(con: duckdb.DuckDBPyConnection, key: bytes, *, no_number: Iterable[str] = ()) -> None:
    """Make the SQL function ``pseudonym(text)`` known to a connection.

    It gives what :func:`pseudonym` gives; nothing for the numbers in ``no_number`` (the force's own switchboard).
    Common spellings never leave SQL, which is what makes ten million calls quick.
    """
    block = key.ljust(64, b"\0")
    con.execute("SET VARIABLE inner_block = ?::BLOB", [bytes(byte ^ 0x36 for byte in block)])
    con.execute("SET VARIABLE outer_block = ?::BLOB", [bytes(byte ^ 0x5C for byte in block)])
    if not con.execute("SELECT 1 FROM duckdb_functions() WHERE function_name = 'plain_number'").fetchall():
        con.create_function(
            "plain_number", normalise, ["VARCHAR"], "VARCHAR", null_handling="special", side_effects=False
        )
    usual = "regexp_full_match(number, '0[0-9]{10}')"
    plain = f"CASE WHEN number IS NULL OR {usual} THEN number ELSE plain_number(number) END"
    listed = values(sorted(filter(None, map(normalise, no_number))))
    known = f"CASE WHEN NOT contains([{listed}], {plain}) THEN {plain} END" if listed else plain
    inner = f"unhex(sha256(getvariable('inner_block') || CAST({known} AS BLOB)))"
    con.execute(
        f"CREATE OR REPLACE TEMP MACRO pseudonym(number) AS "
        f"substr(sha256(getvariable('outer_block') || {inner}), 1, {DIGITS})"
    )
