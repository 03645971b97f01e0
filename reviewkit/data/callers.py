"""Callers' numbers become codes that nobody can turn back, before anything is written."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

import duckdb
import pyarrow as pa

KEY_BYTES = 32
REMEMBERED = 500_000
NO_NUMBER = frozenset(
    ["withheld", "anonymous", "unavailable", "private", "unknown", "restricted", "none", "null", "n/a", "na", "switchboard", "number-withheld", "no-number", "not-known", "blocked", "hidden"]
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


class Pseudonyms:
    """HMAC-SHA256 of callers' numbers under one force's key, as 64 hexadecimal digits.

    Formula: RFC 2104. The two padded states are made once and copied, which halves the work for each number; the
    latest numbers are remembered, because many callers ring again.
    """

    def __init__(self, key: bytes, *, no_number: frozenset[str] = frozenset()) -> None:
        block = key.ljust(64, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
        self._no_number = frozenset(filter(None, map(normalise, no_number)))
        self._seen: dict[str, str | None] = {}

    def code(self, number: str) -> str | None:
        """Return the code of a number in any spelling; None for a withheld or listed one.

        >>> codes = Pseudonyms(bytes(32))
        >>> codes.code("07700 900123") == codes.code("+447700900123")
        True
        >>> len(codes.code("07700900123"))
        64
        """
        plain = normalise(number)
        if plain is None or plain in self._no_number:
            return None
        inner = self._inner.copy()
        inner.update(plain.encode())
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()

    def column(self, numbers: pa.ChunkedArray) -> pa.Array:
        """Return the codes of a column of numbers; empty stays empty."""
        seen = self._seen
        if len(seen) > REMEMBERED:
            seen.clear()
        codes = []
        for number in numbers.to_pylist():
            if number is None:
                codes.append(None)
                continue
            if number not in seen:
                seen[number] = self.code(number)
            codes.append(seen[number])
        return pa.array(codes, type=pa.string())

    def teach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make the SQL function ``pseudonym(text)`` known to a connection."""
        con.create_function(
            "pseudonym", self.column, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special", side_effects=False
        )
