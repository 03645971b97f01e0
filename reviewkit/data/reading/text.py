"""Delimited text as received: its encoding, its lines, its delimiter and its header."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reviewkit.data.reading.faults import from_system, refusal

CHUNK = 1 << 20
SAMPLE = 1 << 18
DELIMITERS = (",", ";", "\t", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What one pass over a text file found.

    ``lines`` counts line feeds, and one more where the last line has none; ``sample`` is the beginning, as text.
    """

    encoding: str
    lines: int
    sample: str
    guessed: bool = False


def opener(path: Path) -> Opener:
    """Return a function that opens a file for reading bytes, unpacked where the name ends in ``.gz``."""
    return (lambda: gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else (lambda: path.open("rb"))


def scan(start: Opener, file: str, *, declared: str = "") -> Scan:
    """Read a file once: find its encoding and count its lines.

    A byte order mark wins, then ``declared``; else UTF-8 where every byte fits, else windows-1252, as a guess.

    Raises
    ------
    DataError
        When the file is empty, cut short, may not be read, or fits no encoding.
    """
    try:
        with start() as stream:
            head = stream.read(SAMPLE)
        if not head.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
            raise refusal("empty-file", file, "nothing in it", "a header and rows", "Ask the force to send it again.")
        for encoding in _candidates(head, declared):
            lines = _lines(start, encoding)
            if lines is not None:
                sample = codecs.getincrementaldecoder(encoding)().decode(head)
                return Scan(
                    encoding=encoding, lines=lines, sample=sample, guessed=encoding == "cp1252" and not declared
                )
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise refusal(
            "truncated",
            file,
            "the packed file is cut short or damaged",
            "a whole gzip file",
            "Copy it again, or ask the force to send it again.",
        ) from error
    except OSError as error:
        raise from_system(error, file) from error
    raise refusal(
        "encoding",
        file,
        f"bytes that are not {declared or 'UTF-8 or windows-1252'}",
        "text in one encoding",
        'Ask how the file was saved and declare it: encoding = "windows-1252", or "utf-16". Without that line, '
        "the program finds out by itself, where it can.",
    )


def _candidates(head: bytes, declared: str) -> list[str]:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return [encoding]
    if declared:
        return [codecs.lookup(declared).name]
    if b"\0" in head[:4096]:
        return ["utf-16-le" if head[1:2] == b"\0" else "utf-16-be"]
    return ["utf-8", "cp1252"]


def _lines(start: Opener, encoding: str) -> int | None:
    """Return the number of lines, or None when some bytes do not fit the encoding."""
    decoder, plain = codecs.getincrementaldecoder(encoding)(), encoding == "utf-8"
    feeds, last = 0, ""
    with start() as stream:
        while chunk := stream.read(CHUNK):
            if plain and chunk.isascii() and not decoder.getstate()[0]:
                feeds, last = feeds + chunk.count(b"\n"), chr(chunk[-1])
                continue
            try:
                text = decoder.decode(chunk)
            except UnicodeError:
                return None
            feeds, last = feeds + text.count("\n"), text[-1:] or last
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return None
    return feeds + (last not in {"\n", ""})


def to_utf8(start: Opener, encoding: str, target: Path) -> None:
    """Write a text file again as UTF-8, line ends as they are."""
    with start() as stream, target.open("w", encoding="utf-8", newline="") as out:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        while chunk := text.read(CHUNK):
            out.write(chunk)


def sniff(sample: str, *, header_row: int, wanted: set[str]) -> str:
    """Return the delimiter under which the header holds most of the ``wanted`` columns, then most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        cells = set(header(sample, delimiter, header_row))
        return len(cells & wanted), len(cells)

    return max(DELIMITERS, key=score)


def header(sample: str, delimiter: str, row: int) -> tuple[str, ...]:
    """Return the cells of line ``row`` (from 1), without blanks around them; empty when there is no such line."""
    lines = sample.lstrip("\ufeff").splitlines()
    if len(lines) < row:
        return ()
    cells = next(csv.reader(lines[row - 1 :], delimiter=delimiter), [])
    return tuple(" ".join(cell.split()) for cell in cells)


def find_header(sample: str, delimiter: str, wanted: set[str]) -> int:
    """Return the first of 50 lines that holds all ``wanted`` columns, or 0."""
    lines = sample.lstrip("\ufeff").splitlines()[:50]
    return next((row for row in range(1, len(lines) + 1) if wanted <= set(header(sample, delimiter, row))), 0)
