"""A proposed entry as text of ``force.toml``: each line with its mark, what was left open as a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reviewkit.data.propose.entry import Entry
from reviewkit.data.propose.marks import Guess, quoted, shown

BEHIND = 46
"""The column in which the marks stand, so that they can be read down the page."""

HEAD = """\
# The files. reviewkit looked at them and wrote down what they seem to be.
#   "# recognised": the heading is a known one, and the values fit.
#   "# guess":      it may well be something else. Look at each of these lines and correct it.
#   "# to do":      could not be guessed. Take the # away from the front of the line, and write what belongs there.
# Columns of the files that are not mapped are listed, and never read. Then run: reviewkit check
"""


def entries_text(entries: Iterable[Entry], without: tuple[str, ...]) -> str:
    """Return the ``[[files]]`` part of ``force.toml``."""
    nothing = [f"# No table was found in {shown(one)}; it is not read." for one in without]
    return "\n".join([HEAD, *nothing, *(entry_text(entry) for entry in entries)])


def entry_text(entry: Entry) -> str:
    """Return one ``[[files]]`` entry."""
    if not entry.table.value:
        names = shown(", ".join(entry.places))
        return "\n".join(
            [
                f"# To do: {names}: {entry.table.why}.",
                "# Say what the file holds, in an entry of its own (see docs/force-toml.md). Its columns:",
                *(f"#   {shown(quoted(heading))} ({what})" for heading, what in entry.left.items()),
                "",
            ]
        )
    plain = {key: guess for key, guess in entry.keys.items() if not isinstance(guess.value, dict)}
    lines = ["[[files]]", _line("table", entry.table), _line("files", entry.files, is_list=True)]
    lines += [_line(key, guess) for key, guess in plain.items()]
    lines += _open(entry, "")
    for key, guess in entry.keys.items():
        if isinstance(guess.value, dict):
            lines += [f"[files.{key}]".ljust(BEHIND) + guess.mark]
            lines += [f"{name} = {_value(value)}" for name, value in guess.value.items()]
    lines += _table(entry, "columns", {ours: _unpacked(guess) for ours, guess in entry.columns.items()})
    if entry.left:
        lines.append("# Columns of the file that are not mapped:")
        lines += [f"#   {shown(quoted(heading))} ({what})" for heading, what in entry.left.items()]
    lines += _table(entry, "formats", entry.formats)
    for ours in entry.columns:
        lines += _table(entry, f"words.{ours}", entry.words.get(ours, {}), quote=True)
    lines += _table(entry, "queues", entry.queues, quote=True)
    lines += _table(entry, "constants", entry.constants)
    lines += _table(entry, "keep", entry.keep, quote=True)
    return "\n".join([*lines, ""])


def _table(entry: Entry, name: str, guesses: Mapping[str, Guess], *, quote: bool = False) -> list[str]:
    opened = _open(entry, name)
    if not guesses and not opened:
        return []
    lines = [_line(quoted(key) if quote else key, guess, is_list=name == "keep") for key, guess in guesses.items()]
    return [f"[files.{name}]", *lines, *opened]


def _open(entry: Entry, place: str) -> list[str]:
    return [f"# {shown(one.line)}".ljust(BEHIND) + f"  # to do: {one.todo}" for one in entry.open if one.place == place]


def _line(key: str, guess: Guess, *, is_list: bool = False) -> str:
    value = list(guess.value) if is_list else guess.value
    return f"{key} = {_value(value)}".ljust(BEHIND - 1) + f" {guess.mark}"


def _unpacked(guess: Guess) -> Guess:
    """Return the guess with a single heading in the place of a list of one."""
    return Guess(value=guess.value[0] if len(guess.value) == 1 else guess.value, why=guess.why, sure=guess.sure)


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else quoted(str(value))
