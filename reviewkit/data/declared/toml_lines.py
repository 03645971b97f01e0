"""Where a key stands in the text of a TOML file, which :mod:`tomllib` does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BARE_OR_QUOTED = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.?)""")
_HEADER = re.compile(r"\s*(\[\[?)(.*)")
# What a value is made of, longest first: text of several lines, text of one line, comments, brackets.
_PIECES = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*|[\[\]{}]|\n",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    r"""Return the line (the first is 1) of every table and key of a TOML text that :mod:`tomllib` accepts.

    Keys of ``[[files]]`` entries are numbered from 0, as the parsed lists are. Keys inside ``{ }`` are not listed:
    :func:`line_of` gives the line of the key that holds them.

    >>> text = 'a = 1\n[[files]]\ntable = "calls"\n[files.columns]\nwait_s = "Wait"'
    >>> key_lines(text)["files", 0, "columns", "wait_s"]
    5
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    place, table = 0, ()
    while place < len(text):
        end = _end_of_statement(text, place)
        statement = text[place:end]
        number = text.count("\n", 0, place) + 1
        if header := _HEADER.match(statement):
            table = _table(header, counts)
            lines.setdefault(table, number)
        elif keys := _keys(statement):
            for depth in range(1, len(keys) + 1):
                lines.setdefault(table + keys[:depth], number)
        place = end + 1
    return lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a key, or of the nearest table or key that holds it; 1 where nothing is known."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return 1


def _end_of_statement(text: str, place: int) -> int:
    """Return where the statement at ``place`` ends: the first line break outside quotes and brackets."""
    if header := re.compile(r"[ \t]*\[[^\n]*").match(text, place):
        return header.end()
    depth = 0
    for piece in _PIECES.finditer(text, place):
        if piece[0] in "[{":
            depth += 1
        elif piece[0] in "]}":
            depth -= 1
        elif piece[0] == "\n" and depth <= 0:
            return piece.start()
    return len(text)


def _keys(text: str) -> tuple[str, ...]:
    """Return the parts of the dotted key that a statement begins with."""
    keys: list[str] = []
    place = 0
    while part := _BARE_OR_QUOTED.match(text, place):
        quoted, literal, bare, dot = part.groups()
        keys.append(_unescaped(quoted) if quoted is not None else literal if literal is not None else bare)
        place = part.end()
        if not dot:
            break
    return tuple(keys)


def _unescaped(text: str) -> str:
    """Return the text of a key in double quotes, as :mod:`tomllib` reads it."""
    import tomllib

    return next(iter(tomllib.loads(f'"{text}" = 1'))) if "\\" in text else text


def _table(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """Return the path a header opens, with the number of the current entry after each list of tables."""
    opening, rest = header.groups()
    keys = _keys(rest)
    path: Path = ()
    for depth, key in enumerate(keys, start=1):
        path = (*path, key)
        if depth == len(keys) and opening == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
