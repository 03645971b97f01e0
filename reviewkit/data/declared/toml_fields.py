"""The keys of one TOML table, taken one at a time: every fault is noted with its line, none ends the reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewkit.data.declared.toml_lines import Path, line_of
from reviewkit.data.declared.wording import did_you_mean, listed, nearest, safe
from reviewkit.data.problems import Problem, Severity

NO_DATE = dt.date.min
_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    dt.datetime: "a date with a time",
    dt.date: "a date",
    dt.time: "a time",
    list: "a list",
    dict: "a table",
}


@dataclass
class Reading:
    """One force.toml being read: where its keys stand, and the problems found so far."""

    lines: Mapping[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def fault(
        self, path: Path, code: str, *, found: str, expected: str, action: str, severity: Severity = "error"
    ) -> None:
        """Note one problem at the key ``path``."""
        column = ".".join(safe(part) for part in path if isinstance(part, str))
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                file="force.toml",
                line=line_of(self.lines, path),
                column=column or None,
                found=found,
                expected=expected,
                action=action,
            )
        )


def kind_of(value: object) -> str:
    """Return what a TOML value is, in words.

    >>> kind_of(3), kind_of("a")
    ('a whole number', 'text')
    """
    return _KINDS[type(value)]


def shown(value: object) -> str:
    """Return a TOML value for a message: what it is and how it is written."""
    return kind_of(value) if isinstance(value, list | dict) else f"{kind_of(value)}: {safe(value)}"


class Fields:
    """The keys of one table.

    Making one reports every key that is not in ``known`` (with the nearest that is); each method then takes one key,
    reports a missing or wrong value, and returns a harmless stand-in for it, so that reading can go on.
    """

    def __init__(self, reading: Reading, path: Path, table: object, *, known: Collection[str]) -> None:
        self.reading, self.path = reading, path
        self.usable = isinstance(table, dict)
        self.table: dict[str, Any] = table if isinstance(table, dict) else {}
        self._meant: set[str] = set()
        self.misspelt: set[str] = set()
        if not self.usable:
            action = f"Write [{path[-1]}] on a line of its own and its keys below it."
            reading.fault(path, "wrong-type", found=shown(table), expected="a table of keys", action=action)
        for key in self.table:
            if key not in known:
                self._unknown(key, known)

    def _unknown(self, key: str, known: Collection[str]) -> None:
        if isinstance(self.table[key], dict | list) and self._unknown_heading(key, known):
            return
        absent = [name for name in known if name not in self.table]  # a key that is there already is hardly meant
        self._meant.add(nearest(key, absent))
        self.reading.fault(
            (*self.path, key),
            "unknown-key",
            found=f'the key "{safe(key)}"',
            expected=f"one of: {', '.join(known)}",
            action=f"{did_you_mean(key, absent) or did_you_mean(key, known)}Correct the key or take the line out.",
        )

    def _unknown_heading(self, key: str, known: Collection[str]) -> bool:
        """Report ``[file.columns]`` for ``[files.columns]``, and note which table is meant: what it lacks is not."""
        meant = nearest(key, known)
        if not meant or not _is_heading(self.table[key]):
            return False
        self._meant.add(meant)
        self.misspelt.add(meant)
        path, value = (*self.path, key), self.table[key]
        while path not in self.reading.lines and _is_heading(value):  # the heading as it is written, with what is in it
            inner = 0 if isinstance(value, list) else next(iter(value))
            path, value = (*path, inner), value[inner]
        left, right = ("[[", "]]") if isinstance(path[-1], int) else ("[", "]")
        wrong = left + _heading(path) + right
        better = left + _heading((*self.path, meant, *path[len(self.path) + 1 :])) + right
        action = f'Did you mean "{safe(better)}"? Correct the heading or take it out.'
        found = f"the heading {safe(wrong)}"
        self.reading.fault(path, "unknown-key", found=found, expected=safe(better), action=action)
        return True

    def forgive(self, keys: Collection[str]) -> None:
        """Report none of these keys as missing: they stand below a heading that is misspelt, which is reported."""
        self._meant |= set(keys)
        self.misspelt |= set(keys)

    def at(self, key: str) -> Path:
        """Return the path of one key of this table."""
        return (*self.path, key)

    def take(self, key: str, kinds: tuple[type, ...], *, required: bool, expected: str) -> Any:
        """Return the value of ``key`` where it is of the right kind, else None; report a wrong or missing one."""
        value = self.table.get(key)
        if value is None or (required and value in ("", [], {})):
            if required:
                self.missing(key, expected=expected, empty=value is not None)
            return None
        if type(value) in kinds:
            return value
        hint = _quotes(value, kinds)
        action = f"{hint}Write {key} as {expected}."
        self.reading.fault(self.at(key), "wrong-type", found=shown(value), expected=expected, action=action)
        return None

    def missing(self, key: str, *, expected: str, code: str = "missing-key", empty: bool = False) -> None:
        """Report a key that must be there, unless an unknown key already reported looks like it."""
        if not self.usable or key in self._meant:
            return
        where = f"below [{_heading(self.path)}]" if self.path else "near the top, above the first line in brackets"
        found = f"{key} is empty" if empty else f"no {key}"
        action = f"Fill in {key}." if empty else f"Add a line {key} = … {where}."
        path = self.at(key) if empty else self.path
        self.reading.fault(path, code, found=found, expected=f"{key}: {expected}", action=action)

    def text(self, key: str, *, required: bool = False, expected: str = "text in quotation marks") -> str:
        """Return a text without spaces at its ends; empty when missing."""
        value = self.take(key, (str,), required=required, expected=expected)
        if required and value is not None and not value.strip():
            self.missing(key, expected=expected, empty=True)
        return (value or "").strip()

    def choice(self, key: str, choices: Collection[str], *, required: bool = False, default: str = "") -> str:
        """Return a text that must be one of ``choices``."""
        value = self.text(key, required=required, expected=f"one of: {', '.join(choices)}")
        if value and value not in choices:
            self.reading.fault(
                self.at(key),
                "bad-value",
                found=f'"{safe(value)}"',
                expected=listed(choices),
                action=f"{did_you_mean(value, choices)}Write one of the words expected.",
            )
            return default
        return value or default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.take(key, (bool,), required=False, expected="true or false, without quotation marks")
        return default if value is None else value

    def number(
        self, key: str, *, default: float | None = None, least: float = 0, most: float = 1e9, whole: bool = False
    ) -> Any:
        """Return a number from ``least`` to ``most``; ``default`` when it is missing or wrong."""
        kinds = (int,) if whole else (int, float)
        expected = f"a {'whole ' if whole else ''}number, without quotation marks"
        value = self.take(key, kinds, required=False, expected=expected)
        if value is not None and not least <= value <= most:
            allowed = f"a number from {least:g} to {most:g}"
            self.reading.fault(self.at(key), "bad-value", found=safe(value), expected=allowed, action=f"Correct {key}.")
            return default
        return default if value is None else value

    def date(self, key: str) -> dt.date:
        """Return a required date."""
        expected = "a date such as 2024-04-01, without quotation marks"
        return self.take(key, (dt.date,), required=True, expected=expected) or NO_DATE

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        expected = 'a list such as ["first", "second"]'
        value = self.take(key, (list, str), required=required, expected=expected)
        values = [value] if isinstance(value, str) else value or []
        for item in values:
            if not isinstance(item, str) or not item.strip():
                found = shown(item) if item != "" else "an empty text in the list"
                action = f"Correct {key}: each item is text in quotation marks."
                self.reading.fault(self.at(key), "wrong-type", found=found, expected=expected, action=action)
        return tuple(item for item in values if isinstance(item, str) and item.strip())

    def seconds(self, key: str, *, most: int = 86_400) -> tuple[int, ...]:
        """Return a list of whole numbers of seconds, each once, the smallest first."""
        expected = f"a list of whole numbers of seconds from 1 to {most}, such as [20, 60]"
        values = self.take(key, (list,), required=False, expected=expected) or []
        for item in values:
            if type(item) is not int or not 1 <= item <= most:
                action = f"Correct {key}: whole numbers, without quotation marks."
                self.reading.fault(self.at(key), "bad-value", found=shown(item), expected=expected, action=action)
        return tuple(sorted({item for item in values if type(item) is int and 1 <= item <= most}))

    def tables(self, key: str) -> list[Any]:
        """Return the entries of a list of tables, ``[[key]]``."""
        value = self.table.get(key, [])
        if isinstance(value, list):
            return value
        action = f"Write [[{key}]] with two brackets on each side, once for each entry."
        self.reading.fault(self.at(key), "wrong-type", found=shown(value), expected=f"[[{key}]]", action=action)
        return []

    def words(self, key: str) -> dict[str, str]:
        """Return a table of texts, ``[key]``; numbers are taken as text."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            action = f"Write [{key}] on a line of its own and its keys below it."
            self.reading.fault(self.at(key), "wrong-type", found=shown(value), expected="a table", action=action)
            return {}
        good = {}
        for name, word in value.items():
            if type(word) in (str, int) and str(word).strip():
                good[name] = str(word).strip()
            else:
                action = f'Write {safe(name)} = "…" with text in quotation marks.'
                found = "an empty text" if word == "" else shown(word)
                self.reading.fault((*self.at(key), name), "wrong-type", found=found, expected="text", action=action)
        return good


def _heading(path: Path) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str))


def _is_heading(value: object) -> bool:
    """Tell whether a value stands below a heading of its own: a table, or entries that are tables."""
    inner = value[0] if isinstance(value, list) and value else value
    return isinstance(inner, dict) and bool(inner)


def _quotes(value: object, kinds: tuple[type, ...]) -> str:
    """Return a hint for the commonest slip: quotation marks too many or too few."""
    if isinstance(value, str) and str not in kinds:
        return "Take the quotation marks away. "
    if str in kinds and not isinstance(value, list | dict):
        return "Put it in quotation marks. "
    return ""
